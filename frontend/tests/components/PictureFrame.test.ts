import { expect, test } from "vitest";
import PictureFrame from "../../src/components/PictureFrame.vue";
import { all, show, text } from "../support/page";

test("shows a picture that is here", () => {
  show(PictureFrame, { link: "blob:1", alt: "look one", isAwaited: true });
  expect(all("image").map((image) => image.getAttribute("alt"))).toEqual(["look one"]);
});

test("says why a picture can't be shown", () => {
  show(PictureFrame, { link: "", alt: "", problem: "Its link is too old.", isAwaited: true });
  expect(text()).toBe("Its link is too old.");
});

test("keeps the place of a picture that is on its way", () => {
  const { view } = show(PictureFrame, { link: "", alt: "", isAwaited: true });
  expect(view.find(".v-skeleton-loader").exists()).toBe(true);
});

test("shows a person where there will be no picture", () => {
  const { view } = show(PictureFrame, { link: "", alt: "", isAwaited: false });
  expect(view.find(".mdi-account-outline").exists()).toBe(true);
});
