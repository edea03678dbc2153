import { expect, test } from "vitest";
import GroupGrid from "../../src/components/GroupGrid.vue";
import { aGroup, somePictures } from "../support/avatars";
import { find, names, press, show, text, type } from "../support/page";

const SEARCH = "Search by name or id";
const PROPS = {
  groups: [aGroup("g1", { name: "Lina" }), aGroup("g2", { name: "Marco" })],
  picked: [],
  hasMore: false,
  isLoading: false,
};
const aGrid = (changes: object = {}) =>
  show(GroupGrid, { ...PROPS, pictures: somePictures(), ...changes });

test("asks for the pictures of the avatars that it shows", () => {
  const pictures = somePictures();
  aGrid({ pictures });
  expect(pictures.want).toHaveBeenCalledExactlyOnceWith(["group/g1", "group/g2"]);
});

test("is searched by name", async () => {
  aGrid();
  await type(SEARCH, "mar");
  expect(names("button").join()).toContain("Marco");
  expect(names("button").join()).not.toContain("Lina");
});

test("is searched by id", async () => {
  aGrid();
  await type(SEARCH, "g1");
  expect(names("button").join()).not.toContain("Marco");
});

test("says that nothing matches", async () => {
  aGrid();
  await type(SEARCH, "nobody");
  expect(text()).toContain("No avatar matches.");
});

test("says that it searches what is loaded where there is more", () => {
  aGrid({ hasMore: true });
  expect(text()).toContain("Among the avatars that are loaded");
});

test("asks for more where there is more", async () => {
  const { view } = aGrid({ hasMore: true });
  await press("Load more avatars");
  expect(view.emitted("more")).toEqual([[]]);
});

test("asks for no more where all are loaded", () => {
  aGrid();
  expect(find("button", "Load more avatars")).toBeUndefined();
});

test("tells which avatar was opened", async () => {
  const { view } = aGrid();
  await press("Marco · 2 looks");
  expect(view.emitted("open")).toEqual([[PROPS.groups[1]]]);
});
