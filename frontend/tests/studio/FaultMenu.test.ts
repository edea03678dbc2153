import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import FaultMenu from "../../src/studio/FaultMenu.vue";
import type { Traits } from "../../src/traits";
import { find, get, isDisabled, names, press, text, type } from "../support/page";
import { GONE, showPart } from "../support/studio";

const FAULTS = [
  { kind: "no_credit", text: "HeyGen refuses: no credit.", group: "When it is sent" },
  { kind: "slow", text: "It takes two minutes.", group: "While it is made" },
];

async function opened(backend: Traits["backend"] = { kind: "sandbox", fault: "" }) {
  const part = showPart(FaultMenu, { backend });
  await press("Rehearse a failure");
  part.kernel.call("faults", FAULTS);
  await flushPromises();
  return part;
}
const items = () => names("item").map((name) => name.replace(/\s+/gu, " "));

test("asks for the failures when it is opened, not before", async () => {
  const { kernel } = showPart(FaultMenu);
  const before = kernel.told("list_faults").length;
  await press("Rehearse a failure");
  expect([before, kernel.told("list_faults").length]).toEqual([0, 1]);
});

test("shows them under their headings", async () => {
  await opened();
  expect(items()).toEqual([
    "None: it works",
    expect.stringContaining("HeyGen refuses: no credit."),
    expect.stringContaining("It takes two minutes."),
  ]);
  expect(text()).toContain("While it is made");
});

test("finds them by words", async () => {
  await opened();
  await type("Search the failures", "minutes");
  expect(items()).toHaveLength(1);
});

test("says that no failure matches", async () => {
  await opened();
  await type("Search the failures", "unheard of");
  expect(text()).toContain("No failure matches.");
});

test("rehearses the one that is pressed, and closes", async () => {
  const { kernel } = await opened();
  await press(/It takes two minutes/u, "item");
  expect(kernel.told("rehearse")).toEqual(["slow"]);
  expect(find("field", "Search the failures")).toBeUndefined();
});

test("ends the rehearsal", async () => {
  const { kernel } = await opened({ kind: "sandbox", fault: "slow", fault_text: "It is slow." });
  await press("None: it works", "item");
  expect(kernel.told("rehearse")).toEqual([""]);
});

test("marks the failure that is rehearsed", async () => {
  await opened({ kind: "sandbox", fault: "slow", fault_text: "It is slow." });
  const active = document.querySelectorAll(".v-list-item--active");
  expect([...active].map((each) => text(each))).toEqual([
    expect.stringContaining("It takes two minutes."),
  ]);
  expect(get("button", "Rehearse a failure").querySelector(".mdi-bug")).not.toBeNull();
});

test("rehearses nothing without a kernel", () => {
  showPart(FaultMenu, {}, { model: GONE });
  expect(isDisabled("Rehearse a failure")).toBe(true);
});
