import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import RunHeading from "../../src/studio/RunHeading.vue";
import type { Traits } from "../../src/traits";
import { find, names, press, text } from "../support/page";
import { showPart } from "../support/studio";
import { NO_BYTES, RUNNING, ofRun, someFigure } from "../support/traits";

function aHeading(changes: Partial<Traits> = {}) {
  return showPart(RunHeading, { ...ofRun(), ...changes });
}
const OTHER = "Made with other settings than the form has";

test.each([
  ["2 pictures", {}],
  ["1 picture", { figures: [someFigure("key-1")] }],
  ["No pictures", { figures: [] }],
  ["Being made", { run: RUNNING, preview_0: NO_BYTES, preview_1: NO_BYTES }],
  ["1 of 4 pictures", { run: RUNNING, preview_0: NO_BYTES }],
  ["2 of 4 pictures", { run: RUNNING }],
  ["Pictures of the run before", { run_id: "run-2" }],
])("reads %j", (title, changes) => {
  aHeading(changes);
  expect(names("heading")).toEqual([title]);
});

test("explains what an image key is where there are any", () => {
  aHeading();
  expect(find("button", "What is meant by image key?")).toBeDefined();
});

describe("other settings", () => {
  test("are none where the form has those of the run", () => {
    aHeading();
    expect(text()).not.toContain(OTHER);
  });

  test.each([
    ["chosen", { avatar_style: "Noir" }],
    ["set for a name", { name: "Ada" }],
  ])("are said to be others when they are %s", (_how, changes) => {
    aHeading(changes);
    expect(text()).toContain(OTHER);
  });

  test("are others with the first letter that is typed", async () => {
    const { studio } = aHeading();
    studio.type("appearance", "A violinist!");
    await flushPromises();
    expect(text()).toContain(OTHER);
  });

  test("are not spoken of while a run goes on", () => {
    aHeading({ avatar_style: "Noir", run: RUNNING });
    expect(text()).not.toContain(OTHER);
  });

  test("are not spoken of with the pictures of the run before", () => {
    aHeading({ avatar_style: "Noir", run_id: "run-2" });
    expect(text()).not.toContain(OTHER);
  });

  test("are not spoken of where nobody knows what was asked for", () => {
    aHeading({ avatar_style: "Noir", asked: {} });
    expect(text()).not.toContain(OTHER);
  });
});

describe("Details", () => {
  test("have what was asked for, the ids, the price and the time", async () => {
    aHeading({ served: "v3, $0.40", elapsed: 61.2, started_at: 1_700_000_000 });
    await press("Details");
    const terms = [...document.querySelectorAll("dt")].map((each) => each.textContent);
    expect(terms).toEqual(["Generation id", "Run id", "Served by", "Begun", "Took"]);
    expect(text()).toContain("v3, $0.40");
    expect(text()).toContain("1 min 1 s");
    expect(text()).toContain("StyleRealistic");
  });

  test("leave out what is not known", async () => {
    aHeading({ generation_id: "" });
    await press("Details");
    const terms = [...document.querySelectorAll("dt")].map((each) => each.textContent);
    expect(terms).toEqual(["Run id"]);
  });

  test("have ids to copy", async () => {
    const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    aHeading();
    await press("Details");
    await press("Copy: Run id");
    expect(writeText).toHaveBeenCalledExactlyOnceWith("run-1");
  });

  test("are not there before the first run", () => {
    aHeading({ run_id: "" });
    expect(find("button", "Details")).toBeUndefined();
  });
});
