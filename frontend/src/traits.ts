// What travels between the kernel and the browser. `make generated` writes this file from
// heygen_widgets/widgets/contract.py and the *contract.py beside it, where it is to be changed.

/** The limits that the browser checks before it sends anything. */
export interface Limits {
  /** Longest appearance, in characters. */
  appearance: number;
  /** Most reference images. */
  reference_images: number;
  /** Largest file to send, in bytes. */
  upload: number;
}

/** One choice of a list. */
export interface Word {
  /** What is sent back. */
  value: string;
  /** What is read. */
  label: string;
}

/** An attribute that is chosen from a list. */
export interface Field {
  /** The trait that holds it. */
  trait: string;
  /** Its name in Python and in a record. */
  attribute: string;
  /** What it is called. */
  label: string;
  /** What can be chosen, ``Unspecified`` first. */
  words: string[];
}

/** Settings to begin with, offered while nothing was generated yet. */
export interface Example {
  /** What it makes, in a few words. */
  label: string;
  /** The traits of the form that it fills, by name. */
  form: Record<string, string>;
}

/** What the browser knows from the kernel and never changes. */
export interface Constants {
  /** The attributes that are chosen from lists, as a form shows them. */
  fields: Field[];
  /** What a form calls words that are no words for people, such as ``close_up``. */
  labels: Record<string, string>;
  /** Settings to begin with. */
  examples: Example[];
  /** Where HeyGen says how to get an API key. */
  key_page: string;
  /** For how many seconds a deletion can be undone. */
  undo: number;
  /** The ends of a run that the list can be filtered by. */
  statuses: Word[];
  /** What the browser refuses by itself. */
  limits: Limits;
  /** The traits that a press carries as they are on screen. */
  form: string[];
}

/** Which service generates. */
export interface Backend {
  /** ``sandbox`` or ``heygen``. */
  kind?: string;
  /** What the chip says. */
  label?: string;
  /** The failure that the sandbox rehearses; empty for none. */
  fault?: string;
  /** The same in words. */
  fault_text?: string;
}

/** What the state of the studio allows; `RunState` decides it. */
export interface Run {
  /** A `Phase`. */
  phase: string;
  /** Whether a run goes on, so that no other one can begin. */
  is_running: boolean;
  /** Whether a clock runs. */
  is_waiting: boolean;
  /** Whether *Stop waiting* does something. */
  can_stop: boolean;
}

/** A failure that the sandbox can rehearse. */
export interface Fault {
  /** What is sent back. */
  kind: string;
  /** What happens. */
  text: string;
  /** When it happens: the heading that it stands under. */
  group: string;
}

/** What a click costs. */
export interface Offer {
  /** The version of HeyGen's API that serves it; empty until that is known. */
  api: string;
  /** A text that changes with the price or the number of images; a press carries it. */
  token: string;
  /** The price on the button. */
  price: string;
  /** The same in fewer words. */
  short: string;
  /** How many images it can make. */
  counts: number[];
  /** Whether reference images and looks can be given. */
  can_refer: boolean;
  /** What was spent, and the balance. */
  spent: string;
  /** Who bills it, and how. */
  note: string;
  /** Why the price is not known; empty if it is. */
  problem: string;
}

/** What is asked before a click is carried out. */
export interface Question {
  /** The question, in a few words. */
  title: string;
  /** Why it is asked, and what it costs. */
  text: string;
  /** The label of the button that agrees; empty while the price is being found out. */
  go: string;
  /** The price that is asked about, for the event ``confirm``. */
  token: string;
}

/** What happened, what it means for the money, and what can be done. */
export interface Alert {
  /** ``error``, ``warning`` or ``info``. */
  kind?: string;
  /** What happened, in a few words. */
  title?: string;
  /** What it means, for the money as well. */
  text?: string;
  /** What to do now. */
  advice?: string;
  /** Figures to quote to HeyGen's support. */
  reference?: string;
  /** The label of a button that waits on; empty for none. */
  resume?: string;
  /** The label of a button that marks the run as abandoned; empty for none. */
  abandon?: string;
  /** A version of HeyGen's API that is offered instead; empty for none. */
  use_api?: string;
  /** The label of the button that takes that version. */
  use_api_label?: string;
}

/** What stands around an image. */
export interface Figure {
  /** HeyGen's key of it; empty if it has none. */
  key: string;
  /** What tells it from the others of its run: its key, or its link where it has no key. */
  place: string;
  /** What it shows, for people who can't see it. */
  alt: string;
  /** Why it can't be shown. */
  error: string;
  /** Whether it is a favourite. */
  favourite: boolean;
  /** 1 to 5, or none. */
  rating: number | null;
  /** What was noted about it. */
  note: string;
  /** The look that was made of it, in a few words; empty if there is none. */
  look: string;
}

