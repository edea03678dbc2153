"""What travels between the kernel and the browser: traits, events and calls, in one table.

A *trait* is state: both sides hold it, and a saved notebook may. An *event* is something that was
pressed: it goes from the browser to the kernel once. A *call* goes from the kernel to the browser
once; it is in no state. Types are written as TypeScript has them; those with a name of their own
are the `TypedDict`s of this module. docs/reference/browser-contract.md shows the table, and a test
holds the front end and the widget against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from heygen_widgets.models.attributes import FIELDS, MAX_APPEARANCE, VOCABULARY
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.limits import MAX_COUNT, MAX_REFERENCE_IMAGES

MAX_UPLOAD = 8_000_000
"""Largest file, in bytes, that the browser sends: Jupyter's web socket takes 10 MB a message."""

SLOTS = MAX_COUNT
"""How many previews a studio has room for, each in a trait of its own: none is sent twice."""

FORM = (
    *(field for field in FIELDS if field != "style"),
    *("avatar_style", "count", "avatar_id", "locked", "click_limit", "session_limit"),
)
"""The traits that a press carries as they are on screen: events overtake changes of state."""

KEY_PAGE = "https://developers.heygen.com/docs/api-key"
"""Where HeyGen says how to get an API key, with a link to the page that makes one."""

UNDO = 8.0
"""For how many seconds a deletion can be undone."""

LABELS = {
    "age": "Age",
    "gender": "Gender",
    "ethnicity": "Ethnicity",
    "style": "Style",
    "orientation": "Orientation",
    "pose": "Pose",
}
"""What a form calls each attribute that is chosen from a list, in its order."""

# Of what the sandbox can draw.
_EXAMPLES = (
    (
        "In the city at night",
        {
            "gender": "Woman",
            "avatar_style": "Realistic",
            "appearance": "A woman with glasses and a red jacket, in the city at night",
        },
    ),
    (
        "In a kitchen",
        {
            "gender": "Man",
            "avatar_style": "Vintage",
            "appearance": "A baker with a grey beard and glasses, in a kitchen",
        },
    ),
    (
        "On the beach",
        {
            "gender": "Woman",
            "avatar_style": "Pixar",
            "appearance": "A surfer with blonde hair, smiling, on a beach",
        },
    ),
)

STATUS_LABELS = {
    GenerationStatus.SUBMITTING: "Being sent",
    GenerationStatus.IN_PROGRESS: "In the making",
    GenerationStatus.SUCCESS: "Done",
    GenerationStatus.FAILED: "Failed",
    GenerationStatus.UNKNOWN: "Outcome unknown",
    GenerationStatus.TIMED_OUT: "Not finished",
    GenerationStatus.STOPPED: "Stopped",
}
"""What a list of runs calls each status."""


class Limits(TypedDict):
    """The limits that the browser checks before it sends anything."""

    appearance: int
    """Longest appearance, in characters."""
    reference_images: int
    """Most reference images."""
    upload: int
    """Largest file to send, in bytes."""


class Word(TypedDict):
    """One choice of a list."""

    value: str
    """What is sent back."""
    label: str
    """What is read."""


class Field(TypedDict):
    """An attribute that is chosen from a list."""

    trait: str
    """The trait that holds it."""
    attribute: str
    """Its name in Python and in a record."""
    label: str
    """What it is called."""
    words: list[str]
    """What can be chosen, ``Unspecified`` first."""


class Example(TypedDict):
    """Settings to begin with, offered while nothing was generated yet."""

    label: str
    """What it makes, in a few words."""
    form: dict[str, str]
    """The traits of the form that it fills, by name."""


class Constants(TypedDict):
    """What the browser knows from the kernel and never changes."""

    fields: list[Field]
    """The attributes that are chosen from lists, as a form shows them."""
    labels: dict[str, str]
    """What a form calls words that are no words for people, such as ``close_up``."""
    examples: list[Example]
    """Settings to begin with."""
    key_page: str
    """Where HeyGen says how to get an API key."""
    undo: float
    """For how many seconds a deletion can be undone."""
    statuses: list[Word]
    """The ends of a run that the list can be filtered by."""
    limits: Limits
    """What the browser refuses by itself."""
    form: list[str]
    """The traits that a press carries as they are on screen."""


