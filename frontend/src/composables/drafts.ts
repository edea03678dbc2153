// What is being typed. It travels after a pause and not at each keystroke, and whatever the kernel
// sends meanwhile leaves it alone.

import { onScopeDispose, reactive, watch } from "vue";

export const PAUSE = 250; // milliseconds

export interface Drafts<N extends string> {
  /** The texts as they stand on screen. */
  draft: Record<N, string>;
  /** Take what was typed into a field. */
  type: (name: N, text: string | null) => void;
  /** Settle what is being typed: the traits have it from now on. */
  flush: () => void;
}

/** How a text becomes the value of its trait. */
export type Parse<N extends string> = (name: N, text: string) => unknown;

/**
 * Return drafts of the traits that are typed.
 *
 * @param traits - Where they are settled.
 * @param names - Which ones.
 * @param parse - By default, the text is the value.
 */
export function useDrafts<N extends string>(
  traits: Record<N, unknown>,
  names: readonly N[],
  parse: Parse<N> = (_name, text) => text,
): Drafts<N> {
  const draft = reactive({}) as Record<N, string>;
  const typed = new Set<N>();
  let typing: ReturnType<typeof setTimeout> | undefined;

  const show = (name: N): void => {
    if (!typed.has(name)) {
      draft[name] = String(traits[name] ?? "");
    }
  };
  const flush = (): void => {
    clearTimeout(typing);
    const settled = [...typed];
    typed.clear();
    for (const name of settled) {
      traits[name] = parse(name, draft[name]);
      show(name);
    }
  };
  for (const name of names) {
    watch(
      () => traits[name],
      () => {
        show(name);
      },
      { immediate: true },
    );
  }
  onScopeDispose(() => {
    clearTimeout(typing);
  });
  return {
    draft,
    flush,
    type: (name, text) => {
      draft[name] = text ?? "";
      typed.add(name);
      clearTimeout(typing);
      typing = setTimeout(flush, PAUSE);
    },
  };
}

/** Return a limit in US dollars from what was typed; null for none. */
export function limitOf(text: string): number | null {
  const limit = Number(text);
  return text.trim() === "" || !Number.isFinite(limit) ? null : Math.max(0, limit);
}