/** A run that was left unfinished, or whose outcome is unknown. */
export interface UnfinishedRun {
  /** HeyGen's id of it; empty if it has none. */
  id: string;
  /** Our id of it. */
  run_id: string;
  /** Name and appearance. */
  about: string;
  /** The other attributes, in a few words. */
  details: string;
  /** When it was submitted, in ISO 8601. */
  when: string;
  /** The label of the button that waits on; empty for none. */
  resume: string;
}

/** A sweep that stopped before all of its cells were made, and that nobody carries out. */
export interface StoppedSweep {
  /** Its id. */
  id: string;
  /** How far it got, and what the rest costs, as a sentence. */
  line: string;
}

/** A run in the list of all runs. */
export interface ListedRun {
  /** Our id of it. */
  run_id: string;
  /** Name and appearance. */
  about: string;
  /** The other attributes, in a few words. */
  details: string;
  /** When it was submitted, in ISO 8601. */
  when: string;
  /** A `GenerationStatus`. */
  status: string;
  /** The same in words. */
  status_line: string;
  /** How many images it has. */
  count: number;
  /** What it costs; empty if that is unknown. */
  cost: string;
  /** The version of HeyGen's API that served it. */
  api: string;
  /** Whether one of its images is a favourite. */
  favourite: boolean;
  /** What was asked for; null if that is unknown. */
  attributes: Record<string, string> | null;
}

/** Which runs the list shows. */
export interface RunQuery {
  /** Words to find; empty for any. */
  text: string;
  /** A `GenerationStatus`; empty for any. */
  status: string;
  /** Whether only runs with a favourite are wanted. */
  favourite: boolean;
  /** Attributes to match, by name. */
  attributes: Record<string, string>;
  /** The `next` of the page before; null for the first page. */
  before: number | null;
  /** ``first`` or ``more``; the page says it again. */
  ask: string;
  /** The view that asks. */
  view: string;
}

/** A page of the list of all runs; the thumbnails are its buffers. */
export interface RunPage {
  /** Newest first. */
  runs?: ListedRun[];
  /** What to ask for the next page with, as `before`; null on the last one. */
  next?: number | null;
  /** How many runs match. */
  total?: number;
  /** ``first`` or ``more``, as the browser asked. */
  ask?: string;
  /** Whether there is a history at all. */
  is_kept?: boolean;
  /** Why the history can't be read. */
  problem?: string;
  /** The view that asked. */
  view?: string;
}

/** What a person thinks of an image; what is left out stays as it is. */
export interface Mark {
  /** Our id of its run; empty for the present one. */
  run_id?: string;
  /** Which of its images. */
  place?: string;
  /** Whether it is a favourite. */
  favourite?: boolean;
  /** 1 to 5, or none. */
  rating?: number | null;
  /** What to note about it. */
  note?: string;
}

/** What stands beside an image that is looked at closely. */
export interface EnlargedImage extends Figure {
  /** Our id of its run. */
  run_id: string;
  /** Its number in the run, from 1. */
  number: number;
  /** How many images the run has. */
  count: number;
  /** The `place` of each image of the run. */
  places: string[];
  /** What was asked for. */
  attributes: Record<string, string>;
  /** When the run was submitted, in ISO 8601. */
  when: string;
  /** The view that asked. */
  view: string;
}

/** What the browser knows from the kernel and never changes. */
export interface AvatarConstants {
  /** What is chosen for a new look, as a form shows it. */
  fields: Field[];
  /** What a form calls words that are no words for people, such as ``close_up``. */
  labels: Record<string, string>;
  /** Where HeyGen says how to get an API key. */
  key_page: string;
  /** Longest prompt of a new look, in characters. */
  prompt: number;
}

/** An avatar group, as a card shows it. */
export interface GroupRow {
  /** HeyGen's id of it. */
  id: string;
  /** Its name, or its id where it has none. */
  name: string;
  /** What its picture is asked for by; empty for none. */
  picture: string;
  /** An `AvatarStatus`. */
  status: string;
  /** The same and its training in words; empty where all is well. */
  status_line: string;
  /** HeyGen's reason for the status or the training. */
  message: string;
  /** How many looks it has. */
  looks_count: number | null;
  /** When it was made, in ISO 8601; empty if that is unknown. */
  when: string;
  /** A `Training`. */
  training: string;
  /** The version of HeyGen's API that it was read by. */
  api: string;
  /** Whether new looks of it can be generated. */
  can_generate: boolean;
  /** Whether HeyGen lets it be renamed. */
  can_rename: boolean;
}

