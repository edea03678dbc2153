// The clock of a run: it ticks in the browser, since the kernel has better things to do.

import { computed, onScopeDispose, ref, watch } from "vue";
import type { ComputedRef } from "vue";

import type { Run, Traits } from "../traits";
import { duration } from "./times";
import { share, usually } from "./usual";

const SHORTEST = 0.05; // seconds: what failed at once took no time

type Timed = Pick<Traits, "started_at" | "elapsed" | "usual"> & {
  run: Pick<Run, "is_waiting">;
};

export interface Clock {
  /** How long the run goes on, or took; empty for none. */
  text: ComputedRef<string>;
  /** What is usual, or that this one takes longer; empty while nothing goes on. */
  usual: ComputedRef<string>;
  /** Whether it takes longer than usual. */
  isLate: ComputedRef<boolean>;
  /** The share of its time that it has probably behind it, below 1; 0 if that is unknown. */
  share: ComputedRef<number>;
}

/** Return the clock of the run that is shown. */
export function useClock(traits: Timed): Clock {
  const now = ref(Date.now());
  let ticking: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => {
    clearInterval(ticking);
  };
  watch(
    () => [traits.run.is_waiting, traits.started_at] as const,
    ([isWaiting]) => {
      stop();
      now.value = Date.now();
      if (isWaiting) {
        ticking = setInterval(() => (now.value = Date.now()), 1000);
      }
    },
    { immediate: true },
  );
  onScopeDispose(stop);
  const passed = computed(() => {
    const since = traits.started_at ? traits.started_at * 1000 : now.value;
    return Math.max(0, now.value - since) / 1000;
  });
  const isLate = computed(
    () => traits.run.is_waiting && passed.value > (traits.usual[1] ?? Infinity),
  );
  return {
    isLate,
    share: computed(() => (traits.run.is_waiting ? share(passed.value, traits.usual) : 0)),
    text: computed(() => {
      if (traits.run.is_waiting) {
        return duration(Math.floor(passed.value));
      }
      return traits.elapsed >= SHORTEST ? duration(traits.elapsed, 1) : "";
    }),
    usual: computed(() => {
      if (!traits.run.is_waiting || !traits.usual.length) {
        return "";
      }
      const about = usually(traits.usual);
      return isLate.value ? `longer than usual (${about})` : `usually ${about}`;
    }),
  };
}
