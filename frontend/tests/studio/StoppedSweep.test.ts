import { expect, test } from "vitest";
import StoppedSweep from "../../src/studio/StoppedSweep.vue";
import { names, press, text } from "../support/page";
import { showPart } from "../support/studio";

const stopped_sweep = {
  id: "s1",
  line: "A sweep of 24 cells stopped at 10; 14 are left, about $14.00.",
};

test("is not spoken of where there is none", () => {
  showPart(StoppedSweep);
  expect(names("button")).toEqual([]);
});

test("is one line, opened below by its id in the view that asks", async () => {
  const { kernel } = showPart(StoppedSweep, { stopped_sweep });
  await press("Open");
  expect(text()).toContain(stopped_sweep.line);
  expect(kernel.told("open_sweep")).toMatchObject([{ id: "s1", view: "view-1" }]);
});

test("can be left for another time", async () => {
  const { kernel } = showPart(StoppedSweep, { stopped_sweep });
  await press("Not now");
  expect(kernel.told("skip_sweep")).toHaveLength(1);
  expect(kernel.told("open_sweep")).toEqual([]);
});
