import { expect, test } from "vitest";
import LookGrid from "../../src/components/LookGrid.vue";
import { aLook, somePictures } from "../support/avatars";
import { all, find, press, show } from "../support/page";

const many = (count: number) => Array.from({ length: count }, (_, index) => aLook(`l${index}`));

test("asks for the pictures of the looks that it shows", () => {
  const pictures = somePictures();
  show(LookGrid, { looks: many(2), picked: [], pictures });
  expect(pictures.want).toHaveBeenCalledExactlyOnceWith(["look/l0", "look/l1"]);
});

test("shows some at a time", async () => {
  const pictures = somePictures();
  const { view } = show(LookGrid, { looks: many(30), picked: [], pictures });
  expect(view.findAll("li")).toHaveLength(24);
  await press("Show 6 more of 30");
  expect(view.findAll("li")).toHaveLength(30);
  expect(find("button", /^Show/u)).toBeUndefined();
});

test("tells which look was pressed", async () => {
  const { view } = show(LookGrid, { looks: many(2), picked: [], pictures: somePictures() });
  await press("Select look l1");
  expect(view.emitted("pick")).toEqual([["l1"]]);
});

test("shows the pictures that are here", () => {
  const pictures = somePictures({ "look/l1": "blob:1" });
  show(LookGrid, { looks: many(2), picked: [], pictures });
  expect(all("image").map((image) => image.getAttribute("src"))).toEqual(["blob:1"]);
});
