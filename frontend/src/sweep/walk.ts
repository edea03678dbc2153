// Where an arrow key leads from a cell.

import type { Place } from "./grid";

const MOVES: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Return the cell that a key leads to; null where it leads nowhere.
 *
 * @param rows - The cells as they stand on the page; null is a gap, which is passed over.
 * @param from - The cell that has the keyboard.
 * @param key - The key.
 */
export function step(rows: Place[][], from: number, key: string): number | null {
  const row = rows.findIndex((cells) => cells.includes(from));
  const column = rows[row]?.indexOf(from) ?? -1;
  if (row < 0) {
    return key in MOVES ? (rows.flat().find((cell) => cell !== null) ?? null) : null;
  }
  if (key === "Home" || key === "End") {
    const cells = (rows[row] ?? []).filter((cell) => cell !== null);
    return (key === "Home" ? cells[0] : cells.at(-1)) ?? null;
  }
  const move = MOVES[key];
  if (!move) {
    return null;
  }
  const [down, right] = move;
  for (let y = row + down, x = column + right; ; y += down, x += right) {
    const cells = rows[y];
    if (!cells || x < 0 || (right && x >= cells.length)) {
      return null;
    }
    const cell = cells[Math.min(x, cells.length - 1)];
    if (cell !== null && cell !== undefined) {
      return cell;
    }
  }
}
