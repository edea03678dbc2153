import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import ImageComparison from "../../src/components/ImageComparison.vue";
import { all, get, names, press, pressKey, show, text } from "../support/page";
import { FIELDS, largeImage } from "../support/traits";

const ONE = largeImage("key-1", { attributes: { name: "Iris", style: "Noir" } });
const TWO = largeImage("key-2", { number: 2, attributes: { name: "Iris", style: "Pixar" } });

async function compared() {
  const comparison = show(
    ImageComparison,
    { modelValue: true, images: [ONE, TWO], fields: FIELDS },
    { withTransitions: true },
  );
  await flushPromises();
  return comparison;
}
const origins = () => all("image").map(({ style }) => style.transformOrigin);

test("says how many are compared", async () => {
  await compared();
  expect(names("dialog")).toEqual(["Compare 2 pictures"]);
});

test("shows the images in their order", async () => {
  await compared();
  expect(all("image").map((image) => image.getAttribute("src"))).toEqual([ONE.link, TWO.link]);
});

test("marks in what they differ, for those as well who don't see it", async () => {
  await compared();
  const different = [...document.querySelectorAll("[data-differs]")].map((each) => text(each));
  expect(different).toEqual(["Noir", "Pixar"]);
  expect(text().match(/\(differs\)/gu)).toHaveLength(2);
});

test("tells which image is kept", async () => {
  const { view } = await compared();
  await press("Keep this one: Image 2 of 2");
  expect(view.emitted("keep")).toEqual([[TWO]]);
});

test("tells what is thought of an image", async () => {
  const { view } = await compared();
  await press("Image 2 of 2 is a favourite");
  expect(view.emitted("judge")).toEqual([[TWO, { favourite: true }]]);
});

test("copies the key of each image", async () => {
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await compared();
  await press("Copy the key of Image 2 of 2");
  expect(writeText).toHaveBeenCalledExactlyOnceWith("key-2");
});

describe("a closer look", () => {
  async function comeCloser(): Promise<void> {
    all("button")
      .find((button) => button.getAttribute("aria-label") === "Zoom in")
      ?.click();
    await flushPromises();
  }

  test("is at the same place of all images", async () => {
    await compared();
    await comeCloser();
    expect(origins()).toEqual(["50% 30%", "50% 30%"]);
  });

  test("moves with Shift and the arrows, in all images", async () => {
    await compared();
    await comeCloser();
    const isLeft = await pressKey(get("dialog", /Compare/u), "ArrowRight", { shiftKey: true });
    expect([isLeft, ...origins()]).toEqual([false, "60% 30%", "60% 30%"]);
  });

  test("leaves the arrows alone without Shift: they scroll", async () => {
    await compared();
    await comeCloser();
    const isLeft = await pressKey(get("dialog", /Compare/u), "ArrowDown");
    expect([isLeft, ...origins()]).toEqual([true, "50% 30%", "50% 30%"]);
  });

  test("leaves the arrows to the stars", async () => {
    await compared();
    await comeCloser();
    const star = document.querySelector(".v-rating button") ?? document.body;
    await pressKey(star, "ArrowRight", { shiftKey: true });
    expect(origins()).toEqual(["50% 30%", "50% 30%"]);
  });
});

test("tells that it is left once it is gone from the screen", async () => {
  const { view } = await compared();
  await press("Close");
  await vi.waitFor(() => {
    expect(view.emitted("left")).toHaveLength(1);
  });
  expect(view.emitted("update:modelValue")).toEqual([[false]]);
});
