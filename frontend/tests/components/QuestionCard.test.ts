import { flushPromises } from "@vue/test-utils";
import { expect, test } from "vitest";
import QuestionCard from "../../src/components/QuestionCard.vue";
import { find, get, press, pressKey, show } from "../support/page";

const QUESTION = {
  title: "This costs more than $1",
  text: "4 images cost $4 by our price table.",
  go: "Generate for $4",
  token: "4 for $4",
};

async function aQuestion(changes: Partial<typeof QUESTION> = {}) {
  const card = show(QuestionCard, { question: { ...QUESTION, ...changes } });
  await flushPromises();
  return card;
}
const box = () => get("alertdialog", QUESTION.title);

test("takes the focus when it comes", async () => {
  await aQuestion();
  expect(document.activeElement).toBe(box());
});

test("is read out with what it costs", async () => {
  await aQuestion();
  const id = box().getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(id)?.textContent).toBe(QUESTION.text);
});

test("is agreed to with a button that says what follows", async () => {
  const { view } = await aQuestion();
  await press("Generate for $4");
  expect(view.emitted("agree")).toEqual([[]]);
});

test("can't be agreed to before the price is known", async () => {
  await aQuestion({ go: "" });
  expect(find("button", "Generate for $4")).toBeUndefined();
});

test("is declined with a button", async () => {
  const { view } = await aQuestion();
  await press("Cancel");
  expect([view.emitted("decline"), view.emitted("agree")]).toEqual([[[]], undefined]);
});

test("is declined with Escape", async () => {
  const { view } = await aQuestion();
  await pressKey(box(), "Escape");
  expect(view.emitted("decline")).toEqual([[]]);
});
