import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import VaryMenu from "../../src/studio/VaryMenu.vue";
import { choose, find, get, isDisabled, press, text } from "../support/page";
import { showPart } from "../support/studio";
import { ofRun } from "../support/traits";

async function opened() {
  const part = showPart(VaryMenu, ofRun(), { props: { isDisabled: false } });
  await press("Vary");
  return part;
}
async function submit(): Promise<void> {
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await flushPromises();
}
const GO = "Generate · $0.40";

test("says what it costs, and what stays", async () => {
  await opened();
  expect(get("button", GO)).toBeDefined();
  expect(text()).toContain("The rest stays as it is; the faces are new.");
});

test("changes one attribute, and closes", async () => {
  const { kernel, view } = await opened();
  await choose(view, "Change only", "gender");
  await choose(view, "to", "Man");
  await submit();
  expect(kernel.told("go_on").map(({ changes }) => changes)).toEqual([{ gender: "Man" }]);
  expect(find("button", GO)).toBeUndefined();
});

test("offers the words of the attribute that is changed", async () => {
  const { view } = await opened();
  await choose(view, "Change only", "orientation");
  const [, words] = view.findAllComponents({ name: "VSelect" });
  expect(words?.props("items")).toEqual([
    { value: "square", label: "Square" },
    { value: "horizontal", label: "Horizontal" },
    { value: "vertical", label: "Vertical" },
  ]);
});

test("sends nothing before a value is chosen", async () => {
  const { kernel } = await opened();
  await submit();
  expect([isDisabled(GO), kernel.sent]).toEqual([true, []]);
});

test("wants a new value for another attribute", async () => {
  const { view } = await opened();
  await choose(view, "to", "Noir");
  await choose(view, "Change only", "gender");
  expect(isDisabled(GO)).toBe(true);
});

test("can't be opened where one can't go on", () => {
  showPart(VaryMenu, ofRun(), { props: { isDisabled: true } });
  expect(isDisabled("Vary")).toBe(true);
});
