import { mount } from "@vue/test-utils";
import { defineComponent, h } from "vue";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { keepKeys, relayKey, useOverlayKeys } from "../../src/composables/overlayKeys";

/** What Vuetify hears, and where: a key that reaches the document goes on to the window. */
let heard: { at: string; key: string; shift: boolean }[] = [];
let isTaken = false;

function listen(at: string): (event: Event) => void {
  return (event) => {
    const { key, shiftKey } = event as KeyboardEvent;
    heard.push({ at, key, shift: shiftKey });
    if (isTaken) {
      event.preventDefault();
    }
  };
}
const onDocument = listen("document");
const onWindow = listen("window");

beforeEach(() => {
  heard = [];
  isTaken = false;
  document.body.innerHTML = '<input id="cell" /><div class="v-overlay-container"><input /></div>';
  document.addEventListener("keydown", onDocument);
  window.addEventListener("keydown", onWindow);
  return () => {
    document.removeEventListener("keydown", onDocument);
    window.removeEventListener("keydown", onWindow);
  };
});

/** Return a key that a person pressed; no script can make one, only something like it. */
function pressed(
  key: string,
  { where = ".v-overlay-container input", shiftKey = false, isTrusted = true } = {},
) {
  const preventDefault = vi.fn();
  const target = document.querySelector(where);
  const event = { key, shiftKey, target, isTrusted, preventDefault };
  return { event: event as unknown as KeyboardEvent, preventDefault };
}

describe("a key that is pressed in a menu or a dialog", () => {
  test("reaches the window if it is Escape", () => {
    relayKey(pressed("Escape").event);
    expect(heard).toEqual([{ at: "window", key: "Escape", shift: false }]);
  });

  test("reaches the document if it is Tab", () => {
    relayKey(pressed("Tab").event);
    expect(heard[0]).toEqual({ at: "document", key: "Tab", shift: false });
  });

  test("keeps its Shift", () => {
    relayKey(pressed("Tab", { shiftKey: true }).event);
    expect(heard[0]).toEqual({ at: "document", key: "Tab", shift: true });
  });

  test("stays where it is if it is any other", () => {
    relayKey(pressed("x").event);
    expect(heard).toEqual([]);
  });

  test("is relayed once, though two studios are on the page", () => {
    const { event } = pressed("Escape");
    relayKey(event);
    relayKey(event);
    expect(heard).toHaveLength(1);
  });

  test("is kept from the browser if Vuetify takes it", () => {
    isTaken = true;
    const { event, preventDefault } = pressed("Tab");
    relayKey(event);
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("is left to the browser if Vuetify doesn't take it", () => {
    const { event, preventDefault } = pressed("Tab");
    relayKey(event);
    expect(preventDefault).not.toHaveBeenCalled();
  });
});

test("a key that is pressed elsewhere on the page is none of ours", () => {
  relayKey(pressed("Escape", { where: "#cell" }).event);
  expect(heard).toEqual([]);
});

test("a key that nobody pressed is not relayed: it may be a copy", () => {
  relayKey(pressed("Escape", { isTrusted: false }).event);
  expect(heard).toEqual([]);
});

describe("a component", () => {
  const Part = defineComponent({
    setup() {
      useOverlayKeys();
      return () => h("div");
    },
  });

  function dispatch(): void {
    const event = new KeyboardEvent("keydown", { key: "Escape" });
    Object.defineProperty(event, "isTrusted", { value: true });
    document.querySelector(".v-overlay-container input")?.dispatchEvent(event);
  }

  test("relays keys while it is on the page", () => {
    mount(Part);
    dispatch();
    expect(heard).toEqual([{ at: "window", key: "Escape", shift: false }]);
  });

  test("relays none after it is gone", () => {
    mount(Part).unmount();
    dispatch();
    expect(heard).toEqual([]);
  });
});

test("a control that takes the focus keeps its keys out of the notebook's commands", () => {
  const input = document.createElement("input");
  keepKeys({ target: input } as unknown as FocusEvent);
  expect(input.dataset.lmSuppressShortcuts).toBe("true");
});

test("a focus on the window itself is let be", () => {
  expect(() => keepKeys({ target: window } as unknown as FocusEvent)).not.toThrow();
});
