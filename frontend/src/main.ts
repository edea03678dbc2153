// By name and with no default export: ipyvue takes one that has `install` for a plugin of every app.
import { defineWidget } from "./widget";
import StudioView from "./studio/StudioView.vue";

export const Studio = defineWidget(StudioView);
