// Whether the kernel behind a widget is alive, as far as its page can know.

import { onScopeDispose, ref } from "vue";
import type { Ref } from "vue";

import type { WidgetModel } from "../widget";

const LOOK = 2000; // milliseconds
const ENDED = ["restarting", "autorestarting", "dead", "terminating"];

interface Signal {
  connect: (slot: (sender: unknown, status: string) => void) => void;
  disconnect: (slot: (sender: unknown, status: string) => void) => void;
}

interface KernelConnection {
  isDisposed?: boolean;
  statusChanged?: Signal;
}

export interface KernelLife {
  /** The kernel that knows this widget has ended; another one can't serve it. */
  isGone: Readonly<Ref<boolean>>;
}

/**
 * Return whether the kernel of a widget is alive.
 *
 * Hosts tell in three ways: the model's comm is closed, the kernel's status changes, or (when the
 * server restarts a kernel that died) the comm is disposed of without a word.
 */
export function useKernelLife(model: WidgetModel | undefined): KernelLife {
  const isGone = ref(false);
  const kernel = model?.widget_manager?.kernel as KernelConnection | undefined;

  const look = (): void => {
    isGone.value ||= model?.comm_live === false || isDisposed(model) || kernel?.isDisposed === true;
  };
  const onStatus = (_sender: unknown, status: string): void => {
    isGone.value ||= ENDED.includes(status);
  };
  if (model) {
    const looking = setInterval(look, LOOK);
    model.on?.("comm_live_update", look);
    kernel?.statusChanged?.connect(onStatus);
    onScopeDispose(() => {
      clearInterval(looking);
      model.off?.("comm_live_update", look);
      kernel?.statusChanged?.disconnect(onStatus);
    });
    look();
  }
  return { isGone };
}

/** The comm of `@jupyter-widgets/base` wraps that of JupyterLab's services, and has no word for it. */
function isDisposed(model: WidgetModel | undefined): boolean {
  const comm = model?.comm as { jsServicesComm?: { isDisposed?: boolean } } | undefined;
  return comm?.jsServicesComm?.isDisposed === true;
}
