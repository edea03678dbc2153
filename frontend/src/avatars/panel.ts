// What the parts of an avatar's panel share beside its kernel: pictures, notices, a video's request.

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
import type { PanelCalls, PanelEvents, PanelTraits, VideoRequest } from "../traits";
import { useKernel } from "../widget";
import type { Contract, Kernel, Said } from "../widget";

/** What travels between the kernel and a panel. */
export interface PanelContract extends Contract {
  traits: PanelTraits;
  events: PanelEvents;
  calls: PanelCalls;
}

interface Parts extends Kernel<PanelContract>, Omit<Notices, "undo"> {
  undoNotice: () => void;
  /** What is chosen for a new look. */
  fields: FormField[];
  pictures: PictureLinks;
  /** Whether something is under way that no other step may overtake. */
  isBusy: ComputedRef<boolean>;
  /** Whether it is new looks, which have a place of their own to say how they stand. */
  isMakingLooks: ComputedRef<boolean>;
  /** Whether a press is unanswered for too long. */
  isSilent: Readonly<Ref<boolean>>;
  /** Whether the kernel of this panel has ended. */
  isGone: Readonly<Ref<boolean>>;
  /** The request of a video that was asked for; none while the kernel writes it. */
  video: Ref<VideoRequest | undefined>;
  isShowingVideo: Ref<boolean>;
  /** Send what a person pressed, and expect an answer. */
  press: <E extends keyof PanelEvents>(event: E, ...said: Said<E, PanelEvents>) => void;
  showVideo: (lookId: string) => void;
}

/** The same with its refs unwrapped, as components have it. */
export type PanelContext = UnwrapNestedRefs<Parts>;

const PANEL: InjectionKey<PanelContext> = Symbol("panel");

/** Return what the parts of a panel share. */
export function usePanel(): PanelContext {
  const panel = inject(PANEL, undefined);
  if (!panel) {
    throw new Error("This component is a part of a panel: it can't stand alone.");
  }
  return panel;
}

/** Set up what the parts of a panel share, for all components below. */
export function providePanel(): PanelContext {
  const kernel = useKernel<PanelContract>();
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
  const isBusy = computed(() => traits.making.is_waiting && !life.isGone.value);
  const panel = reactive<Parts>({
    ...kernel,
    send,
    model: kernel.model && markRaw(kernel.model),
    ...notices,
    undoNotice: notices.undo,
    fields: formFields(traits.constants),
    pictures,
    isBusy,
    isMakingLooks: computed(() => Boolean(traits.making.group_id) && isBusy.value),
    isSilent: patience.isOver,
    isGone: life.isGone,
    video: ref<VideoRequest>(),
    isShowingVideo: ref(false),
    press: (event, ...said) => {
      patience.listen();
      send(event, ...said);
    },
    showVideo: (id) => {
      panel.video = undefined;
      panel.isShowingVideo = true;
      panel.press("use_in_video", { id, view: kernel.view });
    },
  });
  kernel.on("heard", patience.heard);
  kernel.on("pictures", pictures.take);
  kernel.on("video", (request) => {
    if (request.view === kernel.view) {
      panel.video = request;
    }
  });
  provide(PANEL, panel);
  return panel;
}
