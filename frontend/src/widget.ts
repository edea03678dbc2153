// The bridge between ipyvue and a widget: traits, events and calls as one typed value.

import { defineComponent, getCurrentInstance, h, inject, onScopeDispose } from "vue";
import type { Component, InjectionKey } from "vue";

import type { Calls, Events, Traits } from "./traits";

/** The arguments of an event: what it says, then the files that go with it. */
export type Said<E extends keyof Events> = Events[E] extends undefined
  ? []
  : [payload: Events[E], buffers?: ArrayBuffer[]];

export type Answer<C extends keyof Calls> = (payload: Calls[C], buffers: DataView[]) => void;

/** What a widget model of Jupyter tells about its kernel; only what is used here. */
export interface WidgetModel {
  model_id: string;
  comm_live?: boolean;
  comm?: unknown;
  widget_manager?: { kernel?: unknown };
  on?: (event: string, handler: () => void) => void;
  off?: (event: string, handler: () => void) => void;
}

interface ViewContext {
  getView: () => { cid: string; model: WidgetModel };
}

/** One view of a widget, and the kernel behind it. */
export interface Kernel {
  /** State: both sides hold it; what is set here is sent. */
  traits: Traits;
  /** Tells this view from all others: only the one that asked acts on an answer. */
  view: string;
  /** The widget's model; none outside of a notebook. */
  model: WidgetModel | undefined;
  /** Sends an event. */
  send: <E extends keyof Events>(event: E, ...said: Said<E>) => void;
  /** Answers a call as long as the component that asks for it lives. */
  on: <C extends keyof Calls>(call: C, answer: Answer<C>) => void;
}

export const KERNEL: InjectionKey<Kernel> = Symbol("kernel");

/** Return the kernel of the widget that a component is a part of. */
export function useKernel(): Kernel {
  const kernel = inject(KERNEL, undefined);
  if (!kernel) {
    throw new Error("This component is a part of a widget: it can't stand alone.");
  }
  return kernel;
}

// `satisfies` makes the type checker refuse a list that is not that of the contract.
const CALLS = Object.keys({
  heard: true,
  changed: true,
  runs: true,
  marked: true,
  enlarged: true,
  download: true,
  snippet: true,
  faults: true,
} satisfies Record<keyof Calls, true>) as (keyof Calls)[];

/** Keeps who answers which call. */
export class Answers {
  private readonly kept = new Map<keyof Calls, Set<Answer<never>>>();

  add<C extends keyof Calls>(call: C, answer: Answer<C>): void {
    const answers = this.kept.get(call) ?? new Set();
    this.kept.set(call, answers.add(answer));
    onScopeDispose(() => answers.delete(answer));
  }

  give(call: keyof Calls, payload: unknown, buffers: DataView[]): void {
    this.kept
      .get(call)
      ?.forEach((answer) => (answer as Answer<keyof Calls>)(payload as never, buffers));
  }
}

type Instance = Traits & Record<string, (payload?: unknown, buffers?: ArrayBuffer[]) => void>;

/**
 * Return the component that ipyvue mounts for a widget.
 *
 * ipyvue mixes traits (as data), and events (as methods) into it, and calls its `jupyter_…` methods
 * with the buffers last. So it uses the Options API; everything under it does not have to.
 */
export function defineWidget(view: Component): Component {
  const answers = new WeakMap<object, Answers>();
  return defineComponent({
    inject: { viewCtx: { default: undefined } },
    provide(): Record<symbol, unknown> {
      const proxy = this as unknown as Instance;
      const own = new Answers();
      answers.set(proxy, own);
      const context = (this as unknown as { viewCtx?: ViewContext }).viewCtx?.getView();
      const kernel: Kernel = {
        traits: proxy,
        view: Math.random().toString(36).slice(2),
        model: context?.model,
        send: (event, ...said) => proxy[event]?.(...said),
        on: (call, answer) => {
          own.add(call, answer);
        },
      };
      // All apps of a page count their elements from 0; a label must not point into another studio.
      const config = getCurrentInstance()?.appContext.config;
      if (config) {
        config.idPrefix = `hgw-${kernel.model?.model_id.slice(0, 8) ?? ""}-${kernel.view}`;
      }
      return { [KERNEL as symbol]: kernel };
    },
    methods: Object.fromEntries(
      CALLS.map((call) => [
        `jupyter_${call}`,
        function (this: object, ...said: unknown[]): void {
          const buffers = said.pop() as DataView[] | undefined;
          answers.get(this)?.give(call, said[0], buffers ?? []);
        },
      ]),
    ),
    render: () => h(view),
  });
}
