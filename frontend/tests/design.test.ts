import { expect, test } from "vitest";
import { COLOURS, SHAPES, WORD_ICONS } from "../src/design";

/** Return the relative luminance of a colour, as WCAG defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const TEXTS = ["primary", "error", "warning", "success", "info", "star", "heart"] as const;
const PAIRS = Object.entries(COLOURS).flatMap(([theme, colours]) =>
  TEXTS.map((name) => [name, theme, colours[name], colours.surface] as const),
);

test.each(PAIRS)("%s can be read on the surface of %s", (_name, _theme, text, surface) => {
  expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
});

test("every shape has an icon", () => {
  expect(Object.keys(SHAPES).filter((shape) => !WORD_ICONS[shape])).toEqual([]);
});
