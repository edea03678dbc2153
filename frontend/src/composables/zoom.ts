// A closer look: one zoom and one aim for all images that are looked at together.

import { computed, ref } from "vue";
import type { ComputedRef, Ref } from "vue";

const CLOSE = 2.5;
const CLOSEST = 5;
const STEP = 1.25;
const STRIDE = 10; // percent of the image

export interface Zoom {
  scale: Ref<number>;
  isClose: ComputedRef<boolean>;
  style: ComputedRef<Record<string, string> | undefined>;
  /** Aim at the place of the pointer. */
  aimAt: (event: MouseEvent) => void;
  toggle: (event: MouseEvent) => void;
  turn: (event: WheelEvent) => void;
  /** Move over the image, in steps. */
  move: (right: number, down: number) => void;
  reset: () => void;
}

const within = (least: number, value: number, most: number): number =>
  Math.min(most, Math.max(least, value));

/** Return a zoom that is far away at first. */
export function useZoom(): Zoom {
  const scale = ref(1);
  const aim = ref<[number, number]>([50, 50]);
  const isClose = computed(() => scale.value > 1);
  const aimAt = (event: MouseEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    aim.value = [
      ((event.clientX - box.left) / box.width) * 100,
      ((event.clientY - box.top) / box.height) * 100,
    ];
  };
  return {
    scale,
    isClose,
    aimAt,
    style: computed(() =>
      isClose.value
        ? {
            transform: `scale(${scale.value})`,
            transformOrigin: `${aim.value[0]}% ${aim.value[1]}%`,
          }
        : undefined,
    ),
    toggle: (event) => {
      // A key press has no place: faces are in the upper half.
      if (event.detail) {
        aimAt(event);
      } else {
        aim.value = [50, 30];
      }
      scale.value = isClose.value ? 1 : CLOSE;
    },
    turn: (event) => {
      if (event.deltaY < 0 || isClose.value) {
        event.preventDefault();
        aimAt(event);
        const next = scale.value * (event.deltaY < 0 ? STEP : 1 / STEP);
        scale.value = within(1, next < 1.01 ? 1 : next, CLOSEST);
      }
    },
    move: (right, down) => {
      const [left, top] = aim.value;
      aim.value = [within(0, left + STRIDE * right, 100), within(0, top + STRIDE * down, 100)];
    },
    reset: () => {
      scale.value = 1;
    },
  };
}
