// What the parts of a library share beside its kernel: pictures, notices, and what is asked about.

import { computed, inject, markRaw, provide, reactive, ref } from "vue";
import type { ComputedRef, InjectionKey, Ref, UnwrapNestedRefs } from "vue";

import { useKernelLife } from "../composables/kernelLife";
import { useNotices } from "../composables/notices";
import type { Notices } from "../composables/notices";
import { usePatience } from "../composables/patience";
import { usePictures } from "../composables/pictures";
import type { PictureLinks } from "../composables/pictures";
import { formFields } from "../fields";
import type { FormField } from "../fields";
import type { GroupRow, LibraryCalls, LibraryEvents, LibraryTraits, VideoRequest } from "../traits";
import { useKernel } from "../widget";
import type { Contract, Kernel, Said } from "../widget";

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

interface Parts extends Kernel<LibraryContract>, Omit<Notices, "undo"> {
  undoNotice: () => void;
  /** What is chosen for a new look. */
  fields: FormField[];
  pictures: PictureLinks;
  /** The avatar that is open. */
  group: ComputedRef<GroupRow | undefined>;
  isSandbox: ComputedRef<boolean>;
  isMaking: ComputedRef<boolean>;
  /** Whether a press is unanswered for too long. */
  isSilent: Readonly<Ref<boolean>>;
  /** Whether the kernel of this library has ended. */
  isGone: Readonly<Ref<boolean>>;
  /** The request of a video that was asked for; none while the kernel writes it. */
  video: Ref<VideoRequest | undefined>;
  isShowingVideo: Ref<boolean>;
  named: Ref<Named>;
  isNaming: Ref<boolean>;
  /** Send what a person pressed, and expect an answer. */
  press: <E extends keyof LibraryEvents>(event: E, ...said: Said<E, LibraryEvents>) => void;
  rename: (named: Named) => void;
  showVideo: (lookId: string) => void;
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
  const kernel = useKernel<LibraryContract>();
  const { traits } = kernel;
  const notices = useNotices();
  const patience = usePatience();
  const life = useKernelLife(kernel.model);

  // A comm that is closed throws.
  const send: Parts["send"] = (event, ...said) => {
    if (!life.isGone.value) {
      kernel.send(event, ...said);
    }
  };
  const pictures = usePictures((wanted) => {
    send("show_pictures", wanted);
  });
  const library = reactive<Parts>({
    ...kernel,
    send,
    model: kernel.model && markRaw(kernel.model),
    ...notices,
    undoNotice: notices.undo,
    fields: formFields(traits.constants),
    pictures,
    group: computed(() => traits.group_rows.find(({ id }) => id === traits.group_id)),
    isSandbox: computed(() => traits.backend.kind === "sandbox"),
    isMaking: computed(() => Boolean(traits.making.group_id) && !life.isGone.value),
    isSilent: patience.isOver,
    isGone: life.isGone,
    video: ref<VideoRequest>(),
    isShowingVideo: ref(false),
    named: ref({ what: "avatar", id: "", name: "" }),
    isNaming: ref(false),
    press: (event, ...said) => {
      patience.listen();
      send(event, ...said);
    },
    rename: (named) => {
      library.named = named;
      library.isNaming = true;
    },
    isAwaitingStudio: ref(false),
    lookLike: (id) => {
      library.isAwaitingStudio = true;
      library.press("look_like", id);
    },
    showVideo: (id) => {
      library.video = undefined;
      library.isShowingVideo = true;
      library.press("use_in_video", { id, view: kernel.view });
    },
  });
  kernel.on("heard", patience.heard);
  kernel.on("pictures", pictures.take);
  kernel.on("video", (request) => {
    if (request.view === kernel.view) {
      library.video = request;
    }
  });
  provide(LIBRARY, library);
  return library;
}
