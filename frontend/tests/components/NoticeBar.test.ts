import { flushPromises } from "@vue/test-utils";
import { defineComponent, h } from "vue";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import NoticeBar from "../../src/components/NoticeBar.vue";
import { find, press, text } from "../support/page";
import { useStudio } from "../../src/studio/studio";
import { showPart } from "../support/studio";

const Bar = defineComponent({ render: () => h(NoticeBar, { source: useStudio() }) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("says what was said", async () => {
  const { studio } = showPart(Bar);
  studio.say("Saved iris.png");
  await flushPromises();
  expect(text()).toContain("Saved iris.png");
  expect(find("button", "Undo")).toBeUndefined();
});

test("undoes what can be undone", async () => {
  const { studio } = showPart(Bar);
  const undo = vi.fn();
  studio.offerUndo("Deleted", undo, 8);
  await flushPromises();
  await press("Undo");
  expect(undo).toHaveBeenCalledOnce();
});

test("stays as long as somebody points at it", async () => {
  const { studio } = showPart(Bar);
  studio.say("Saved iris.png");
  await flushPromises();
  document.querySelector(".v-snackbar")?.dispatchEvent(new MouseEvent("mouseenter"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(studio.notice.isShown).toBe(true);
  document.querySelector(".v-snackbar")?.dispatchEvent(new MouseEvent("mouseleave"));
  await vi.advanceTimersByTimeAsync(3000);
  expect(studio.notice.isShown).toBe(false);
});
