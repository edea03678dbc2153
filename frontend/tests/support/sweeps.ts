// The state of an experiment, and an experiment with a kernel behind it.

import { h, reactive } from "vue";
import type { Component } from "vue";
import { provideSweep } from "../../src/sweep/sweep";
import type { SweepContext, SweepContract } from "../../src/sweep/sweep";
import type {
  AxisRow,
  CellRow,
  Grid,
  SetupForm,
  SweepCalls,
  SweepState,
  SweepTraits,
} from "../../src/traits";
import { Answers, KERNEL } from "../../src/widget";
import type { Kernel, WidgetModel } from "../../src/widget";
import { show } from "./page";
import type { Shown } from "./page";
import { CONSTANTS, someFigure } from "./traits";

export const STYLES: AxisRow = { name: "style", values: ["Noir", "Pixar"], kind: "attribute" };
export const HATS: AxisRow = { name: "hat", values: ["a beret", "a cap", ""], kind: "words" };
export const REPEATS: AxisRow = { name: "repeat", values: ["1", "2"], kind: "repeat" };

export function aGrid(cells: number, changes: Partial<Grid> = {}): Grid {
  return { cells, combine: "product", repeats: 1, taken: null, ...changes };
}

export const FORM: SetupForm = {
  name: "",
  appearance: "a chef with {hat: a beret|a cap|}",
  values: { gender: ["Unspecified"], style: ["Noir", "Pixar"], orientation: ["square"] },
  replace: [],
  repeats: 1,
  combine: "product",
  sample: null,
  seed: null,
  count: null,
  parallel: 3,
  reuse: false,
};

export const STATE: SweepState = {
  done: 0,
  running: 0,
  failed: 0,
  waiting: 0,
  unknown: 0,
  line: "",
  spent: "",
  left: "",
  is_running: false,
  is_paused: false,
  is_stopping: false,
  message: "",
  causes: [],
};

/** Return the state of an experiment of six cells that was not begun. */
export function sweepTraits(changes: Partial<SweepTraits> = {}): SweepTraits {
  return reactive<SweepTraits>({
    constants: {
      fields: CONSTANTS.fields,
      labels: CONSTANTS.labels,
      key_page: CONSTANTS.key_page,
      prompt: 1000,
      cells: 100_000,
      repeats: 1000,
      parallel: 100,
      images: 8,
      statuses: [
        { value: "o", label: "Not made yet" },
        { value: "r", label: "In the making" },
        { value: "d", label: "Done" },
        { value: "f", label: "Failed" },
      ],
      files: [{ value: "csv", label: "Table (CSV)" }],
    },
    budget: null,
    limit: 10,
    backend: { kind: "sandbox", label: "Sandbox" },
    can_remember: false,
    key_problem: "",
    notice: "",
    alert: null,
    question: null,
    form: FORM,
    problems: {},
    sweep_id: "s1",
    is_begun: false,
    axis_rows: [STYLES, HATS],
    grid: aGrid(6),
    shape: "square",
    statuses: "oooooo",
    state: STATE,
    offer: {
      facts: [["Cells", "6"]],
      price: "about $6.00",
      token: "t1",
      to_do: 6,
      prompts: ["a chef with a beret"],
      problem: "",
      note: "HeyGen bills it.",
    },
    findings: null,
    earlier: [],
    is_below: false,
    opened_by: "",
    static_token: "",
    ...changes,
  });
}

/** Return what an experiment holds whose cells are made. */
export function madeSweep(changes: Partial<SweepTraits> = {}): Partial<SweepTraits> {
  return { is_begun: true, statuses: "dddddd", state: { ...STATE, done: 6 }, ...changes };
}

/** Return what is in a cell: two images, of which the first one is the best. */
export function aCell(position: number, changes: Partial<CellRow> = {}): CellRow {
  return {
    position,
    status: "d",
    reason: "",
    about: "12 s",
    run_id: `run-${position}`,
    figures: [someFigure(`k${position}`), someFigure(`l${position}`)],
    best: 0,
    pictures: [0],
    ...changes,
  };
}

export interface ShownSweep extends Shown<object> {
  traits: SweepTraits;
  /** What was sent: event and payload, oldest first. */
  sent: [string, unknown][];
  /** Make a call, as the kernel does. */
  call: <C extends keyof SweepCalls>(
    call: C,
    payload: SweepCalls[C],
    ...buffers: DataView[]
  ) => void;
  sweep: SweepContext | undefined;
}

export interface SweepOptions {
  props?: Record<string, unknown>;
  /** Whether it sets up what its parts share by itself. */
  isView?: boolean;
  model?: WidgetModel;
}

/** Show a part of an experiment, or its view. */
export function showSweep(
  part: Component,
  changes: Partial<SweepTraits> = {},
  { props = {}, isView = false, model }: SweepOptions = {},
): ShownSweep {
  const answers = new Answers();
  const sent: [string, unknown][] = [];
  const traits = sweepTraits(changes);
  const kernel: Kernel<SweepContract> = {
    traits,
    view: "view-1",
    model,
    send: (event, ...said) => {
      sent.push([event, said[0]]);
    },
    on: (call, answer) => {
      answers.add(call, answer);
    },
  };
  let sweep: SweepContext | undefined;
  const Sweep: Component = {
    setup() {
      sweep = provideSweep();
      return () => h(part, props);
    },
  };
  const shown = show(isView ? part : Sweep, {}, { provide: { [KERNEL as symbol]: kernel } });
  return {
    ...shown,
    traits,
    sent,
    sweep,
    call: (call, payload, ...buffers) => {
      answers.give(call, payload, buffers);
    },
  };
}
