import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import KeyDialog from "../../src/components/KeyDialog.vue";
import { find, get, isDisabled, press, show, text, type, valueOf } from "../support/page";

const PROPS = {
  modelValue: true,
  isSandbox: true,
  isRunning: false,
  canRemember: true,
  problem: "",
  keyPage: "https://developers.heygen.com/docs/api-key",
};

async function asked(changes: Partial<typeof PROPS> = {}) {
  const dialog = show(KeyDialog, { ...PROPS, ...changes }, { withTransitions: true });
  await flushPromises();
  return dialog;
}
async function submit(): Promise<void> {
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await flushPromises();
}
const field = () => get("field", "API key") as HTMLInputElement;

test("hides the key", async () => {
  await asked();
  expect([field().type, field().autocomplete]).toEqual(["password", "off"]);
});

test("shows the key while somebody wants to see it", async () => {
  await asked();
  await press("Show the key");
  const shown = field().type;
  await press("Hide the key");
  expect([shown, field().type]).toEqual(["text", "password"]);
});

test("leads to where HeyGen gives out keys", async () => {
  await asked();
  const link = document.querySelector("a");
  expect([link?.textContent, link?.getAttribute("href")]).toEqual([
    "Get a key at HeyGen",
    PROPS.keyPage,
  ]);
});

test("says what is wrong with the key", async () => {
  await asked({ problem: "HeyGen refuses this key." });
  expect(text()).toContain("HeyGen refuses this key.");
});

describe("a key that is given", () => {
  test("is told once, without the blanks around it", async () => {
    const { view } = await asked();
    await type("API key", "  secret ");
    await submit();
    expect(view.emitted("use")).toEqual([["secret", false]]);
  });

  test("is to be remembered if somebody says so", async () => {
    const { view } = await asked();
    await type("API key", "secret");
    get("field", "Remember it in this computer's keyring").click();
    await submit();
    expect(view.emitted("use")).toEqual([["secret", true]]);
  });

  test("is forgotten at once", async () => {
    const { view } = await asked();
    await type("API key", "secret");
    await submit();
    await submit();
    expect(valueOf("API key")).toBe("");
    expect(view.emitted("use")).toHaveLength(1);
  });

  test("is kept nowhere on the page", async () => {
    await asked();
    await type("API key", "secret-key");
    await submit();
    expect(document.documentElement.outerHTML).not.toContain("secret-key");
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });
});

test("a key that was typed and not given is forgotten when the dialog is closed", async () => {
  const { view, set } = await asked();
  await type("API key", "secret");
  await press("Show the key");
  await press("Cancel");
  await vi.waitFor(() => {
    expect(find("dialog", "HeyGen API key")).toBeUndefined();
  });
  await set({ modelValue: true });
  expect([valueOf("API key"), field().type]).toEqual(["", "password"]);
  expect(view.emitted("use")).toBeUndefined();
});

test("nothing is told of an empty key", async () => {
  const { view } = await asked();
  await type("API key", "   ");
  await submit();
  expect(view.emitted("use")).toBeUndefined();
  expect(isDisabled("Use key")).toBe(true);
});

test("no key is taken while a run goes on", async () => {
  await asked({ isRunning: true });
  await type("API key", "secret");
  expect(isDisabled("Use key")).toBe(true);
});

test("remembers nothing where there is no keyring", async () => {
  await asked({ canRemember: false });
  expect(find("field", "Remember it in this computer's keyring")).toBeUndefined();
});

describe("the way back to the sandbox", () => {
  const BACK = "Forget the key, back to the sandbox";

  test("is told", async () => {
    const { view } = await asked({ isSandbox: false });
    await press(BACK);
    expect(view.emitted("leave")).toEqual([[]]);
  });

  test("is closed while a run goes on", async () => {
    await asked({ isSandbox: false, isRunning: true });
    expect(isDisabled(BACK)).toBe(true);
  });

  test("is not offered in the sandbox", async () => {
    await asked();
    expect(find("button", BACK)).toBeUndefined();
  });
});
