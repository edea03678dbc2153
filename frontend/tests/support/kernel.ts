// A kernel that keeps what is sent to it, and makes calls when a test says so.

import type { Calls, Events, Traits } from "../../src/traits";
import { Answers } from "../../src/widget";
import type { Kernel, WidgetModel } from "../../src/widget";
import { someTraits } from "./traits";

export interface Sent {
  event: keyof Events;
  payload: unknown;
  buffers: ArrayBuffer[] | undefined;
}

export interface FakeKernel extends Kernel {
  /** What was sent, oldest first. */
  sent: Sent[];
  /** Return what an event said, each time that it was sent. */
  told: <E extends keyof Events>(event: E) => Events[E][];
  /** Make a call, as the kernel does. */
  call: <C extends keyof Calls>(call: C, payload: Calls[C], ...buffers: DataView[]) => void;
}

export interface KernelOptions {
  view?: string;
  model?: WidgetModel;
}

/** Return a kernel whose state differs in this from that of a studio which is new. */
export function fakeKernel(
  changes: Partial<Traits> = {},
  { view = "view-1", model }: KernelOptions = {},
): FakeKernel {
  const answers = new Answers();
  const sent: Sent[] = [];
  return {
    traits: someTraits(changes),
    view,
    model,
    sent,
    send: (event, ...said) => {
      const [payload, buffers] = said as [unknown, ArrayBuffer[] | undefined];
      sent.push({ event, payload, buffers });
    },
    on: (call, answer) => {
      answers.add(call, answer);
    },
    told: <E extends keyof Events>(event: E) =>
      sent.filter((each) => each.event === event).map(({ payload }) => payload as Events[E]),
    call: (call, payload, ...buffers) => {
      answers.give(call, payload, buffers);
    },
  };
}