class Backend(TypedDict, total=False):
    """Which service generates."""

    kind: str
    """``sandbox`` or ``heygen``."""
    label: str
    """What the chip says."""
    fault: str
    """The failure that the sandbox rehearses; empty for none."""
    fault_text: str
    """The same in words."""


class Run(TypedDict):
    """What the state of the studio allows; `RunState` decides it."""

    phase: str
    """A `Phase`."""
    is_running: bool
    """Whether a run goes on, so that no other one can begin."""
    is_waiting: bool
    """Whether a clock runs."""
    can_stop: bool
    """Whether *Stop waiting* does something."""


class Fault(TypedDict):
    """A failure that the sandbox can rehearse."""

    kind: str
    """What is sent back."""
    text: str
    """What happens."""
    group: str
    """When it happens: the heading that it stands under."""


class Offer(TypedDict):
    """What a click costs."""

    api: str
    """The version of HeyGen's API that serves it; empty until that is known."""
    token: str
    """A text that changes with the price or the number of images; a press carries it."""
    price: str
    """The price on the button."""
    short: str
    """The same in fewer words."""
    counts: list[int]
    """How many images it can make."""
    can_refer: bool
    """Whether reference images and looks can be given."""
    spent: str
    """What was spent, and the balance."""
    note: str
    """Who bills it, and how."""
    problem: str
    """Why the price is not known; empty if it is."""


class Question(TypedDict):
    """What is asked before a click is carried out."""

    title: str
    """The question, in a few words."""
    text: str
    """Why it is asked, and what it costs."""
    go: str
    """The label of the button that agrees; empty while the price is being found out."""
    token: str
    """The price that is asked about, for the event ``confirm``."""


class Alert(TypedDict, total=False):
    """What happened, what it means for the money, and what can be done."""

    kind: str
    """``error``, ``warning`` or ``info``."""
    title: str
    """What happened, in a few words."""
    text: str
    """What it means, for the money as well."""
    advice: str
    """What to do now."""
    reference: str
    """Figures to quote to HeyGen's support."""
    resume: str
    """The label of a button that waits on; empty for none."""
    abandon: str
    """The label of a button that marks the run as abandoned; empty for none."""
    use_api: str
    """A version of HeyGen's API that is offered instead; empty for none."""
    use_api_label: str
    """The label of the button that takes that version."""


class Figure(TypedDict):
    """What stands around an image."""

    key: str
    """HeyGen's key of it; empty if it has none."""
    place: str
    """What tells it from the others of its run: its key, or its link where it has no key."""
    alt: str
    """What it shows, for people who can't see it."""
    error: str
    """Why it can't be shown."""
    favourite: bool
    """Whether it is a favourite."""
    rating: int | None
    """1 to 5, or none."""
    note: str
    """What was noted about it."""
    look: str
    """The look that was made of it, in a few words; empty if there is none."""


class UnfinishedRun(TypedDict):
    """A run that was left unfinished, or whose outcome is unknown."""

    id: str
    """HeyGen's id of it; empty if it has none."""
    run_id: str
    """Our id of it."""
    about: str
    """Name and appearance."""
    details: str
    """The other attributes, in a few words."""
    when: str
    """When it was submitted, in ISO 8601."""
    resume: str
    """The label of the button that waits on; empty for none."""


class StoppedSweep(TypedDict):
    """A sweep that stopped before all of its cells were made, and that nobody carries out."""

    id: str
    """Its id."""
    line: str
    """How far it got, and what the rest costs, as a sentence."""


class ListedRun(TypedDict):
    """A run in the list of all runs."""

    run_id: str
    """Our id of it."""
    about: str
    """Name and appearance."""
    details: str
    """The other attributes, in a few words."""
    when: str
    """When it was submitted, in ISO 8601."""
    status: str
    """A `GenerationStatus`."""
    status_line: str
    """The same in words."""
    count: int
    """How many images it has."""
    cost: str
    """What it costs; empty if that is unknown."""
    api: str
    """The version of HeyGen's API that served it."""
    favourite: bool
    """Whether one of its images is a favourite."""
    attributes: dict[str, str] | None
    """What was asked for; null if that is unknown."""


