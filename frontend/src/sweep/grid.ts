// Where cells stand: positions as values, and values as rows, columns and sheets. No state.

import type { AxisRow, Grid } from "../traits";

/** The name of the axis of repeats. */
const REPEAT = "repeat";

/** Which axes go down and across, and which values of the others are shown: empty for all. */
export interface Choice {
  rows: string;
  columns: string;
  facets: Record<string, string>;
  /** The values of each axis that are shown; an axis that isn't named shows all. */
  shown: Record<string, string[]>;
}

/** A cell of a sheet: its position, or null where there is none. */
export type Place = number | null;

/** Cells in rows and columns. */
export interface Sheet {
  /** The values of the axes that go neither down nor across; empty for none. */
  title: string;
  columns: string[];
  rows: { label: string; cells: Place[] }[];
}

/** Return a value as people read it. */
export const valueText = (value: string): string => value || "(nothing)";

/** Return the values of a cell, in the order of the axes. */
export function valuesAt(position: number, axes: AxisRow[], grid: Grid): string[] {
  const number = Math.floor(position / grid.repeats);
  let place = grid.taken?.[number] ?? number;
  const varying = axes.filter(({ kind }) => kind !== REPEAT);
  const found: string[] = [];
  for (const { values } of [...varying].reverse()) {
    const index = grid.combine === "zip" ? place : place % values.length;
    found.unshift(values[index] ?? "");
    if (grid.combine !== "zip") {
      place = Math.floor(place / values.length);
    }
  }
  return varying.length < axes.length ? [...found, String((position % grid.repeats) + 1)] : found;
}

/** Return a cell in words. */
export function cellText(position: number, axes: AxisRow[], grid: Grid): string {
  const values = valuesAt(position, axes, grid);
  return axes.map(({ name }, index) => `${name}: ${valueText(values[index] ?? "")}`).join(", ");
}

/** Return what finds the position of a cell by its values; null if it isn't in the sample. */
export function positions(axes: AxisRow[], grid: Grid): (values: string[]) => Place {
  const varying = axes.filter(({ kind }) => kind !== REPEAT);
  const numbers = grid.taken && new Map(grid.taken.map((taken, number) => [taken, number]));
  return (values) => {
    let place = 0;
    for (const [index, axis] of varying.entries()) {
      place = place * axis.values.length + axis.values.indexOf(values[index] ?? "");
    }
    const number = numbers ? numbers.get(place) : place;
    const repeat = varying.length < axes.length ? Number(values[axes.length - 1]) - 1 : 0;
    return number === undefined ? null : number * grid.repeats + repeat;
  };
}

/** Return whether cells have rows and columns; else they follow each other. */
export const isTable = (axes: AxisRow[], grid: Grid): boolean =>
  axes.length > 1 && grid.combine !== "zip";

/** Return what is shown at first: the first axis down, the last one across, one sheet. */
export function firstChoice(axes: AxisRow[]): Choice {
  const [rows, ...others] = axes.map(({ name }) => name);
  const columns = others.pop();
  return {
    rows: rows ?? "",
    columns: columns ?? "",
    facets: Object.fromEntries(
      axes.slice(1, -1).map(({ name, values }) => [name, values[0] ?? ""]),
    ),
    shown: {},
  };
}

/** Return a choice with other axes down or across; where both would be the same, they swap. */
export function withAxes(
  choice: Choice,
  axes: AxisRow[],
  changes: Partial<Pick<Choice, "rows" | "columns">>,
): Choice {
  const next = { ...choice, ...changes };
  if (next.rows === next.columns) {
    if (changes.rows) {
      next.columns = choice.rows;
    } else {
      next.rows = choice.columns;
    }
  }
  const others = axes.filter(({ name }) => name !== next.rows && name !== next.columns);
  next.facets = Object.fromEntries(
    others.map(({ name, values }) => [name, choice.facets[name] ?? values[0] ?? ""]),
  );
  return next;
}

/**
 * Return the cells in rows and columns, a sheet for each combination of the other axes.
 *
 * @param axes - What varies.
 * @param grid - How positions tell values.
 * @param choice - What goes where.
 * @param isWanted - Says which cells are shown; rows and columns without one are left out.
 */
export function sheets(
  axes: AxisRow[],
  grid: Grid,
  choice: Choice,
  isWanted: (position: number) => boolean = () => true,
): Sheet[] {
  const at = positions(axes, grid);
  const shown = ({ name, values }: AxisRow): string[] =>
    values.filter((value) => choice.shown[name]?.includes(value) ?? true);
  const named = (name: string): AxisRow | undefined => axes.find((axis) => axis.name === name);
  const [down, across] = [named(choice.rows), named(choice.columns)];
  if (!down || !across) {
    return [];
  }
  const others = axes.filter((axis) => axis !== down && axis !== across);
  const combinations = others.reduce<string[][]>(
    (before, axis) => {
      const only = choice.facets[axis.name] ?? "";
      const values = axis.values.includes(only) && only !== ALL ? [only] : shown(axis);
      return before.flatMap((each) => values.map((value) => [...each, value]));
    },
    [[]],
  );
  const isStacked = combinations.length > 1;
  return combinations
    .map((chosen) => {
      const cell = (row: string, column: string): Place => {
        const values = axes.map((axis) => {
          if (axis === down) {
            return row;
          }
          return axis === across ? column : (chosen[others.indexOf(axis)] ?? "");
        });
        const position = at(values);
        return position !== null && isWanted(position) ? position : null;
      };
      return trimmed({
        title: isStacked
          ? others.map(({ name }, i) => `${name}: ${valueText(chosen[i] ?? "")}`).join(", ")
          : "",
        columns: shown(across).map(valueText),
        rows: shown(down).map((row) => ({
          label: valueText(row),
          cells: shown(across).map((column) => cell(row, column)),
        })),
      });
    })
    .filter(({ rows }) => rows.length);
}

/** Stands for all values of an axis that goes neither down nor across. */
export const ALL = "\u0000all";

/** Return a sheet without the rows and columns in which nothing is. */
function trimmed(sheet: Sheet): Sheet {
  const isFull = sheet.columns.map((_, index) =>
    sheet.rows.some(({ cells }) => cells[index] !== null && cells[index] !== undefined),
  );
  return {
    ...sheet,
    columns: sheet.columns.filter((_, index) => isFull[index]),
    rows: sheet.rows
      .map((row) => ({ ...row, cells: row.cells.filter((_, index) => isFull[index]) }))
      .filter(({ cells }) => cells.some((cell) => cell !== null)),
  };
}

/** Return cells that follow each other, as one sheet of one row. */
export function following(
  axes: AxisRow[],
  grid: Grid,
  choice: Choice,
  isWanted: (position: number) => boolean = () => true,
): number[] {
  return Array.from({ length: grid.cells }, (_, position) => position).filter((position) => {
    const values = valuesAt(position, axes, grid);
    const isShown = axes.every(
      ({ name }, index) => choice.shown[name]?.includes(values[index] ?? "") ?? true,
    );
    return isShown && isWanted(position);
  });
}
