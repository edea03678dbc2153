import { expect, test } from "vitest";
import ImageMark from "../../src/components/ImageMark.vue";
import { press, show } from "../support/page";

function aMark() {
  return show(ImageMark, { image: { favourite: false, rating: 2 }, about: "Image 1" });
}

test("tells of a favourite and of nothing else", async () => {
  const { view } = aMark();
  await press("Image 1 is a favourite");
  expect(view.emitted("judge")).toEqual([[{ favourite: true }]]);
});

test("tells of stars and of nothing else", async () => {
  const { view } = aMark();
  await press("Rate Image 1: 4 of 5");
  expect(view.emitted("judge")).toEqual([[{ rating: 4 }]]);
});
