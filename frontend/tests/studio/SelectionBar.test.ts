import { describe, expect, test } from "vitest";
import SelectionBar from "../../src/studio/SelectionBar.vue";
import type { Traits } from "../../src/traits";
import { find, isDisabled, names, press, text } from "../support/page";
import { GONE, showPart } from "../support/studio";
import { RUNNING, ofRun } from "../support/traits";

const bar = (changes: Partial<Traits> = {}, isGone = false) =>
  showPart(SelectionBar, { ...ofRun(), ...changes }, isGone ? { model: GONE } : {});
const ONE: Partial<Traits> = { selected_keys: ["key-2"] };

test("is not there where nothing is selected", () => {
  bar();
  expect([names("toolbar"), text().trim()]).toEqual([[], ""]);
});

test("says before what a key is for, and gives way to what is selected", () => {
  bar({ next_step: "A picture's key makes it an avatar." });
  expect(text()).toContain("A picture's key makes it an avatar.");
  bar({ ...ONE, next_step: "Once." });
  expect(text()).not.toContain("Once.");
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

  test.each([
    ["on v2", { ...ONE, served: "v2 · 1 credit" }],
    ["where all are", { selected_keys: ["key-1", "key-2"], served: "v3 · about $4.00" }],
  ])("is not kept alone %s", (_why, changes) => {
    bar(changes);
    expect(find("button", "Keep only the selected")).toBeUndefined();
  });

  test.each([
    ["a run goes on", { run: RUNNING }, false],
    ["the kernel has ended", {}, true],
  ])("waits while %s", (_why, changes, isGone) => {
    bar({ ...ONE, ...changes }, isGone);
    expect([isDisabled("Create avatar"), isDisabled("Add to avatar")]).toEqual([true, true]);
  });
});
