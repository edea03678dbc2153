import { expect, test } from "vitest";
import { idsOfGroup, idsOfLook } from "../src/ids";
import { aGroup, aLook } from "./support/avatars";

test("the id of an avatar is not for videos", () => {
  const [line] = idsOfGroup(aGroup("g1"));
  expect(line?.about).toContain("Not for videos");
});

test.each([
  ["v2", "talking_photo_id of POST /v2/video/generate"],
  ["v3", "avatar_id of POST /v3/videos"],
])("the id of a look of %s is for videos", (api, about) => {
  const [look, group] = idsOfLook(aLook("l1", { api }));
  expect([look?.label, group?.label]).toEqual(["Look id", "Group id"]);
  expect(look?.about).toContain(about);
});

test("the key of a picture is no id of a look", () => {
  const [key] = idsOfLook(aLook("image/1", { is_look: false, group_id: "" }));
  expect(key).toMatchObject({ label: "Image key", id: "image/1" });
});