/** A look, or a picture that is none yet, as a card shows it. */
export interface LookRow {
  /** HeyGen's id of the look, or the key of the picture. */
  id: string;
  /** The group that it belongs to; empty if HeyGen doesn't say. */
  group_id: string;
  /** Its name, or its id where it has none. */
  name: string;
  /** What its picture is asked for by; empty for none. */
  picture: string;
  /** What it shows, for people who can't see it. */
  alt: string;
  /** An `AvatarStatus`. */
  status: string;
  /** The same in words; empty where all is well. */
  status_line: string;
  /** HeyGen's reason for the status. */
  message: string;
  /** What a badge on its picture says; empty for none. */
  badge: string;
  /** The version of HeyGen's API that it was read by. */
  api: string;
  /** Whether it is a look: a picture that was generated on v2 is none until it is added. */
  is_look: boolean;
  /** Whether HeyGen lets it be renamed. */
  can_rename: boolean;
  /** Whether new pictures can be made to look like it. */
  can_imitate: boolean;
}

/** What new looks shall be like. */
export interface NewLook {
  /** Of which avatar. */
  group_id: string;
  /** What the person wears and does, and where. */
  prompt: string;
  /** The shape of the pictures. */
  orientation: string;
  /** How much of the person is in them. */
  pose: string;
  /** How they look. */
  style: string;
  /** How many. */
  count: number;
  /** The token of the price that the button showed. */
  agreed: string;
}

/** What is asked before something is deleted at HeyGen, for good. */
export interface Deletion {
  /** The question, in a few words. */
  title: string;
  /** What it means. */
  text: string;
  /** What would go, each by name and id; empty while that is being found out. */
  names: string[];
  /** The picture of each, as ``show_pictures`` asks for it. */
  pictures: string[];
  /** The label of the button that deletes; empty while it is being found out what would go. */
  go: string;
  /** What is agreed to, for the event ``confirm``. */
  token: string;
}

/** Something that HeyGen is at work on, and that is waited for. */
export interface Making {
  /** Of which avatar; empty while nothing is under way. */
  group_id: string;
  /** Where it stands, in a few words. */
  line: string;
  /** Whether a clock runs. */
  is_waiting: boolean;
  /** Whether waiting can be stopped. */
  can_stop: boolean;
  /** When it began, in seconds since 1970. */
  started_at: number;
  /** Between how many seconds it usually takes; empty if that is unknown. */
  usual: number[];
  /** How many pictures are still on their way. */
  awaited: number;
}

/** An id, with what it is for. */
export interface IdLine {
  /** What it is called. */
  label: string;
  /** The id. */
  id: string;
  /** What it is for. */
  about: string;
}

/** The request that makes a video of a look, as text to copy. */
export interface VideoRequest {
  /** Which look. */
  look_id: string;
  /** What to fill in, and that nothing is sent. */
  about: string;
  /** The request as a curl command. */
  curl: string;
  /** The request in Python. */
  python: string;
  /** The view that asked. */
  view: string;
}

/** Small copies of pictures; its buffers are their bytes, empty where there is a problem. */
export interface Pictures {
  /** What each was asked for by. */
  pictures: string[];
  /** Why each can't be shown; empty if it can. */
  problems: string[];
}

/** What a step costs that is not carried out yet. */
export interface StepPrice {
  /** The price on its button. */
  price: string;
  /** A text that changes with the price; a press carries it. Empty while it is not known. */
  token: string;
  /** Who bills it. */
  note: string;
}

/** What the browser knows from the kernel and never changes. */
export interface SweepConstants {
  /** The attributes that are chosen from lists. */
  fields: Field[];
  /** What a form calls words that are no words for people, such as ``close_up``. */
  labels: Record<string, string>;
  /** Where HeyGen says how to get an API key. */
  key_page: string;
  /** Longest appearance, in characters, alternatives chosen. */
  prompt: number;
  /** Most cells of a sweep. */
  cells: number;
  /** Most repeats. */
  repeats: number;
  /** Most cells at a time. */
  parallel: number;
  /** Most images of a cell. */
  images: number;
  /** Where a cell can stand: its letter, and what it is called. */
  statuses: Word[];
  /** The files that can be saved: their endings, and what they are. */
  files: Word[];
}

/** Words of the prompt that are replaced. */
export interface Replacement {
  /** What is searched for. */
  words: string;
  /** What takes its place, each in turn. */
  others: string[];
}

/** The axes and the options of a sweep, as a form holds them. */
export interface SetupForm {
  /** A name for the avatars; empty for one from each prompt. */
  name: string;
  /** The prompt, with its alternatives in braces. */
  appearance: string;
  /** What is ticked of each attribute; several are an axis, none is the default. */
  values: Record<string, string[]>;
  /** Words to replace. */
  replace: Replacement[];
  /** How many cells each combination has. */
  repeats: number;
  /** ``product`` or ``zip``. */
  combine: string;
  /** How many of the combinations to take; null for all. */
  sample: number | null;
  /** Decides which; null draws one. */
  seed: number | null;
  /** How many images each cell has; null for the default. */
  count: number | null;
  /** How many cells at a time. */
  parallel: number;
  /** Whether what the history holds already is not made again. */
  reuse: boolean;
}

