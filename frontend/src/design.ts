// The design: what Vuetify's components look like here, and the words that icons stand for.

const BUTTON = {
  variant: "text",
  class: "text-none",
  style: "letter-spacing: 0",
  rounded: "pill",
} as const;

const FIELD = {
  variant: "outlined",
  density: "compact",
  color: "primary",
  hideDetails: "auto",
  rounded: "lg",
} as const;

/** Vuetify's defaults in our widgets, in place of a style sheet. */
export const DEFAULTS = {
  VTextField: FIELD,
  VTextarea: FIELD,
  VSelect: {
    ...FIELD,
    menuIcon: "mdi-chevron-down",
    itemTitle: "label",
    itemValue: "value",
    listProps: { density: "compact", slim: true },
    // A list that scrolls is out of reach for the keyboard alone.
    menuProps: { maxHeight: 520 },
  },
  VCheckbox: { density: "compact", color: "primary", hideDetails: true },
  VBtn: { ...BUTTON },
  VBtnToggle: {
    mandatory: true,
    divided: true,
    color: "primary",
    variant: "text",
    density: "compact",
    border: true,
    rounded: "lg",
    // The group has the corners.
    VBtn: { rounded: false },
  },
  VCard: { rounded: "lg", flat: true },
  // It has defaults of its own for the buttons in it.
  VCardActions: { VBtn: { ...BUTTON } },
  VChip: { size: "small", variant: "tonal", label: true },
  VAlert: { variant: "tonal", density: "compact", rounded: "lg", border: "start" },
  VList: { density: "compact", slim: true, rounded: "lg" },
  VMenu: { offset: 4 },
  VTooltip: { location: "top", openDelay: 300, maxWidth: 320, eager: false },
  VExpansionPanels: { variant: "accordion", flat: true, bgColor: "transparent" },
  VExpansionPanel: { bgColor: "transparent" },
  VRating: { density: "compact", color: "medium-emphasis", activeColor: "star", clearable: true },
  VProgressLinear: { rounded: true, color: "primary" },
};

/** Our colours over those of Vuetify's theme; each text passes WCAG AA on its surface. */
export const COLOURS = {
  hgwLight: {
    primary: "#4f46e5",
    error: "#b3261e",
    warning: "#8a5300",
    success: "#1b6e3c",
    info: "#3b4cca",
    star: "#9a6700",
    heart: "#c2185b",
    surface: "#ffffff",
    "surface-variant": "#3b3844",
  },
  hgwDark: {
    primary: "#b4b0ff",
    error: "#ffb4ab",
    warning: "#ffc46b",
    success: "#7bd99a",
    info: "#b4c0ff",
    star: "#ffc46b",
    heart: "#ff8fb5",
    surface: "#1b1a21",
    "surface-variant": "#e6e1ee",
    // Tooltips: Vuetify's own dark grey on grey is too faint.
    "on-surface-variant": "#1b1a21",
  },
};

/** The icons of the words of a form, by value. */
export const WORD_ICONS: Record<string, string> = {
  square: "mdi-crop-square",
  horizontal: "mdi-crop-landscape",
  vertical: "mdi-crop-portrait",
  close_up: "mdi-face-man-outline",
  half_body: "mdi-account-outline",
  full_body: "mdi-human-male",
};

/** Width to height of the images, by orientation. */
export const SHAPES: Record<string, string> = {
  square: "1 / 1",
  horizontal: "16 / 9",
  vertical: "9 / 16",
};
