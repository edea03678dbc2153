import { expect, test } from "vitest";
import * as main from "../src/main";

test("the module exports widgets by name and has no default export", () => {
  expect(Object.keys(main)).toEqual(["Studio"]);
});

test("no widget is a plugin for ipyvue", () => {
  expect(Object.values(main).filter((widget) => "install" in widget)).toEqual([]);
});
