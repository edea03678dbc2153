// A studio's parts, with a kernel behind them.

import { h } from "vue";
import type { Component } from "vue";
import { provideStudio } from "../../src/studio/studio";
import type { StudioContext } from "../../src/studio/studio";
import type { Traits } from "../../src/traits";
import { KERNEL } from "../../src/widget";
import { fakeKernel } from "./kernel";
import type { FakeKernel, KernelOptions } from "./kernel";
import { show } from "./page";
import type { ShowOptions, Shown } from "./page";

export interface ShownPart extends Shown<object> {
  kernel: FakeKernel;
  /** What the parts share. */
  studio: StudioContext;
}

export interface PartOptions extends KernelOptions, ShowOptions {
  /** The props of the part. */
  props?: Record<string, unknown>;
}

/** Show a part of a studio whose state differs in this from that of one which is new. */
export function showPart(
  part: Component,
  changes: Partial<Traits> = {},
  { props = {}, ...options }: PartOptions = {},
): ShownPart {
  const kernel = fakeKernel(changes, options);
  let studio: StudioContext | undefined;
  const Studio: Component = {
    setup() {
      studio = provideStudio();
      return () => h(part, props);
    },
  };
  const shown = show(Studio, {}, { ...options, provide: { [KERNEL as symbol]: kernel } });
  if (!studio) {
    throw new Error("The studio was not set up.");
  }
  return { ...shown, kernel, studio };
}

/** Show the view of a whole studio. */
export function showView(
  view: Component,
  changes: Partial<Traits> = {},
  options: KernelOptions & ShowOptions = {},
): Shown<object> & { kernel: FakeKernel } {
  const kernel = fakeKernel(changes, options);
  const provide = { [KERNEL as symbol]: kernel };
  return { ...show(view, {}, { ...options, provide }), kernel };
}

/** The model of a widget whose kernel has ended. */
export const GONE = { model_id: "model-1", comm_live: false };
