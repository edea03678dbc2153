import { expect, test } from "vitest";
import LookMenu from "../../src/avatars/LookMenu.vue";
import { aLook, showLibrary } from "../support/avatars";
import { find, press } from "../support/page";

async function aMenu(changes: object = {}) {
  const shown = showLibrary(LookMenu, {}, { props: { look: aLook("l1", changes) } });
  await press("More about look l1");
  return shown;
}

test.each([
  [/^Look like this/u, ["look_like", "l1"]],
  [/^Use in a video/u, ["use_in_video", { id: "l1", view: "view-1" }]],
  ["Delete this look", ["delete", ["l1"]]],
])("%s", async (item, sent) => {
  const shown = await aMenu();
  await press(item, "item");
  expect(shown.sent.at(-1)).toEqual(sent);
});

test("adds a picture that is no look yet, which can't be used in a video", async () => {
  const { sent } = await aMenu({ is_look: false, can_rename: false, can_imitate: false });
  expect(find("item", /^Use in a video/u)).toBeUndefined();
  await press("Add to this avatar", "item");
  expect(sent.at(-1)).toEqual(["add_pictures", ["l1"]]);
});

test("offers to rename only where HeyGen can", async () => {
  await aMenu({ can_rename: false });
  expect(find("item", "Rename")).toBeUndefined();
});
