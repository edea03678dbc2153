import { expect, test } from "vitest";
import { step } from "../../src/sweep/walk";

const ROWS = [
  [0, 1, 2],
  [3, null, 5],
];

test.each([
  [0, "ArrowRight", 1],
  [0, "ArrowDown", 3],
  [5, "ArrowUp", 2],
  [3, "ArrowRight", 5],
  [5, "ArrowLeft", 3],
  [1, "Home", 0],
  [3, "End", 5],
])("from %s, %s leads to %s, and passes over a gap", (from, key, to) => {
  expect(step(ROWS, from, key)).toBe(to);
});

test.each([
  [0, "ArrowLeft"],
  [2, "ArrowRight"],
  [1, "ArrowUp"],
  [1, "ArrowDown"],
  [1, "x"],
])("from %s, %s leads nowhere", (from, key) => {
  expect(step(ROWS, from, key)).toBeNull();
});

test("from a cell that isn't shown, an arrow leads to the first one that is", () => {
  expect(step(ROWS, 9, "ArrowDown")).toBe(0);
});
