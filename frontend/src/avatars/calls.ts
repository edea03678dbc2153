// What the kernel calls in each widget of avatars.

import type { LibraryCalls, PanelCalls } from "../traits";

// `satisfies` makes the type checker refuse a list that is not that of the contract.
export const LIBRARY_CALLS = Object.keys({
  heard: true,
  pictures: true,
  video: true,
} satisfies Record<keyof LibraryCalls, true>);

export const PANEL_CALLS = Object.keys({
  heard: true,
  pictures: true,
  video: true,
} satisfies Record<keyof PanelCalls, true>);
