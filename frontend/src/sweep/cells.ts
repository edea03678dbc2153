// What is in the cells: asked for when they come into sight, and let go when there are too many.

import { onScopeDispose, shallowReactive, watch } from "vue";

import { useLinks } from "../composables/links";
import type { Links } from "../composables/links";
import type { CellPage, CellQuery, CellRow } from "../traits";

/** How many cells keep their pictures, those in sight aside. */
export const KEPT = 160;
const PAUSE = 40; // milliseconds: what scrolls into sight together is asked for together
const AT_ONCE = 40;

/** A cell with links to the small copies that are here, by image. */
export interface ShownCell extends CellRow {
  links: string[];
}

export interface Cells {
  /** Return what is in a cell; nothing as long as it isn't here. */
  at: (position: number) => ShownCell | undefined;
  /** Return the cell of a run; nothing if it isn't here. */
  of: (runId: string) => ShownCell | undefined;
  /** A cell has come into sight. */
  enter: (position: number) => void;
  /** A cell has left. */
  leave: (position: number) => void;
  /** Forget everything: it is another sweep. */
  clear: () => void;
}

/**
 * Return a keeper of cells.
 *
 * @param statuses - Where each cell stands, a letter for each.
 * @param isWhole - Whether all images of a cell are wanted.
 * @param ask - Asks the kernel for some.
 * @param onPage - Registers who takes what the kernel sends.
 * @param view - The view that asks.
 */
export function useCells(
  statuses: () => string,
  isWhole: () => boolean,
  ask: (query: CellQuery) => void,
  onPage: (take: (page: CellPage, buffers: DataView[]) => void) => void,
  view: string,
): Cells {
  const links: Links = useLinks();
  const here = shallowReactive(new Map<number, ShownCell>());
  const inSight = new Set<number>();
  const asked = new Map<number, string>();
  const wanted = new Set<number>();
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const drop = (position: number): void => {
    links.drop(...(here.get(position)?.links ?? []).filter(Boolean));
    here.delete(position);
    asked.delete(position);
  };
  /** What a cell is asked for as; empty where there is nothing to ask for. */
  const question = (position: number): string => {
    const letter = statuses()[position] ?? "o";
    return "or".includes(letter) ? "" : `${letter}${isWhole() ? "4" : "1"}`;
  };
  const send = (): void => {
    waiting = undefined;
    const positions = [...wanted].slice(0, AT_ONCE);
    positions.forEach((position) => wanted.delete(position));
    if (positions.length) {
      ask({ positions, is_whole: isWhole(), view });
    }
    if (wanted.size) {
      waiting = setTimeout(send, PAUSE);
    }
  };
  const want = (position: number): void => {
    const wish = question(position);
    if (!wish) {
      if (here.has(position)) {
        drop(position);
      }
    } else if (asked.get(position) !== wish) {
      asked.set(position, wish);
      wanted.add(position);
      waiting ??= setTimeout(send, PAUSE);
    }
  };
  const letGo = (): void => {
    for (const position of [...here.keys()]) {
      if (here.size <= KEPT) {
        break;
      }
      if (!inSight.has(position)) {
        drop(position);
      }
    }
  };
  const take = (page: CellPage, buffers: DataView[]): void => {
    if (page.view && page.view !== view) {
      return;
    }
    let next = 0;
    for (const row of page.cells) {
      const before = here.get(row.position);
      if (!page.view && !before) {
        continue;
      }
      const isSame = before?.run_id === row.run_id;
      const kept = isSame ? [...before.links] : [];
      if (!isSame) {
        links.drop(...(before?.links ?? []).filter(Boolean));
      }
      for (const picture of row.pictures) {
        links.drop(kept[picture] ?? "");
        kept[picture] = links.make(buffers[next++]);
      }
      here.delete(row.position);
      here.set(row.position, { ...row, links: kept });
      if (row.best >= 0 && !kept[row.best]) {
        // Another one is the best now.
        asked.delete(row.position);
        want(row.position);
      }
    }
    letGo();
  };
  onPage(take);
  watch([statuses, isWhole], () => {
    inSight.forEach(want);
  });
  onScopeDispose(() => {
    clearTimeout(waiting);
  });
  return {
    at: (position) => here.get(position),
    of: (runId) => [...here.values()].find(({ run_id }) => run_id === runId),
    enter: (position) => {
      inSight.add(position);
      want(position);
    },
    leave: (position) => {
      inSight.delete(position);
      if (wanted.delete(position)) {
        asked.delete(position);
      }
    },
    clear: () => {
      [...here.keys()].forEach(drop);
      asked.clear();
      wanted.clear();
    },
  };
}
