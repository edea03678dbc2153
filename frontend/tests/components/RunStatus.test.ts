import { expect, test } from "vitest";
import RunStatus from "../../src/components/RunStatus.vue";
import { get, names, show, text } from "../support/page";

const PROPS = {
  line: "HeyGen is working on it…",
  clock: "12 s",
  usual: "usually 15–25 s",
  isLate: false,
  isRunning: true,
  share: 0,
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
  expect(text()).toContain("usually 15–25 s");
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

test.each([
  [0, null],
  [0.5, "50"],
  [0.99, "99"],
])("shows how far the run has got where that is known: %j", (share, value) => {
  show(RunStatus, { ...PROPS, share });
  expect(get("progressbar", "Waiting for the images").getAttribute("aria-valuenow")).toBe(value);
});
