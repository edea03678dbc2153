import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import ShuffleMenu from "../../src/studio/ShuffleMenu.vue";
import { get, isDisabled, press, text } from "../support/page";
import { GONE, showPart } from "../support/studio";

test("asks for other values with the form as it is", async () => {
  const { kernel, studio } = showPart(ShuffleMenu);
  studio.type("name", "Ada");
  await press("Shuffle");
  expect(kernel.told("shuffle")).toMatchObject([{ form: { name: "Ada", gender: "Woman" } }]);
});

test("the values from before can be got back, and the rest stays", async () => {
  const { kernel, studio } = showPart(ShuffleMenu);
  await press("Shuffle");
  Object.assign(kernel.traits, { gender: "Man", avatar_style: "Noir", appearance: "A cellist" });
  studio.undoNotice();
  expect(kernel.traits).toMatchObject({
    gender: "Woman",
    avatar_style: "Realistic",
    appearance: "A cellist",
  });
});

test("lets one choose what it keeps", async () => {
  const { kernel } = showPart(ShuffleMenu, { locked: ["gender"] });
  await press("What Shuffle keeps");
  const isChecked = (label: string) => (get("field", label) as HTMLInputElement).checked;
  const before = [isChecked("Gender"), isChecked("Style")];
  get("field", "Style").click();
  get("field", "Gender").click();
  await flushPromises();
  expect([before, kernel.traits.locked]).toEqual([[true, false], ["style"]]);
});

test.each([
  [[], "Other values for all that is chosen from a list"],
  [["gender", "style"], "Other values for all but gender, style"],
])("says what a press will change", async (locked, said) => {
  const { view } = showPart(ShuffleMenu, { locked });
  const hint = view.findAllComponents({ name: "VTooltip" })[0];
  expect(hint?.props("text")).toBe(said);
  await flushPromises();
  expect(text()).not.toContain(said);
});

test("asks for nothing without a kernel", () => {
  showPart(ShuffleMenu, {}, { model: GONE });
  expect(isDisabled("Shuffle")).toBe(true);
});
