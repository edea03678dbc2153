// What the parts of an avatar's panel share beside its kernel: pictures, notices, a video's request.

import { computed, inject, provide, reactive } from "vue";
import type { ComputedRef, InjectionKey, UnwrapNestedRefs } from "vue";

import type { PanelCalls, PanelEvents, PanelTraits } from "../traits";
import type { Contract } from "../widget";
import { useCommonParts } from "./parts";
import type { CommonParts } from "./parts";

/** What travels between the kernel and a panel. */
export interface PanelContract extends Contract {
  traits: PanelTraits;
  events: PanelEvents;
  calls: PanelCalls;
}

interface Parts extends CommonParts<PanelContract> {
  /** Whether something is under way that no other step may overtake. */
  isBusy: ComputedRef<boolean>;
  /** Whether it is new looks, which have a place of their own to say how they stand. */
  isMakingLooks: ComputedRef<boolean>;
}

/** The same with its refs unwrapped, as components have it. */
export type PanelContext = UnwrapNestedRefs<Parts>;

const PANEL: InjectionKey<PanelContext> = Symbol("panel");

/** Return what the parts of a panel share. */
export function usePanel(): PanelContext {
  const panel = inject(PANEL, undefined);
  if (!panel) {
    throw new Error("This component is a part of a panel: it can't stand alone.");
  }
  return panel;
}

/** Set up what the parts of a panel share, for all components below. */
export function providePanel(): PanelContext {
  const parts = useCommonParts<PanelContract>();
  const { traits } = parts;
  const isBusy = computed(() => traits.making.is_waiting && !parts.isGone.value);
  const panel = reactive<Parts>({
    ...parts,
    isBusy,
    isMakingLooks: computed(() => Boolean(traits.making.group_id) && isBusy.value),
  });
  provide(PANEL, panel);
  return panel;
}
