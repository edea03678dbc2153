import { describe, expect, test } from "vitest";
import WidgetMessages from "../../src/components/WidgetMessages.vue";
import type { Alert } from "../../src/traits";
import { find, isDisabled, names, press, show, text } from "../support/page";

const ALERT: Alert = {
  kind: "warning",
  title: "Not finished",
  text: "It goes on.",
  advice: "Wait.",
  reference: "",
  resume: "Resume",
};

function messages(source: object = {}, props: object = {}) {
  const traits = { alert: null, notice: "" };
  const whole = { isGone: false, isSilent: false, traits, ...source };
  return show(WidgetMessages, { source: whole, goneTitle: "It has ended", ...props });
}

test("says nothing where nothing happened", () => {
  messages();
  expect([text(), names("button")]).toEqual(["", []]);
});

test("of a kernel that has ended takes the place of one that is silent", () => {
  messages({ isGone: true, isSilent: true });
  expect(text()).toContain("It has ended");
  expect(text()).not.toContain("hasn't answered");
});

test("says nothing of the end where another widget does", () => {
  messages({ isGone: true, isSilent: true }, { goneTitle: "" });
  expect(text()).toBe("");
});

test("says that a press is unanswered", () => {
  messages({ isSilent: true });
  expect(text()).toContain("The kernel hasn't answered yet");
});

describe("what happened", () => {
  test("is said, and closed and resumed by those who read it", async () => {
    const { view } = messages({ traits: { alert: ALERT } });
    expect(text()).toContain("It goes on.");
    await press("Resume");
    await press("Close this message");
    expect(view.emitted()).toMatchObject({ resume: [[]], dismiss: [[]] });
  });

  test("is not resumed while something else is under way", () => {
    messages({ traits: { alert: ALERT } }, { isBusy: true });
    expect(isDisabled("Resume")).toBe(true);
  });

  test("has no such button where there is nothing to resume", () => {
    messages({ traits: { alert: { ...ALERT, resume: "" } } });
    expect(find("button", "Resume")).toBeUndefined();
  });
});
