import { expect, test } from "vitest";
import LookCard from "../../src/components/LookCard.vue";
import { aLook } from "../support/avatars";
import { find, get, press, show, text } from "../support/page";

const PROPS = { look: aLook("l1"), link: "blob:1", isPicked: false };

test("is selected by a press on its picture", async () => {
  const { view } = show(LookCard, PROPS);
  await press("Select look l1");
  expect(view.emitted("pick")).toEqual([[]]);
});

test("that is selected says so", () => {
  show(LookCard, { ...PROPS, isPicked: true });
  expect(get("button", "Select look l1").getAttribute("aria-pressed")).toBe("true");
});

test("has its id to copy", async () => {
  const { view } = show(LookCard, PROPS);
  expect(text()).toContain("l1");
  await press("Copy the id of look l1");
  expect(view.emitted("copied")).toEqual([[]]);
});

test("that is a picture has its key to copy", () => {
  show(LookCard, { ...PROPS, look: aLook("image/1", { is_look: false, alt: "new picture 1" }) });
  expect(find("button", "Copy the key of new picture 1")).toBeDefined();
});

test("shows its badge", () => {
  show(LookCard, { ...PROPS, look: aLook("l1", { badge: "New" }) });
  expect(text()).toContain("New");
});

test("says how it stands unless all is well", () => {
  show(LookCard, { ...PROPS, look: aLook("l1", { status_line: "HeyGen is still making it" }) });
  expect(text()).toContain("HeyGen is still making it");
});
