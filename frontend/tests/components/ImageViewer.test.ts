import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import ImageViewer from "../../src/components/ImageViewer.vue";
import {
  find,
  get,
  isDisabled,
  names,
  press,
  pressKey,
  show,
  text,
  type,
  valueOf,
} from "../support/page";
import { FIELDS, largeImage } from "../support/traits";

const ONE = largeImage("key-1");
const TWO = largeImage("key-2", { number: 2, note: "A good one" });

async function looking(changes: { image?: typeof ONE | undefined; isGone?: boolean } = {}) {
  const viewer = show(
    ImageViewer,
    { modelValue: true, image: ONE, fields: FIELDS, isGone: false, ...changes },
    { withTransitions: true },
  );
  await flushPromises();
  return viewer;
}
const dialog = () => get("dialog", /Image|Picture/u);

test("says which image of how many it is", async () => {
  await looking();
  expect(names("dialog")).toEqual(["Image 1 of 2"]);
});

test("says when its run was", async () => {
  await looking({ image: largeImage("key-1", { when: "2020-01-31T09:00:00" }) });
  expect(names("dialog")[0]).toMatch(/^Image 1 of 2 · .*2020/u);
});

test("waits for an image that isn't here yet", async () => {
  await looking({ image: undefined });
  expect(names("dialog")).toEqual(["Picture"]);
  expect(names("progressbar")).toContain("Loading");
});

test("shows what the image was asked for", async () => {
  await looking();
  expect(text()).toContain("StyleNoir");
});

describe("a step", () => {
  test.each([
    ["Next image", 1],
    ["Previous image", -1],
  ])("is told when %s is pressed", async (name, by) => {
    const { view } = await looking();
    await press(name);
    expect(view.emitted("step")).toEqual([[by]]);
  });

  test.each([
    ["ArrowRight", 1],
    ["ArrowLeft", -1],
  ])("is told when %s is pressed", async (key, by) => {
    const { view } = await looking();
    const isLeft = await pressKey(dialog(), key);
    expect([isLeft, view.emitted("step")]).toEqual([false, [[by]]]);
  });

  test("is not told while somebody types", async () => {
    const { view } = await looking();
    const isLeft = await pressKey(get("field", "Note"), "ArrowRight");
    expect([isLeft, view.emitted("step")]).toEqual([true, undefined]);
  });

  test("is not offered for a single image", async () => {
    await looking({ image: largeImage("key-1", { places: ["key-1"] }) });
    expect(find("button", "Next image")).toBeUndefined();
  });
});

describe("a closer look", () => {
  const style = () => document.querySelector("img")?.style;

  test("moves with Shift and the arrows, and up and down without", async () => {
    await looking();
    await press("Zoom in");
    await pressKey(dialog(), "ArrowRight", { shiftKey: true });
    await pressKey(dialog(), "ArrowDown");
    expect(style()?.transformOrigin).toBe("60% 40%");
  });

  test("is over when the dialog is opened again", async () => {
    const { view, set } = await looking();
    await press("Zoom in");
    await press("Close");
    await vi.waitFor(() => {
      expect(view.emitted("left")).toHaveLength(1);
    });
    await set({ modelValue: true });
    expect(style()?.transform).toBe("");
  });
});

describe("a note", () => {
  test("is shown", async () => {
    await looking({ image: TWO });
    expect(valueOf("Note")).toBe("A good one");
  });

  test("is kept when its field is left", async () => {
    const { view } = await looking();
    await type("Note", "Better");
    get("field", "Note").dispatchEvent(new Event("blur"));
    expect(view.emitted("judge")).toEqual([[ONE, { note: "Better" }]]);
  });

  test("is not told again if nothing has changed", async () => {
    const { view } = await looking();
    await type("Note", "Better");
    get("field", "Note").dispatchEvent(new Event("change"));
    get("field", "Note").dispatchEvent(new Event("blur"));
    expect(view.emitted("judge")).toHaveLength(1);
  });

  test("is kept with its own image on a step to another", async () => {
    const { view, set } = await looking();
    await type("Note", "Better");
    await set({ image: TWO });
    expect(view.emitted("judge")).toEqual([[ONE, { note: "Better" }]]);
    expect(valueOf("Note")).toBe("A good one");
  });

  test("is kept on a step to an image that isn't here yet", async () => {
    const { view, set } = await looking();
    await type("Note", "Better");
    await set({ image: undefined });
    expect(view.emitted("judge")).toEqual([[ONE, { note: "Better" }]]);
  });

  test("is kept when the dialog is closed", async () => {
    const { view } = await looking();
    await type("Note", "Better");
    await press("Close");
    expect(view.emitted("judge")).toEqual([[ONE, { note: "Better" }]]);
  });

  test("that is half typed stays when the large copy comes", async () => {
    const { view, set } = await looking({ image: largeImage("key-1", { isSmall: true }) });
    await type("Note", "Bett");
    await set({ image: largeImage("key-1", { link: "blob:large" }) });
    expect([valueOf("Note"), view.emitted("judge")]).toEqual(["Bett", undefined]);
  });

  test("of an image is shown when it is looked at again", async () => {
    const { view, set } = await looking({ image: TWO });
    await press("Close");
    await vi.waitFor(() => {
      expect(view.emitted("left")).toHaveLength(1);
    });
    await set({ image: undefined });
    await set({ image: TWO, modelValue: true });
    expect(valueOf("Note")).toBe("A good one");
  });
});

test("tells what is thought of the image", async () => {
  const { view } = await looking();
  await press("Image 1 is a favourite");
  expect(view.emitted("judge")).toEqual([[ONE, { favourite: true }]]);
});

test("tells that the image is to be saved", async () => {
  const { view } = await looking();
  await press("Save picture");
  expect(view.emitted("save")).toEqual([[ONE]]);
});

test("saves nothing without a kernel", async () => {
  await looking({ isGone: true });
  expect(isDisabled("Save picture")).toBe(true);
});
