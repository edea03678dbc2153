import { createApp, ref } from "vue";
import { expect, test } from "vitest";
import { useTheme } from "../../src/composables/theme";
import { COLOURS } from "../../src/design";
import { living } from "../support/scope";

interface Theme {
  dark: boolean;
  colors: Record<string, string>;
}

/** A page with Vuetify's themes and one of the user's. */
function aPage() {
  const light: Theme = { dark: false, colors: { primary: "#111111", secondary: "#222222" } };
  const dark: Theme = { dark: true, colors: { primary: "#eeeeee", secondary: "#dddddd" } };
  const themes = ref<Record<string, Theme>>({ light, dark });
  const current = ref(light);
  const app = createApp({});
  app.provide(Symbol.for("vuetify:theme"), { themes, current });
  return { app, themes, current, light, dark };
}

test("is light or dark as the page is, at any time", () => {
  const { app, current, dark } = aPage();
  const { it } = living(useTheme, app);
  const before = it.value;
  current.value = dark;
  expect([before, it.value]).toEqual(["hgwLight", "hgwDark"]);
});

test("has our colours, and those of the page that we don't name", () => {
  const { app, themes } = aPage();
  living(useTheme, app);
  expect(themes.value.hgwLight?.colors).toEqual({ secondary: "#222222", ...COLOURS.hgwLight });
  expect(themes.value.hgwDark?.colors).toEqual({ secondary: "#dddddd", ...COLOURS.hgwDark });
});

test("is dark or light for Vuetify's components as well", () => {
  const { app, themes } = aPage();
  living(useTheme, app);
  expect([themes.value.hgwLight?.dark, themes.value.hgwDark?.dark]).toEqual([false, true]);
});

test("leaves the themes of the page as they are", () => {
  const { app, light, dark } = aPage();
  living(useTheme, app);
  expect([light.colors.primary, dark.colors.primary]).toEqual(["#111111", "#eeeeee"]);
});

test("is made once for all studios of a page", () => {
  const { app, themes } = aPage();
  living(useTheme, app);
  const first = themes.value.hgwLight;
  living(useTheme, app);
  expect(themes.value.hgwLight).toBe(first);
});
