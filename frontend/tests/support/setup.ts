// Before each file of tests: the page that ipyvuetify makes, and no warning unnoticed.
import { config, disableAutoUnmount, enableAutoUnmount } from "@vue/test-utils";
import { h } from "vue";
import { afterEach, beforeEach, expect, vi } from "vitest";
// As one file: it loads four times as fast as from "vuetify".
import { components, createVuetify, directives } from "vuetify/dist/vuetify.js";

config.global.plugins = [createVuetify({ components, directives })];
// ipyvue gives each app a component that shows another widget.
config.global.components = {
  JupyterWidget: { props: ["widget"], render: () => h("div", { class: "child-widget" }) },
};

// Vuetify's menus listen to it, and happy-dom has none.
vi.stubGlobal("visualViewport", new EventTarget());

const said: unknown[] = [];

// Vue tells of mistakes in warnings: a misspelt component, a prop of another type.
beforeEach(() => {
  said.length = 0;
  for (const level of ["warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((message) => said.push(message));
  }
});

afterEach(() => {
  expect(said).toEqual([]);
});

// What is on the page goes with its test, and before the warnings are counted.
// The file before has asked for it as well.
disableAutoUnmount();
enableAutoUnmount(afterEach);
