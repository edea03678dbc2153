import { afterEach, beforeEach, expect, test, vi } from "vitest";
import TrainingProgress from "../../src/components/TrainingProgress.vue";
import { get, show, text } from "../support/page";

const BEGUN = new Date("2026-11-26T12:00:00Z").getTime();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: BEGUN });
});
afterEach(() => {
  vi.useRealTimers();
});

function aTraining(minutes: number, changes: object = {}) {
  vi.setSystemTime(BEGUN + minutes * 60_000);
  show(TrainingProgress, {
    line: "In training",
    startedAt: BEGUN / 1000,
    isRunning: true,
    ...changes,
  });
}
const share = () => Number(get("progressbar", /./u).getAttribute("aria-valuenow"));

test("says how long it has been going on, and what is usual", () => {
  aTraining(3);
  expect(text()).toContain("In training");
  expect(text()).toContain("3 min");
  expect(text()).toContain("usually 5–20 min");
});

test("its bar never gets to the end", () => {
  aTraining(600);
  expect(share()).toBeGreaterThan(90);
  expect(share()).toBeLessThan(100);
  expect(text()).toContain("longer than usual");
});

test("has no bar once it is over", () => {
  aTraining(3, { isRunning: false });
  expect(document.querySelector("[role=progressbar]")).toBeNull();
});
