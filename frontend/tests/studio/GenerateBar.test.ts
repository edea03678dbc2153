import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PATIENCE } from "../../src/composables/patience";
import GenerateBar from "../../src/studio/GenerateBar.vue";
import { choose, find, get, isDisabled, names, press, text } from "../support/page";
import type { Traits } from "../../src/traits";
import { GONE, showPart } from "../support/studio";
import { OFFER, RUNNING } from "../support/traits";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const QUESTION = {
  title: "This costs more than $1",
  text: "4 images cost $4.",
  go: "Generate for $4",
  token: "4 for $4",
};

describe("while nothing goes on", () => {
  test("offers to generate, at a price", () => {
    showPart(GenerateBar);
    expect(names("button")).toContain("Generate$0.40");
  });

  test("says who bills it and what was spent", () => {
    showPart(GenerateBar);
    const id = get("button", /Generate/u).getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(id)?.textContent).toBe(OFFER.note + OFFER.spent);
  });

  test("lets one choose how many, of the numbers that can be made", async () => {
    const { kernel, view } = showPart(GenerateBar, { offer: { ...OFFER, counts: [4, 8] } });
    await choose(view, "Images", 8);
    expect(kernel.traits.count).toBe(8);
    expect(view.findComponent({ name: "VSelect" }).props("items")).toEqual([4, 8]);
  });

  test("says why the price is not known", () => {
    showPart(GenerateBar, { offer: { ...OFFER, problem: "HeyGen can't be reached." } });
    expect(text()).toContain("HeyGen can't be reached.");
  });

  test("generates nothing without a kernel", () => {
    showPart(GenerateBar, {}, { model: GONE });
    expect(isDisabled(/Generate/u)).toBe(true);
  });
});

describe("while a run goes on", () => {
  test("stops waiting on a press", async () => {
    const { kernel } = showPart(GenerateBar, { run: RUNNING });
    await press("Stop waiting");
    expect(kernel.told("stop")).toEqual([undefined]);
  });

  test("can't be stopped where that does nothing", () => {
    showPart(GenerateBar, { run: { ...RUNNING, can_stop: false } });
    expect(isDisabled("Stop waiting")).toBe(true);
  });

  test("ends for the eye when the kernel ends", () => {
    showPart(
      GenerateBar,
      { run: RUNNING, status_line: "HeyGen is working on it…" },
      { model: GONE },
    );
    expect(isDisabled(/Generate/u)).toBe(true);
    expect([names("progressbar"), names("timer")]).toEqual([[], []]);
    expect(text()).not.toContain("HeyGen is working on it…");
  });

  test("says where it stands and for how long", async () => {
    showPart(GenerateBar, {
      run: RUNNING,
      status_line: "HeyGen is working on it…",
      started_at: Date.now() / 1000,
      usual: [15, 25],
    });
    await vi.advanceTimersByTimeAsync(3000);
    await flushPromises();
    expect(text()).toContain("HeyGen is working on it…");
    expect([names("timer"), text().includes("usually 15–25 s")]).toEqual([["3 s"], true]);
  });

  test.each([
    ["sandbox", "You can stop waiting and resume later."],
    ["heygen", "HeyGen can't be told to stop: it goes on, and bills it."],
  ])("says what stopping means with %s", (kind, said) => {
    showPart(GenerateBar, { run: RUNNING, backend: { kind, label: kind } });
    expect(text()).toContain(said);
  });
});

describe("a question", () => {
  test("is agreed to at the price that it asks about, with the form as it is", async () => {
    const { kernel, studio } = showPart(GenerateBar, { question: QUESTION });
    studio.type("name", "Ada");
    await press(QUESTION.go);
    expect(kernel.told("confirm")).toMatchObject([
      { agreed: QUESTION.token, form: { name: "Ada", count: 4 } },
    ]);
  });

  test("is declined", async () => {
    const { kernel } = showPart(GenerateBar, { question: QUESTION });
    await press("Cancel");
    expect(kernel.sent.map(({ event }) => event)).toEqual(["decline"]);
  });

  test("takes the focus again when its price changes", async () => {
    const { kernel } = showPart(GenerateBar, { question: QUESTION });
    await flushPromises();
    get("button", "Cancel").focus();
    kernel.traits.question = { ...QUESTION, token: "4 for $5" };
    await flushPromises();
    expect(document.activeElement).toBe(get("alertdialog", QUESTION.title));
  });
});

describe("a press that nothing answers", () => {
  async function silent(changes: Partial<Traits> = {}, isGone = false) {
    const part = showPart(GenerateBar, changes, isGone ? { model: GONE } : {});
    part.studio.press("decline");
    await vi.advanceTimersByTimeAsync(PATIENCE);
    await flushPromises();
    return part;
  }

  test("is explained, with what it means for the money", async () => {
    await silent();
    expect(text()).toContain("The kernel hasn't answered yet");
    expect(text()).toContain("It is busy with a cell, or can't be reached.");
    expect(text()).toContain("Nothing was sent to HeyGen so far.");
  });

  test("does not frighten those who wait for a run", async () => {
    await silent({ run: RUNNING });
    expect(text()).toContain("HeyGen goes on with what it has accepted.");
  });

  test("is explained no more once the kernel hears of it", async () => {
    const { kernel } = await silent();
    kernel.call("heard", { event: "decline" });
    await flushPromises();
    expect(text()).not.toContain("The kernel hasn't answered yet");
  });

  test("is not explained twice where the kernel is gone", async () => {
    await silent({}, true);
    expect(find("status", /hasn't answered/u)).toBeUndefined();
  });
});
