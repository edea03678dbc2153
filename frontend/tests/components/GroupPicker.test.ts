import { expect, test } from "vitest";
import GroupPicker from "../../src/components/GroupPicker.vue";
import { aGroup, somePictures } from "../support/avatars";
import { get, press, show } from "../support/page";

function aPicker(modelValue = "") {
  return show(GroupPicker, {
    modelValue,
    groups: [aGroup("g1", { name: "Lina" }), aGroup("g2", { name: "Marco" })],
    pictures: somePictures(),
    hasMore: true,
    isLoading: false,
  });
}

test("picks one avatar", async () => {
  const { view } = aPicker("g1");
  await press("Marco · 2 looks");
  expect(view.emitted("update:modelValue")).toEqual([["g2"]]);
  const pressed = ["Lina · 2 looks", "Marco · 2 looks"].map((name) =>
    get("button", name).getAttribute("aria-pressed"),
  );
  expect(pressed).toEqual(["false", "true"]);
});

test("asks for more", async () => {
  const { view } = aPicker();
  await press("Load more avatars");
  expect(view.emitted("more")).toEqual([[]]);
});
