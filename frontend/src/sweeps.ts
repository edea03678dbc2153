// The module of experiments, which the kernel sends when one is first used: by name, as in main.ts.
import { SWEEP_CALLS } from "./sweep/calls";
import SweepView from "./sweep/SweepView.vue";
import { defineWidget } from "./widget";

export const Sweep = defineWidget(SweepView, SWEEP_CALLS);
