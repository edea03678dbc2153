// A place for a composable to live in while no component does.

import { createApp, effectScope } from "vue";
import type { App, EffectScope } from "vue";
import { afterEach } from "vitest";

const open: EffectScope[] = [];

afterEach(() => {
  open.splice(0).forEach((scope) => {
    scope.stop();
  });
});

export interface Living<T> {
  it: T;
  /** End it, as the end of its component does. */
  end: () => void;
}

/** Return what a composable returns, in the app that provides something to it if there is one. */
export function living<T>(make: () => T, app: App = createApp({})): Living<T> {
  const scope = effectScope();
  open.push(scope);
  const it = app.runWithContext(() => scope.run(make)) as T;
  return {
    it,
    end: () => {
      scope.stop();
    },
  };
}
