import { afterEach, beforeEach, expect, test, vi } from "vitest";
import MakingProgress from "../../src/components/MakingProgress.vue";
import { NOTHING_MADE } from "../support/avatars";
import { show, text } from "../support/page";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: 100_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("says where the looks stand, how long it takes, and what is usual", () => {
  const making = { ...NOTHING_MADE, line: "HeyGen is working on it…", is_waiting: true };
  show(MakingProgress, { making: { ...making, started_at: 90, usual: [20, 40] } });
  expect(text()).toContain("HeyGen is working on it…");
  expect(text()).toContain("10 s");
  expect(text()).toContain("usually 20–40 s");
});
