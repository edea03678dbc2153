// Our two themes beside the user's, which stays as it is.

import { computed, inject } from "vue";
import type { ComputedRef, Ref } from "vue";

import { COLOURS } from "../design";

interface Theme {
  dark: boolean;
  colors: Record<string, string>;
}
interface Themes {
  themes: Ref<Record<string, Theme>>;
  current: Ref<Theme>;
}

/** Return the name of the theme to draw with; it follows that of the page. */
export function useTheme(): ComputedRef<string> {
  // By the symbol's name: `vuetify` itself must not be imported, ipyvuetify brings it.
  const theme = inject(Symbol.for("vuetify:theme")) as Themes;
  const themes = theme.themes.value;
  for (const [name, base] of [
    ["hgwLight", themes.light],
    ["hgwDark", themes.dark],
  ] as const) {
    if (base && !themes[name]) {
      themes[name] = { ...base, colors: { ...base.colors, ...COLOURS[name] } };
    }
  }
  return computed(() => (theme.current.value.dark ? "hgwDark" : "hgwLight"));
}
