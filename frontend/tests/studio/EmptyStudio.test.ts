import { expect, test } from "vitest";
import EmptyStudio from "../../src/studio/EmptyStudio.vue";
import { names, press, text } from "../support/page";
import { showPart } from "../support/studio";

const EXAMPLE = "A baker in his kitchen";

test("says what to do, and offers examples", () => {
  showPart(EmptyStudio);
  expect(text()).toContain("Describe a person who does not exist");
  expect(names("button")).toEqual([EXAMPLE]);
});

test("an example fills the form", async () => {
  const { kernel } = showPart(EmptyStudio);
  await press(EXAMPLE);
  expect(kernel.traits).toMatchObject({
    name: "Bo",
    gender: "Man",
    avatar_style: "Noir",
    appearance: "A baker",
    orientation: "square",
  });
});

test("an example spends nothing", async () => {
  const { kernel } = showPart(EmptyStudio);
  await press(EXAMPLE);
  expect(kernel.sent).toEqual([]);
});

test("the form as it was, to the last letter typed, can be got back", async () => {
  const { kernel, studio } = showPart(EmptyStudio);
  studio.type("appearance", "A cellist");
  await press(EXAMPLE);
  studio.undoNotice();
  expect(kernel.traits).toMatchObject({
    name: "Iris",
    gender: "Woman",
    avatar_style: "Realistic",
    appearance: "A cellist",
  });
});
