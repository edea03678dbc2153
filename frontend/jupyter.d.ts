// What ipyvue gives each app: a component that shows another widget.
import type { DefineComponent } from "vue";

declare module "vue" {
  interface GlobalComponents {
    JupyterWidget: DefineComponent<{ widget: string }>;
  }
}
