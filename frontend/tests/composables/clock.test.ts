import { nextTick } from "vue";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useClock } from "../../src/composables/clock";
import type { Traits } from "../../src/traits";
import { living } from "../support/scope";
import { IDLE, RUNNING, someTraits } from "../support/traits";

const NOW = new Date("2026-11-26T12:00:00Z");
const SECONDS = NOW.getTime() / 1000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

function clockOf(changes: Partial<Traits>) {
  const traits = someTraits(changes);
  return { traits, ...living(() => useClock(traits)) };
}
async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

test("shows nothing before the first run", () => {
  const { it } = clockOf({});
  expect([it.text.value, it.usual.value]).toEqual(["", ""]);
});

test("ticks each second while a run is waited for", async () => {
  const { it } = clockOf({ run: RUNNING, started_at: SECONDS });
  const read = [it.text.value];
  for (const seconds of [1, 1, 60]) {
    await pass(seconds);
    read.push(it.text.value);
  }
  expect(read).toEqual(["0 s", "1 s", "2 s", "1 min 2 s"]);
});

test("counts from when the run was submitted, by whomever", () => {
  const { it } = clockOf({ run: RUNNING, started_at: SECONDS - 90 });
  expect(it.text.value).toBe("1 min 30 s");
});

test("is never below 0, though the kernel's clock is ahead", () => {
  const { it } = clockOf({ run: RUNNING, started_at: SECONDS + 5 });
  expect(it.text.value).toBe("0 s");
});

test("stands at 0 as long as nobody has said when the run began", async () => {
  const { it } = clockOf({ run: RUNNING, started_at: 0 });
  await pass(3);
  expect(it.text.value).toBe("0 s");
});

test("says how long the run took once it has an end", async () => {
  const { it, traits } = clockOf({ run: RUNNING, started_at: SECONDS });
  await pass(4);
  Object.assign(traits, { run: IDLE, elapsed: 4.25 });
  await nextTick();
  expect(it.text.value).toBe("4.3 s");
});

test("says nothing of a run that failed at once", () => {
  expect(clockOf({ elapsed: 0.04 }).it.text.value).toBe("");
});

test("stops with the run", async () => {
  const { traits } = clockOf({ run: RUNNING, started_at: SECONDS });
  traits.run = IDLE;
  await nextTick();
  expect(vi.getTimerCount()).toBe(0);
});

test("stops with its component", () => {
  const { end } = clockOf({ run: RUNNING, started_at: SECONDS });
  end();
  expect(vi.getTimerCount()).toBe(0);
});

test("begins a second run at 0 again", async () => {
  const { it, traits } = clockOf({ run: RUNNING, started_at: SECONDS });
  await pass(30);
  traits.run = IDLE;
  await nextTick();
  await pass(10.5);
  Object.assign(traits, { run: RUNNING, started_at: Date.now() / 1000 });
  await nextTick();
  expect(it.text.value).toBe("0 s");
  await pass(2);
  expect(it.text.value).toBe("2 s");
});

test("says what is usual", () => {
  const { it } = clockOf({ run: RUNNING, started_at: SECONDS, usual: [16, 24.5] });
  expect(it.usual.value).toBe("usually 15–25 s");
});

test("says that a run takes longer than usual once most runs would have ended", async () => {
  const { it } = clockOf({ run: RUNNING, started_at: SECONDS, usual: [15, 30] });
  await pass(30);
  expect(it.isLate.value).toBe(false);
  await pass(1);
  expect([it.isLate.value, it.usual.value]).toEqual([true, "longer than usual (15–30 s)"]);
});

test("says how far the run has got, and never that it is at its end", async () => {
  const { it, traits } = clockOf({ run: RUNNING, started_at: SECONDS, usual: [15, 30] });
  const read = [it.share.value];
  for (const seconds of [10, 10, 10, 3000]) {
    await pass(seconds);
    read.push(it.share.value);
  }
  expect(read).toEqual([...read].sort((one, other) => one - other));
  expect([read[0], read[4]]).toEqual([0, 0.99]);
  traits.run = IDLE;
  await nextTick();
  expect(it.share.value).toBe(0);
});

test("says nothing of what is usual where that is unknown", async () => {
  const { it } = clockOf({ run: RUNNING, started_at: SECONDS, usual: [] });
  await pass(1000);
  expect([it.isLate.value, it.usual.value, it.share.value]).toEqual([false, "", 0]);
});

test("says nothing of what is usual while nothing goes on", () => {
  const { it } = clockOf({ usual: [15, 25], elapsed: 100 });
  expect([it.isLate.value, it.usual.value]).toEqual([false, ""]);
});
