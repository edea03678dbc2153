// The form of an experiment as it is on screen: planned after a pause, and not at each keystroke.

import { computed, onScopeDispose, watch } from "vue";
import type { WritableComputedRef } from "vue";

import type { SetupForm } from "../traits";
import type { SweepContext } from "./sweep";

export const PAUSE = 400; // milliseconds

/** Return the form; what is set in it is planned soon. */
export function useSetup(sweep: SweepContext): {
  form: WritableComputedRef<SetupForm | null>;
  change: (changes: Partial<SetupForm>) => void;
} {
  const { traits } = sweep;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const form = computed({
    get: () => sweep.draft ?? traits.form,
    set: (next) => {
      sweep.draft = next;
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (sweep.draft) {
          sweep.press("plan", sweep.draft);
        }
      }, PAUSE);
    },
  });
  // Another sweep was loaded, or begun anew: the form is what the kernel says.
  watch(
    () => traits.is_begun,
    () => {
      clearTimeout(waiting);
      sweep.draft = null;
    },
  );
  onScopeDispose(() => {
    clearTimeout(waiting);
  });
  return {
    form,
    change: (changes) => {
      if (form.value) {
        form.value = { ...form.value, ...changes };
      }
    },
  };
}

/** Return a text with braces around a part of it, and where in it the words to replace stand. */
export function withAlternatives(
  text: string,
  from: number,
  to: number,
): { text: string; from: number; to: number } {
  const words = text.slice(from, to).trim();
  const before = text.slice(0, from);
  const gap = before && !before.endsWith(" ") && from === to ? " " : "";
  const start = `${before}${gap}{${words && `${words}|`}`;
  const rest = words ? "another" : "one|another";
  return {
    text: `${start}${rest}}${text.slice(to)}`,
    from: start.length,
    to: start.length + rest.length,
  };
}

/** Return a whole number of what was typed; null for none. */
export function wholeOf(text: string | null): number | null {
  const number = Number.parseInt(text ?? "", 10);
  return Number.isNaN(number) ? null : number;
}
