// Which images are chosen to be compared; they may be of several runs.

import { ref } from "vue";
import type { Ref } from "vue";

export const MOST = 4;

/** An image, wherever it stands. */
export interface ImagePlace {
  run_id: string;
  place: string;
}

export interface Selection {
  images: Ref<ImagePlace[]>;
  has: (image: ImagePlace) => boolean;
  /** Choose an image, or take it out; where there are too many, the first one goes. */
  toggle: (image: ImagePlace) => void;
  clear: () => void;
}

export const isSame = (one: ImagePlace, other: ImagePlace): boolean =>
  one.place === other.place && one.run_id === other.run_id;

/** Return a selection with nothing in it. */
export function useSelection(): Selection {
  const images = ref<ImagePlace[]>([]);
  const has = (image: ImagePlace): boolean => images.value.some((each) => isSame(each, image));
  return {
    images,
    has,
    toggle: (image) => {
      images.value = has(image)
        ? images.value.filter((each) => !isSame(each, image))
        : [...images.value, { run_id: image.run_id, place: image.place }].slice(-MOST);
    },
    clear: () => {
      images.value = [];
    },
  };
}

/** Return a list with an item in it, or without it if it was there. */
export function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
