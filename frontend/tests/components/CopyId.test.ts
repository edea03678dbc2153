import { flushPromises } from "@vue/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import CopyId from "../../src/components/CopyId.vue";
import { press, show, text } from "../support/page";

afterEach(() => {
  vi.useRealTimers();
});

function anId() {
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  return { writeText, ...show(CopyId, { text: "key-1", label: "Copy the key" }) };
}

test("shows the id", () => {
  anId();
  expect(text()).toContain("key-1");
});

test("copies the id and tells it", async () => {
  const { view, writeText } = anId();
  await press("Copy the key");
  expect(writeText).toHaveBeenCalledExactlyOnceWith("key-1");
  expect(view.emitted("copied")).toHaveLength(1);
});

test("shows for two seconds that it was copied", async () => {
  vi.useFakeTimers();
  const { view } = anId();
  const isMarked = () => view.find(".mdi-check").exists();
  await press("Copy the key");
  const before = isMarked();
  await vi.advanceTimersByTimeAsync(2000);
  await flushPromises();
  expect([before, isMarked()]).toEqual([true, false]);
});
