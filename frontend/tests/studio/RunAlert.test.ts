import { describe, expect, test } from "vitest";
import RunAlert from "../../src/studio/RunAlert.vue";
import type { Alert, Traits } from "../../src/traits";
import { find, isDisabled, names, press, text } from "../support/page";
import { GONE, showPart } from "../support/studio";

/** An alert as the kernel sends it: what is not offered is an empty text. */
const ALERT: Alert = {
  kind: "error",
  title: "HeyGen refused it",
  text: "Nothing is billed.",
  advice: "Try again.",
  reference: "",
  resume: "",
  abandon: "",
  use_api: "",
};

function anAlert(alert: Alert = {}, changes: Partial<Traits> = {}, isGone = false) {
  const traits = { alert: { ...ALERT, ...alert }, ...changes };
  return showPart(RunAlert, traits, isGone ? { model: GONE } : {});
}

test("is not there as long as there is nothing to say", () => {
  showPart(RunAlert);
  expect(names("alert")).toEqual([]);
});

test("says what happened, what it means, and what to do", () => {
  anAlert();
  expect(text()).toContain("HeyGen refused it");
  expect(text()).toContain("Nothing is billed.");
  expect(text()).toContain("Try again.");
});

test("has figures for HeyGen's support", () => {
  anAlert({ reference: "request 7" });
  expect(text()).toContain("request 7");
});

test("is closed", async () => {
  const { kernel } = anAlert();
  await press("Close this message");
  expect(kernel.sent.map(({ event }) => event)).toEqual(["dismiss"]);
});

test.each([
  ["error", "error"],
  ["warning", "warning"],
  ["info", "info"],
  ["anything", "error"],
])("of kind %s looks like %s", (kind, look) => {
  const { view } = anAlert({ kind });
  expect(view.findComponent({ name: "VAlert" }).props("type")).toBe(look);
});

test("says that a failure was rehearsed", () => {
  anAlert({}, { backend: { kind: "sandbox", fault: "slow" } });
  expect(text()).toContain("This was a rehearsal.");
});

describe("what can be done", () => {
  test("is nothing if nothing is offered", () => {
    anAlert();
    expect(names("button")).toEqual(["Close this message"]);
  });

  test("is to wait on", async () => {
    const { kernel } = anAlert({ resume: "Resume" }, { generation_id: "g-1" });
    await press("Resume");
    expect(kernel.told("resume")).toEqual(["g-1"]);
  });

  test("is to give a run up", async () => {
    const { kernel } = anAlert({ abandon: "Mark as abandoned" }, { run_id: "run-1" });
    await press("Mark as abandoned");
    expect(kernel.told("abandon")).toEqual(["run-1"]);
  });

  test("is to take another version of HeyGen's API, though nothing else is offered", async () => {
    const { kernel } = anAlert({ use_api: "v3", use_api_label: "Use v3: $0.40" });
    await press("Use v3: $0.40");
    expect(kernel.told("use_api")).toEqual(["v3"]);
  });

  test("is nothing without a kernel", () => {
    anAlert({ resume: "Resume", abandon: "Mark as abandoned" }, {}, true);
    expect(["Resume", "Mark as abandoned"].map(isDisabled)).toEqual([true, true]);
  });

  test("is what is offered, and no more", () => {
    anAlert({ resume: "Resume" });
    expect(find("button", "Mark as abandoned")).toBeUndefined();
  });
});