class RunQuery(TypedDict):
    """Which runs the list shows."""

    text: str
    """Words to find; empty for any."""
    status: str
    """A `GenerationStatus`; empty for any."""
    favourite: bool
    """Whether only runs with a favourite are wanted."""
    attributes: dict[str, str]
    """Attributes to match, by name."""
    before: int | None
    """The `next` of the page before; null for the first page."""
    ask: str
    """``first`` or ``more``; the page says it again."""
    view: str
    """The view that asks."""


class RunPage(TypedDict, total=False):
    """A page of the list of all runs; the thumbnails are its buffers."""

    runs: list[ListedRun]
    """Newest first."""
    next: int | None
    """What to ask for the next page with, as `before`; null on the last one."""
    total: int
    """How many runs match."""
    ask: str
    """``first`` or ``more``, as the browser asked."""
    is_kept: bool
    """Whether there is a history at all."""
    problem: str
    """Why the history can't be read."""
    view: str
    """The view that asked."""


class Mark(TypedDict, total=False):
    """What a person thinks of an image; what is left out stays as it is."""

    run_id: str
    """Our id of its run; empty for the present one."""
    place: str
    """Which of its images."""
    favourite: bool
    """Whether it is a favourite."""
    rating: int | None
    """1 to 5, or none."""
    note: str
    """What to note about it."""


class EnlargedImage(Figure):
    """What stands beside an image that is looked at closely."""

    run_id: str
    """Our id of its run."""
    number: int
    """Its number in the run, from 1."""
    count: int
    """How many images the run has."""
    places: list[str]
    """The `place` of each image of the run."""
    attributes: dict[str, str]
    """What was asked for."""
    when: str
    """When the run was submitted, in ISO 8601."""
    view: str
    """The view that asked."""


@dataclass(frozen=True)
class Entry:
    """One line of the table.

    Attributes:
        name: The name on both sides.
        type: Its type, or that of its payload, in TypeScript's words.
        about: What it says, in one sentence.
        is_input: For traits: whether the browser may change it.
    """

    name: str
    type: str
    about: str
    is_input: bool = False


_CHOICE = "string"

