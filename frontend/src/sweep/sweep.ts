// What the parts of an experiment share beside its kernel: cells, the choice of axes, notices.

import { computed, inject, markRaw, provide, reactive, ref, watch } from "vue";
import type { ComputedRef, InjectionKey, Ref, UnwrapNestedRefs } from "vue";

import { copyText } from "../composables/clipboard";
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
import type {
  EarlierSweep,
  Mark,
  SetupForm,
  SweepCalls,
  SweepEvents,
  SweepTraits,
} from "../traits";
import { useKernel } from "../widget";
import type { Contract, Kernel, Said } from "../widget";
import { useCells } from "./cells";
import type { Cells, ShownCell } from "./cells";
import { cellText, firstChoice } from "./grid";
import type { Choice } from "./grid";
import { useSight } from "./sight";
import type { Sight } from "./sight";

/** What travels between the kernel and an experiment. */
export interface SweepContract extends Contract {
  traits: SweepTraits;
  events: SweepEvents;
  calls: SweepCalls;
}

interface Parts extends Kernel<SweepContract>, Omit<Notices, "undo"> {
  undoNotice: () => void;
  fields: FormField[];
  links: Links;
  cells: Cells;
  sight: Sight;
  /** Which axes go where, and which values are shown. */
  choice: Ref<Choice>;
  /** Whether each cell shows all of its images. */
  isWhole: Ref<boolean>;
  /** The cell that has the keyboard. */
  current: Ref<number>;
  /** The images that are chosen to be compared. */
  compared: Selection;
  /** Whether pictures are compared blind now. */
  isBlind: Ref<boolean>;
  isSandbox: ComputedRef<boolean>;
  /** Whether it is being carried out, as far as this page can know. */
  isRunning: ComputedRef<boolean>;
  /** Whether a press is unanswered for too long. */
  isSilent: Readonly<Ref<boolean>>;
  /** Whether the kernel of this experiment has ended. */
  isGone: Readonly<Ref<boolean>>;
  /** The form as it is on screen; none before it was touched. */
  draft: Ref<SetupForm | null>;
  /** Send what a person pressed, and expect an answer. */
  press: <E extends keyof SweepEvents>(event: E, ...said: Said<E, SweepEvents>) => void;
  /** Record what a person thinks of the best image of a cell. */
  judge: (cell: ShownCell, mark: Omit<Mark, "run_id" | "place">) => void;
  /** Return a cell in words: its values. */
  about: (position: number) => string;
}

/** The same with its refs unwrapped, as components have it. */
export type SweepContext = UnwrapNestedRefs<Parts>;

const SWEEP: InjectionKey<SweepContext> = Symbol("sweep");

/** Return what the parts of an experiment share. */
export function useSweep(): SweepContext {
  const sweep = inject(SWEEP, undefined);
  if (!sweep) {
    throw new Error("This component is a part of an experiment: it can't stand alone.");
  }
  return sweep;
}

/** Set up what the parts of an experiment share, for all components below. */
export function provideSweep(): SweepContext {
  const kernel = useKernel<SweepContract>();
  const { traits } = kernel;
  const notices = useNotices();
  const patience = usePatience();
  const life = useKernelLife(kernel.model);
  const isWhole = ref(false);

  // A comm that is closed throws.
  const send: Parts["send"] = (event, ...said) => {
    if (!life.isGone.value) {
      kernel.send(event, ...said);
    }
  };
  const cells = useCells(
    () => traits.statuses,
    () => isWhole.value,
    (query) => {
      send("show_cells", query);
    },
    (take) => {
      kernel.on("cells", take);
    },
    kernel.view,
  );
  const sweep = reactive<Parts>({
    ...kernel,
    send,
    model: kernel.model && markRaw(kernel.model),
    ...notices,
    undoNotice: notices.undo,
    fields: formFields(traits.constants),
    links: useLinks(),
    cells: markRaw(cells),
    sight: useSight(),
    choice: ref(firstChoice(traits.axis_rows)),
    isWhole,
    current: ref(0),
    compared: useSelection(),
    isBlind: ref(false),
    isSandbox: computed(() => traits.backend.kind === "sandbox"),
    isRunning: computed(() => traits.state.is_running && !life.isGone.value),
    isSilent: patience.isOver,
    isGone: life.isGone,
    draft: ref<SetupForm | null>(null),
    press: (event, ...said) => {
      patience.listen();
      send(event, ...said);
    },
    judge: (cell, mark) => {
      const figure = cell.figures[cell.best];
      if (figure) {
        sweep.press("mark", { run_id: cell.run_id, place: figure.place, ...mark });
      }
    },
    about: (position) => cellText(position, traits.axis_rows, traits.grid),
  });
  watch(
    () => traits.sweep_id,
    () => {
      cells.clear();
      sweep.choice = firstChoice(traits.axis_rows);
      sweep.current = 0;
      sweep.compared.clear();
    },
  );
  kernel.on("heard", patience.heard);
  kernel.on("download", ({ name, view }, [bytes]) => {
    if (bytes && (!view || view === kernel.view)) {
      download(name, bytes);
      notices.say(`Saved ${name}`);
    }
  });
  kernel.on("snippet", ({ text, view }) => {
    if (!view || view === kernel.view) {
      void copyText(text).then(() => {
        notices.say("Copied as Python");
      });
    }
  });
  provide(SWEEP, sweep);
  return sweep;
}

/** Return the sweeps to go to; below a studio, which offers those that stopped, the one before. */
export function offers(traits: SweepTraits): EarlierSweep[] {
  return traits.is_begun
    ? []
    : traits.earlier.filter(({ is_before }) => is_before || !traits.is_below);
}
