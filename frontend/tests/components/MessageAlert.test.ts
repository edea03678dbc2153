import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import MessageAlert from "../../src/components/MessageAlert.vue";
import { find, names, press, show, text } from "../support/page";

test("says what happened and what to do, and nothing of what is missing", () => {
  const { view } = show(MessageAlert, {
    kind: "error",
    title: "It failed",
    texts: ["HeyGen refuses.", undefined, "", "Try again."],
  });
  expect(view.findAll("p").map((each) => each.text())).toEqual(["HeyGen refuses.", "Try again."]);
  expect(text()).toContain("It failed");
});

test("is read out without haste, if nobody says otherwise", () => {
  show(MessageAlert, { kind: "info", texts: ["News"] });
  expect([names("status").length, names("alert").length]).toEqual([1, 0]);
});

test("is read out at once if it must be", () => {
  show(MessageAlert, { kind: "error", texts: ["It failed"], role: "alert" });
  expect(names("alert")).toHaveLength(1);
});

test("keeps figures for the support folded away", () => {
  const { view } = show(MessageAlert, { kind: "error", texts: [], details: "request 7" });
  expect(view.get("details").text()).toContain("request 7");
  expect(view.get("details").attributes("open")).toBeUndefined();
});

test("is closed by a button that has a name", async () => {
  const { view } = show(MessageAlert, { kind: "info", texts: [], closeLabel: "Close this" });
  await press("Close this");
  expect(view.emitted("close")).toEqual([[]]);
});

test("stays where nobody may close it", () => {
  show(MessageAlert, { kind: "info", texts: ["News"] });
  expect(find("button", /./u)).toBeUndefined();
});

test("has room for what can be done", () => {
  const alert = mount(MessageAlert, {
    props: { kind: "info", texts: [] },
    slots: { default: "<button>Resume</button>" },
  });
  expect(alert.get("button").text()).toBe("Resume");
});
