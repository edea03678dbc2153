import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import StarRating from "../../src/components/StarRating.vue";
import { press, show } from "../support/page";

test("shows the new stars before the kernel has answered", async () => {
  const stars = mount(StarRating, { props: { rating: 2, about: "image 1" } });
  await stars.get("[aria-label='Rate image 1: 4 of 5']").trigger("click");
  expect(stars.emitted("rate")).toEqual([[4]]);
  expect(stars.findAll(".mdi-star")).toHaveLength(4);
});

test("shows the stars that the kernel has", async () => {
  const stars = mount(StarRating, { props: { rating: 2, about: "image 1" } });
  await stars.setProps({ rating: null });
  expect(stars.findAll(".mdi-star")).toHaveLength(0);
});

test("takes the stars away when the last one is pressed again", async () => {
  const { view } = show(StarRating, { rating: 2, about: "image 1" });
  await press("Rate image 1: 2 of 5");
  expect(view.emitted("rate")).toEqual([[null]]);
});