TRAITS = (
    Entry("constants", "Constants", "Vocabulary, limits and status words."),
    Entry("name", "string", "A name for the avatar.", is_input=True),
    Entry("age", _CHOICE, "How old the person looks.", is_input=True),
    Entry("gender", _CHOICE, "The person's gender.", is_input=True),
    Entry("ethnicity", _CHOICE, "The person's ethnicity.", is_input=True),
    Entry("orientation", _CHOICE, "The shape of the images.", is_input=True),
    Entry("pose", _CHOICE, "How much of the person is in the images.", is_input=True),
    Entry("avatar_style", _CHOICE, "The look of the images; `style` in Python.", is_input=True),
    Entry("appearance", "string", "The prompt.", is_input=True),
    Entry("count", "number", "How many images to make.", is_input=True),
    Entry("click_limit", "number | null", "US dollars a click may cost unasked.", is_input=True),
    Entry("session_limit", "number | null", "The same for the session.", is_input=True),
    Entry("avatar_id", "string", "Key of a look to imitate; empty for none.", is_input=True),
    Entry("locked", "string[]", "The attributes that Shuffle leaves alone.", is_input=True),
    Entry("selected_keys", "string[]", "Keys of the images that are ticked.", is_input=True),
    Entry("problems", "Record<string, string>", "What is wrong with the form, by field."),
    Entry("preset_names", "string[]", "The names of the presets."),
    Entry("reference_names", "string[]", "The names of the reference images."),
    Entry("backend", "Backend", "Which service generates."),
    Entry("can_remember", "boolean", "Whether a key can be kept in the system's keyring."),
    Entry("key_problem", "string", "What is wrong with the key that was given."),
    Entry("offer", "Offer", "What a click costs."),
    Entry("room", "number", "How many characters the appearance may have."),
    Entry("question", "Question | null", "What is asked before a click is carried out."),
    Entry("run", "Run", "What the state of the studio allows."),
    Entry("status", "string", "`idle`, or a `GenerationStatus`."),
    Entry("status_line", "string", "Where the run stands, in a few words."),
    Entry("message", "string", "HeyGen's reason, or ours."),
    Entry("alert", "Alert | null", "What happened, and what can be done."),
    Entry("notice", "string", "HeyGen's announcement that its API will change."),
    Entry("recording_problem", "string", "Why nothing is being recorded."),
    Entry("generation_id", "string", "HeyGen's id of the run that is shown."),
    Entry("run_id", "string", "Our id of it."),
    Entry("served", "string", "Which version of the API served it, and what it costs."),
    Entry("asked", "Record<string, string>", "Its attributes; empty if they are unknown."),
    Entry("usual", "number[]", "Between how many seconds most such runs take; empty if unknown."),
    Entry("started_at", "number", "When it was submitted, in seconds since 1970."),
    Entry("elapsed", "number", "How many seconds it took; 0 until it has an end."),
    Entry("expected", "number", "How many images to leave room for."),
    Entry("shown_orientation", _CHOICE, "The shape of the images that are shown."),
    Entry("image_keys", "string[]", "The keys of the images, in HeyGen's order."),
    Entry("image_urls", "string[]", "Their links."),
    Entry("figures", "Figure[]", "What stands around each image."),
    Entry(
        "figures_run_id",
        "string",
        "Our id of the run that made the images: an earlier one after a run that made none.",
    ),
    *(
        Entry(f"preview_{slot}", "DataView", f"A small copy of image {slot + 1}, as WebP.")
        for slot in range(SLOTS)
    ),
    Entry("unfinished", "UnfinishedRun[]", "Runs that can be resumed."),
    Entry("unknown", "UnfinishedRun[]", "Runs that HeyGen may or may not have made."),
    Entry("next_step", "string", "What a key is for, under the first pictures; else empty."),
    Entry("avatar_panel", "string | null", "The widget of the avatar; null until it is used."),
    Entry("stopped_sweep", "StoppedSweep | null", "A sweep that can be gone on with."),
    Entry("sweep_widget", "string | null", "The widget of a sweep below; null for none."),
    Entry("static_token", "string", "Names the static copy that is hidden beside the widget."),
)

_FORM = "form: Form"
"""The values of the traits that `FORM` names."""

EVENTS = (
    Entry("generate", f"{{ agreed: string, {_FORM} }}", "Generate was pressed at a price."),
    Entry(
        "go_on",
        f"{{ changes: Record<string, string>, agreed: string, {_FORM} }}",
        "Again or Vary was pressed.",
    ),
    Entry(
        "confirm", f"{{ agreed: string, {_FORM} }}", "The price that was asked about is agreed to."
    ),
    Entry("decline", "undefined", "The question was answered with no."),
    Entry("stop", "undefined", "Stop waiting was pressed."),
    Entry("resume", "string", "Resume was pressed, for a run by either id; empty for the present."),
    Entry("abandon", "string", "A run that another kernel was waiting for is given up."),
    Entry("forget", "string", "A run is taken off the list of unfinished ones."),
    Entry("delete_run", "string", "A run is deleted, unless that is undone in time."),
    Entry("restore_run", "string", "The deletion of a run is undone."),
    Entry("dismiss", "undefined", "The alert was closed."),
    Entry("close_notice", "undefined", "HeyGen's announcement was closed."),
    Entry("use_api", "string", "Another version of HeyGen's API was chosen."),
    Entry("use_key", "{ secret: string, remember: boolean }", "A key was given."),
    Entry("use_sandbox", "undefined", "The sandbox was chosen."),
    Entry("list_faults", "undefined", "The failures that can be rehearsed are wanted."),
    Entry("rehearse", "string", "A failure to rehearse was chosen; empty ends it."),
    Entry("add_reference", "{ name: string }", "A reference image was added; its bytes follow."),
    Entry("remove_reference", "number", "A reference image was removed, by its place."),
    Entry("drop_file", "{ name: string }", "A saved image was dropped; its bytes follow."),
    Entry("shuffle", f"{{ {_FORM} }}", "Shuffle was pressed."),
    Entry("save_preset", f"{{ name: string, {_FORM} }}", "The form is wanted as a preset."),
    Entry("use_preset", "string", "A preset was chosen."),
    Entry("delete_preset", "string", "A preset was deleted."),
    Entry("restore_preset", "string", "The deletion of a preset is undone."),
    Entry("reuse", "string", "The settings of a run are wanted in the form."),
    Entry("list_runs", "RunQuery", "A page of the list of all runs is wanted."),
    Entry("open_run", "string", "A run is wanted on the screen."),
    Entry(
        "enlarge", "{ run_id: string, place: string, view: string }", "An image is wanted large."
    ),
    Entry(
        "save", "{ run_id: string, places: string[], view: string }", "Images are wanted as a file."
    ),
    Entry("mark", "Mark", "An image was judged."),
    Entry(
        "snippet",
        "{ kind: string, view: string }",
        "The run is wanted as Python or cURL.",
    ),
    Entry("create_avatar", "string[]", "An avatar of these pictures is wanted, by their keys."),
    Entry("add_to_avatar", "string[]", "These pictures are wanted as looks of an avatar."),
    Entry("keep_only_selected", "string[]", "All avatars of the run but these are unwanted (v3)."),
    Entry(
        "open_sweep",
        f"{{ id: string, view: string, {_FORM} }}",
        "A sweep is wanted below, by its id; an empty one for a new sweep from these settings.",
    ),
    Entry("skip_sweep", "undefined", "The sweep that is offered isn't wanted now."),
)

