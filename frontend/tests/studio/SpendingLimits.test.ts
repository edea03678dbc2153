import { expect, test } from "vitest";
import SpendingLimits from "../../src/studio/SpendingLimits.vue";
import { find, get, press, text, type, valueOf } from "../support/page";
import { showPart } from "../support/studio";

const CLICK = "Per click, in US$";
const SESSION = "This session, in US$";

async function opened() {
  const part = showPart(SpendingLimits);
  await press("Spending limits");
  return part;
}
async function set(label: string, limit: string): Promise<void> {
  await type(label, limit);
  get("field", label).dispatchEvent(new Event("blur"));
}

test("are folded away at first", () => {
  showPart(SpendingLimits);
  expect(find("field", CLICK)).toBeUndefined();
});

test("are shown, and what they do", async () => {
  await opened();
  expect([valueOf(CLICK), valueOf(SESSION)]).toEqual(["1", ""]);
  expect(text()).toContain("Above a limit, Generate asks before anything is sent.");
});

test("are sent as amounts when their field is left", async () => {
  const { kernel } = await opened();
  await set(CLICK, "2.5");
  await set(SESSION, "10");
  expect(kernel.traits).toMatchObject({ click_limit: 2.5, session_limit: 10 });
});

test("are none when their field is empty", async () => {
  const { kernel } = await opened();
  await set(CLICK, "");
  expect(kernel.traits.click_limit).toBeNull();
});
