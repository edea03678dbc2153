// Pictures of avatars: asked for when they come into sight, and kept as links.

import { reactive } from "vue";

import type { Pictures } from "../traits";
import { useLinks } from "./links";

export interface PictureLinks {
  /** Ask for those of these that were not asked for yet. */
  want: (pictures: readonly string[]) => void;
  /** Return a link to one; empty as long as it isn't there. */
  link: (picture: string) => string;
  /** Return why one can't be shown; empty if it can. */
  problem: (picture: string) => string;
  /** Take what the kernel sends. */
  take: (said: Pictures, buffers: readonly DataView[]) => void;
}

/**
 * Return a keeper of pictures.
 *
 * @param ask - Asks the kernel for some.
 */
export function usePictures(ask: (pictures: string[]) => void): PictureLinks {
  const links = useLinks();
  const asked = new Set<string>();
  const here = reactive<Record<string, string>>({});
  const problems = reactive<Record<string, string>>({});
  return {
    want: (pictures) => {
      const news = pictures.filter((each) => each && !asked.has(each));
      news.forEach((each) => asked.add(each));
      if (news.length) {
        ask(news);
      }
    },
    link: (picture) => here[picture] ?? "",
    problem: (picture) => problems[picture] ?? "",
    take: (said, buffers) => {
      said.pictures.forEach((picture, index) => {
        links.drop(here[picture] ?? "");
        here[picture] = links.make(buffers[index]);
        problems[picture] = said.problems[index] ?? "";
        if (problems[picture]) {
          // A refresh asks again.
          asked.delete(picture);
        }
      });
    },
  };
}