CALLS = (
    Entry("heard", "{ event: string }", "A press was heard; what came of it is in the traits."),
    Entry("changed", "undefined", "Some run has changed: the list asks anew."),
    Entry("runs", "RunPage", "A page of the list; thumbnails follow."),
    Entry("marked", "ListedRun", "A run whose images were judged; its thumbnail follows."),
    Entry("enlarged", "EnlargedImage", "A large copy of an image follows."),
    Entry("download", "{ name: string, view: string }", "A file to save follows."),
    Entry("snippet", "{ kind: string, text: string, view: string }", "The run as text to copy."),
    Entry("faults", "Fault[]", "The failures that can be rehearsed."),
)


def constants() -> dict[str, Any]:
    """Return the trait ``constants``."""
    value = Constants(
        fields=[_field(attribute) for attribute in LABELS],
        labels={
            word.value: label
            for attribute in LABELS
            for word in VOCABULARY[attribute]
            if (label := _label(word.value)) != word.value
        },
        examples=[Example(label=label, form=form) for label, form in _EXAMPLES],
        key_page=KEY_PAGE,
        undo=UNDO,
        statuses=[
            Word(value=status.value, label=label)
            for status, label in STATUS_LABELS.items()
            if status.is_final
        ],
        limits=Limits(
            appearance=MAX_APPEARANCE,
            reference_images=MAX_REFERENCE_IMAGES,
            upload=MAX_UPLOAD,
        ),
        form=list(FORM),
    )
    return dict(value)


def _field(attribute: str) -> Field:
    # What is chosen at the start comes first.
    words = sorted(VOCABULARY[attribute], key=lambda word: word != "Unspecified")
    return Field(
        trait="avatar_style" if attribute == "style" else attribute,
        attribute=attribute,
        label=LABELS[attribute],
        words=[word.value for word in words],
    )


def _label(word: str) -> str:
    """Return a word of the vocabulary as a form shows it."""
    if word == "close_up":
        return "Close-up"
    return word if word[:1].isupper() else word.replace("_", " ").capitalize()


def as_markdown(
    traits: tuple[Entry, ...], events: tuple[Entry, ...], calls: tuple[Entry, ...]
) -> str:
    """Return the tables of one widget, as docs/reference/browser-contract.md shows them."""
    parts = (("Traits", traits), ("Events", events), ("Calls", calls))
    return "\n\n".join(f"### {title}\n\n{_table(entries)}" for title, entries in parts) + "\n"


def _table(entries: tuple[Entry, ...]) -> str:
    lines = ["| name | type | what it says |", "|---|---|---|"]
    for entry in entries:
        about = f"{entry.about} Both sides change it." if entry.is_input else entry.about
        typed = entry.type.replace("|", "\\|")
        lines.append(f"| `{entry.name}` | {f'`{typed}`' if typed else 'none'} | {about} |")
    return "\n".join(lines)
