import { flushPromises } from "@vue/test-utils";
import { nextTick } from "vue";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PATIENCE } from "../../src/composables/patience";
import { provideStudio, useStudio } from "../../src/studio/studio";
import { countLinks } from "../support/links";
import { living } from "../support/scope";
import { GONE, showPart } from "../support/studio";
import { FIELDS, OFFER, RUNNING, ofRun, someBytes } from "../support/traits";

const Nothing = { render: () => null };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const aStudio = (...args: Parameters<typeof showPart> extends [unknown, ...infer A] ? A : never) =>
  showPart(Nothing, ...args);

const FORM = {
  name: "Iris",
  age: "Young Adult",
  gender: "Woman",
  ethnicity: "Unspecified",
  orientation: "square",
  pose: "half_body",
  appearance: "A violinist",
  avatar_style: "Realistic",
  count: 4,
  avatar_id: "",
  locked: [],
  click_limit: 1,
  session_limit: null,
};

describe("generating", () => {
  test("sends the whole form and the price that is agreed to", () => {
    const { kernel, studio } = aStudio();
    studio.generate();
    expect(kernel.sent).toEqual([
      { event: "generate", payload: { agreed: OFFER.token, form: FORM }, buffers: undefined },
    ]);
  });

  test("sends what is being typed", () => {
    const { kernel, studio } = aStudio();
    studio.type("appearance", "A cellist");
    studio.type("click_limit", "2.5");
    studio.generate();
    expect(kernel.told("generate")[0]?.form).toMatchObject({
      appearance: "A cellist",
      click_limit: 2.5,
    });
    expect(kernel.traits.appearance).toBe("A cellist");
  });

  test("sends nothing while a run goes on", () => {
    const { kernel, studio } = aStudio({ run: RUNNING });
    studio.generate();
    expect(kernel.sent).toEqual([]);
  });

  test("sends nothing without a kernel", () => {
    const { kernel, studio } = aStudio({}, { model: GONE });
    studio.generate();
    expect(kernel.sent).toEqual([]);
  });
});

test("going on sends what is changed, the form, and the price that is agreed to", () => {
  const { kernel, studio } = aStudio(ofRun());
  studio.type("name", "Ada");
  studio.goOn({ style: "Noir" });
  expect(kernel.told("go_on")).toEqual([
    { changes: { style: "Noir" }, agreed: OFFER.token, form: { ...FORM, name: "Ada" } },
  ]);
});

test("saving says for which view", () => {
  const { kernel, studio } = aStudio({}, { view: "view-2" });
  studio.save("run-1", ["key-1"]);
  expect(kernel.told("save")).toEqual([{ run_id: "run-1", places: ["key-1"], view: "view-2" }]);
});

test("what fills the form takes the place of what is being typed", async () => {
  const { kernel, studio } = aStudio();
  studio.type("name", "Ad");
  studio.fill({ name: "Bo" });
  await vi.advanceTimersByTimeAsync(1000);
  expect([kernel.traits.name, studio.draft.name]).toEqual(["Bo", "Bo"]);
});

test("the fields of the form have words as people read them", () => {
  expect(aStudio().studio.fields).toEqual(FIELDS);
});

test.each([
  [{}, undefined, false],
  [ofRun(), undefined, true],
  [{ ...ofRun(), run: RUNNING }, undefined, false],
  [ofRun(), GONE, false],
])("one can go on from pictures, with a kernel that is free", (changes, model, canGoOn) => {
  expect(aStudio(changes, model && { model }).studio.canGoOn).toBe(canGoOn);
});

describe("a press", () => {
  test("that nothing answers makes the kernel silent, until it hears of it", async () => {
    const { kernel, studio } = aStudio();
    studio.press("stop");
    await vi.advanceTimersByTimeAsync(PATIENCE);
    const before = studio.isSilent;
    kernel.call("heard", { event: "stop" });
    expect([before, studio.isSilent]).toEqual([true, false]);
  });

  test("makes what follows that of this view", () => {
    const { studio } = aStudio();
    const before = studio.isMine;
    studio.press("stop");
    expect([before, studio.isMine]).toEqual([false, true]);
  });
});

describe("a file that comes from the kernel", () => {
  let saved: string[] = [];

  beforeEach(() => {
    saved = [];
    countLinks();
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
  });

  test("is saved for the view that asked for it, which says so", () => {
    const { kernel, studio } = aStudio();
    kernel.call("download", { name: "iris.png", view: "view-1" }, someBytes());
    expect([saved, studio.notice.text]).toEqual([["iris.png"], "Saved iris.png"]);
  });

  test("is not saved for another view", () => {
    const { kernel, studio } = aStudio({}, { view: "view-2" });
    kernel.call("download", { name: "iris.png", view: "view-1" }, someBytes());
    expect([saved, studio.notice.isShown]).toEqual([[], false]);
  });

  test("is saved if no view is named", () => {
    aStudio().kernel.call("download", { name: "iris.png", view: "" }, someBytes());
    expect(saved).toEqual(["iris.png"]);
  });

  test("is not saved without bytes", () => {
    aStudio().kernel.call("download", { name: "iris.png", view: "view-1" });
    expect(saved).toEqual([]);
  });
});

describe("a text that comes from the kernel", () => {
  const given = { text: "curl …", view: "view-1" };
  const clipboard = () => vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();

  test.each([
    ["curl", "Copied as cURL"],
    ["python", "Copied as Python"],
  ])("is copied for the view that asked for it: %s", async (kind, said) => {
    const writeText = clipboard();
    const { kernel, studio } = aStudio();
    kernel.call("snippet", { ...given, kind });
    await flushPromises();
    expect(writeText).toHaveBeenCalledExactlyOnceWith(given.text);
    expect(studio.notice.text).toBe(said);
  });

  test("is not copied for another view", () => {
    const writeText = clipboard();
    const { kernel } = aStudio({}, { view: "view-2" });
    kernel.call("snippet", { ...given, kind: "curl" });
    expect(writeText).not.toHaveBeenCalled();
  });
});

describe("small copies", () => {
  test("have links, by their place", async () => {
    const links = countLinks();
    const { studio } = aStudio({ preview_1: someBytes("second") });
    expect(studio.previews.map(Boolean)).toEqual([false, true, ...Array<boolean>(6).fill(false)]);
    expect(await links.get(studio.previews[1] ?? "")?.text()).toBe("second");
  });

  test("that take the place of others let these go", async () => {
    const links = countLinks();
    const { kernel, studio } = aStudio({ preview_0: someBytes("old") });
    kernel.traits.preview_0 = someBytes("new");
    await nextTick();
    expect([...links.keys()]).toEqual([studio.previews[0]]);
    expect(await links.get(studio.previews[0] ?? "")?.text()).toBe("new");
  });

  test("go with the studio", () => {
    const links = countLinks();
    aStudio({ preview_0: someBytes() }).unmount();
    expect(links.size).toBe(0);
  });
});

test("two views share what the kernel holds, and not what is typed or chosen", async () => {
  const one = aStudio();
  const other = showPart(Nothing, {}, { view: "view-2" });
  one.studio.type("name", "Ada");
  one.studio.compared.toggle({ run_id: "run-1", place: "key-1" });
  await nextTick();
  expect([other.studio.draft.name, other.studio.compared.images]).toEqual(["Iris", []]);
});

test.each([useStudio, provideStudio])("a part of a studio can't stand alone", (use) => {
  expect(() => living(use as () => unknown)).toThrow("it can't stand alone");
});
