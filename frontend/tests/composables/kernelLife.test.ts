import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useKernelLife } from "../../src/composables/kernelLife";
import type { WidgetModel } from "../../src/widget";
import { living } from "../support/scope";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Slot = (sender: unknown, status: string) => void;

/** A model and a kernel with the words that they have for who listens. */
function someModel() {
  const slots = new Set<Slot>();
  const handlers = new Set<() => void>();
  const kernel = {
    isDisposed: false,
    statusChanged: {
      connect: (slot: Slot) => slots.add(slot),
      disconnect: (slot: Slot) => slots.delete(slot),
    },
  };
  const comm = { jsServicesComm: { isDisposed: false } };
  const model: WidgetModel & { comm_live: boolean } = {
    model_id: "model-1",
    comm_live: true,
    comm,
    widget_manager: { kernel },
    on: (_event, handler) => handlers.add(handler),
    off: (_event, handler) => handlers.delete(handler),
  };
  return {
    model,
    kernel,
    comm,
    listening: () => slots.size + handlers.size,
    closeComm: () => {
      model.comm_live = false;
      handlers.forEach((handler) => {
        handler();
      });
    },
    say: (status: string) => {
      slots.forEach((slot) => {
        slot(kernel, status);
      });
    },
  };
}

function alive() {
  const host = someModel();
  return { host, ...living(() => useKernelLife(host.model)) };
}

test("takes a kernel that nothing is said of for alive", async () => {
  const { it } = alive();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(it.isGone.value).toBe(false);
});

test("knows of the end when the model's comm is closed", () => {
  const { it, host } = alive();
  host.closeComm();
  expect(it.isGone.value).toBe(true);
});

test.each(["restarting", "autorestarting", "dead", "terminating"])(
  "knows of the end when the kernel is %s",
  (status) => {
    const { it, host } = alive();
    host.say(status);
    expect(it.isGone.value).toBe(true);
  },
);

test.each(["busy", "idle", "unknown", "starting"])(
  "does not take a kernel that is %s for gone",
  (status) => {
    const { it, host } = alive();
    host.say(status);
    expect(it.isGone.value).toBe(false);
  },
);

test("finds out soon that the comm was disposed of without a word", async () => {
  const { it, host } = alive();
  host.comm.jsServicesComm.isDisposed = true;
  await vi.advanceTimersByTimeAsync(2000);
  expect(it.isGone.value).toBe(true);
});

test("finds out soon that the connection was disposed of without a word", async () => {
  const { it, host } = alive();
  host.kernel.isDisposed = true;
  await vi.advanceTimersByTimeAsync(2000);
  expect(it.isGone.value).toBe(true);
});

test("knows at once of a kernel that had ended before the view came", () => {
  const host = someModel();
  host.model.comm_live = false;
  expect(living(() => useKernelLife(host.model)).it.isGone.value).toBe(true);
});

test("takes no other kernel for that of the widget", async () => {
  const { it, host } = alive();
  host.say("restarting");
  host.say("idle");
  await vi.advanceTimersByTimeAsync(2000);
  expect(it.isGone.value).toBe(true);
});

test("stops to listen with its component", () => {
  const { host, end } = alive();
  expect(host.listening()).toBe(2);
  end();
  expect([host.listening(), vi.getTimerCount()]).toEqual([0, 0]);
});

test("takes a page without a notebook for alive", () => {
  const { it } = living(() => useKernelLife(undefined));
  expect([it.isGone.value, vi.getTimerCount()]).toEqual([false, 0]);
});

test("does with a host that tells nothing", () => {
  const { it, end } = living(() => useKernelLife({ model_id: "model-1" }));
  expect(it.isGone.value).toBe(false);
  end();
});
