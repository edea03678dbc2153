// The panel of an avatar, with a kernel behind it.

import { reactive } from "vue";
import PanelView from "../../src/avatars/PanelView.vue";
import type { PanelContract } from "../../src/avatars/panel";
import type { LookRow, PanelCalls, PanelTraits } from "../../src/traits";
import { Answers, KERNEL } from "../../src/widget";
import type { Kernel, WidgetModel } from "../../src/widget";
import { NOTHING_MADE, aLook, libraryTraits } from "./avatars";
import { show } from "./page";
import type { Shown } from "./page";
import { OFFER } from "./traits";

export const FREE = { price: "free", token: "free", note: "HeyGen asks nothing for this." };

/** Return a picture that is no look yet. */
export function aPicture(key: string, changes: Partial<LookRow> = {}): LookRow {
  return aLook(key, {
    group_id: "",
    picture: `image/${key}`,
    alt: `picture ${key}`,
    is_look: false,
    api: "v2",
    ...changes,
  });
}

/** Return the state of a panel in which nothing was asked for yet. */
export function panelTraits(changes: Partial<PanelTraits> = {}): PanelTraits {
  return reactive<PanelTraits>({
    constants: libraryTraits().constants,
    count: 4,
    step: "",
    suggested_name: "Iris",
    picture_rows: [],
    prices: {},
    offer: OFFER,
    group_rows: [],
    has_more: false,
    loading: "",
    group: null,
    look_rows: [],
    making: NOTHING_MADE,
    training: NOTHING_MADE,
    question: null,
    deletion: null,
    alert: null,
    ...changes,
  });
}

export interface ShownPanel extends Shown<object> {
  traits: PanelTraits;
  /** What was sent: event and payload, oldest first; without what asks for pictures. */
  sent: [string, unknown][];
  /** Make a call, as the kernel does. */
  call: <C extends keyof PanelCalls>(
    call: C,
    payload: PanelCalls[C],
    ...buffers: DataView[]
  ) => void;
}

/** Show a panel. */
export function showPanel(changes: Partial<PanelTraits> = {}, model?: WidgetModel): ShownPanel {
  const answers = new Answers();
  const sent: [string, unknown][] = [];
  const traits = panelTraits(changes);
  const kernel: Kernel<PanelContract> = {
    traits,
    view: "view-1",
    model,
    send: (event, ...said) => {
      if (event !== "show_pictures") {
        sent.push([event, said[0]]);
      }
    },
    on: (call, answer) => {
      answers.add(call, answer);
    },
  };
  const shown = show(PanelView, {}, { provide: { [KERNEL as symbol]: kernel } });
  return {
    ...shown,
    traits,
    sent,
    call: (call, payload, ...buffers) => {
      answers.give(call, payload, buffers);
    },
  };
}
