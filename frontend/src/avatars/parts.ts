// What the parts of a library and of an avatar's panel have in common beside their kernel.

import { markRaw, ref } from "vue";
import type { Ref } from "vue";

import { useKernelLife } from "../composables/kernelLife";
import { useNotices } from "../composables/notices";
import type { Notices } from "../composables/notices";
import { usePatience } from "../composables/patience";
import { usePictures } from "../composables/pictures";
import type { PictureLinks } from "../composables/pictures";
import { formFields } from "../fields";
import type { FormField } from "../fields";
import type { AvatarConstants, Pictures, VideoRequest } from "../traits";
import { useKernel } from "../widget";
import type { Contract, Kernel, Said } from "../widget";

/** What both send and hear, and what is a part of either contract. */
interface CommonContract extends Contract {
  traits: { constants: AvatarConstants };
  events: { show_pictures: string[]; use_in_video: { id: string; view: string } };
  calls: { heard: { event: string }; pictures: Pictures; video: VideoRequest };
}

export interface CommonParts<K extends Contract> extends Kernel<K>, Omit<Notices, "undo"> {
  undoNotice: () => void;
  /** What is chosen for a new look. */
  fields: FormField[];
  pictures: PictureLinks;
  /** Whether a press is unanswered for too long. */
  isSilent: Readonly<Ref<boolean>>;
  /** Whether the kernel of this widget has ended. */
  isGone: Readonly<Ref<boolean>>;
  /** The request of a video that was asked for; none while the kernel writes it. */
  video: Ref<VideoRequest | undefined>;
  isShowingVideo: Ref<boolean>;
  /** Send what a person pressed, and expect an answer. */
  press: <E extends keyof K["events"]>(event: E, ...said: Said<E, K["events"]>) => void;
  showVideo: (lookId: string) => void;
}

/** Set up what both have in common; what the kernel calls is answered. */
export function useCommonParts<K extends CommonContract>(): CommonParts<K> {
  const kernel = useKernel<CommonContract>();
  const notices = useNotices();
  const patience = usePatience();
  const life = useKernelLife(kernel.model);
  const video = ref<VideoRequest>();
  const isShowingVideo = ref(false);

  // A comm that is closed throws.
  const send: Kernel<CommonContract>["send"] = (event, ...said) => {
    if (!life.isGone.value) {
      kernel.send(event, ...said);
    }
  };
  const press: typeof send = (event, ...said) => {
    patience.listen();
    send(event, ...said);
  };
  const pictures = usePictures((wanted) => {
    send("show_pictures", wanted);
  });
  kernel.on("heard", patience.heard);
  kernel.on("pictures", pictures.take);
  kernel.on("video", (request) => {
    if (request.view === kernel.view) {
      video.value = request;
    }
  });
  const parts: CommonParts<CommonContract> = {
    ...kernel,
    send,
    model: kernel.model && markRaw(kernel.model),
    ...notices,
    undoNotice: notices.undo,
    fields: formFields(kernel.traits.constants),
    pictures,
    isSilent: patience.isOver,
    isGone: life.isGone,
    video,
    isShowingVideo,
    press,
    showVideo: (id) => {
      video.value = undefined;
      isShowingVideo.value = true;
      press("use_in_video", { id, view: kernel.view });
    },
  };
  return parts;
}
