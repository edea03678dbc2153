// The focus goes back to what opened something that floats, unless it has gone elsewhere by itself.

import { watch } from "vue";
import type { Ref } from "vue";

/** Return what gives the focus back, for when it has left the screen. */
export function useFocusReturn(isOpen: Readonly<Ref<boolean>>): () => void {
  let opener: Element | null = null;
  watch(
    isOpen,
    (now) => {
      if (now) {
        opener = document.activeElement;
      }
    },
    // Before what opens takes the focus.
    { flush: "sync" },
  );
  return () => {
    const { activeElement, body } = document;
    // Another menu may be open by now, and have the focus.
    const isElsewhere = activeElement?.closest(".v-overlay--active");
    const isLost =
      !isElsewhere && (activeElement === body || activeElement?.closest(".v-overlay-container"));
    if (isLost && opener instanceof HTMLElement && opener.isConnected) {
      opener.focus();
    }
  };
}