/** One thing that varies. */
export interface AxisRow {
  /** Its name. */
  name: string;
  /** What it may be, in order. */
  values: string[];
  /** An `AxisKind`. */
  kind: string;
}

/** How the position of a cell tells the value of each axis; the last axis varies fastest. */
export interface Grid {
  /** How many cells there are. */
  cells: number;
  /** ``product`` or ``zip``. */
  combine: string;
  /** How many cells each combination has. */
  repeats: number;
  /** The number of each combination that is taken; null for all. */
  taken: number[] | null;
}

/** What is left of a sweep, and what that costs. */
export interface SweepOffer {
  /** Pairs of a name and a text. */
  facts: string[][];
  /** The price on the button. */
  price: string;
  /** A text that changes with the price; a press carries it. Empty until it is known. */
  token: string;
  /** How many cells a press would make or wait for. */
  to_do: number;
  /** The first prompts. */
  prompts: string[];
  /** Why the price is not known; empty if it is. */
  problem: string;
  /** Who bills it, and how. */
  note: string;
}

/** Why cells are not made, told once. */
export interface CauseRow {
  /** What happened. */
  what: string;
  /** What it means for the money, and what to do. */
  advice: string;
  /** How many cells it happened to. */
  count: number;
}

/** How far a sweep got. */
export interface SweepState {
  /** How many cells are made. */
  done: number;
  /** How many are being made. */
  running: number;
  /** How many failed. */
  failed: number;
  /** How many were submitted, and are not waited for. */
  waiting: number;
  /** How many may have been made and billed. */
  unknown: number;
  /** All of it in words. */
  line: string;
  /** What was spent, and of what budget. */
  spent: string;
  /** How long the rest takes, about; empty if that is unknown. */
  left: string;
  /** Whether it is being carried out. */
  is_running: boolean;
  /** Whether no new cell is begun. */
  is_paused: boolean;
  /** Whether it was told to stop. */
  is_stopping: boolean;
  /** Why it ended before all cells were made; empty if it did not. */
  message: string;
  /** Why cells are not made. */
  causes: CauseRow[];
}

/** What is in a cell. */
export interface CellRow {
  /** Its place in the plan. */
  position: number;
  /** Its letter. */
  status: string;
  /** Why it isn't made. */
  reason: string;
  /** How long it took and what it costs. */
  about: string;
  /** Our id of its run; empty for none. */
  run_id: string;
  /** Its images. */
  figures: Figure[];
  /** Which of them is the best, from 0; -1 for none that is here. */
  best: number;
  /** Of which of them small copies follow, in order. */
  pictures: number[];
}

/** The cells that have come into sight. */
export interface CellQuery {
  /** Which. */
  positions: number[];
  /** Whether all of their images are wanted; else the best one. */
  is_whole: boolean;
  /** The view that asks. */
  view: string;
}

/** What is in some cells; small copies of their images are the buffers. */
export interface CellPage {
  /** The cells. */
  cells: CellRow[];
  /** The view that asked; empty for all. */
  view: string;
}

/** Two images to choose from, without their labels; their copies are the buffers. */
export interface PairRow {
  /** How many were chosen before. */
  number: number;
  /** Names the pair; empty where there is none left. */
  token: string;
  /** What each is called, which tells nothing about it. */
  alts: string[];
  /** Why there is no pair; empty if there is one. */
  said: string;
  /** The view that asked. */
  view: string;
}

/** What came of one value of an axis. */
export interface ValueRow {
  /** The axis. */
  axis: string;
  /** The value. */
  value: string;
  /** How many images were made with it. */
  pictures: number;
  /** How many of them are favourites. */
  favourites: number;
  /** How many were rated. */
  rated: number;
  /** How often it was compared. */
  compared: number;
  /** How often it was preferred, ties as halves. */
  wins: number;
  /** By ``favourites``, ``rating``, ``wins``: the figure, and between what it would be of many more; what is unknown is left out. */
  shares: Record<string, number[]>;
}

/** One value of an axis, ranked. */
export interface RankedRow {
  /** The value. */
  value: string;
  /** How likely it is preferred to an average value. */
  chance: number;
  /** At least so likely. */
  low: number;
  /** At most so likely. */
  high: number;
  /** How likely it is the most preferred of all. */
  best: number;
  /** How many of its comparisons it has won. */
  said: string;
}

/** The values of an axis, the most preferred first. */
export interface RankingRow {
  /** The axis. */
  axis: string;
  /** They, in order. */
  values: RankedRow[];
  /** How many comparisons this rests on. */
  comparisons: number;
  /** What can't be told yet, or why there is no ranking. */
  message: string;
}

