import { flushPromises } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import TermHelp from "../../src/components/TermHelp.vue";
import { TERMS } from "../../src/terms";
import { get, press, show, text } from "../support/page";

const NAME = "What is meant by sandbox?";

test("explains itself to those who can't see it", () => {
  show(TermHelp, { term: "sandbox" });
  expect(get("button", NAME).getAttribute("aria-description")).toBe(TERMS.sandbox);
});

test("explains itself when it is pressed", async () => {
  show(TermHelp, { term: "sandbox" });
  await press(NAME);
  expect(text()).toContain(TERMS.sandbox);
});

test("explains itself on focus", async () => {
  show(TermHelp, { term: "sandbox" });
  // Vuetify looks for the button once it is on the page.
  await flushPromises();
  // It opens only for a focus that the keyboard has moved.
  vi.spyOn(Element.prototype, "matches").mockReturnValue(true);
  get("button", NAME).dispatchEvent(new FocusEvent("focus"));
  await vi.waitFor(() => {
    expect(text()).toContain(TERMS.sandbox);
  });
});
