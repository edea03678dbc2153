import { describe, expect, test } from "vitest";
import PriceButton from "../../src/components/PriceButton.vue";
import { find, get, isDisabled, press, show } from "../support/page";

const PROPS = {
  label: "Generate",
  price: "$0.40",
  isRunning: false,
  canStop: false,
  isDisabled: false,
};

function aButton(changes: Partial<typeof PROPS> = {}) {
  return show(PriceButton, { ...PROPS, ...changes });
}

test("says what it costs", () => {
  aButton();
  expect(get("button", /^Generate ?\$0\.40$/u)).toBeDefined();
});

test("sends the form that it stands in", () => {
  aButton();
  expect((get("button", /Generate/u) as HTMLButtonElement).type).toBe("submit");
});

test("is disabled when it is told so", () => {
  aButton({ isDisabled: true });
  expect(isDisabled(/Generate/u)).toBe(true);
});

test("is described by what stands about the price", () => {
  show(PriceButton, { ...PROPS, describedBy: "about-the-price" });
  expect(get("button", /Generate/u).getAttribute("aria-describedby")).toBe("about-the-price");
});

describe("while a run goes on", () => {
  test("it stops, and generates nothing", async () => {
    const { view } = aButton({ isRunning: true, canStop: true });
    await press("Stop waiting");
    expect(view.emitted("stop")).toEqual([[]]);
    expect(find("button", /Generate/u)).toBeUndefined();
  });

  test("it does not send the form", () => {
    aButton({ isRunning: true, canStop: true });
    expect((get("button", "Stop waiting") as HTMLButtonElement).type).toBe("button");
  });

  test("it is disabled where nothing can be stopped", () => {
    aButton({ isRunning: true, canStop: false });
    expect(isDisabled("Stop waiting")).toBe(true);
  });
});
