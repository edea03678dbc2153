// The state of a studio, and what stands in it, as the kernel sends it.

import { reactive } from "vue";
import type { LargeImage } from "../../src/composables/viewer";
import { formFields } from "../../src/fields";
import type {
  Constants,
  EnlargedImage,
  Figure,
  ListedRun,
  Offer,
  Run,
  Traits,
  UnfinishedRun,
} from "../../src/traits";

export const IDLE: Run = { phase: "idle", is_running: false, is_waiting: false, can_stop: false };
export const RUNNING: Run = {
  phase: "waiting",
  is_running: true,
  is_waiting: true,
  can_stop: true,
};

export const CONSTANTS: Constants = {
  fields: [
    {
      trait: "gender",
      attribute: "gender",
      label: "Gender",
      words: ["Unspecified", "Woman", "Man"],
    },
    {
      trait: "avatar_style",
      attribute: "style",
      label: "Style",
      words: ["Unspecified", "Realistic", "Pixar", "Noir"],
    },
    {
      trait: "orientation",
      attribute: "orientation",
      label: "Orientation",
      words: ["square", "horizontal", "vertical"],
    },
  ],
  labels: { square: "Square", horizontal: "Horizontal", vertical: "Vertical" },
  examples: [
    {
      label: "A baker in his kitchen",
      form: { name: "Bo", gender: "Man", avatar_style: "Noir", appearance: "A baker" },
    },
  ],
  key_page: "https://developers.heygen.com/docs/api-key",
  undo: 8,
  statuses: [
    { value: "success", label: "Done" },
    { value: "failed", label: "Failed" },
  ],
  limits: { appearance: 1000, reference_images: 3, upload: 1_000_000 },
  form: [
    "name",
    "age",
    "gender",
    "ethnicity",
    "orientation",
    "pose",
    "appearance",
    "avatar_style",
    "count",
    "avatar_id",
    "locked",
    "click_limit",
    "session_limit",
  ],
};

export const FIELDS = formFields(CONSTANTS);

export const OFFER: Offer = {
  api: "v3",
  token: "4 for $0.40",
  price: "$0.40",
  short: "$0.40",
  counts: [1, 2, 3, 4, 5, 6, 7, 8],
  can_refer: true,
  spent: "Spent so far: $0.",
  note: "HeyGen bills it.",
  problem: "",
};

/** Return bytes as the kernel sends them. */
export function someBytes(text = "image"): DataView {
  return new DataView(new TextEncoder().encode(text).buffer);
}

export const NO_BYTES = new DataView(new ArrayBuffer(0));

/** Return the state of a studio in which nothing was generated yet. */
export function someTraits(changes: Partial<Traits> = {}): Traits {
  return reactive<Traits>({
    constants: CONSTANTS,
    name: "Iris",
    age: "Young Adult",
    gender: "Woman",
    ethnicity: "Unspecified",
    orientation: "square",
    pose: "half_body",
    avatar_style: "Realistic",
    appearance: "A violinist",
    count: 4,
    click_limit: 1,
    session_limit: null,
    avatar_id: "",
    locked: [],
    selected_keys: [],
    problems: {},
    preset_names: [],
    reference_names: [],
    backend: { kind: "sandbox", label: "Sandbox", fault: "", fault_text: "" },
    can_remember: true,
    key_problem: "",
    offer: OFFER,
    room: 1000,
    question: null,
    run: IDLE,
    status: "idle",
    status_line: "",
    message: "",
    alert: null,
    notice: "",
    recording_problem: "",
    generation_id: "",
    run_id: "",
    served: "",
    asked: {},
    usual: [],
    started_at: 0,
    elapsed: 0,
    expected: 4,
    shown_orientation: "square",
    image_keys: [],
    image_urls: [],
    figures: [],
    figures_run_id: "",
    preview_0: NO_BYTES,
    preview_1: NO_BYTES,
    preview_2: NO_BYTES,
    preview_3: NO_BYTES,
    preview_4: NO_BYTES,
    preview_5: NO_BYTES,
    preview_6: NO_BYTES,
    preview_7: NO_BYTES,
    unfinished: [],
    unknown: [],
    next_step: "",
    avatar_panel: null,
    stopped_sweep: null,
    sweep_widget: null,
    static_token: "",
    ...changes,
  });
}

/** Return what stands around an image. */
export function someFigure(key: string, changes: Partial<Figure> = {}): Figure {
  return {
    key,
    place: key,
    alt: `picture ${key}`,
    error: "",
    favourite: false,
    rating: null,
    note: "",
    look: "",
    ...changes,
  };
}

/** Return what a studio holds after a run that made two images. */
export function ofRun(runId = "run-1"): Partial<Traits> {
  return {
    run_id: runId,
    generation_id: `generation of ${runId}`,
    figures_run_id: runId,
    figures: [someFigure("key-1"), someFigure("key-2")],
    image_keys: ["key-1", "key-2"],
    preview_0: someBytes("small 1"),
    preview_1: someBytes("small 2"),
    status: "success",
    asked: {
      name: "Iris",
      gender: "Woman",
      style: "Realistic",
      orientation: "square",
      appearance: "A violinist",
    },
  };
}

/** Return an image as the kernel describes it beside its large copy. */
export function enlarged(key: string, changes: Partial<EnlargedImage> = {}): EnlargedImage {
  return {
    ...someFigure(key),
    run_id: "run-1",
    number: 1,
    count: 2,
    places: ["key-1", "key-2"],
    attributes: { name: "Iris", style: "Noir" },
    when: "",
    view: "view-1",
    ...changes,
  };
}

/** Return an image that is looked at closely. */
export function largeImage(key: string, changes: Partial<LargeImage> = {}): LargeImage {
  return { ...enlarged(key), link: `blob:${key}`, isSmall: false, ...changes };
}

/** Return a run of the list of all runs. */
export function listedRun(runId: string, changes: Partial<ListedRun> = {}): ListedRun {
  return {
    run_id: runId,
    about: `About ${runId}`,
    details: "Woman, Noir",
    when: "",
    status: "success",
    status_line: "Done",
    count: 4,
    cost: "$0.40",
    api: "v3",
    favourite: false,
    attributes: { name: "Iris" },
    ...changes,
  };
}

/** Return a run that nobody waits for. */
export function unfinishedRun(id: string, changes: Partial<UnfinishedRun> = {}): UnfinishedRun {
  return {
    id,
    run_id: `run of ${id}`,
    about: `About ${id}`,
    details: "Woman, Noir",
    when: "",
    resume: "Resume",
    ...changes,
  };
}
