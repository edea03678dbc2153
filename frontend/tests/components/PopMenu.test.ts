import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import { defineComponent, h, resolveComponent } from "vue";
import PopMenu from "../../src/components/PopMenu.vue";
import { find, get, press } from "../support/page";

/** A page that has no design but Vuetify's, as around our widgets. */
function aPage(): void {
  const Page = defineComponent({
    render: () =>
      h(PopMenu, null, {
        activator: ({ props }: { props: object }) => h("button", props, "More"),
        default: () => h(resolveComponent("VTextField"), { label: "Search" }),
      }),
  });
  mount(Page, { attachTo: document.body });
}

test("is not there before its button was pressed", () => {
  aPage();
  expect(find("field", "Search")).toBeUndefined();
});

test("opens at its button", async () => {
  aPage();
  await press("More");
  expect(get("button", "More").getAttribute("aria-expanded")).toBe("true");
  expect(find("field", "Search")).toBeDefined();
});

test("has our design, though it floats over the page", async () => {
  aPage();
  await press("More");
  const field = get("field", "Search").closest(".v-field");
  expect(field?.classList.contains("v-field--variant-outlined")).toBe(true);
});
