import { effectScope, ref } from "vue";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { KEPT, useCells } from "../../src/sweep/cells";
import type { CellPage, CellQuery } from "../../src/traits";
import { aCell } from "../support/sweeps";
import { someBytes } from "../support/traits";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function someCells(letters: string) {
  const statuses = ref(letters);
  const isWhole = ref(false);
  const asked: CellQuery[] = [];
  let take: (page: CellPage, buffers: DataView[]) => void = () => undefined;
  const scope = effectScope();
  const cells = scope.run(() =>
    useCells(
      () => statuses.value,
      () => isWhole.value,
      (query) => asked.push(query),
      (taker) => (take = taker),
      "view-1",
    ),
  );
  if (!cells) {
    throw new Error("There are no cells.");
  }
  return {
    statuses,
    isWhole,
    asked,
    cells,
    scope,
    send: (page: Partial<CellPage>, ...buffers: DataView[]) =>
      take({ cells: [], view: "view-1", ...page }, buffers),
  };
}

test("cells that come into sight together are asked for together, once", async () => {
  const { cells, asked } = someCells("ddd");
  cells.enter(0);
  cells.enter(1);
  cells.enter(0);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([{ positions: [0, 1], is_whole: false, view: "view-1" }]);
});

test("cells in which nothing can be are not asked for before that changes", async () => {
  const { cells, asked, statuses } = someCells("or");
  cells.enter(0);
  cells.enter(1);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([]);
  statuses.value = "of";
  await vi.runAllTimersAsync();
  expect(asked.map(({ positions }) => positions)).toEqual([[1]]);
});

test("a cell that has left before it was asked for is not asked for", async () => {
  const { cells, asked } = someCells("d");
  cells.enter(0);
  cells.leave(0);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([]);
});

test("what comes is shown, and what another view has asked for is not", () => {
  const { cells, send } = someCells("dd");
  send({ cells: [aCell(0)] }, someBytes());
  send({ cells: [aCell(1)], view: "view-2" }, someBytes());
  expect(cells.at(0)?.links[0]).toMatch(/^blob:/u);
  expect(cells.at(1)).toBeUndefined();
});

test("marks that change leave the pictures, and another best one is asked for", async () => {
  const { cells, send, asked } = someCells("d");
  cells.enter(0);
  await vi.runAllTimersAsync();
  send({ cells: [aCell(0)] }, someBytes());
  const link = cells.at(0)?.links[0];
  send({ cells: [aCell(0, { best: 1, pictures: [] })], view: "" });
  expect(cells.at(0)?.links[0]).toBe(link);
  await vi.runAllTimersAsync();
  expect(asked).toHaveLength(2);
});

test("all images are asked for when they are wanted", async () => {
  const { cells, asked, isWhole } = someCells("d");
  cells.enter(0);
  await vi.runAllTimersAsync();
  isWhole.value = true;
  await vi.runAllTimersAsync();
  expect(asked.map(({ is_whole }) => is_whole)).toEqual([false, true]);
});

test("the pictures of cells out of sight are let go when there are too many", () => {
  const revoke = vi.spyOn(URL, "revokeObjectURL");
  const { cells, send } = someCells("d".repeat(KEPT + 5));
  cells.enter(0);
  for (let position = 0; position < KEPT + 5; position++) {
    send({ cells: [aCell(position)] }, someBytes());
  }
  expect(revoke).toHaveBeenCalledTimes(5);
  expect(cells.at(0)).toBeDefined();
  expect(cells.at(1)).toBeUndefined();
});

test("all is forgotten with the sweep", () => {
  const { cells, send, scope } = someCells("d");
  send({ cells: [aCell(0)] }, someBytes());
  cells.clear();
  expect(cells.at(0)).toBeUndefined();
  scope.stop();
});
