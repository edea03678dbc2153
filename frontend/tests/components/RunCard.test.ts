import { describe, expect, test } from "vitest";
import RunCard from "../../src/components/RunCard.vue";
import { all, find, get, isDisabled, names, press, show, text } from "../support/page";
import { listedRun } from "../support/traits";

const PROPS = {
  run: listedRun("run-1", { about: "Iris: a violinist" }),
  link: "blob:1",
  isPresent: false,
  isDisabled: false,
  isTile: false,
};

function aCard(changes: Partial<typeof PROPS> = {}) {
  return show(RunCard, { ...PROPS, ...changes });
}
const ABOUT = /^Iris: a violinist/u;

test("says what was asked for", () => {
  aCard();
  expect(names("button")[0]).toMatch(/Iris: a violinist ?Woman, Noir/u);
});

test("shows its picture, which says nothing more to those who can't see it", () => {
  aCard();
  const [image] = all("image");
  expect([image?.getAttribute("src"), image?.getAttribute("alt")]).toEqual(["blob:1", ""]);
});

test.each([
  ["failed", "mdi-alert-circle-outline"],
  ["unknown", "mdi-help-circle-outline"],
  ["success", "mdi-image-off-outline"],
])("that is %s and has no picture has an icon", (status, icon) => {
  const { view } = aCard({ link: "", run: listedRun("run-1", { status }) });
  expect(view.find(`.${icon}`).exists()).toBe(true);
});

test("says what came of it unless all went well", () => {
  aCard({ run: listedRun("run-1", { status: "failed", status_line: "Refused" }) });
  const { view } = aCard();
  expect(text()).toContain("Refused · Woman, Noir");
  expect(view.text()).not.toContain("Done");
});

test("says that one of its images is a favourite", () => {
  aCard({ run: listedRun("run-1", { favourite: true }) });
  expect(names("img")).toContain("With a favourite");
});

test("is opened by a press", async () => {
  const { view } = aCard();
  await press(ABOUT);
  expect(view.emitted("open")).toEqual([[]]);
});

test("can't be opened while a run goes on", () => {
  aCard({ isDisabled: true });
  expect(isDisabled(ABOUT)).toBe(true);
});

test.each([
  [true, "true"],
  [false, null],
])("that is on the screen (%j) says so", (isPresent, current) => {
  aCard({ isPresent });
  expect(get("button", ABOUT).getAttribute("aria-current")).toBe(current);
});

describe("its menu", () => {
  const MENU = "More about Iris: a violinist";

  test.each([
    ["Use these settings", "reuse"],
    ["Delete this run", "delete"],
  ])("tells of %j", async (item, event) => {
    const { view } = aCard();
    await press(MENU);
    await press(item, "item");
    expect(view.emitted(event)).toEqual([[]]);
  });

  test("has no settings to use where they are unknown", async () => {
    aCard({ run: listedRun("run-1", { about: "Iris: a violinist", attributes: null }) });
    await press(MENU);
    expect(find("item", "Use these settings")).toBeUndefined();
  });
});
