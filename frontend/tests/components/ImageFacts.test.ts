import { expect, test } from "vitest";
import ImageFacts from "../../src/components/ImageFacts.vue";
import { show, text } from "../support/page";
import { FIELDS } from "../support/traits";

function rows(attributes: Record<string, string>, different?: Set<string>) {
  const { view } = show(ImageFacts, {
    attributes,
    fields: FIELDS,
    ...(different && { different }),
  });
  return view.findAll("tr").map((row) =>
    row
      .findAll("th, td")
      .map((cell) => text(cell.element))
      .join(": "),
  );
}

test("calls each attribute what the form calls it", () => {
  expect(rows({ name: "Iris", appearance: "A violinist", style: "Noir" })).toEqual([
    "Name: Iris",
    "Appearance: A violinist",
    "Style: Noir",
  ]);
});

test("shows words as people read them", () => {
  expect(rows({ orientation: "vertical" })).toEqual(["Orientation: Vertical"]);
});

test("shows what it doesn't know as it is", () => {
  expect(rows({ mood: "calm" })).toEqual(["mood: calm"]);
});

test("marks what differs from the images beside it", () => {
  expect(rows({ name: "Iris", style: "Noir" }, new Set(["style"]))).toEqual([
    "Name: Iris",
    "Style: Noir(differs)",
  ]);
});
