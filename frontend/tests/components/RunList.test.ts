import { expect, test } from "vitest";
import RunList from "../../src/components/RunList.vue";
import { all, get, press, show } from "../support/page";
import { listedRun } from "../support/traits";

const RUNS = [listedRun("a"), listedRun("b")];

function aList({ presentId = "", isDisabled = false, isTiles = false } = {}) {
  const links = ["blob:a", ""];
  return show(RunList, { runs: RUNS, links, presentId, isDisabled, isTiles });
}

test("has a card for each run, in their order, with its picture", () => {
  aList();
  const cards = all("list")[0]?.querySelectorAll("li") ?? [];
  expect([...cards].map((card) => card.querySelector("img")?.getAttribute("src"))).toEqual([
    "blob:a",
    undefined,
  ]);
});

test("knows the run that is on the screen", () => {
  aList({ presentId: "b" });
  expect(get("button", /^About b/u).getAttribute("aria-current")).toBe("true");
  expect(get("button", /^About a/u).getAttribute("aria-current")).toBeNull();
});

test("tells which run is opened", async () => {
  const { view } = aList();
  await press(/^About b/u);
  expect(view.emitted("open")).toEqual([[RUNS[1]]]);
});

test.each([
  ["Use these settings", "reuse"],
  ["Delete this run", "delete"],
])("tells of which run %j is meant", async (item, event) => {
  const { view } = aList();
  await press("More about About b");
  await press(item, "item");
  expect(view.emitted(event)).toEqual([[RUNS[1]]]);
});

test("shows favourites as pictures", () => {
  const { view } = aList({ isTiles: true });
  expect(view.classes()).toContain("hgw-runs--tiles");
});
