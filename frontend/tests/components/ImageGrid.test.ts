import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import { h } from "vue";
import ImageGrid from "../../src/components/ImageGrid.vue";
import type { Figure } from "../../src/traits";
import { someFigure } from "../support/traits";

function aGrid(figures: Figure[]) {
  return mount(ImageGrid, {
    props: { figures, orientation: "vertical" },
    slots: {
      default: ({ figure, index }: { figure: Figure; index: number }) =>
        h("p", `${index}: ${figure.key}`),
    },
  });
}

test("is a list of the images, in their order", () => {
  const grid = aGrid([someFigure("a"), someFigure("b")]);
  expect(grid.attributes("aria-label")).toBe("Images");
  expect(grid.findAll("li").map((item) => item.text())).toEqual(["0: a", "1: b"]);
});

test("has columns for the shape of the images", () => {
  expect(aGrid([]).classes()).toContain("hgw-grid--vertical");
});

test("has a place for each image that has no key yet", () => {
  expect(aGrid([someFigure(""), someFigure("")]).findAll("li")).toHaveLength(2);
});
