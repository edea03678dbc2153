import { expect, test } from "vitest";
import { duration, joined, shortTime } from "../../src/composables/times";

test.each([
  [0, "0 s"],
  [59, "59 s"],
  [61, "1 min 1 s"],
  [3600, "60 min"],
])("%d seconds read as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("a time of another day reads as a date", () => {
  const now = new Date("2026-11-26T12:00:00");
  expect(shortTime("2025-01-31T09:00:00", now)).toContain("2025");
  expect(shortTime("2026-11-26T09:00:00", now)).not.toContain("2026");
});

test("no time reads as nothing", () => {
  expect(shortTime("")).toBe("");
});

test("texts that are missing leave no gap", () => {
  expect(joined("Noir", "", null, undefined, false, "Iris")).toBe("Noir · Iris");
});
