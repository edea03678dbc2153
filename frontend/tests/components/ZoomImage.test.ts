import { flushPromises } from "@vue/test-utils";
import { reactive } from "vue";
import { expect, test } from "vitest";
import ZoomImage from "../../src/components/ZoomImage.vue";
import { useZoom } from "../../src/composables/zoom";
import { all, find, get, press, show, text } from "../support/page";
import { largeImage } from "../support/traits";

function anImage(changes: Parameters<typeof largeImage>[1] = {}) {
  const zoom = reactive(useZoom());
  return { zoom, ...show(ZoomImage, { image: largeImage("key-1", changes), zoom }) };
}

test("shows the image and says what it shows", () => {
  anImage();
  const image = get("image", "");
  expect([image.getAttribute("src"), image.getAttribute("alt")]).toEqual([
    "blob:key-1",
    "picture key-1",
  ]);
});

test("comes closer on a press, and goes back", async () => {
  anImage();
  await press("Zoom in");
  expect(get("button", "Zoom out").getAttribute("aria-pressed")).toBe("true");
  expect(all("image")[0]?.style.transform).toBe("scale(2.5)");
  await press("Zoom out");
  expect(find("button", "Zoom in")).toBeDefined();
});

test("comes closer with the wheel", async () => {
  const { zoom } = anImage();
  get("button", "Zoom in").dispatchEvent(new WheelEvent("wheel", { deltaY: -1 }));
  await flushPromises();
  expect(zoom.isClose).toBe(true);
});

test("says why there is no image", () => {
  anImage({ link: "", error: "The file is gone." });
  expect([all("button"), text()]).toEqual([[], "The file is gone."]);
});

test("waits for the image as long as there is no reason", () => {
  const { view } = anImage({ link: "" });
  expect(view.find(".v-skeleton-loader").exists()).toBe(true);
});
