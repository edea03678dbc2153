import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import OpenGroup from "../../src/avatars/OpenGroup.vue";
import { NOTHING_MADE, aGroup, aLook, opened, showLibrary } from "../support/avatars";
import { choose, find, press, text, type } from "../support/page";

const anAvatar = (changes: object = {}, group: object = {}) =>
  showLibrary(OpenGroup, opened(changes), { props: { group: aGroup("g1", group) } });

test("says what its id is for", () => {
  anAvatar();
  expect(text()).toContain("Not for videos");
});

test("makes new looks of it", async () => {
  const { sent } = anAvatar();
  await type("New look", "in a green coat");
  document.querySelector("form")?.requestSubmit();
  await flushPromises();
  expect(sent.at(-1)?.[0]).toBe("generate_looks");
  expect(sent.at(-1)?.[1]).toMatchObject({ group_id: "g1", prompt: "in a green coat" });
});

const UNTRAINED = { can_generate: false, status_line: "Not trained yet" };
const train = { price: "4 credits", token: "v2:4", note: "" };

test("trains one that isn't trained, at the price on the button", async () => {
  const { sent } = anAvatar({ prices: { train } }, UNTRAINED);
  await press("Train4 credits");
  expect(find("field", "New look")).toBeUndefined();
  expect(sent.at(-1)).toEqual(["train", "v2:4"]);
});

test("asks about the price of a training", async () => {
  const question = { title: "All right?", text: "$4", go: "Train for $4", token: "4" };
  const { sent } = anAvatar({ prices: { train }, question }, UNTRAINED);
  await press("Train for $4");
  expect(sent.at(-1)).toEqual(["confirm", "4"]);
});

test("shows a training that goes on, and offers no second one", () => {
  const training = { ...NOTHING_MADE, group_id: "g1", line: "HeyGen is training it…" };
  anAvatar({ prices: { train }, training }, UNTRAINED);
  expect(text()).toContain("HeyGen is training it…");
  expect(find("button", /^Train/u)).toBeUndefined();
});

test("shows that looks of it are being made", () => {
  anAvatar({ making: { ...NOTHING_MADE, group_id: "g1", line: "Working…", can_stop: true } });
  expect(text()).toContain("Working…");
  expect(find("button", "Stop waiting")).toBeDefined();
});

test("asks about a price, and is answered", async () => {
  const question = { title: "All right?", text: "$4", go: "Generate for $4", token: "4" };
  const { sent } = anAvatar({ question });
  await press("Generate for $4");
  expect(sent.at(-1)).toEqual(["confirm", "4"]);
});

const PICTURES = [aLook("p1", { is_look: false }), aLook("p2", { is_look: false }), aLook("l1")];

test("adds all pictures that are no looks yet", async () => {
  const { sent } = anAvatar({ look_rows: PICTURES });
  await press("Add 2 pictures to this avatar");
  expect(sent.at(-1)).toEqual(["add_pictures", ["p1", "p2"]]);
});

test("adds the pictures that are ticked", async () => {
  const { sent } = anAvatar({ look_rows: PICTURES, selected_looks: ["p2", "l1"] });
  await press("Add 1 picture to this avatar");
  expect(sent.at(-1)).toEqual(["add_pictures", ["p2"]]);
});

test("says that it has no looks", () => {
  anAvatar({ look_rows: [] });
  expect(text()).toContain("This avatar has no looks yet.");
});

test("asks for other numbers of looks", async () => {
  const { traits, view } = anAvatar();
  await choose(view, "Looks", 2);
  expect(traits.count).toBe(2);
});
