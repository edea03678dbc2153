// Rows of avatars and looks, and a library with a kernel behind it.

import { h, reactive } from "vue";
import type { Component } from "vue";
import { vi } from "vitest";
import { provideLibrary } from "../../src/avatars/library";
import type { LibraryContext, LibraryContract } from "../../src/avatars/library";
import type { PictureLinks } from "../../src/composables/pictures";
import type { GroupRow, LibraryCalls, LibraryTraits, LookRow, Making } from "../../src/traits";
import { Answers, KERNEL } from "../../src/widget";
import type { Kernel, WidgetModel } from "../../src/widget";
import { show } from "./page";
import type { Shown } from "./page";
import { CONSTANTS, OFFER } from "./traits";

export function aGroup(id: string, changes: Partial<GroupRow> = {}): GroupRow {
  return {
    id,
    name: `Avatar ${id}`,
    picture: `group/${id}`,
    status: "completed",
    status_line: "",
    message: "",
    looks_count: 2,
    when: "",
    training: "not needed",
    api: "v3",
    can_generate: true,
    can_rename: true,
    ...changes,
  };
}

export function aLook(id: string, changes: Partial<LookRow> = {}): LookRow {
  return {
    id,
    group_id: "g1",
    name: `Look ${id}`,
    picture: `look/${id}`,
    alt: `look ${id}`,
    status: "completed",
    status_line: "",
    message: "",
    badge: "",
    api: "v3",
    is_look: true,
    can_rename: true,
    can_imitate: true,
    ...changes,
  };
}

export const NOTHING_MADE: Making = {
  group_id: "",
  line: "",
  is_waiting: false,
  can_stop: false,
  started_at: 0,
  usual: [],
  awaited: 0,
};

/** Return pictures of which these are here, and what was asked for. */
export function somePictures(
  here: Record<string, string> = {},
  problems: Record<string, string> = {},
): PictureLinks & { want: ReturnType<typeof vi.fn> } {
  return {
    want: vi.fn(),
    link: (picture) => here[picture] ?? "",
    problem: (picture) => problems[picture] ?? "",
    take: () => undefined,
  };
}

/** Return the state of a library with two avatars. */
export function libraryTraits(changes: Partial<LibraryTraits> = {}): LibraryTraits {
  return reactive<LibraryTraits>({
    constants: {
      fields: CONSTANTS.fields.filter(({ attribute }) => attribute !== "gender"),
      labels: CONSTANTS.labels,
      key_page: CONSTANTS.key_page,
      prompt: 1000,
    },
    selected_groups: [],
    selected_looks: [],
    count: 4,
    backend: { kind: "sandbox", label: "Sandbox" },
    can_remember: false,
    key_problem: "",
    notice: "",
    alert: null,
    question: null,
    deletion: null,
    offer: OFFER,
    making: NOTHING_MADE,
    prices: {},
    training: NOTHING_MADE,
    loading: "",
    is_loaded: true,
    group_rows: [aGroup("g1"), aGroup("g2")],
    has_more: false,
    group_id: "",
    look_rows: [],
    studio_widget: null,
    static_token: "",
    ...changes,
  });
}

/** Return what a library holds whose first avatar is open. */
export function opened(changes: Partial<LibraryTraits> = {}): Partial<LibraryTraits> {
  return { group_id: "g1", look_rows: [aLook("l1"), aLook("l2")], ...changes };
}

export interface ShownLibrary extends Shown<object> {
  traits: LibraryTraits;
  /** What was sent: event and payload, oldest first. */
  sent: [string, unknown][];
  /** Make a call, as the kernel does. */
  call: <C extends keyof LibraryCalls>(
    call: C,
    payload: LibraryCalls[C],
    ...buffers: DataView[]
  ) => void;
  library: LibraryContext | undefined;
}

/** Show a part of a library, or its view. */
export function showLibrary(
  part: Component,
  changes: Partial<LibraryTraits> = {},
  { props = {}, isView = false, model }: LibraryOptions = {},
): ShownLibrary {
  const answers = new Answers();
  const sent: [string, unknown][] = [];
  const traits = libraryTraits(changes);
  const kernel: Kernel<LibraryContract> = {
    traits,
    view: "view-1",
    model,
    send: (event, ...said) => {
      sent.push([event, said[0]]);
    },
    on: (call, answer) => {
      answers.add(call, answer);
    },
  };
  let library: LibraryContext | undefined;
  const Library: Component = {
    setup() {
      library = provideLibrary();
      return () => h(part, props);
    },
  };
  const shown = show(isView ? part : Library, {}, { provide: { [KERNEL as symbol]: kernel } });
  return {
    ...shown,
    traits,
    sent,
    library,
    call: (call, payload, ...buffers) => {
      answers.give(call, payload, buffers);
    },
  };
}

export interface LibraryOptions {
  props?: Record<string, unknown>;
  /** Whether it sets up what its parts share by itself. */
  isView?: boolean;
  model?: WidgetModel;
}
