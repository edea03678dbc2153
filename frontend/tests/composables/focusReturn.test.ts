import { ref } from "vue";
import { afterEach, expect, test } from "vitest";
import { focusAsking, useFocusReturn } from "../../src/composables/focusReturn";
import { living } from "../support/scope";

afterEach(() => {
  document.body.replaceChildren();
});

function someButton(within: Element = document.body): HTMLButtonElement {
  const button = document.createElement("button");
  within.append(button);
  return button;
}

function opened(opener: HTMLElement): { giveBack: () => void; floating: HTMLElement } {
  const isOpen = ref(false);
  const { it } = living(() => useFocusReturn(isOpen));
  opener.focus();
  isOpen.value = true;
  const floating = document.createElement("div");
  floating.className = "v-overlay-container";
  document.body.append(floating);
  return { giveBack: it, floating };
}

test("goes back to what opened it when it is lost with what has closed", () => {
  const opener = someButton();
  const { giveBack, floating } = opened(opener);
  someButton(floating).focus();
  floating.remove();
  giveBack();
  expect(document.activeElement).toBe(opener);
});

test("goes back from what floats still", () => {
  const opener = someButton();
  const { giveBack, floating } = opened(opener);
  someButton(floating).focus();
  giveBack();
  expect(document.activeElement).toBe(opener);
});

test("stays where it was put meanwhile", () => {
  const { giveBack } = opened(someButton());
  const elsewhere = someButton();
  elsewhere.focus();
  giveBack();
  expect(document.activeElement).toBe(elsewhere);
});

test("goes nowhere when what opened it is gone", () => {
  const opener = someButton();
  const { giveBack } = opened(opener);
  opener.remove();
  giveBack();
  expect(document.activeElement).toBe(document.body);
});

/** Something that floats and is open, with a field that asks for the focus. */
function floatingForm(): { content: HTMLElement; asking: HTMLElement } {
  const overlay = document.createElement("div");
  overlay.className = "v-overlay--active";
  const content = document.createElement("div");
  content.className = "v-overlay__content";
  content.tabIndex = -1;
  overlay.append(content);
  document.body.append(overlay);
  const asking = someButton(content);
  asking.setAttribute("autofocus", "");
  return { content, asking };
}

test("goes to what asks for it, if it is still with what opened it", () => {
  const opener = someButton();
  const { asking } = floatingForm();
  opener.focus();
  focusAsking();
  expect(document.activeElement).toBe(asking);
});

test("goes to what asks for it, if all that floats has it", () => {
  const { content, asking } = floatingForm();
  content.focus();
  focusAsking();
  expect(document.activeElement).toBe(asking);
});

test("stays where a person has put it in what floats", () => {
  const { content } = floatingForm();
  const other = someButton(content);
  other.focus();
  focusAsking();
  expect(document.activeElement).toBe(other);
});

test("goes to the last of two that float", () => {
  floatingForm().asking.focus();
  const { asking } = floatingForm();
  focusAsking();
  expect(document.activeElement).toBe(asking);
});

test("stays where it is if what has opened above a form does not ask for it", () => {
  floatingForm();
  const { content, asking } = floatingForm();
  asking.remove();
  const other = someButton(content);
  other.focus();
  focusAsking();
  expect(document.activeElement).toBe(other);
});

test("stays where it is if nothing asks for it", () => {
  const opener = someButton();
  opener.focus();
  focusAsking();
  expect(document.activeElement).toBe(opener);
});
