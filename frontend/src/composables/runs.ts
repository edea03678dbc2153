// The list of all runs: a page at a time, searched and filtered by the kernel.

import { computed, onScopeDispose, reactive, ref } from "vue";
import type { ComputedRef, Ref } from "vue";

import type { ListedRun, RunPage } from "../traits";
import type { Kernel } from "../widget";
import { PAUSE } from "./drafts";
import type { Links } from "./links";

/** What the list is filtered by; `words` holds the status and the attributes, by name. */
export interface RunFilter {
  text: string;
  favourite: boolean;
  words: Record<string, string>;
}

export interface RunListing {
  runs: ListedRun[];
  /** Links to their thumbnails, in their order. */
  links: string[];
  next: number | null;
  total: number;
  isKept: boolean;
  problem: string;
}

export interface Runs {
  listing: Ref<RunListing>;
  filter: RunFilter;
  /** How many filters are set, text and favourites left out. */
  used: ComputedRef<number>;
  /** How many runs there are, or match, in words. */
  counted: ComputedRef<string>;
  isFiltered: ComputedRef<boolean>;
  look: () => void;
  lookSoon: () => void;
  lookFurther: () => void;
}

/** Return the list of all runs of a widget. */
export function useRuns(kernel: Kernel, links: Links): Runs {
  const listing = ref<RunListing>({
    runs: [],
    links: [],
    next: null,
    total: 0,
    isKept: false,
    problem: "",
  });
  const filter = reactive<RunFilter>({ text: "", favourite: false, words: {} });
  const kept = ref(0);
  let looking: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => {
    clearTimeout(looking);
  });

  const used = computed(() => Object.values(filter.words).filter(Boolean).length);
  const isFiltered = computed(() => Boolean(used.value || filter.text || filter.favourite));

  const ask = (before: number | null): void => {
    const { status = "", ...attributes } = filter.words;
    kernel.send("list_runs", {
      text: filter.text,
      status,
      favourite: filter.favourite,
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, word]) => word)),
      before,
      ask: before === null ? "first" : "more",
      view: kernel.view,
    });
  };
  const take = (page: RunPage, buffers: DataView[]): void => {
    const made = buffers.map((buffer) => links.make(buffer));
    const isMore = page.ask === "more";
    if (!isMore) {
      links.drop(...listing.value.links);
    }
    const before = isMore ? listing.value : { runs: [], links: [] };
    listing.value = {
      runs: [...before.runs, ...(page.runs ?? [])],
      links: [...before.links, ...made],
      next: page.next ?? null,
      total: page.total ?? 0,
      isKept: page.is_kept !== false,
      problem: page.problem ?? "",
    };
    if (!isFiltered.value) {
      kept.value = page.total ?? 0;
    }
  };
  kernel.on("runs", (page, buffers) => {
    if (!page.view || page.view === kernel.view) {
      take(page, buffers);
    }
  });
  // Where it stands: the list may have been gone through for several pages.
  kernel.on("marked", (run, [thumbnail]) => {
    const { runs, links: shown } = listing.value;
    const place = runs.findIndex(({ run_id }) => run_id === run.run_id);
    if (place >= 0) {
      links.drop(shown[place] ?? "");
      shown[place] = links.make(thumbnail);
      runs[place] = run;
    }
  });
  const look = (): void => {
    ask(null);
  };
  kernel.on("changed", look);

  return {
    listing,
    filter,
    used,
    isFiltered,
    look,
    counted: computed(() => {
      const found = isFiltered.value ? `${listing.value.total.toLocaleString()} of ` : "";
      return `${found}${kept.value.toLocaleString()} ${kept.value === 1 ? "run" : "runs"}`;
    }),
    lookSoon: () => {
      clearTimeout(looking);
      looking = setTimeout(look, PAUSE);
    },
    lookFurther: () => {
      ask(listing.value.next);
    },
  };
}
