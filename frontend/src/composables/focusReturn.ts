// The focus goes to what asks for it in something that floats, and back to what opened that, unless
// it has gone elsewhere by itself.

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

/** Focus what asks for it once it is there: while it opens it is hidden, and can't take the focus. */
export function focusAsking(): void {
  const content = [...document.querySelectorAll(".v-overlay--active > .v-overlay__content")].pop();
  if (!content?.querySelector(":focus")) {
    content?.querySelector<HTMLElement>("[autofocus]")?.focus();
  }
}
