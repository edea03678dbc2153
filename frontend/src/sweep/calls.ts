// What the kernel calls in an experiment.

import type { SweepCalls } from "../traits";

// `satisfies` makes the type checker refuse a list that is not that of the contract.
export const SWEEP_CALLS = Object.keys({
  heard: true,
  cells: true,
  enlarged: true,
  download: true,
  pair: true,
  snippet: true,
} satisfies Record<keyof SweepCalls, true>);
