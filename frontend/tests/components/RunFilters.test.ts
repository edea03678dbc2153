import { expect, test } from "vitest";
import RunFilters from "../../src/components/RunFilters.vue";
import { choose, names, show, valueOf } from "../support/page";
import { CONSTANTS, FIELDS } from "../support/traits";

function filters(words: Record<string, string> = {}) {
  return show(RunFilters, { words, statuses: CONSTANTS.statuses, fields: FIELDS });
}

test("narrows by status and by each attribute that is chosen from a list", () => {
  filters();
  expect(names("field")).toEqual(["Status", "Gender", "Style", "Orientation"]);
});

test("shows what is chosen, as people read it", () => {
  filters({ status: "failed", orientation: "vertical" });
  expect(["Status", "Orientation", "Gender"].map(valueOf)).toEqual(["Failed", "Vertical", "Any"]);
});

test.each([
  ["Status", "failed", "status"],
  ["Style", "Noir", "style"],
  ["Style", "", "style"],
])("tells the word of %s", async (label, word, name) => {
  const { view } = filters();
  await choose(view, label, word);
  expect(view.emitted("choose")).toEqual([[name, word]]);
});
