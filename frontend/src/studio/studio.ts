// What the parts of a studio share beside its kernel: one view's drafts, images and notices.

import { computed, inject, markRaw, provide, reactive, ref, watch } from "vue";
import type { ComputedRef, InjectionKey, Ref, UnwrapNestedRefs } from "vue";

import { copyText } from "../composables/clipboard";
import { limitOf, useDrafts } from "../composables/drafts";
import type { Drafts } from "../composables/drafts";
import { useKernelLife } from "../composables/kernelLife";
import { download, useLinks } from "../composables/links";
import type { Links } from "../composables/links";
import { useNotices } from "../composables/notices";
import type { Notices } from "../composables/notices";
import { usePatience } from "../composables/patience";
import { useSelection } from "../composables/selection";
import type { Selection } from "../composables/selection";
import { formFields } from "../fields";
import type { FormField } from "../fields";
import type { Events, Form, Traits } from "../traits";
import { useKernel } from "../widget";
import type { Kernel, Said } from "../widget";

const TYPED = ["name", "appearance", "click_limit", "session_limit"] as const;
const SLOTS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export type TypedTrait = (typeof TYPED)[number];

interface Parts extends Kernel, Drafts<TypedTrait>, Omit<Notices, "undo"> {
  undoNotice: () => void;
  /** The attributes that are chosen from lists. */
  fields: FormField[];
  /** Links to the small copies of the images, by slot. */
  previews: string[];
  links: Links;
  /** The images that are chosen to be compared. */
  compared: Selection;
  isRunning: ComputedRef<boolean>;
  /** Whether the images on screen can be gone on from. */
  canGoOn: ComputedRef<boolean>;
  /** Whether a press is unanswered for too long. */
  isSilent: Readonly<Ref<boolean>>;
  /** Whether the kernel of this studio has ended. */
  isGone: Readonly<Ref<boolean>>;
  /** Whether this view has started what is going on or has just ended. */
  isMine: Ref<boolean>;
  /** The whole form as it is on screen. */
  filled: () => Form;
  /** Fill the form; what is being typed gives way. */
  fill: (values: Partial<Record<string, unknown>>) => void;
  /** Send what a person pressed, and expect an answer. */
  press: <E extends keyof Events>(event: E, ...said: Said<E>) => void;
  /** Fill the form, all of it or the words of its lists, and offer to undo that. */
  change: (said: string, change: (before: Form) => void, isAll?: boolean) => void;
  generate: () => void;
  goOn: (changes: Record<string, string>) => void;
  /** Open a sweep below, by its id; an empty one for a new sweep from these settings. */
  openSweep: (id: string) => void;
  save: (runId: string, places: string[]) => void;
  copy: (text: string, said: string) => Promise<void>;
}

/** The same with its refs unwrapped, as components have it. */
export type StudioContext = UnwrapNestedRefs<Parts>;

const STUDIO: InjectionKey<StudioContext> = Symbol("studio");

/** Return what the parts of a studio share. */
export function useStudio(): StudioContext {
  const studio = inject(STUDIO, undefined);
  if (!studio) {
    throw new Error("This component is a part of a studio: it can't stand alone.");
  }
  return studio;
}

/** Set up what the parts of a studio share, for all components below. */
export function provideStudio(): StudioContext {
  const kernel = useKernel();
  const { traits } = kernel;
  const drafts = useDrafts<TypedTrait>(traits, TYPED, (name, text) =>
    name.endsWith("limit") ? limitOf(text) : text,
  );
  const notices = useNotices();
  const patience = usePatience();
  const life = useKernelLife(kernel.model);
  const links = useLinks();
  const isMine = ref(false);

  // A comm that is closed throws: a look at a picture would end there.
  const send: Kernel["send"] = (event, ...said) => {
    if (!life.isGone.value) {
      kernel.send(event, ...said);
    }
  };
  const press: Parts["press"] = (event, ...said) => {
    isMine.value = true;
    patience.listen();
    send(event, ...said);
  };
  const filled = (): Form => {
    drafts.flush();
    const names = traits.constants.form as (keyof Form)[];
    return Object.fromEntries(names.map((name) => [name, traits[name]])) as unknown as Form;
  };
  // What a kernel was at when it ended goes on no more, as far as this studio can know.
  const isRunning = computed(() => traits.run.is_running && !life.isGone.value);

  const studio = reactive<Parts>({
    ...kernel,
    send,
    model: kernel.model && markRaw(kernel.model),
    ...drafts,
    ...notices,
    undoNotice: notices.undo,
    // Constants are what their name says.
    fields: formFields(traits.constants),
    previews: usePreviews(traits, links),
    links,
    compared: useSelection(),
    isRunning,
    canGoOn: computed(() => traits.figures.length > 0 && !isRunning.value && !life.isGone.value),
    isSilent: patience.isOver,
    isGone: life.isGone,
    isMine,
    filled,
    press,
    fill: (values) => {
      drafts.flush();
      Object.assign(traits, values);
    },
    change: (said, change, isAll = true) => {
      const before = filled();
      const words = studio.fields.map(({ trait }) => [trait, before[trait]] as const);
      const { name, appearance } = before;
      change(before);
      const undo = (): void => {
        studio.fill({ ...Object.fromEntries<unknown>(words), ...(isAll && { name, appearance }) });
      };
      notices.offerUndo(said, undo, traits.constants.undo);
    },
    generate: () => {
      if (!isRunning.value && !life.isGone.value) {
        press("generate", { agreed: traits.offer.token, form: filled() });
      }
    },
    goOn: (changes) => {
      press("go_on", { changes, agreed: traits.offer.token, form: filled() });
    },
    openSweep: (id) => {
      press("open_sweep", { id, view: kernel.view, form: filled() });
    },
    save: (run_id, places) => {
      send("save", { run_id, places, view: kernel.view });
    },
    copy: async (text, said) => {
      await copyText(text);
      notices.say(said);
    },
  });
  kernel.on("heard", patience.heard);
  answerRequests(studio);
  provide(STUDIO, studio);
  return studio;
}

/** Give the view that asked for it a file or a text. */
function answerRequests(studio: StudioContext): void {
  studio.on("download", ({ name, view }, [bytes]) => {
    if (bytes && (!view || view === studio.view)) {
      download(name, bytes);
      studio.say(`Saved ${name}`);
    }
  });
  studio.on("snippet", ({ kind, text, view }) => {
    if (!view || view === studio.view) {
      void studio.copy(text, kind === "curl" ? "Copied as cURL" : "Copied as Python");
    }
  });
}

/** Return links to the small copies, kept up to date. */
function usePreviews(traits: Traits, links: Links): string[] {
  const previews = reactive(SLOTS.map(() => ""));
  for (const slot of SLOTS) {
    watch(
      () => traits[`preview_${slot}`],
      (bytes) => {
        links.drop(previews[slot] ?? "");
        previews[slot] = links.make(bytes);
      },
      { immediate: true },
    );
  }
  return previews;
}
