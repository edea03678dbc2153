import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import AllRuns from "../../src/studio/AllRuns.vue";
import type { RunPage, Traits } from "../../src/traits";
import { choose, find, get, isDisabled, names, press, text, type } from "../support/page";
import { GONE, showPart } from "../support/studio";
import { RUNNING, listedRun } from "../support/traits";

const PAGE: RunPage = {
  runs: [listedRun("a"), listedRun("b")],
  next: null,
  total: 2,
  ask: "first",
  is_kept: true,
  problem: "",
  view: "view-1",
};

async function aList(changes: Partial<Traits> = {}, page: RunPage = {}, isGone = false) {
  const part = showPart(AllRuns, changes, isGone ? { model: GONE } : {});
  part.kernel.call("runs", { ...PAGE, ...page });
  await flushPromises();
  return part;
}

test("asks for the runs as soon as it is there", () => {
  const { kernel } = showPart(AllRuns);
  expect(kernel.told("list_runs")).toMatchObject([{ ask: "first", view: "view-1" }]);
});

test("is not there where there is no history", async () => {
  await aList({}, { is_kept: false });
  expect(names("heading")).toEqual([]);
});

test("shows the runs and says how many there are", async () => {
  await aList();
  expect(names("list")).toHaveLength(1);
  expect(text()).toContain("2 runs");
});

test("says why the history can't be read", async () => {
  await aList({}, { problem: "The file is locked.", runs: [] });
  expect(text()).toContain("The file is locked.");
});

describe("with nothing to show", () => {
  const NOTHING = { runs: [], total: 0 };

  test("says where runs will be", async () => {
    await aList({}, NOTHING);
    expect(text()).toContain("Your runs are kept here, for every notebook.");
  });

  test("says that no run matches", async () => {
    await aList({}, NOTHING);
    await type("Search all runs", "violin");
    expect(text()).toContain("No run matches.");
  });

  test("says how a favourite is made", async () => {
    await aList({}, NOTHING);
    await press("Favourites");
    expect(text()).toContain("No favourites yet: press the heart of a picture.");
  });
});

describe("the list is narrowed", () => {
  test("by words, after a moment", async () => {
    const { kernel } = await aList();
    await type("Search all runs", "violin");
    await vi.waitFor(() => {
      expect(kernel.told("list_runs").at(-1)?.text).toBe("violin");
    });
  });

  test("to favourites", async () => {
    const { kernel } = await aList();
    await press("Favourites");
    expect(kernel.told("list_runs").at(-1)?.favourite).toBe(true);
    expect(get("button", "Favourites").getAttribute("aria-pressed")).toBe("true");
  });

  test("by status and attributes, in a part that is opened for it", async () => {
    const { kernel, view } = await aList();
    const before = find("field", "Style");
    await press("Filter");
    await choose(view, "Status", "failed");
    await choose(view, "Style", "Noir");
    expect(before).toBeUndefined();
    expect(kernel.told("list_runs").at(-1)).toMatchObject({
      status: "failed",
      attributes: { style: "Noir" },
    });
    expect(get("button", /^Filter/u).textContent).toContain("2");
  });
});

describe("older runs", () => {
  test("are asked for where there are any", async () => {
    const { kernel } = await aList({}, { next: 7 });
    await press("Older runs");
    expect(kernel.told("list_runs").at(-1)).toMatchObject({ before: 7, ask: "more" });
  });

  test("are not offered on the last page", async () => {
    await aList();
    expect(find("button", "Older runs")).toBeUndefined();
  });
});

test("a run is opened by a press", async () => {
  const { kernel } = await aList();
  await press(/^About b/u);
  expect(kernel.told("open_run")).toEqual(["b"]);
});

test("the settings of a run fill the form, and it is said", async () => {
  const { kernel, studio } = await aList();
  await press("More about About b");
  await press("Use these settings", "item");
  expect([kernel.told("reuse"), studio.notice.text]).toEqual([["b"], "Settings filled in"]);
});

test("a run that is deleted can be got back for as long as the kernel says", async () => {
  const { kernel, studio } = await aList();
  await press("More about About b");
  await press("Delete this run", "item");
  expect(studio.notice.text).toBe("Deleted: About b");
  studio.undoNotice();
  expect([kernel.told("delete_run"), kernel.told("restore_run")]).toEqual([["b"], ["b"]]);
});

test("no run is opened while one goes on", async () => {
  await aList({ run: RUNNING });
  expect(isDisabled(/^About b/u)).toBe(true);
});

test("nothing is asked for without a kernel", async () => {
  await aList({}, { next: 7 }, true);
  expect([/^About b/u, "Favourites", "Older runs"].map(isDisabled)).toEqual([true, true, true]);
  expect((get("field", "Search all runs") as HTMLInputElement).disabled).toBe(true);
});
