// The page as people find their way on it: by role, label and text.

import { flushPromises, mount } from "@vue/test-utils";
import type { VueWrapper } from "@vue/test-utils";
import { defineComponent, h, resolveComponent, shallowReactive } from "vue";
import type { Component } from "vue";
import { DEFAULTS } from "../../src/design";

type PropsOf<C> = C extends new (...args: never[]) => { $props: infer P } ? P : object;

export interface Shown<P> {
  view: VueWrapper;
  /** Change props. */
  set: (changes: Partial<P>) => Promise<void>;
  unmount: () => void;
}

export interface ShowOptions {
  /** What the component injects. */
  provide?: Record<symbol, unknown>;
  /** Let transitions take place; what waits for their end needs them. */
  withTransitions?: boolean;
}

/** Put a component on the page, in our design, with a model that follows it. */
export function show<C extends Component>(
  component: C,
  props: PropsOf<C>,
  { provide = {}, withTransitions = false }: ShowOptions = {},
): Shown<PropsOf<C>> {
  const given = shallowReactive<Record<string, unknown>>(
    Object.fromEntries(Object.entries(props as object)),
  );
  if ("modelValue" in given) {
    given["onUpdate:modelValue"] = (value: unknown) => (given.modelValue = value);
  }
  const Page = defineComponent({
    render: () =>
      h(resolveComponent("VDefaultsProvider"), { defaults: DEFAULTS }, () => h(component, given)),
  });
  const page = mount(Page, {
    attachTo: document.body,
    global: { provide, stubs: withTransitions ? { transition: false } : {} },
  });
  // TypeScript and ESLint know different types of a component.
  const view: unknown = page.findComponent(component);
  return {
    view: view as VueWrapper,
    set: async (changes) => {
      Object.assign(given, changes);
      await flushPromises();
    },
    unmount: () => {
      page.unmount();
    },
  };
}

/** Return the name of an element, as it is read out. */
export function nameOf(element: Element): string {
  const ids = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const named = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const label = element.id && document.querySelector(`label[for="${element.id}"]`)?.textContent;
  const names = [named, element.getAttribute("aria-label"), label, element.textContent];
  return (names.find(Boolean) ?? "").replace(/\s+/gu, " ").trim();
}

function isVisible(element: Element): boolean {
  for (let each: Element | null = element; each; each = each.parentElement) {
    const isHidden =
      each.getAttribute("aria-hidden") === "true" ||
      each.hasAttribute("hidden") ||
      each.getAttribute("style")?.includes("display: none");
    if (isHidden) {
      return false;
    }
  }
  return true;
}

const ROLES: Record<string, string> = {
  button: "button",
  field: "input, textarea",
  heading: "h1, h2, h3",
  image: "img",
  item: ".v-list-item",
  list: "ul",
};

/** Return the elements of a role that can be seen. */
export function all(role: string, root: ParentNode = document): HTMLElement[] {
  const found = [...root.querySelectorAll<HTMLElement>(ROLES[role] ?? `[role=${role}]`)];
  return found.filter(isVisible);
}

/** Return the names of the elements of a role. */
export function names(role: string, root: ParentNode = document): string[] {
  return all(role, root).map(nameOf);
}

/** Return the one element of a role and a name, if it is there. */
export function find(
  role: string,
  name: string | RegExp,
  root: ParentNode = document,
): HTMLElement | undefined {
  const matches = (text: string): boolean =>
    typeof name === "string" ? text === name : name.test(text);
  const found = all(role, root).filter((element) => matches(nameOf(element)));
  if (found.length > 1) {
    throw new Error(`There are ${found.length} of ${role} ${String(name)}.`);
  }
  return found[0];
}

/** Return the one element of a role and a name. */
export function get(role: string, name: string | RegExp, root: ParentNode = document): HTMLElement {
  const found = find(role, name, root);
  if (!found) {
    const there = names(role, root).join(", ");
    throw new Error(`There is no ${role} ${String(name)}; there are: ${there}`);
  }
  return found;
}

/** Say whether a button can't be pressed. */
export function isDisabled(name: string | RegExp): boolean {
  return (get("button", name) as HTMLButtonElement).disabled;
}

/** Press a button, or what else is pressed. */
export async function press(name: string | RegExp, role = "button"): Promise<void> {
  get(role, name).click();
  await flushPromises();
}

/** Type a text into a field, in place of what is there. */
export async function type(label: string, text: string): Promise<void> {
  const field = get("field", label) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await flushPromises();
}

/** Return what stands in a field. */
export function valueOf(label: string): string {
  return (get("field", label) as HTMLInputElement).value;
}

/** Choose a word of a list. */
export async function choose(view: VueWrapper, label: string, value: unknown): Promise<void> {
  const lists = view.findAllComponents({ name: "VSelect" });
  const list = lists.find((each) => each.props("label") === label);
  await list?.setValue(value);
  await flushPromises();
}

/** Press a key on an element; say whether the browser would act on it as well. */
export async function pressKey(
  element: Element,
  key: string,
  also: KeyboardEventInit = {},
): Promise<boolean> {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...also });
  const isLeft = element.dispatchEvent(event);
  await flushPromises();
  return isLeft;
}

/** Return the text of the whole page, menus and dialogs as well. */
export function text(root: Element = document.body): string {
  return root.textContent.replace(/\s+/gu, " ").trim();
}
