import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PATIENCE, usePatience } from "../../src/composables/patience";
import { living } from "../support/scope";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("is not over before something was pressed", async () => {
  const { it } = living(usePatience);
  await vi.advanceTimersByTimeAsync(10 * PATIENCE);
  expect(it.isOver.value).toBe(false);
});

test("is over when a press stays unanswered", async () => {
  const { it } = living(usePatience);
  it.listen();
  await vi.advanceTimersByTimeAsync(PATIENCE - 1);
  expect(it.isOver.value).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(it.isOver.value).toBe(true);
});

test("is not over when the kernel heard of the press in time", async () => {
  const { it } = living(usePatience);
  it.listen();
  it.heard();
  await vi.advanceTimersByTimeAsync(PATIENCE);
  expect(it.isOver.value).toBe(false);
});

test("comes back when the kernel hears of the press late", async () => {
  const { it } = living(usePatience);
  it.listen();
  await vi.advanceTimersByTimeAsync(PATIENCE);
  it.heard();
  expect(it.isOver.value).toBe(false);
});

test("counts from the last press", async () => {
  const { it } = living(usePatience);
  it.listen();
  await vi.advanceTimersByTimeAsync(PATIENCE - 1);
  it.listen();
  await vi.advanceTimersByTimeAsync(PATIENCE - 1);
  expect(it.isOver.value).toBe(false);
});

test("ends with its component", () => {
  const { it, end } = living(usePatience);
  it.listen();
  end();
  expect(vi.getTimerCount()).toBe(0);
});
