import { expect, test } from "vitest";
import ChildWidget from "../../src/components/ChildWidget.vue";
import { show } from "../support/page";

test.each([
  ["IPY_MODEL_1", 1],
  [null, 0],
])("shows the widget %j", (widget, count) => {
  show(ChildWidget, { widget });
  expect(document.querySelectorAll(".child-widget")).toHaveLength(count);
});
