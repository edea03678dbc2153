import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import StudioHeader from "../../src/studio/StudioHeader.vue";
import { find, isDisabled, names, press, text, type } from "../support/page";
import { GONE, showPart } from "../support/studio";
import { RUNNING } from "../support/traits";

const HEYGEN = { kind: "heygen", label: "HeyGen" };

/** Wait until no dialog is on the page. */
async function closed(): Promise<void> {
  await vi.waitFor(() => {
    expect(names("dialog")).toEqual([]);
  });
}

test("says who serves the studio", () => {
  showPart(StudioHeader);
  expect(names("heading")).toEqual(["Avatar studio"]);
  expect(text()).toContain("Sandbox");
});

test("explains the sandbox, and lets failures be rehearsed in it", () => {
  showPart(StudioHeader);
  expect(find("button", "What is meant by sandbox?")).toBeDefined();
  expect(find("button", "Rehearse a failure")).toBeDefined();
});

test("rehearses nothing with HeyGen", () => {
  showPart(StudioHeader, { backend: HEYGEN });
  expect(find("button", "Rehearse a failure")).toBeUndefined();
});

describe("a key", () => {
  async function give(secret: string): Promise<void> {
    await press("Use my API key");
    await type("API key", secret);
    const form = document.querySelector("[role=dialog] form");
    form?.dispatchEvent(new Event("submit", { cancelable: true }));
    await flushPromises();
  }

  test("is sent once", async () => {
    const { kernel } = showPart(StudioHeader);
    await give("secret");
    expect(kernel.told("use_key")).toEqual([{ secret: "secret", remember: false }]);
  });

  test("is in no state, since that is saved with the notebook", async () => {
    const { kernel } = showPart(StudioHeader);
    await give("secret-key");
    expect(JSON.stringify(kernel.traits)).not.toContain("secret-key");
  });

  test("that is accepted closes the dialog", async () => {
    const { kernel } = showPart(StudioHeader, {}, { withTransitions: true });
    await give("secret");
    const before = names("dialog");
    kernel.traits.backend = HEYGEN;
    await closed();
    expect(before).toEqual(["HeyGen API key"]);
  });

  test("that is refused leaves the dialog open, with the reason", async () => {
    const { kernel } = showPart(StudioHeader);
    await give("secret");
    kernel.traits.key_problem = "HeyGen refuses this key.";
    await flushPromises();
    expect(text()).toContain("HeyGen refuses this key.");
  });

  test("is changed, or forgotten", async () => {
    const { kernel } = showPart(StudioHeader, { backend: HEYGEN }, { withTransitions: true });
    await press("Change key");
    await press("Forget the key, back to the sandbox");
    expect(kernel.sent.map(({ event }) => event)).toEqual(["use_sandbox"]);
    await closed();
  });

  test("is not asked for while a run goes on", () => {
    showPart(StudioHeader, { run: RUNNING });
    expect(isDisabled("Use my API key")).toBe(true);
  });
});

test("asks for nothing without a kernel", () => {
  showPart(StudioHeader, {}, { model: GONE });
  const buttons = ["Shuffle", "Presets", "Rehearse a failure", "Use my API key"];
  expect(buttons.map(isDisabled)).toEqual([true, true, true, true]);
});
