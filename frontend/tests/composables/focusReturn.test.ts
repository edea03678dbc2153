import { ref } from "vue";
import { afterEach, expect, test } from "vitest";
import { useFocusReturn } from "../../src/composables/focusReturn";
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
