// The images that are looked at closely: one, or several side by side.

import { computed, ref } from "vue";
import type { ComputedRef, Ref } from "vue";

import type { EnlargedImage, Mark } from "../traits";
import type { Kernel } from "../widget";
import type { Links } from "./links";
import { isSame } from "./selection";
import type { ImagePlace } from "./selection";

/** An image with what is known of it, and a link to the best copy that is here. */
export interface LargeImage extends EnlargedImage {
  link: string;
  /** Whether the link is a small copy that another one will replace. */
  isSmall: boolean;
}

export interface Viewer {
  images: Ref<LargeImage[]>;
  isOpen: Ref<boolean>;
  isComparison: ComputedRef<boolean>;
  /** Look at images: at once at small copies, soon at large ones. */
  open: (images: ImagePlace[]) => void;
  /** Look at the next image of the same run, or at the one before. */
  step: (by: number) => void;
  /** Show and record what a person thinks of an image. */
  judge: (image: ImagePlace, mark: Omit<Mark, "run_id" | "place">) => void;
  /** Let the images go, once the dialog is gone from the screen. */
  leave: () => void;
}

/** Find what the page itself knows of an image. */
export type Known = (image: ImagePlace) => LargeImage | undefined;

/** Return a viewer that is closed. */
export function useViewer(kernel: Kernel, links: Links, known: Known): Viewer {
  const wanted = ref<ImagePlace[]>([]);
  const images = ref<LargeImage[]>([]);
  const isOpen = ref(false);

  const show = (next: LargeImage[]): void => {
    const kept = next.map(({ link }) => link);
    const gone = images.value.filter(({ link, isSmall }) => !isSmall && !kept.includes(link));
    links.drop(...gone.map(({ link }) => link));
    images.value = next;
  };
  const inOrder = (here: LargeImage[]): LargeImage[] =>
    wanted.value.flatMap((place) => here.filter((image) => isSame(image, place)).slice(0, 1));

  kernel.on("enlarged", (facts, [bytes]) => {
    if (
      (facts.view && facts.view !== kernel.view) ||
      !wanted.value.some((each) => isSame(each, facts))
    ) {
      return;
    }
    const small = images.value.find((image) => isSame(image, facts));
    const link = links.make(bytes);
    const large = { ...facts, link: link || (small?.link ?? ""), isSmall: !link };
    show(inOrder([large, ...images.value]));
  });

  const open = (places: ImagePlace[]): void => {
    wanted.value = places;
    const here = places.flatMap((place) => {
      const image = images.value.find((each) => isSame(each, place)) ?? known(place);
      return image ? [image] : [];
    });
    show(inOrder(here));
    for (const { run_id, place } of places) {
      kernel.send("enlarge", { run_id, place, view: kernel.view });
    }
    isOpen.value = true;
  };

  return {
    images,
    isOpen,
    open,
    isComparison: computed(() => wanted.value.length > 1),
    step: (by) => {
      const [image] = images.value;
      if (image && image.places.length > 1) {
        const { places, place, run_id } = image;
        const next = places[(places.indexOf(place) + by + places.length) % places.length];
        open([{ run_id, place: next ?? place }]);
      }
    },
    judge: ({ run_id, place }, mark) => {
      images.value = images.value.map((each) =>
        isSame(each, { run_id, place }) ? { ...each, ...mark } : each,
      );
      kernel.send("mark", { run_id, place, ...mark });
    },
    leave: () => {
      if (!isOpen.value) {
        wanted.value = [];
        show([]);
      }
    },
  };
}

/** Return the attributes in which images differ. */
export function differences(images: Pick<EnlargedImage, "attributes">[]): Set<string> {
  const names = images.flatMap(({ attributes }) => Object.keys(attributes));
  const differ = (name: string): boolean =>
    new Set(images.map(({ attributes }) => attributes[name])).size > 1;
  return new Set(names.filter(differ));
}
