import { describe, expect, test } from "vitest";
import UnfinishedRuns from "../../src/studio/UnfinishedRuns.vue";
import { find, isDisabled, names, press, text } from "../support/page";
import { showPart } from "../support/studio";
import { RUNNING, unfinishedRun } from "../support/traits";

const TWO = [unfinishedRun("u-1"), unfinishedRun("u-2")];
const listed = () => names("button").filter((name) => name.startsWith("Forget"));

test("are not spoken of where there are none", () => {
  showPart(UnfinishedRuns);
  expect(names("button")).toEqual([]);
});

test.each([
  [TWO.slice(1), "One run is not finished"],
  [TWO, "2 runs are not finished"],
])("are counted", (unfinished, title) => {
  showPart(UnfinishedRuns, { unfinished });
  expect(text()).toContain(title);
  expect(names("group")).toEqual([title]);
});

test("can be hidden and shown", async () => {
  showPart(UnfinishedRuns, { unfinished: TWO });
  await press("Hide");
  const hidden = listed();
  await press("Show");
  expect([hidden, listed()]).toEqual([[], ["Forget About u-1", "Forget About u-2"]]);
});

describe("a run", () => {
  test("is resumed by HeyGen's id", async () => {
    const { kernel } = showPart(UnfinishedRuns, { unfinished: TWO.slice(0, 1) });
    await press("Resume");
    expect(kernel.told("resume")).toEqual(["u-1"]);
  });

  test("is resumed by our id where HeyGen gave none", async () => {
    const run = unfinishedRun("", { run_id: "run-9" });
    const { kernel } = showPart(UnfinishedRuns, { unfinished: [run], generation_id: "g-1" });
    await press("Resume");
    expect(kernel.told("resume")).toEqual(["run-9"]);
  });

  test("is forgotten by our id", async () => {
    const { kernel } = showPart(UnfinishedRuns, { unfinished: TWO });
    await press("Forget About u-2");
    expect(kernel.told("forget")).toEqual(["run of u-2"]);
  });

  test("is not resumed while another one goes on", () => {
    showPart(UnfinishedRuns, { unfinished: TWO.slice(0, 1), run: RUNNING });
    expect(isDisabled("Resume")).toBe(true);
  });

  test("whose outcome is unknown says so, and what that means for the money", () => {
    const unknown = [unfinishedRun("u-3", { resume: "" })];
    showPart(UnfinishedRuns, { unknown });
    expect(text()).toContain("Outcome unknown · Woman, Noir");
    expect(text()).toContain("HeyGen may have made and billed it");
    expect(find("button", "Resume")).toBeUndefined();
  });
});

describe("the present run", () => {
  test("is left out while it goes on: the button below the form is its own", () => {
    showPart(UnfinishedRuns, { unfinished: TWO, generation_id: "u-1", run: RUNNING });
    expect(listed()).toEqual(["Forget About u-2"]);
  });

  test("is left out while its message has a Resume", () => {
    const alert = { kind: "warning", title: "Stopped", resume: "Resume" };
    showPart(UnfinishedRuns, { unfinished: TWO, generation_id: "u-1", alert });
    expect(listed()).toEqual(["Forget About u-2"]);
  });

  test("is listed once its message was closed", () => {
    showPart(UnfinishedRuns, { unfinished: TWO, generation_id: "u-1" });
    expect(listed()).toHaveLength(2);
  });

  test("whose outcome is unknown is told of once, by its message", () => {
    const unknown = [unfinishedRun("", { run_id: "run-3", about: "The present one" })];
    const alert = { kind: "warning", title: "Outcome unknown" };
    showPart(UnfinishedRuns, { unknown, run_id: "run-3", alert });
    expect([listed(), text()]).toEqual([[], ""]);
  });

  test("whose outcome is unknown is listed once its message was closed", () => {
    const unknown = [unfinishedRun("", { run_id: "run-3", about: "The present one" })];
    showPart(UnfinishedRuns, { unknown, run_id: "run-3" });
    expect(listed()).toEqual(["Forget The present one"]);
  });
});
