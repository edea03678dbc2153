import { expect, test } from "vitest";
import NewLookForm from "../../src/components/NewLookForm.vue";
import { find, get, press, pressKey, show, text, type } from "../support/page";
import { FIELDS, OFFER } from "../support/traits";

const PROPS = {
  fields: FIELDS.filter(({ attribute }) => attribute !== "gender"),
  room: 20,
  count: 4,
  offer: OFFER,
  isRunning: false,
  canStop: false,
};
const BUTTON = "Generate$0.40";

function aForm(changes: object = {}) {
  return show(NewLookForm, { ...PROPS, ...changes });
}
async function submit(): Promise<void> {
  (get("button", BUTTON) as HTMLButtonElement).form?.requestSubmit();
  await press(BUTTON);
}

test("has its price on the button", () => {
  aForm();
  expect(find("button", BUTTON)).toBeDefined();
});

test("tells what the look shall be, and the price that it showed", async () => {
  const { view } = aForm();
  await type("New look", " in a green coat ");
  await press("Vertical");
  await submit();
  expect(view.emitted("generate")?.[0]).toEqual([
    {
      prompt: "in a green coat",
      orientation: "vertical",
      pose: "",
      style: "Unspecified",
      count: 4,
      agreed: OFFER.token,
    },
  ]);
});

test("asks for words before anything is sent", async () => {
  const { view } = aForm();
  await submit();
  expect(view.emitted("generate")).toBeUndefined();
  expect(text()).toContain("Say what the look shall be.");
});

test("counts characters as people do, and says how many are too many", async () => {
  const { view } = aForm();
  await type("New look", "🧥".repeat(22));
  expect(text()).toContain("22 / 20");
  expect(text()).toContain("2 characters too many.");
  await submit();
  expect(view.emitted("generate")).toBeUndefined();
});

test.each([{ ctrlKey: true }, { metaKey: true }])("is sent with Enter and %j", async (also) => {
  const { view } = aForm();
  await type("New look", "in a coat");
  await pressKey(get("field", "New look"), "Enter", also);
  expect(view.emitted("generate")).toHaveLength(1);
});

test("sends nothing by keys where its button can't be pressed", async () => {
  const { view } = aForm({ isDisabled: true });
  await type("New look", "in a coat");
  await pressKey(get("field", "New look"), "Enter", { ctrlKey: true });
  expect(view.emitted("generate")).toBeUndefined();
});

test("stops waiting while looks are made", async () => {
  const { view } = aForm({ isRunning: true, canStop: true });
  await press("Stop waiting");
  expect(view.emitted("stop")).toEqual([[]]);
});
