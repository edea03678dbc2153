// A press that nothing answers: the kernel is busy with a cell, or gone.

import { onScopeDispose, ref } from "vue";
import type { Ref } from "vue";

export const PATIENCE = 4000; // milliseconds

export interface Patience {
  isOver: Readonly<Ref<boolean>>;
  /** Something was pressed; an answer is awaited. */
  listen: () => void;
  /** The kernel heard of it. */
  heard: () => void;
}

/** Return whether the kernel owes an answer for too long. */
export function usePatience(): Patience {
  const isOver = ref(false);
  let listening: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(listening);
  };
  onScopeDispose(stop);
  return {
    isOver,
    listen: () => {
      stop();
      listening = setTimeout(() => (isOver.value = true), PATIENCE);
    },
    heard: () => {
      stop();
      isOver.value = false;
    },
  };
}
