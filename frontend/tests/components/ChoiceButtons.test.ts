import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import ChoiceButtons from "../../src/components/ChoiceButtons.vue";

const words = [
  { value: "square", label: "Square" },
  { value: "vertical", label: "Portrait" },
];

function shown() {
  return mount(ChoiceButtons, { props: { modelValue: "square", label: "Orientation", words } });
}

test("says which word is chosen to those who don't see it", () => {
  const pressed = shown()
    .findAll("button")
    .map((button) => button.attributes("aria-pressed"));
  expect(pressed).toEqual(["true", "false"]);
});

test("is a group that is named by its label", () => {
  const group = shown().get("[role=group]");
  const label = shown().get(`[id="${group.attributes("aria-labelledby") ?? ""}"]`);
  expect(label.text()).toBe("Orientation");
});

test("tells the word that was pressed", async () => {
  const buttons = shown();
  await buttons.findAll("button")[1]?.trigger("click");
  expect(buttons.emitted("update:modelValue")).toEqual([["vertical"]]);
});
