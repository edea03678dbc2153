import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import RenameDialog from "../../src/components/RenameDialog.vue";
import { isDisabled, press, show, type, valueOf } from "../support/page";

async function aDialog() {
  const dialog = show(RenameDialog, { modelValue: true, what: "avatar", name: "Lina" });
  await flushPromises();
  return dialog;
}

test("begins with the present name, which is no other name", async () => {
  await aDialog();
  expect([valueOf("Name"), isDisabled("Rename")]).toEqual(["Lina", true]);
});

test("gives another name, and closes", async () => {
  const { view } = await aDialog();
  await type("Name", " Lina in summer ");
  document.querySelector("form")?.requestSubmit();
  await flushPromises();
  expect(view.emitted("rename")).toEqual([["Lina in summer"]]);
  expect(view.emitted("update:modelValue")).toEqual([[false]]);
});

test("is closed with Cancel, and renames nothing", async () => {
  const { view } = await aDialog();
  await press("Cancel");
  expect([view.emitted("rename"), view.emitted("update:modelValue")]).toEqual([
    undefined,
    [[false]],
  ]);
});
