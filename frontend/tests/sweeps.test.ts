import { expect, test } from "vitest";
import * as sweeps from "../src/sweeps";

test("the module exports its widget by name and has no default export", () => {
  expect(Object.keys(sweeps)).toEqual(["Sweep"]);
});
