import { flushPromises } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import UseInVideo from "../../src/components/UseInVideo.vue";
import { find, press, show, text } from "../support/page";

const REQUEST = {
  look_id: "look-1",
  about: "Nothing is sent.",
  curl: "curl -X POST …",
  python: "import httpx",
  view: "view-1",
};

async function aDialog(request: typeof REQUEST | undefined = REQUEST) {
  const dialog = show(UseInVideo, { modelValue: true, request });
  await flushPromises();
  return dialog;
}

test("shows the request as a command, and that nothing is sent", async () => {
  await aDialog();
  expect(text()).toContain("Nothing is sent.");
  expect(text()).toContain("curl -X POST …");
});

test("shows it in Python", async () => {
  await aDialog();
  await press("Python");
  expect(text()).toContain("import httpx");
});

test("copies what it shows, and says so", async () => {
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await aDialog();
  await press("Copy the request");
  expect(writeText).toHaveBeenCalledExactlyOnceWith("curl -X POST …");
  expect(find("button", "Copied")).toBeDefined();
});

test("waits for the kernel", async () => {
  const dialog = show(UseInVideo, { modelValue: true, request: undefined });
  await flushPromises();
  expect(find("button", "Copy the request")).toBeUndefined();
  await dialog.set({ request: REQUEST });
  expect(find("button", "Copy the request")).toBeDefined();
});