/** What came out of a sweep. */
export interface Findings {
  /** The sums of each value. */
  values: ValueRow[];
  /** What the blind comparisons tell. */
  rankings: RankingRow[];
}

/** A sweep of the history that is not complete, or that was on the screen before. */
export interface EarlierSweep {
  /** Its id. */
  id: string;
  /** When it was begun, in ISO 8601. */
  when: string;
  /** How many cells it has. */
  cells: number;
  /** How many of them are made. */
  done: number;
  /** Whether it was on the screen before another one like it was planned. */
  is_before: boolean;
}

/** Start was pressed. */
export interface Start {
  /** The token of the price that the button showed. */
  agreed: string;
  /** What the sweep may spend, as it is on screen. */
  budget: number | null;
  /** The form as it is on screen; null if it can't be changed any more. */
  setup: SetupForm | null;
}

/** The traits that a press carries as they are on screen. */
export type Form = Pick<
  Traits,
  | "name"
  | "age"
  | "gender"
  | "ethnicity"
  | "orientation"
  | "pose"
  | "appearance"
  | "avatar_style"
  | "count"
  | "avatar_id"
  | "locked"
  | "click_limit"
  | "session_limit"
>;

/** State: both sides hold it. */
export interface Traits {
  /** Vocabulary, limits and status words. */
  constants: Constants;
  /** A name for the avatar. */
  name: string;
  /** How old the person looks. */
  age: string;
  /** The person's gender. */
  gender: string;
  /** The person's ethnicity. */
  ethnicity: string;
  /** The shape of the images. */
  orientation: string;
  /** How much of the person is in the images. */
  pose: string;
  /** The look of the images; `style` in Python. */
  avatar_style: string;
  /** The prompt. */
  appearance: string;
  /** How many images to make. */
  count: number;
  /** US dollars a click may cost unasked. */
  click_limit: number | null;
  /** The same for the session. */
  session_limit: number | null;
  /** Key of a look to imitate; empty for none. */
  avatar_id: string;
  /** The attributes that Shuffle leaves alone. */
  locked: string[];
  /** Keys of the images that are ticked. */
  selected_keys: string[];
  /** What is wrong with the form, by field. */
  problems: Record<string, string>;
  /** The names of the presets. */
  preset_names: string[];
  /** The names of the reference images. */
  reference_names: string[];
  /** Which service generates. */
  backend: Backend;
  /** Whether a key can be kept in the system's keyring. */
  can_remember: boolean;
  /** What is wrong with the key that was given. */
  key_problem: string;
  /** What a click costs. */
  offer: Offer;
  /** How many characters the appearance may have. */
  room: number;
  /** What is asked before a click is carried out. */
  question: Question | null;
  /** What the state of the studio allows. */
  run: Run;
  /** `idle`, or a `GenerationStatus`. */
  status: string;
  /** Where the run stands, in a few words. */
  status_line: string;
  /** HeyGen's reason, or ours. */
  message: string;
  /** What happened, and what can be done. */
  alert: Alert | null;
  /** HeyGen's announcement that its API will change. */
  notice: string;
  /** Why nothing is being recorded. */
  recording_problem: string;
  /** HeyGen's id of the run that is shown. */
  generation_id: string;
  /** Our id of it. */
  run_id: string;
  /** Which version of the API served it, and what it costs. */
  served: string;
  /** Its attributes; empty if they are unknown. */
  asked: Record<string, string>;
  /** Between how many seconds most such runs take; empty if unknown. */
  usual: number[];
  /** When it was submitted, in seconds since 1970. */
  started_at: number;
  /** How many seconds it took; 0 until it has an end. */
  elapsed: number;
  /** How many images to leave room for. */
  expected: number;
  /** The shape of the images that are shown. */
  shown_orientation: string;
  /** The keys of the images, in HeyGen's order. */
  image_keys: string[];
  /** Their links. */
  image_urls: string[];
  /** What stands around each image. */
  figures: Figure[];
  /** Our id of the run that made the images: an earlier one after a run that made none. */
  figures_run_id: string;
  /** A small copy of image 1, as WebP. */
  preview_0: DataView;
  /** A small copy of image 2, as WebP. */
  preview_1: DataView;
  /** A small copy of image 3, as WebP. */
  preview_2: DataView;
  /** A small copy of image 4, as WebP. */
  preview_3: DataView;
  /** A small copy of image 5, as WebP. */
  preview_4: DataView;
  /** A small copy of image 6, as WebP. */
  preview_5: DataView;
  /** A small copy of image 7, as WebP. */
  preview_6: DataView;
  /** A small copy of image 8, as WebP. */
  preview_7: DataView;
  /** Runs that can be resumed. */
  unfinished: UnfinishedRun[];
  /** Runs that HeyGen may or may not have made. */
  unknown: UnfinishedRun[];
  /** What a key is for, under the first pictures; else empty. */
  next_step: string;
  /** The widget of the avatar; null until it is used. */
  avatar_panel: string | null;
  /** A sweep that can be gone on with. */
  stopped_sweep: StoppedSweep | null;
  /** The widget of a sweep below; null for none. */
  sweep_widget: string | null;
  /** Names the static copy that is hidden beside the widget. */
  static_token: string;
}

