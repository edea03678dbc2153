// Escape and Tab in what floats over the page.

import { onBeforeUnmount, onMounted } from "vue";

const RELAYED = ["Escape", "Tab"];

/**
 * Relay keys to where Vuetify listens.
 *
 * ipyvuetify stops all keys at the edge of the overlays, so that none reaches the notebook. Vuetify
 * listens beyond that edge: on the window for Escape, on the document for the focus trap's Tab.
 */
export function relayKey(event: KeyboardEvent): void {
  const { target } = event;
  // The copy's target is the window or the document, which are no elements.
  const isOurs = target instanceof Element && target.closest(".v-overlay-container");
  // A key that was relayed is not trusted, and the relay of a second studio saw it before.
  if (!event.isTrusted || !isOurs || !RELAYED.includes(event.key) || relayed.has(event)) {
    return;
  }
  relayed.add(event);
  const copy = new KeyboardEvent("keydown", {
    key: event.key,
    shiftKey: event.shiftKey,
    cancelable: true,
  });
  if (!(event.key === "Tab" ? document : window).dispatchEvent(copy)) {
    event.preventDefault();
  }
}

const relayed = new WeakSet<Event>();

/** Relay keys as long as the component is on the page. */
export function useOverlayKeys(): void {
  onMounted(() => {
    window.addEventListener("keydown", relayKey, true);
  });
  onBeforeUnmount(() => {
    window.removeEventListener("keydown", relayKey, true);
  });
}

/**
 * Keep a control's keys out of the notebook's commands.
 *
 * In command mode JupyterLab takes single keys, an x would cut the cell. It looks for this attribute
 * on the focused element itself.
 */
export function keepKeys({ target }: FocusEvent): void {
  if (target instanceof HTMLElement) {
    target.dataset.lmSuppressShortcuts = "true";
  }
}
