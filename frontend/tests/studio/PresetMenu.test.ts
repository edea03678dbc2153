import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import PresetMenu from "../../src/studio/PresetMenu.vue";
import { find, isDisabled, names, press, text, type, valueOf } from "../support/page";
import { GONE, showPart } from "../support/studio";

async function opened(preset_names = ["Noir", "Office"]) {
  const part = showPart(PresetMenu, { preset_names });
  await press("Presets");
  return part;
}
async function submit(): Promise<void> {
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await flushPromises();
}

test("shows the presets", async () => {
  await opened();
  expect(names("item")).toEqual(["Noir", "Office"]);
});

test("says what presets are for where there are none", async () => {
  await opened([]);
  expect(text()).toContain("Save these settings under a name, to use them in any notebook.");
});

test("uses the preset that is pressed, and closes", async () => {
  const { kernel } = await opened();
  await press("Office", "item");
  expect(kernel.told("use_preset")).toEqual(["Office"]);
  expect(find("item", "Office")).toBeUndefined();
});

test("saves the form as it is on screen, under a name", async () => {
  const { kernel, studio } = await opened();
  studio.type("appearance", "A cellist");
  await type("Name of the preset", "Music");
  await submit();
  expect(kernel.told("save_preset")).toMatchObject([
    { name: "Music", form: { name: "Iris", appearance: "A cellist" } },
  ]);
  expect([studio.notice.text, valueOf("Name of the preset")]).toEqual(["Preset Music saved", ""]);
});

test("saves nothing without a name", async () => {
  const { kernel } = await opened();
  await type("Name of the preset", "  ");
  await submit();
  expect([kernel.told("save_preset"), isDisabled("Save")]).toEqual([[], true]);
});

test("a preset that is deleted can be got back", async () => {
  const { kernel, studio } = await opened();
  await press("Delete the preset Noir");
  expect(studio.notice.text).toBe("Preset Noir deleted");
  studio.undoNotice();
  expect([kernel.told("delete_preset"), kernel.told("restore_preset")]).toEqual([
    ["Noir"],
    ["Noir"],
  ]);
});

test("can't be opened without a kernel", () => {
  showPart(PresetMenu, {}, { model: GONE });
  expect(isDisabled("Presets")).toBe(true);
});
