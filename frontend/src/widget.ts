// The bridge between ipyvue and a widget: traits, events and calls as one typed value.

import { defineComponent, getCurrentInstance, h, inject, onScopeDispose } from "vue";
import type { Component, InjectionKey } from "vue";

import type { Calls, Events, Traits } from "./traits";

/** What travels between the kernel and one kind of widget. */
export interface Contract {
  traits: object;
  events: object;
  calls: object;
}

/** What travels between the kernel and a studio. */
export interface StudioContract extends Contract {
  traits: Traits;
  events: Events;
  calls: Calls;
}

/** The arguments of an event: what it says, then the files that go with it. */
export type Said<E extends keyof All, All extends object = Events> = All[E] extends undefined
  ? []
  : [payload: All[E], buffers?: ArrayBuffer[]];

export type Answer<C extends keyof All, All extends object = Calls> = (
  payload: All[C],
  buffers: DataView[],
) => void;

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
export interface Kernel<K extends Contract = StudioContract> {
  /** State: both sides hold it; what is set here is sent. */
  traits: K["traits"];
  /** Tells this view from all others: only the one that asked acts on an answer. */
  view: string;
  /** The widget's model; none outside of a notebook. */
  model: WidgetModel | undefined;
  /** Sends an event. */
  send: <E extends keyof K["events"]>(event: E, ...said: Said<E, K["events"]>) => void;
  /** Answers a call as long as the component that asks for it lives. */
  on: <C extends keyof K["calls"]>(call: C, answer: Answer<C, K["calls"]>) => void;
}

export const KERNEL: InjectionKey<Kernel> = Symbol("kernel");

/** Return the kernel of the widget that a component is a part of. */
export function useKernel<K extends Contract = StudioContract>(): Kernel<K> {
  const kernel = inject(KERNEL, undefined) as unknown as Kernel<K> | undefined;
  if (!kernel) {
    throw new Error("This component is a part of a widget: it can't stand alone.");
  }
  return kernel;
}

// `satisfies` makes the type checker refuse a list that is not that of the contract.
const STUDIO_CALLS = Object.keys({
  heard: true,
  changed: true,
  runs: true,
  marked: true,
  enlarged: true,
  download: true,
  snippet: true,
  faults: true,
} satisfies Record<keyof Calls, true>);

/** Keeps who answers which call. */
export class Answers {
  private readonly kept = new Map<
    PropertyKey,
    Set<(payload: never, buffers: DataView[]) => void>
  >();

  add(call: PropertyKey, answer: (payload: never, buffers: DataView[]) => void): void {
    const answers = this.kept.get(call) ?? new Set();
    this.kept.set(call, answers.add(answer));
    onScopeDispose(() => answers.delete(answer));
  }

  give(call: string, payload: unknown, buffers: DataView[]): void {
    this.kept.get(call)?.forEach((answer) => answer(payload as never, buffers));
  }
}

type Instance = Traits & Record<string, (payload?: unknown, buffers?: ArrayBuffer[]) => void>;

/**
 * Return the component that ipyvue mounts for a widget.
 *
 * ipyvue mixes traits (as data), and events (as methods) into it, and calls its `jupyter_…` methods
 * with the buffers last. So it uses the Options API; everything under it does not have to.
 *
 * @param view - What it shows.
 * @param calls - What the kernel calls in it.
 */
export function defineWidget(view: Component, calls: string[] = STUDIO_CALLS): Component {
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
      calls.map((call) => [
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
