import { h } from "vue";
import { expect, test } from "vitest";
import CardMenu from "../../src/components/CardMenu.vue";
import { find, press, show } from "../support/page";

test("opens the list of what can be done", async () => {
  show({ render: () => h(CardMenu, { about: "Lina" }, () => h("p", "Rename")) }, {});
  expect(find("button", "More about Lina")).toBeDefined();
  await press("More about Lina");
  expect(document.body.textContent).toContain("Rename");
});
