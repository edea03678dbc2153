import { flushPromises } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import IconButton from "../../src/components/IconButton.vue";
import { get, press, show, text } from "../support/page";

async function hover(name: string): Promise<void> {
  // Vuetify looks for the button once it is on the page.
  await flushPromises();
  get("button", name).dispatchEvent(new MouseEvent("mouseenter"));
  await flushPromises();
}

test("has a name for people who can't see it", () => {
  show(IconButton, { icon: "mdi-close", label: "Close" });
  expect(get("button", "Close").querySelector(".mdi-close")).not.toBeNull();
});

test("is pressed as any button", async () => {
  const { view } = show(IconButton, { icon: "mdi-close", label: "Close" });
  await press("Close");
  expect(view.emitted("click")).toHaveLength(1);
});

test("shows its name to those who point at it", async () => {
  show(IconButton, { icon: "mdi-close", label: "Close" });
  await hover("Close");
  await vi.waitFor(() => {
    expect(text()).toContain("Close");
  });
});

test("shows a hint in place of its name if there is one", async () => {
  show(IconButton, { icon: "mdi-close", label: "Close the list", hint: "Close" });
  await hover("Close the list");
  await vi.waitFor(() => {
    expect(text()).toBe("Close");
  });
});
