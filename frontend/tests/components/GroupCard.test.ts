import { expect, test } from "vitest";
import GroupCard from "../../src/components/GroupCard.vue";
import { aGroup } from "../support/avatars";
import { find, get, names, press, show, text } from "../support/page";

const PROPS = { group: aGroup("g1", { name: "Lina" }), link: "blob:1", isPicked: false };

test("says who it is and how many looks there are", () => {
  show(GroupCard, PROPS);
  expect(names("button")[0]).toBe("Lina · 2 looks");
});

test("counts one look as one", () => {
  show(GroupCard, { ...PROPS, group: aGroup("g1", { looks_count: 1 }) });
  expect(text()).toContain("1 look");
  expect(text()).not.toContain("1 looks");
});

test("says how it stands unless all is well", () => {
  show(GroupCard, { ...PROPS, group: aGroup("g1", { status_line: "In training" }) });
  expect(text()).toContain("In training");
});

test("is opened by a press on its picture", async () => {
  const { view } = show(GroupCard, PROPS);
  await press(/^Lina/u);
  expect([view.emitted("open"), view.emitted("pick")]).toEqual([[[]], undefined]);
});

test("is selected by the button over its picture", async () => {
  const { view } = show(GroupCard, PROPS);
  await press("Select Lina");
  expect(view.emitted("pick")).toEqual([[]]);
});

test("is picked by a press where one is to be chosen", async () => {
  const { view } = show(GroupCard, { ...PROPS, isChoice: true, isPicked: true });
  expect(get("button", /^Lina/u).getAttribute("aria-pressed")).toBe("true");
  expect(find("button", "Select Lina")).toBeUndefined();
  await press(/^Lina/u);
  expect([view.emitted("pick"), view.emitted("open")]).toEqual([[[]], undefined]);
});
