import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useNotices } from "../../src/composables/notices";
import { living } from "../support/scope";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

test("says nothing at first", () => {
  expect(living(useNotices).it.notice.isShown).toBe(false);
});

test("says something for three seconds", async () => {
  const { it } = living(useNotices);
  it.say("Saved");
  await pass(2.9);
  expect(it.notice).toMatchObject({ text: "Saved", isShown: true, undo: undefined });
  await pass(0.1);
  expect(it.notice.isShown).toBe(false);
});

test("offers to undo for as long as it is told", async () => {
  const { it } = living(useNotices);
  it.offerUndo("Deleted", vi.fn(), 8);
  await pass(7.9);
  expect(it.notice).toMatchObject({ text: "Deleted", isShown: true });
  await pass(0.1);
  expect(it.notice.isShown).toBe(false);
});

test("undoes what was done, and says no more", () => {
  const { it } = living(useNotices);
  const undo = vi.fn();
  it.offerUndo("Deleted", undo, 8);
  it.undo();
  expect(undo).toHaveBeenCalledOnce();
  expect(it.notice.isShown).toBe(false);
});

test("offers no more to undo what was said before", () => {
  const { it } = living(useNotices);
  const undo = vi.fn();
  it.offerUndo("Deleted", undo, 8);
  it.say("Saved");
  it.undo();
  expect(undo).not.toHaveBeenCalled();
});

test("gives what is said later its whole time", async () => {
  const { it } = living(useNotices);
  it.say("Saved");
  await pass(2);
  it.say("Copied");
  await pass(2);
  expect(it.notice).toMatchObject({ text: "Copied", isShown: true });
});

test("stays as long as somebody points at it", async () => {
  const { it } = living(useNotices);
  it.offerUndo("Deleted", vi.fn(), 8);
  it.hold();
  await pass(60);
  expect(it.notice.isShown).toBe(true);
});

test("goes the whole time after nobody points at it any more", async () => {
  const { it } = living(useNotices);
  it.offerUndo("Deleted", vi.fn(), 8);
  it.hold();
  await pass(60);
  it.release();
  await pass(7.9);
  expect(it.notice.isShown).toBe(true);
  await pass(0.1);
  expect(it.notice.isShown).toBe(false);
});

test("stops with its component", () => {
  const { it, end } = living(useNotices);
  it.say("Saved");
  end();
  expect(vi.getTimerCount()).toBe(0);
});
