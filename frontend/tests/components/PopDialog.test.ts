import { flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { expect, test, vi } from "vitest";
import PopDialog from "../../src/components/PopDialog.vue";
import { find, get, names, press } from "../support/page";

/** A page with a button that opens a dialog, and one that takes that button away. */
function aPage() {
  const left = vi.fn();
  const isOpen = ref(false);
  const hasOpener = ref(true);
  const Page = defineComponent(() => () => [
    hasOpener.value && h("button", { onClick: () => (isOpen.value = true) }, "Open"),
    h(
      PopDialog,
      {
        label: "A dialog",
        modelValue: isOpen.value,
        "onUpdate:modelValue": (now: boolean) => (isOpen.value = now),
        onLeft: left,
      },
      () => [h("input", { "aria-label": "Inside" })],
    ),
  ]);
  mount(Page, { attachTo: document.body, global: { stubs: { transition: false } } });
  return { left, isOpen, hasOpener };
}
async function open(): Promise<void> {
  get("button", "Open").focus();
  await press("Open");
}
async function gone(): Promise<void> {
  await vi.waitFor(() => {
    expect(find("dialog", "A dialog")).toBeUndefined();
  });
}

test("is not there at first", () => {
  aPage();
  expect(names("dialog")).toEqual([]);
});

test("is a dialog with a name and a heading", async () => {
  aPage();
  await open();
  expect([names("dialog"), names("heading")]).toEqual([["A dialog"], ["A dialog"]]);
});

test("gives the focus back to what opened it", async () => {
  aPage();
  await open();
  get("field", "Inside").focus();
  await press("Close");
  await gone();
  expect(document.activeElement).toBe(get("button", "Open"));
});

test("does with an opener that is gone", async () => {
  const { hasOpener, left } = aPage();
  await open();
  hasOpener.value = false;
  await press("Close");
  await gone();
  expect(left).toHaveBeenCalledOnce();
});

test("tells that it is left once it is gone from the screen, not before", async () => {
  const { left } = aPage();
  await open();
  await press("Close");
  expect(left).not.toHaveBeenCalled();
  await gone();
  expect(left).toHaveBeenCalledOnce();
});

test("is closed from outside as well", async () => {
  const { isOpen, left } = aPage();
  await open();
  isOpen.value = false;
  await flushPromises();
  await gone();
  expect(left).toHaveBeenCalledOnce();
});
