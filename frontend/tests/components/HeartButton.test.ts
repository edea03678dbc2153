import { expect, test } from "vitest";
import HeartButton from "../../src/components/HeartButton.vue";
import { get, press, show } from "../support/page";

test.each([true, false])(
  "a favourite is pressed: %j; a press asks for the contrary",
  async (is) => {
    const { view } = show(HeartButton, { isFavourite: is, about: "Image 1" });
    expect(get("button", "Image 1 is a favourite").getAttribute("aria-pressed")).toBe(String(is));
    await press("Image 1 is a favourite");
    expect(view.emitted("favourite")).toEqual([[!is]]);
  },
);
