// The second module, which the kernel sends when one of these is first used: by name, as in main.ts.
import { LIBRARY_CALLS, PANEL_CALLS } from "./avatars/calls";
import LibraryView from "./avatars/LibraryView.vue";
import PanelView from "./avatars/PanelView.vue";
import { defineWidget } from "./widget";

export const Library = defineWidget(LibraryView, LIBRARY_CALLS);
export const Panel = defineWidget(PanelView, PANEL_CALLS);
