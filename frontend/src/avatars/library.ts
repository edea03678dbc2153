// What the parts of a library share beside its kernel: pictures, notices, and what is asked about.

import { computed, inject, provide, reactive, ref } from "vue";
import type { ComputedRef, InjectionKey, Ref, UnwrapNestedRefs } from "vue";

import type { GroupRow, LibraryCalls, LibraryEvents, LibraryTraits } from "../traits";
import type { Contract } from "../widget";
import { useCommonParts } from "./parts";
import type { CommonParts } from "./parts";

/** What travels between the kernel and a library. */
export interface LibraryContract extends Contract {
  traits: LibraryTraits;
  events: LibraryEvents;
  calls: LibraryCalls;
}

/** An avatar or a look that gets another name. */
export interface Named {
  what: string;
  id: string;
  name: string;
}

interface Parts extends CommonParts<LibraryContract> {
  /** The avatar that is open. */
  group: ComputedRef<GroupRow | undefined>;
  isSandbox: ComputedRef<boolean>;
  isMaking: ComputedRef<boolean>;
  named: Ref<Named>;
  isNaming: Ref<boolean>;
  rename: (named: Named) => void;
  /** Whether this view waits for a studio that it has asked for. */
  isAwaitingStudio: Ref<boolean>;
  lookLike: (lookId: string) => void;
}

/** The same with its refs unwrapped, as components have it. */
export type LibraryContext = UnwrapNestedRefs<Parts>;

const LIBRARY: InjectionKey<LibraryContext> = Symbol("library");

/** Return what the parts of a library share. */
export function useLibrary(): LibraryContext {
  const library = inject(LIBRARY, undefined);
  if (!library) {
    throw new Error("This component is a part of a library: it can't stand alone.");
  }
  return library;
}

/** Set up what the parts of a library share, for all components below. */
export function provideLibrary(): LibraryContext {
  const parts = useCommonParts<LibraryContract>();
  const { traits } = parts;
  const library = reactive<Parts>({
    ...parts,
    group: computed(() => traits.group_rows.find(({ id }) => id === traits.group_id)),
    isSandbox: computed(() => traits.backend.kind === "sandbox"),
    isMaking: computed(() => Boolean(traits.making.group_id) && !parts.isGone.value),
    named: ref({ what: "avatar", id: "", name: "" }),
    isNaming: ref(false),
    rename: (named) => {
      library.named = named;
      library.isNaming = true;
    },
    isAwaitingStudio: ref(false),
    lookLike: (id) => {
      library.isAwaitingStudio = true;
      library.press("look_like", id);
    },
  });
  provide(LIBRARY, library);
  return library;
}
