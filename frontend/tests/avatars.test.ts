import { expect, test } from "vitest";
import * as avatars from "../src/avatars";

test("the module exports widgets by name and has no default export", () => {
  expect(Object.keys(avatars)).toEqual(["Library", "Panel"]);
});

test("no widget is a plugin for ipyvue", () => {
  expect(Object.values(avatars).filter((widget) => "install" in widget)).toEqual([]);
});
