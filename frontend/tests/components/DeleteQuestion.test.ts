import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import DeleteQuestion from "../../src/components/DeleteQuestion.vue";
import { somePictures } from "../support/avatars";
import { find, press, show, text } from "../support/page";

const DELETION = {
  title: "Delete the avatar Lina?",
  text: "HeyGen deletes this for good.",
  names: ["the avatar Lina (g1)", "its look coat (l1)"],
  pictures: ["group:g1", "look:l1"],
  go: "Delete 1 avatar with 1 look",
  token: "token-1",
};

async function aQuestion(changes: Partial<typeof DELETION> = {}, links = somePictures()) {
  const question = show(DeleteQuestion, { deletion: { ...DELETION, ...changes }, links });
  await flushPromises();
  return question;
}

test("names all that would go", async () => {
  await aQuestion();
  expect(text()).toContain("Delete the avatar Lina?");
  expect(text()).toContain("the avatar Lina (g1)");
  expect(text()).toContain("its look coat (l1)");
});

test("shows the pictures of all that would go, which it asks for", async () => {
  const links = somePictures({ "look:l1": "blob:l1" });
  await aQuestion({}, links);
  expect(links.want).toHaveBeenCalledWith(["group:g1", "look:l1"]);
  const images = [...document.querySelectorAll("li img")].map((image) => image.getAttribute("src"));
  expect(images).toEqual(["blob:l1"]);
});

test("is agreed to with a button that says what goes", async () => {
  const { view } = await aQuestion();
  await press("Delete 1 avatar with 1 look");
  expect(view.emitted("agree")).toEqual([["token-1"]]);
});

test("can't be agreed to before it is known what would go", async () => {
  await aQuestion({ go: "", names: [] });
  expect(find("button", /^Delete/u)).toBeUndefined();
});

test.each(["Keep", "Close"])("is declined with %s", async (button) => {
  const { view } = await aQuestion();
  await press(button);
  expect([view.emitted("decline"), view.emitted("agree")]).toEqual([[[]], undefined]);
});

test("isn't there without anything to delete", () => {
  show(DeleteQuestion, { deletion: null, links: somePictures() });
  expect(text()).toBe("");
});
