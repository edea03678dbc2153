import { nextTick } from "vue";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PAUSE } from "../../src/composables/drafts";
import { useLinks } from "../../src/composables/links";
import { useRuns } from "../../src/composables/runs";
import type { RunPage } from "../../src/traits";
import { fakeKernel } from "../support/kernel";
import { countLinks } from "../support/links";
import { living } from "../support/scope";
import { NO_BYTES, listedRun, someBytes } from "../support/traits";

let links: Map<string, Blob>;

beforeEach(() => {
  vi.useFakeTimers();
  links = countLinks();
});
afterEach(() => {
  vi.useRealTimers();
});

function someRuns() {
  const kernel = fakeKernel();
  const runs = living(() => useRuns(kernel, useLinks()));
  return { kernel, asked: () => kernel.told("list_runs"), ...runs };
}
function aPage(ids: string[], changes: RunPage = {}): RunPage {
  return {
    runs: ids.map((id) => listedRun(id)),
    next: null,
    total: ids.length,
    ask: "first",
    is_kept: true,
    problem: "",
    view: "view-1",
    ...changes,
  };
}
const ids = (runs: { run_id: string }[]): string[] => runs.map(({ run_id }) => run_id);

describe("asking", () => {
  test("wants the newest runs, whatever they are", () => {
    const { it, asked } = someRuns();
    it.look();
    expect(asked()).toEqual([
      {
        text: "",
        status: "",
        favourite: false,
        attributes: {},
        before: null,
        ask: "first",
        view: "view-1",
      },
    ]);
  });

  test("tells all filters apart: text, favourites, status and attributes", () => {
    const { it, asked } = someRuns();
    Object.assign(it.filter, { text: "violin", favourite: true });
    Object.assign(it.filter.words, { status: "failed", style: "Noir", pose: "" });
    it.look();
    expect(asked()[0]).toMatchObject({
      text: "violin",
      favourite: true,
      status: "failed",
      attributes: { style: "Noir" },
    });
  });

  test("waits until nothing was typed for a moment", async () => {
    const { it, asked } = someRuns();
    it.lookSoon();
    await vi.advanceTimersByTimeAsync(PAUSE - 1);
    it.lookSoon();
    await vi.advanceTimersByTimeAsync(PAUSE - 1);
    expect(asked()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked()).toHaveLength(1);
  });

  test("goes on where the last page ended", () => {
    const { it, kernel, asked } = someRuns();
    kernel.call("runs", aPage(["a"], { next: 7 }));
    it.lookFurther();
    expect(asked()[0]).toMatchObject({ before: 7, ask: "more" });
  });

  test("begins anew when a run has changed", () => {
    const { kernel, asked } = someRuns();
    kernel.call("changed", undefined);
    expect(asked()[0]).toMatchObject({ before: null, ask: "first" });
  });

  test("ends with its component", () => {
    const { it, end } = someRuns();
    it.lookSoon();
    end();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a page", () => {
  test("takes the place of those before it", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a", "b"]));
    kernel.call("runs", aPage(["c"]));
    expect(ids(it.listing.value.runs)).toEqual(["c"]);
  });

  test("is put below those before it if it was asked for as more", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a"], { next: 7, total: 2 }));
    kernel.call("runs", aPage(["b"], { ask: "more", total: 2 }));
    expect(ids(it.listing.value.runs)).toEqual(["a", "b"]);
    expect(it.listing.value.next).toBeNull();
  });

  test("comes with a thumbnail of each run", async () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a", "b"]), someBytes("of a"), NO_BYTES);
    const [first, second] = it.listing.value.links;
    expect([await links.get(first ?? "")?.text(), second]).toEqual(["of a", ""]);
  });

  test("lets the thumbnails go that it takes the place of", () => {
    const { kernel } = someRuns();
    kernel.call("runs", aPage(["a"]), someBytes());
    kernel.call("runs", aPage(["b"]), someBytes());
    expect(links.size).toBe(1);
  });

  test("keeps the thumbnails of the pages above it", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a"]), someBytes());
    kernel.call("runs", aPage(["b"], { ask: "more" }), someBytes());
    expect([...links.keys()]).toEqual(it.listing.value.links);
  });

  test("that another view asked for is ignored", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a"]));
    kernel.call("runs", aPage(["b"], { view: "view-2" }), someBytes());
    expect(ids(it.listing.value.runs)).toEqual(["a"]);
    expect(links.size).toBe(0);
  });

  test("says why the history can't be read", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", { problem: "The file is locked.", view: "view-1" });
    expect(it.listing.value).toMatchObject({ problem: "The file is locked.", runs: [] });
  });

  test("says that there is no history", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", { is_kept: false, view: "view-1" });
    expect(it.listing.value.isKept).toBe(false);
  });
});

test("no history is known of before the first page", () => {
  expect(someRuns().it.listing.value.isKept).toBe(false);
});

describe("a run whose images were judged", () => {
  test("changes where it stands", async () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a", "b", "c"]), someBytes(), someBytes(), someBytes());
    kernel.call("marked", listedRun("b", { favourite: true }), someBytes("new"));
    const { runs, links: shown } = it.listing.value;
    expect(runs.map(({ favourite }) => favourite)).toEqual([false, true, false]);
    expect(await links.get(shown[1] ?? "")?.text()).toBe("new");
    expect(links.size).toBe(3);
  });

  test("is ignored if it is not in the list", () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage(["a"]), someBytes());
    kernel.call("marked", listedRun("z"), someBytes());
    expect(ids(it.listing.value.runs)).toEqual(["a"]);
    expect(links.size).toBe(1);
  });
});

describe("the count", () => {
  test.each([
    [0, "0 runs"],
    [1, "1 run"],
    [12, "12 runs"],
  ])("of %d runs reads %j", (total, words) => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage([], { total }));
    expect(it.counted.value).toBe(words);
  });

  test("says how many match, of how many", async () => {
    const { it, kernel } = someRuns();
    kernel.call("runs", aPage([], { total: 12 }));
    it.filter.text = "violin";
    await nextTick();
    kernel.call("runs", aPage([], { total: 3 }));
    expect(it.counted.value).toBe("3 of 12 runs");
  });

  test("of filters leaves text and favourites out: they are seen anyway", () => {
    const { it } = someRuns();
    Object.assign(it.filter, { text: "violin", favourite: true });
    Object.assign(it.filter.words, { status: "failed", style: "Noir", pose: "" });
    expect(it.used.value).toBe(2);
  });
});

test.each([
  [{}, false],
  [{ text: "violin" }, true],
  [{ favourite: true }, true],
  [{ words: { style: "Noir" } }, true],
  [{ words: { style: "" } }, false],
])("a list with the filter %j is filtered: %j", (filter, isFiltered) => {
  const { it } = someRuns();
  Object.assign(it.filter, filter);
  expect(it.isFiltered.value).toBe(isFiltered);
});
