import { flushPromises } from "@vue/test-utils";
import { describe, expect, test } from "vitest";
import type { ImagePlace } from "../../src/composables/selection";
import RunActions from "../../src/studio/RunActions.vue";
import type { Traits } from "../../src/traits";
import { choose, find, isDisabled, names, press } from "../support/page";
import { GONE, showPart } from "../support/studio";
import { OFFER, RUNNING, ofRun, someFigure } from "../support/traits";

function actions(changes: Partial<Traits> = {}, isGone = false) {
  const looks: ImagePlace[][] = [];
  const props = { onLook: (images: ImagePlace[]) => looks.push(images) };
  const options = isGone ? { props, model: GONE } : { props };
  return { looks, ...showPart(RunActions, { ...ofRun(), ...changes }, options) };
}

test("are a toolbar with a name", () => {
  actions();
  expect(names("toolbar")).toEqual(["Go on from these images"]);
});

describe("Again", () => {
  test("says what it costs", () => {
    actions();
    expect(find("button", "Again$0.40")).toBeDefined();
  });

  test("asks for the same at that price", async () => {
    const { kernel } = actions();
    await press(/^Again/u);
    expect(kernel.told("go_on")).toMatchObject([
      { changes: {}, agreed: OFFER.token, form: { name: "Iris" } },
    ]);
  });

  test.each([
    ["a run goes on", { run: RUNNING }],
    ["nobody knows what was asked for", { asked: {} }],
  ])("can't be pressed while %s", (_why, changes) => {
    actions(changes);
    expect([isDisabled(/^Again/u), isDisabled("Vary")]).toEqual([true, true]);
  });
});

test("Vary asks for the same with one attribute changed", async () => {
  const { kernel, view } = actions();
  await press("Vary");
  await choose(view, "to", "Noir");
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await flushPromises();
  expect(kernel.told("go_on")).toMatchObject([{ changes: { style: "Noir" } }]);
});

test("Reuse fills the form with the settings of the pictures", async () => {
  const { kernel, studio } = actions({ run_id: "run-2" });
  await press("Reuse settings");
  expect([kernel.told("reuse"), studio.notice.text]).toEqual([["run-1"], "Settings filled in"]);
});

describe("Save", () => {
  test("saves all where none is selected", async () => {
    const { kernel } = actions();
    await press("Save all");
    expect(kernel.told("save")).toEqual([
      { run_id: "run-1", places: ["key-1", "key-2"], view: "view-1" },
    ]);
  });

  test("saves those that are selected", async () => {
    const { kernel } = actions({ selected_keys: ["key-2"] });
    await press("Save 1");
    expect(kernel.told("save")[0]?.places).toEqual(["key-2"]);
  });
});

describe("Compare", () => {
  const image = (place: string, run_id = "run-1") => ({ run_id, place });

  test("wants at least two", async () => {
    const { looks, studio } = actions({ selected_keys: ["key-1"] });
    await press(/^Compare/u);
    expect([looks, studio.notice.text]).toEqual([[], "Select two to four pictures to compare"]);
  });

  test("takes those that are selected", async () => {
    const { looks } = actions({ selected_keys: ["key-1", "key-2"] });
    await press(/^Compare/u);
    expect(looks).toEqual([[image("key-1"), image("key-2")]]);
  });

  test("takes one that was chosen, of another run as well, and those that are selected", async () => {
    const { looks, studio } = actions({ selected_keys: ["key-1", "key-2"] });
    studio.compared.toggle(image("z", "run-0"));
    await press(/^Compare/u);
    expect(looks).toEqual([[image("z", "run-0"), image("key-1"), image("key-2")]]);
  });

  test("takes each once", async () => {
    const { looks, studio } = actions({ selected_keys: ["key-1", "key-2"] });
    studio.compared.toggle(image("key-2"));
    await press(/^Compare/u);
    expect(looks).toEqual([[image("key-2"), image("key-1")]]);
  });

  test("takes those alone that were chosen if they are enough", async () => {
    const { looks, studio } = actions({ selected_keys: ["key-1"] });
    studio.compared.toggle(image("z", "run-0"));
    studio.compared.toggle(image("key-2"));
    await press(/^Compare/u);
    expect(looks).toEqual([[image("z", "run-0"), image("key-2")]]);
  });

  test("says how many are too many", async () => {
    const keys = ["a", "b", "c", "d", "e"];
    const figures = keys.map((key) => someFigure(key));
    const { looks, studio } = actions({ figures, image_keys: keys, selected_keys: keys });
    await press(/^Compare/u);
    expect([looks, studio.notice.text]).toEqual([[], "5 are chosen: at most 4 stand side by side"]);
  });

  test("says how many are chosen", async () => {
    const { studio } = actions();
    studio.compared.toggle(image("key-1"));
    await flushPromises();
    expect(find("button", "Compare (1 of 4)")).toBeDefined();
  });

  test("waits for the end of a run", () => {
    actions({ run: RUNNING });
    expect(isDisabled(/^Compare/u)).toBe(true);
  });
});

test.each([
  [/^Copy as Python/u, "python"],
  [/^Copy as cURL/u, "curl"],
])("%s asks for the text, for this view", async (item, kind) => {
  const { kernel } = actions();
  await press("Copy as");
  await press(item, "item");
  expect(kernel.told("snippet")).toEqual([{ kind, view: "view-1" }]);
});

test("only looks are left without a kernel", () => {
  actions({}, true);
  const buttons = [/^Again/u, "Vary", "Reuse settings", "Save all", "Copy as", /^Compare/u];
  expect(buttons.map(isDisabled)).toEqual([true, true, true, true, true, false]);
});
