import { expect, test } from "vitest";
import {
  ALL,
  cellText,
  firstChoice,
  following,
  isTable,
  positions,
  sheets,
  valuesAt,
  withAxes,
} from "../../src/sweep/grid";
import { HATS, REPEATS, STYLES, aGrid } from "../support/sweeps";

const TWO = [STYLES, HATS];
const THREE = [STYLES, HATS, REPEATS];
const REPEATED = aGrid(12, { repeats: 2 });

test("the last axis varies fastest", () => {
  expect([0, 1, 2, 3].map((position) => valuesAt(position, TWO, aGrid(6)))).toEqual([
    ["Noir", "a beret"],
    ["Noir", "a cap"],
    ["Noir", ""],
    ["Pixar", "a beret"],
  ]);
});

test("repeats vary faster than all axes", () => {
  expect(valuesAt(3, THREE, REPEATED)).toEqual(["Noir", "a cap", "2"]);
});

test("axes that go together have the same place", () => {
  expect(valuesAt(1, TWO, aGrid(2, { combine: "zip" }))).toEqual(["Pixar", "a cap"]);
});

test("a sample names the combinations that it takes", () => {
  const grid = aGrid(2, { taken: [1, 5] });
  expect(valuesAt(1, TWO, grid)).toEqual(["Pixar", ""]);
  expect(positions(TWO, grid)(["Pixar", ""])).toBe(1);
  expect(positions(TWO, grid)(["Noir", "a beret"])).toBeNull();
});

test("values lead back to their position", () => {
  const at = positions(THREE, REPEATED);
  const places = Array.from({ length: 12 }, (_, position) => position);
  expect(places.map((position) => at(valuesAt(position, THREE, REPEATED)))).toEqual(places);
});

test("a cell is told by its values, of which one may be nothing", () => {
  expect(cellText(2, TWO, aGrid(6))).toBe("style: Noir, hat: (nothing)");
});

test("cells stand in rows and columns, and can be swapped", () => {
  const choice = firstChoice(TWO);
  const [sheet] = sheets(TWO, aGrid(6), choice);
  expect(sheet?.columns).toEqual(["a beret", "a cap", "(nothing)"]);
  expect(sheet?.rows[1]).toEqual({ label: "Pixar", cells: [3, 4, 5] });
  const [turned] = sheets(TWO, aGrid(6), withAxes(choice, TWO, { rows: choice.columns }));
  expect(turned?.rows[0]).toEqual({ label: "a beret", cells: [0, 3] });
});

test("further axes have a sheet at a time, or all of them below each other", () => {
  const choice = firstChoice(THREE);
  expect([choice.rows, choice.columns, choice.facets]).toEqual([
    "style",
    "repeat",
    { hat: "a beret" },
  ]);
  expect(sheets(THREE, REPEATED, choice)).toHaveLength(1);
  const all = sheets(THREE, REPEATED, { ...choice, facets: { hat: ALL } });
  expect(all.map(({ title }) => title)).toEqual(["hat: a beret", "hat: a cap", "hat: (nothing)"]);
});

test("values that are filtered out leave no row and no column", () => {
  const choice = { ...firstChoice(TWO), shown: { hat: ["a cap"] } };
  expect(sheets(TWO, aGrid(6), choice)[0]?.columns).toEqual(["a cap"]);
  const only = sheets(TWO, aGrid(6), firstChoice(TWO), (position) => position === 4);
  expect(only[0]?.rows).toEqual([{ label: "Pixar", cells: [4] }]);
  expect(sheets(TWO, aGrid(6), firstChoice(TWO), () => false)).toEqual([]);
});

test("cells without two axes follow each other", () => {
  expect(isTable([HATS], aGrid(3))).toBe(false);
  expect(isTable(TWO, aGrid(2, { combine: "zip" }))).toBe(false);
  const choice = { ...firstChoice([HATS]), shown: { hat: ["a beret", ""] } };
  expect(following([HATS], aGrid(3), choice)).toEqual([0, 2]);
});
