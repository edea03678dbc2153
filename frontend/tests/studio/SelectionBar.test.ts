import { describe, expect, test } from "vitest";
import SelectionBar from "../../src/studio/SelectionBar.vue";
import type { Traits } from "../../src/traits";
import { find, isDisabled, names, press, text } from "../support/page";
import { GONE, showPart } from "../support/studio";
import { RUNNING, ofRun } from "../support/traits";

const bar = (changes: Partial<Traits> = {}, isGone = false) =>
  showPart(SelectionBar, { ...ofRun(), ...changes }, isGone ? { model: GONE } : {});
const ONE: Partial<Traits> = { selected_keys: ["key-2"] };

test("stands there before anything is selected, and says what to do", () => {
  bar();
  expect(text()).toContain("Like one? Select it");
  expect([isDisabled("Create avatar"), isDisabled("Add to avatar")]).toEqual([true, true]);
});

describe("what is selected", () => {
  test("is counted", () => {
    bar(ONE);
    expect(names("toolbar")).toEqual(["Go on with the selected images"]);
    expect(text()).toContain("1 selected");
  });

  test.each([
    ["Create avatar", "create_avatar"],
    ["Add to avatar", "add_to_avatar"],
  ] as const)("%s is asked for with its keys", async (button, event) => {
    const { kernel } = bar(ONE);
    await press(button);
    expect(kernel.told(event)).toEqual([["key-2"]]);
  });

  test("is kept alone on v3, where each picture is an avatar", async () => {
    const { kernel } = bar({ ...ONE, served: "v3 · about $4.00" });
    await press("Keep only the selected");
    expect(kernel.told("keep_only_selected")).toEqual([["key-2"]]);
  });

  test("is not kept alone on v2", () => {
    bar({ ...ONE, served: "v2 · 1 credit" });
    expect(find("button", "Keep only the selected")).toBeUndefined();
  });

  test("is not kept alone where all are", () => {
    bar({ selected_keys: ["key-1", "key-2"], served: "v3 · about $4.00" });
    expect(isDisabled("Keep only the selected")).toBe(true);
  });

  test.each([
    ["a run goes on", { run: RUNNING }, false],
    ["the kernel has ended", {}, true],
  ])("waits while %s", (_why, changes, isGone) => {
    bar({ ...ONE, ...changes }, isGone);
    expect([isDisabled("Create avatar"), isDisabled("Add to avatar")]).toEqual([true, true]);
  });
});
