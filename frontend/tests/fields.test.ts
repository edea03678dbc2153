import { expect, test } from "vitest";
import { formFields } from "../src/fields";

const FIELD = {
  trait: "avatar_style",
  attribute: "style",
  label: "Style",
  words: ["Noir", "close_up"],
};

test("words that are no words for people get a label", () => {
  const [field] = formFields({ fields: [FIELD], labels: { close_up: "Close-up" } });
  expect(field?.words).toEqual([
    { value: "Noir", label: "Noir" },
    { value: "close_up", label: "Close-up" },
  ]);
});

test("the rest of a field stays as it is", () => {
  const [field] = formFields({ fields: [FIELD], labels: {} });
  expect(field).toMatchObject({ trait: "avatar_style", attribute: "style", label: "Style" });
});