/** What the browser sends, once. */
export interface Events {
  /** Generate was pressed at a price. */
  generate: { agreed: string; form: Form };
  /** Again or Vary was pressed. */
  go_on: { changes: Record<string, string>; agreed: string; form: Form };
  /** The price that was asked about is agreed to. */
  confirm: { agreed: string; form: Form };
  /** The question was answered with no. */
  decline: undefined;
  /** Stop waiting was pressed. */
  stop: undefined;
  /** Resume was pressed, for a run by either id; empty for the present. */
  resume: string;
  /** A run that another kernel was waiting for is given up. */
  abandon: string;
  /** A run is taken off the list of unfinished ones. */
  forget: string;
  /** A run is deleted, unless that is undone in time. */
  delete_run: string;
  /** The deletion of a run is undone. */
  restore_run: string;
  /** The alert was closed. */
  dismiss: undefined;
  /** HeyGen's announcement was closed. */
  close_notice: undefined;
  /** Another version of HeyGen's API was chosen. */
  use_api: string;
  /** A key was given. */
  use_key: { secret: string; remember: boolean };
  /** The sandbox was chosen. */
  use_sandbox: undefined;
  /** The failures that can be rehearsed are wanted. */
  list_faults: undefined;
  /** A failure to rehearse was chosen; empty ends it. */
  rehearse: string;
  /** A reference image was added; its bytes follow. */
  add_reference: { name: string };
  /** A reference image was removed, by its place. */
  remove_reference: number;
  /** A saved image was dropped; its bytes follow. */
  drop_file: { name: string };
  /** Shuffle was pressed. */
  shuffle: { form: Form };
  /** The form is wanted as a preset. */
  save_preset: { name: string; form: Form };
  /** A preset was chosen. */
  use_preset: string;
  /** A preset was deleted. */
  delete_preset: string;
  /** The deletion of a preset is undone. */
  restore_preset: string;
  /** The settings of a run are wanted in the form. */
  reuse: string;
  /** A page of the list of all runs is wanted. */
  list_runs: RunQuery;
  /** A run is wanted on the screen. */
  open_run: string;
  /** An image is wanted large. */
  enlarge: { run_id: string; place: string; view: string };
  /** Images are wanted as a file. */
  save: { run_id: string; places: string[]; view: string };
  /** An image was judged. */
  mark: Mark;
  /** The run is wanted as Python or cURL. */
  snippet: { kind: string; view: string };
  /** An avatar of these pictures is wanted, by their keys. */
  create_avatar: string[];
  /** These pictures are wanted as looks of an avatar. */
  add_to_avatar: string[];
  /** All avatars of the run but these are unwanted (v3). */
  keep_only_selected: string[];
  /** A sweep is wanted below, by its id; an empty one for a new sweep from these settings. */
  open_sweep: { id: string; view: string; form: Form };
  /** The sweep that is offered isn't wanted now. */
  skip_sweep: undefined;
}

/** What the kernel calls in the browser, once. */
export interface Calls {
  /** A press was heard; what came of it is in the traits. */
  heard: { event: string };
  /** Some run has changed: the list asks anew. */
  changed: undefined;
  /** A page of the list; thumbnails follow. */
  runs: RunPage;
  /** A run whose images were judged; its thumbnail follows. */
  marked: ListedRun;
  /** A large copy of an image follows. */
  enlarged: EnlargedImage;
  /** A file to save follows. */
  download: { name: string; view: string };
  /** The run as text to copy. */
  snippet: { kind: string; text: string; view: string };
  /** The failures that can be rehearsed. */
  faults: Fault[];
}

