import { expect, test } from "vitest";
import RunStatus from "../../src/components/RunStatus.vue";
import { get, names, show, text } from "../support/page";

const PROPS = {
  line: "HeyGen is working on it…",
  clock: "12 s",
  usual: "usually about 20 s",
  isLate: false,
  isRunning: true,
};

test("reads out where the run stands", () => {
  show(RunStatus, PROPS);
  expect(get("status", PROPS.line).getAttribute("aria-live")).toBe("polite");
});

test("does not read out each second", () => {
  show(RunStatus, PROPS);
  expect(get("timer", "12 s").getAttribute("aria-live")).toBe("off");
});

test("says what is usual", () => {
  show(RunStatus, PROPS);
  expect(text()).toContain("usually about 20 s");
});

test.each([
  [true, ["Waiting for the images"]],
  [false, []],
])("shows that something goes on while it does: %j", (isRunning, bars) => {
  show(RunStatus, { ...PROPS, isRunning });
  expect(names("progressbar")).toEqual(bars);
});

test("leaves out what there is nothing to say of", () => {
  show(RunStatus, { ...PROPS, clock: "", usual: "" });
  expect([names("timer"), text()]).toEqual([[], PROPS.line]);
});
