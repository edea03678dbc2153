import { describe, expect, test } from "vitest";
import { MOST, isSame, toggled, useSelection } from "../../src/composables/selection";
import { largeImage } from "../support/traits";

const image = (place: string, run_id = "run-1") => ({ run_id, place });

describe("images to compare", () => {
  test("are none at first", () => {
    expect(useSelection().images.value).toEqual([]);
  });

  test("are chosen one after the other, in several runs", () => {
    const { images, toggle } = useSelection();
    toggle(image("a"));
    toggle(image("a", "run-2"));
    expect(images.value).toEqual([image("a"), image("a", "run-2")]);
  });

  test("are taken out again", () => {
    const { images, has, toggle } = useSelection();
    toggle(image("a"));
    toggle(image("b"));
    toggle(image("a"));
    expect([images.value, has(image("a"))]).toEqual([[image("b")], false]);
  });

  test("are at most four: the first one goes", () => {
    const { images, toggle } = useSelection();
    const places = ["a", "b", "c", "d", "e"];
    places.forEach((place) => {
      toggle(image(place));
    });
    expect(images.value).toEqual(places.slice(-MOST).map((place) => image(place)));
  });

  test("keep nothing but where they stand", () => {
    const { images, toggle } = useSelection();
    toggle(largeImage("a"));
    expect(images.value).toEqual([image("a")]);
  });

  test("are none after all were taken out", () => {
    const { images, toggle, clear } = useSelection();
    toggle(image("a"));
    clear();
    expect(images.value).toEqual([]);
  });
});

test.each([
  [image("a"), image("a"), true],
  [image("a"), image("b"), false],
  [image("a"), image("a", "run-2"), false],
])("an image is known by run and place: %j, %j", (one, other, same) => {
  expect(isSame(one, other)).toBe(same);
});

test("an item is put into a list, at its end", () => {
  expect(toggled(["age"], "pose")).toEqual(["age", "pose"]);
});

test("an item is taken out of a list", () => {
  expect(toggled(["age", "pose"], "age")).toEqual(["pose"]);
});
