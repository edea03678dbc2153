// The static copy below a widget is for readers who have no kernel: a live widget hides it.

import { onBeforeUnmount, watch } from "vue";

/** Hide the static copy of this token, as long as the component is on the page. */
export function useStaticCopy(token: () => string): void {
  const style = document.createElement("style");
  watch(
    token,
    (now) => {
      style.textContent = now ? `.hgw-static-${now} { display: none; }` : "";
      document.head.append(style);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => {
    style.remove();
  });
}
