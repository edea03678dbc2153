import { expect, test } from "vitest";
import IdLines from "../../src/components/IdLines.vue";
import { press, show, text } from "../support/page";

const LINE = { label: "Look id", id: "look-1", about: "For videos." };

test("shows each id with what it is for", () => {
  show(IdLines, { lines: [LINE] });
  expect(text()).toMatch(/Look id.*look-1.*For videos\./u);
});

test("tells which id was copied", async () => {
  const { view } = show(IdLines, { lines: [LINE] });
  await press("Copy the look id");
  expect(view.emitted("copied")).toEqual([[LINE]]);
});