/** State: both sides hold it. */
export interface LibraryTraits {
  /** Vocabulary, limits and addresses. */
  constants: AvatarConstants;
  /** The avatars that are ticked, by id. */
  selected_groups: string[];
  /** The looks that are ticked, by id. */
  selected_looks: string[];
  /** How many new looks to make. */
  count: number;
  /** Which service serves. */
  backend: Backend;
  /** Whether a key can be kept in the system's keyring. */
  can_remember: boolean;
  /** What is wrong with the key that was given. */
  key_problem: string;
  /** HeyGen's announcement that its API will change. */
  notice: string;
  /** What happened, and what can be done. */
  alert: Alert | null;
  /** What is asked before new looks are made. */
  question: Question | null;
  /** What is asked before something is deleted. */
  deletion: Deletion | null;
  /** What new looks cost. */
  offer: Offer;
  /** What training costs, by its name `train`. */
  prices: Record<string, StepPrice>;
  /** The looks that are being made. */
  making: Making;
  /** The training of the avatar that is open, while it goes on. */
  training: Making;
  /** What is being loaded, in words; empty for nothing. */
  loading: string;
  /** Whether the account was asked at all. */
  is_loaded: boolean;
  /** The account's avatars, as far as they are loaded. */
  group_rows: GroupRow[];
  /** Whether the account has more of them. */
  has_more: boolean;
  /** The avatar that is open; empty for none. */
  group_id: string;
  /** Its looks, and pictures that were made of it. */
  look_rows: LookRow[];
  /** The studio that makes pictures like one of them. */
  studio_widget: string | null;
  /** Names the static copy that is hidden beside the widget. */
  static_token: string;
}

/** What the browser sends, once. */
export interface LibraryEvents {
  /** Refresh was pressed. */
  refresh: undefined;
  /** More avatars are wanted. */
  load_more: undefined;
  /** An avatar is wanted on the screen; empty for the list. */
  open_group: string;
  /** Pictures are wanted. */
  show_pictures: string[];
  /** An avatar or a look got another name. */
  rename: { id: string; name: string };
  /** Avatars or looks are to be deleted: what would go is asked. */
  delete: string[];
  /** What was asked is agreed to, by its token. */
  confirm: string;
  /** The question was answered with no. */
  decline: undefined;
  /** Train was pressed at a price, by its token. */
  train: string;
  /** New looks were asked for at a price. */
  generate_looks: NewLook;
  /** Pictures shall become looks of the avatar. */
  add_pictures: string[];
  /** Stop waiting was pressed. */
  stop: undefined;
  /** Resume was pressed; empty for the run that the alert is about. */
  resume: string;
  /** A studio for pictures like a look is wanted; empty closes it. */
  look_like: string;
  /** The request of a video is wanted. */
  use_in_video: { id: string; view: string };
  /** The alert was closed. */
  dismiss: undefined;
  /** HeyGen's announcement was closed. */
  close_notice: undefined;
  /** A key was given. */
  use_key: { secret: string; remember: boolean };
  /** The sandbox was chosen. */
  use_sandbox: undefined;
}

/** What the kernel calls in the browser, once. */
export interface LibraryCalls {
  /** A press was heard; what came of it is in the traits. */
  heard: { event: string };
  /** Small copies of pictures follow. */
  pictures: Pictures;
  /** The request of a video, as text to copy. */
  video: VideoRequest;
}

/** State: both sides hold it. */
export interface PanelTraits {
  /** Vocabulary, limits and addresses. */
  constants: AvatarConstants;
  /** How many new looks to make. */
  count: number;
  /** What is asked before it is carried out: `create` or `add`; else empty. */
  step: string;
  /** A name for a new avatar: that of its pictures. */
  suggested_name: string;
  /** The studio's pictures that the step is about. */
  picture_rows: LookRow[];
  /** What each step costs, by its name. */
  prices: Record<string, StepPrice>;
  /** What new looks cost. */
  offer: Offer;
  /** The account's avatars to choose from, as far as loaded. */
  group_rows: GroupRow[];
  /** Whether the account has more of them. */
  has_more: boolean;
  /** What is being loaded, in words; empty for nothing. */
  loading: string;
  /** The avatar; null as long as there is none. */
  group: GroupRow | null;
  /** Its looks, and pictures that were made of it. */
  look_rows: LookRow[];
  /** What is under way: an avatar, looks, a deletion. */
  making: Making;
  /** The training of the avatar, while it goes on. */
  training: Making;
  /** What is asked before something is paid for. */
  question: Question | null;
  /** What is asked before something is deleted. */
  deletion: Deletion | null;
  /** What happened, and what can be done. */
  alert: Alert | null;
}

/** What the browser sends, once. */
export interface PanelEvents {
  /** Create was pressed. */
  create: { name: string; keys: string[]; agreed: string };
  /** Add was pressed. */
  add: { group_id: string; keys: string[]; agreed: string };
  /** Train was pressed at a price, by its token. */
  train: string;
  /** New looks were asked for at a price. */
  generate_looks: NewLook;
  /** Pictures shall become looks of the avatar. */
  add_pictures: string[];
  /** More of the account's avatars are wanted. */
  load_groups: undefined;
  /** Pictures are wanted. */
  show_pictures: string[];
  /** What was asked is agreed to, by its token. */
  confirm: string;
  /** The question was answered with no. */
  decline: undefined;
  /** Stop waiting was pressed. */
  stop: undefined;
  /** Resume was pressed, for what the alert is about. */
  resume: undefined;
  /** Refresh was pressed. */
  refresh: undefined;
  /** The request of a video is wanted. */
  use_in_video: { id: string; view: string };
  /** The alert was closed. */
  dismiss: undefined;
  /** The step, or the avatar, is wanted no more on the screen. */
  close: undefined;
}

