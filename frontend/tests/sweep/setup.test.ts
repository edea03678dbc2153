import { expect, test } from "vitest";
import { wholeOf, withAlternatives } from "../../src/sweep/setup";

test("the words that are selected become the first alternative", () => {
  expect(withAlternatives("a chef with a hat", 12, 17).text).toBe("a chef with {a hat|another}");
});

test("where nothing is selected, alternatives are put in", () => {
  expect(withAlternatives("a chef", 6, 6).text).toBe("a chef {one|another}");
  expect(withAlternatives("", 0, 0).text).toBe("{one|another}");
});

test.each([
  ["a chef", 6, 6, "one|another"],
  ["a chef with a hat", 12, 17, "another"],
  ["a chef with a hat", 7, 17, "another"],
])("what is to be replaced in %s is told", (before, start, end, words) => {
  const { text, from, to } = withAlternatives(before, start, end);
  expect(text.slice(from, to)).toBe(words);
});

test.each([
  ["3", 3],
  ["", null],
  [null, null],
  ["x", null],
])("%s is the number %s", (text, number) => {
  expect(wholeOf(text)).toBe(number);
});
