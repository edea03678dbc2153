import { expect, test } from "vitest";
import { wholeOf, withAlternatives } from "../../src/sweep/setup";

test("the words that are selected become the first alternative", () => {
  expect(withAlternatives("a chef with a hat", 12, 17)).toBe("a chef with {a hat|another}");
});

test("where nothing is selected, alternatives are put in", () => {
  expect(withAlternatives("a chef", 6, 6)).toBe("a chef {one|another}");
  expect(withAlternatives("", 0, 0)).toBe("{one|another}");
});

test.each([
  ["3", 3],
  ["", null],
  [null, null],
  ["x", null],
])("%s is the number %s", (text, number) => {
  expect(wholeOf(text)).toBe(number);
});