/** What the kernel calls in the browser, once. */
export interface PanelCalls {
  /** A press was heard; what came of it is in the traits. */
  heard: { event: string };
  /** Small copies of pictures follow. */
  pictures: Pictures;
  /** The request of a video, as text to copy. */
  video: VideoRequest;
}

/** State: both sides hold it. */
export interface SweepTraits {
  /** Vocabulary and limits. */
  constants: SweepConstants;
  /** US dollars the sweep may spend in all. */
  budget: number | null;
  /** US dollars a start may cost unasked. */
  limit: number | null;
  /** Which service serves. */
  backend: Backend;
  /** Whether a key can be kept in the system's keyring. */
  can_remember: boolean;
  /** What is wrong with the key that was given. */
  key_problem: string;
  /** HeyGen's announcement that its API will change. */
  notice: string;
  /** What happened, and what can be done. */
  alert: Alert | null;
  /** What is asked before the sweep is started. */
  question: Question | null;
  /** The form; null if it can't show the plan. */
  form: SetupForm | null;
  /** What is wrong with the form, by its parts. */
  problems: Record<string, string>;
  /** The id of the sweep; empty while there is no plan. */
  sweep_id: string;
  /** Whether it was begun, so that its plan stays as it is. */
  is_begun: boolean;
  /** What varies. */
  axis_rows: AxisRow[];
  /** How positions tell values. */
  grid: Grid;
  /** The orientation of the images, where all have the same. */
  shape: string;
  /** Where each cell stands: a letter for each, in order. */
  statuses: string;
  /** How far it got. */
  state: SweepState;
  /** What is left, and what that costs. */
  offer: SweepOffer;
  /** What came out; null until it is asked for. */
  findings: Findings | null;
  /** Sweeps that can be gone on with, and the one before. */
  earlier: EarlierSweep[];
  /** Whether it stands below a studio, where it can be closed. */
  is_below: boolean;
  /** The view of the studio that has opened it; it gets the focus. */
  opened_by: string;
  /** Names the static copy that is hidden beside the widget. */
  static_token: string;
}

/** What the browser sends, once. */
export interface SweepEvents {
  /** The form was changed. */
  plan: SetupForm;
  /** Start was pressed at a price; failed cells are tried again. */
  start: Start;
  /** What was asked is agreed to, by its token. */
  confirm: string;
  /** The question was answered with no. */
  decline: undefined;
  /** Cells that may have been made are wanted again. */
  make_unknown: undefined;
  /** Pause was pressed. */
  pause: undefined;
  /** Resume was pressed. */
  go_on: undefined;
  /** Stop waiting was pressed. */
  stop: undefined;
  /** A new sweep with the same plan is wanted. */
  renew: undefined;
  /** An earlier sweep is wanted on the screen, by its id. */
  load_sweep: string;
  /** Cells have come into sight. */
  show_cells: CellQuery;
  /** An image is wanted large. */
  enlarge: { run_id: string; place: string; view: string };
  /** Images are wanted as a file. */
  save: { run_id: string; places: string[]; view: string };
  /** The whole is wanted as a file. */
  save_as: { form: string; rows: string; columns: string; view: string };
  /** An image was judged. */
  mark: Mark;
  /** Two images are wanted, without their labels. */
  show_pair: { view: string };
  /** One of two images was chosen; another pair is wanted. */
  choose: { token: string; outcome: string; view: string };
  /** The latest choice is taken back. */
  undo_choice: { view: string };
  /** What came out is wanted. */
  summarise: undefined;
  /** The sweep is wanted as Python. */
  snippet: { view: string };
  /** It is not wanted below the studio any more. */
  close_sweep: undefined;
  /** The alert was closed. */
  dismiss: undefined;
  /** HeyGen's announcement was closed. */
  close_notice: undefined;
  /** A key was given. */
  use_key: { secret: string; remember: boolean };
  /** The sandbox was chosen. */
  use_sandbox: undefined;
}

/** What the kernel calls in the browser, once. */
export interface SweepCalls {
  /** A press was heard; what came of it is in the traits. */
  heard: { event: string };
  /** What is in cells; small copies follow. */
  cells: CellPage;
  /** A large copy of an image follows. */
  enlarged: EnlargedImage;
  /** A file to save follows. */
  download: { name: string; view: string };
  /** Two images to choose from follow. */
  pair: PairRow;
  /** The sweep as text to copy. */
  snippet: { kind: string; text: string; view: string };
}
