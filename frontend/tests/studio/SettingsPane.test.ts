import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import SettingsPane from "../../src/studio/SettingsPane.vue";
import { choose, get, names, press, text, type, valueOf } from "../support/page";
import { showPart } from "../support/studio";
import { OFFER, RUNNING } from "../support/traits";

async function submit(): Promise<void> {
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await flushPromises();
}

test("shows the form as the kernel has it", () => {
  showPart(SettingsPane);
  const shown = ["Name", "Appearance", "Gender", "Style"].map(valueOf);
  expect(shown).toEqual(["Iris", "A violinist", "Woman", "Realistic"]);
});

test("sends what was typed when its field is left", async () => {
  const { kernel } = showPart(SettingsPane);
  await type("Name", "Ada");
  const before = kernel.traits.name;
  get("field", "Name").dispatchEvent(new Event("blur"));
  expect([before, kernel.traits.name]).toEqual(["Iris", "Ada"]);
});

test("sends what is chosen", async () => {
  const { kernel, view } = showPart(SettingsPane);
  await choose(view, "Style", "Noir");
  await press("Vertical");
  expect(kernel.traits).toMatchObject({ avatar_style: "Noir", orientation: "vertical" });
});

test("says what is wrong with the form", () => {
  showPart(SettingsPane, { problems: { name: "A name is needed." } });
  expect(text()).toContain("A name is needed.");
});

test("generates when the form is sent, with what is being typed", async () => {
  const { kernel } = showPart(SettingsPane);
  await type("Appearance", "A cellist");
  await submit();
  expect(kernel.told("generate")).toMatchObject([
    { agreed: OFFER.token, form: { appearance: "A cellist" } },
  ]);
});

test("generates nothing more while a run goes on", async () => {
  const { kernel } = showPart(SettingsPane, { run: RUNNING });
  await submit();
  expect(kernel.told("generate")).toEqual([]);
});

test.each([
  [true, {}],
  [true, { offer: { ...OFFER, can_refer: false }, avatar_id: "key-1" }],
  [true, { offer: { ...OFFER, can_refer: false }, reference_names: ["a.png"] }],
  [false, { offer: { ...OFFER, can_refer: false } }],
])("reference images have a place (%j) where they can be given or taken out", (has, changes) => {
  showPart(SettingsPane, changes);
  expect(names("group").includes("Looks like")).toBe(has);
});

test("opens a sweep from these settings, with what is being typed", async () => {
  const { kernel } = showPart(SettingsPane);
  await type("Appearance", "A cellist");
  await press("Sweep from these settings");
  expect(kernel.told("open_sweep")).toMatchObject([
    { id: "", view: "view-1", form: { appearance: "A cellist" } },
  ]);
});
