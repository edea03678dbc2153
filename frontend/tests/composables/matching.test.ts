import { expect, test } from "vitest";
import { matching } from "../../src/composables/matching";

const ITEMS = [
  { id: "a1", name: "Lina Berg" },
  { id: "b2", name: "Marco" },
];

test.each([
  ["", ["a1", "b2"]],
  ["  ", ["a1", "b2"]],
  ["lina", ["a1"]],
  ["BERG a1", ["a1"]],
  ["b2", ["b2"]],
  ["lina marco", []],
])("%j finds %j", (words, found) => {
  expect(matching(ITEMS, words).map(({ id }) => id)).toEqual(found);
});
