import { expect, test } from "vitest";
import { grouped } from "../../src/studio/faults";

const FAULTS = [
  { kind: "rate_limit", text: "HeyGen refuses: too many requests.", group: "When it is sent" },
  { kind: "slow", text: "It takes two minutes.", group: "While it is made" },
  { kind: "no_credit", text: "HeyGen refuses: no credit.", group: "When it is sent" },
];
const kinds = (words: string) =>
  grouped(FAULTS, words).map(([group, faults]) => [group, faults.map(({ kind }) => kind)]);

test("all failures stand under their heading, in their order", () => {
  expect(kinds("")).toEqual([
    ["When it is sent", ["rate_limit", "no_credit"]],
    ["While it is made", ["slow"]],
  ]);
});

test.each([
  ["the text", "CREDIT", ["no_credit"]],
  ["the kind", "rate_limit", ["rate_limit"]],
  ["the heading", "while", ["slow"]],
  ["several of these, in any order", " requests  refuses ", ["rate_limit"]],
])("a failure is found by words of %s", (_what, words, found) => {
  expect(kinds(words).flatMap(([, names]) => names)).toEqual(found);
});

test("a failure that lacks one of the words is not found", () => {
  expect(kinds("refuses minutes")).toEqual([]);
});
