"""What travels between the kernel and the browser for `AvatarSweep`: its table and its records.

Where each cell stands is one letter of a text; what is in a cell travels when it comes into sight.
So a thousand cells cost no more than a kilobyte of state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from heygen_widgets.models.attributes import MAX_APPEARANCE
from heygen_widgets.models.limits import MAX_COUNT
from heygen_widgets.sweeps.arguments import MAX_PARALLEL, MAX_REPEATS
from heygen_widgets.sweeps.board import CellStatus
from heygen_widgets.sweeps.plan import MAX_CELLS
from heygen_widgets.widgets import contract
from heygen_widgets.widgets.contract import Entry

if TYPE_CHECKING:
    from heygen_widgets.widgets.contract import Field, Figure, Word

LETTERS = {
    CellStatus.OPEN: "o",
    CellStatus.RUNNING: "r",
    CellStatus.DONE: "d",
    CellStatus.FAILED: "f",
    CellStatus.UNFINISHED: "w",
    CellStatus.UNKNOWN: "u",
}
"""The letter that says where a cell stands."""

_STATUS_LABELS = {
    CellStatus.OPEN: "Not made yet",
    CellStatus.RUNNING: "In the making",
    CellStatus.DONE: "Done",
    CellStatus.FAILED: "Failed",
    CellStatus.UNFINISHED: "Not waited for",
    CellStatus.UNKNOWN: "Outcome unknown",
}

FILES = {
    "png": "Contact sheet (PNG)",
    "pdf": "Contact sheet (PDF)",
    "html": "Report (HTML)",
    "csv": "Table (CSV)",
    "json": "Table (JSON)",
    "zip": "All pictures (ZIP)",
}
"""The files that the browser can save, by their endings; Python saves Parquet as well."""


class SweepConstants(TypedDict):
    """What the browser knows from the kernel and never changes."""

    fields: list[Field]
    """The attributes that are chosen from lists."""
    labels: dict[str, str]
    """What a form calls words that are no words for people, such as ``close_up``."""
    key_page: str
    """Where HeyGen says how to get an API key."""
    prompt: int
    """Longest appearance, in characters, alternatives chosen."""
    cells: int
    """Most cells of a sweep."""
    repeats: int
    """Most repeats."""
    parallel: int
    """Most cells at a time."""
    images: int
    """Most images of a cell."""
    statuses: list[Word]
    """Where a cell can stand: its letter, and what it is called."""
    files: list[Word]
    """The files that can be saved: their endings, and what they are."""


class Replacement(TypedDict):
    """Words of the prompt that are replaced."""

    words: str
    """What is searched for."""
    others: list[str]
    """What takes its place, each in turn."""


class SetupForm(TypedDict):
    """The axes and the options of a sweep, as a form holds them."""

    name: str
    """A name for the avatars; empty for one from each prompt."""
    appearance: str
    """The prompt, with its alternatives in braces."""
    values: dict[str, list[str]]
    """What is ticked of each attribute; several are an axis, none is the default."""
    replace: list[Replacement]
    """Words to replace."""
    repeats: int
    """How many cells each combination has."""
    combine: str
    """``product`` or ``zip``."""
    sample: int | None
    """How many of the combinations to take; null for all."""
    seed: int | None
    """Decides which; null draws one."""
    count: int | None
    """How many images each cell has; null for the default."""
    parallel: int
    """How many cells at a time."""
    reuse: bool
    """Whether what the history holds already is not made again."""


class AxisRow(TypedDict):
    """One thing that varies."""

    name: str
    """Its name."""
    values: list[str]
    """What it may be, in order."""
    kind: str
    """An `AxisKind`."""


class Grid(TypedDict):
    """How the position of a cell tells the value of each axis; the last axis varies fastest."""

    cells: int
    """How many cells there are."""
    combine: str
    """``product`` or ``zip``."""
    repeats: int
    """How many cells each combination has."""
    taken: list[int] | None
    """The number of each combination that is taken; null for all."""


class SweepOffer(TypedDict):
    """What is left of a sweep, and what that costs."""

    facts: list[list[str]]
    """Pairs of a name and a text."""
    price: str
    """The price on the button."""
    token: str
    """A text that changes with the price; a press carries it. Empty until it is known."""
    to_do: int
    """How many cells a press would make or wait for."""
    prompts: list[str]
    """The first prompts."""
    problem: str
    """Why the price is not known; empty if it is."""
    note: str
    """Who bills it, and how."""


class CauseRow(TypedDict):
    """Why cells are not made, told once."""

    what: str
    """What happened."""
    advice: str
    """What it means for the money, and what to do."""
    count: int
    """How many cells it happened to."""


class SweepState(TypedDict):
    """How far a sweep got."""

    done: int
    """How many cells are made."""
    running: int
    """How many are being made."""
    failed: int
    """How many failed."""
    waiting: int
    """How many were submitted, and are not waited for."""
    unknown: int
    """How many may have been made and billed."""
    line: str
    """All of it in words."""
    spent: str
    """What was spent, and of what budget."""
    left: str
    """How long the rest takes, about; empty if that is unknown."""
    is_running: bool
    """Whether it is being carried out."""
    is_paused: bool
    """Whether no new cell is begun."""
    is_stopping: bool
    """Whether it was told to stop."""
    message: str
    """Why it ended before all cells were made; empty if it did not."""
    causes: list[CauseRow]
    """Why cells are not made."""


class CellRow(TypedDict):
    """What is in a cell."""

    position: int
    """Its place in the plan."""
    status: str
    """Its letter."""
    reason: str
    """Why it isn't made."""
    about: str
    """How long it took and what it costs."""
    run_id: str
    """Our id of its run; empty for none."""
    figures: list[Figure]
    """Its images."""
    best: int
    """Which of them is the best, from 0; -1 for none that is here."""
    pictures: list[int]
    """Of which of them small copies follow, in order."""


class CellQuery(TypedDict):
    """The cells that have come into sight."""

    positions: list[int]
    """Which."""
    is_whole: bool
    """Whether all of their images are wanted; else the best one."""
    view: str
    """The view that asks."""


class CellPage(TypedDict):
    """What is in some cells; small copies of their images are the buffers."""

    cells: list[CellRow]
    """The cells."""
    view: str
    """The view that asked; empty for all."""


class PairRow(TypedDict):
    """Two images to choose from, without their labels; their copies are the buffers."""

    number: int
    """How many were chosen before."""
    token: str
    """Names the pair; empty where there is none left."""
    alts: list[str]
    """What each is called, which tells nothing about it."""
    said: str
    """Why there is no pair; empty if there is one."""
    view: str
    """The view that asked."""


class ValueRow(TypedDict):
    """What came of one value of an axis."""

    axis: str
    """The axis."""
    value: str
    """The value."""
    pictures: int
    """How many images were made with it."""
    favourites: int
    """How many of them are favourites."""
    rated: int
    """How many were rated."""
    compared: int
    """How often it was compared."""
    wins: float
    """How often it was preferred, ties as halves."""
    shares: dict[str, list[float]]
    """By ``favourites``, ``rating``, ``wins``: the figure, and between what it would be of many
    more; what is unknown is left out."""


class RankedRow(TypedDict):
    """One value of an axis, ranked."""

    value: str
    """The value."""
    chance: float
    """How likely it is preferred to an average value."""
    low: float
    """At least so likely."""
    high: float
    """At most so likely."""
    best: float
    """How likely it is the most preferred of all."""
    said: str
    """How many of its comparisons it has won."""


class RankingRow(TypedDict):
    """The values of an axis, the most preferred first."""

    axis: str
    """The axis."""
    values: list[RankedRow]
    """They, in order."""
    comparisons: int
    """How many comparisons this rests on."""
    message: str
    """What can't be told yet, or why there is no ranking."""


class Findings(TypedDict):
    """What came out of a sweep."""

    values: list[ValueRow]
    """The sums of each value."""
    rankings: list[RankingRow]
    """What the blind comparisons tell."""


class EarlierSweep(TypedDict):
    """A sweep of the history that is not complete, or that was on the screen before."""

    id: str
    """Its id."""
    when: str
    """When it was begun, in ISO 8601."""
    cells: int
    """How many cells it has."""
    done: int
    """How many of them are made."""
    is_before: bool
    """Whether it was on the screen before another one like it was planned."""


class Start(TypedDict):
    """Start was pressed."""

    agreed: str
    """The token of the price that the button showed."""
    budget: float | None
    """What the sweep may spend, as it is on screen."""
    setup: SetupForm | None
    """The form as it is on screen; null if it can't be changed any more."""


NOTHING_YET = SweepState(
    done=0,
    running=0,
    failed=0,
    waiting=0,
    unknown=0,
    line="",
    spent="",
    left="",
    is_running=False,
    is_paused=False,
    is_stopping=False,
    message="",
    causes=[],
)
"""A sweep of which nothing was made."""

NO_GRID = Grid(cells=0, combine="product", repeats=1, taken=None)
"""Nothing is planned yet."""

NO_OFFER = SweepOffer(facts=[], price="", token="", to_do=0, prompts=[], problem="", note="")
"""Nothing is planned yet."""

TRAITS = (
    Entry("constants", "SweepConstants", "Vocabulary and limits."),
    Entry("budget", "number | null", "US dollars the sweep may spend in all.", is_input=True),
    Entry("limit", "number | null", "US dollars a start may cost unasked.", is_input=True),
    Entry("backend", "Backend", "Which service serves."),
    Entry("can_remember", "boolean", "Whether a key can be kept in the system's keyring."),
    Entry("key_problem", "string", "What is wrong with the key that was given."),
    Entry("notice", "string", "HeyGen's announcement that its API will change."),
    Entry("alert", "Alert | null", "What happened, and what can be done."),
    Entry("question", "Question | null", "What is asked before the sweep is started."),
    Entry("form", "SetupForm | null", "The form; null if it can't show the plan."),
    Entry("problems", "Record<string, string>", "What is wrong with the form, by its parts."),
    Entry("sweep_id", "string", "The id of the sweep; empty while there is no plan."),
    Entry("is_begun", "boolean", "Whether it was begun, so that its plan stays as it is."),
    Entry("axis_rows", "AxisRow[]", "What varies."),
    Entry("grid", "Grid", "How positions tell values."),
    Entry("shape", "string", "The orientation of the images, where all have the same."),
    Entry("statuses", "string", "Where each cell stands: a letter for each, in order."),
    Entry("state", "SweepState", "How far it got."),
    Entry("offer", "SweepOffer", "What is left, and what that costs."),
    Entry("findings", "Findings | null", "What came out; null until it is asked for."),
    Entry("earlier", "EarlierSweep[]", "Sweeps that can be gone on with, and the one before."),
    Entry("is_below", "boolean", "Whether it stands below a studio, where it can be closed."),
    Entry("opened_by", "string", "The view of the studio that has opened it; it gets the focus."),
    Entry("static_token", "string", "Names the static copy that is hidden beside the widget."),
)

EVENTS = (
    Entry("plan", "SetupForm", "The form was changed."),
    Entry("start", "Start", "Start was pressed at a price; failed cells are tried again."),
    Entry("confirm", "string", "What was asked is agreed to, by its token."),
    Entry("decline", "undefined", "The question was answered with no."),
    Entry("make_unknown", "undefined", "Cells that may have been made are wanted again."),
    Entry("pause", "undefined", "Pause was pressed."),
    Entry("go_on", "undefined", "Resume was pressed."),
    Entry("stop", "undefined", "Stop waiting was pressed."),
    Entry("renew", "undefined", "A new sweep with the same plan is wanted."),
    Entry("load_sweep", "string", "An earlier sweep is wanted on the screen, by its id."),
    Entry("show_cells", "CellQuery", "Cells have come into sight."),
    Entry(
        "enlarge", "{ run_id: string, place: string, view: string }", "An image is wanted large."
    ),
    Entry(
        "save", "{ run_id: string, places: string[], view: string }", "Images are wanted as a file."
    ),
    Entry(
        "save_as",
        "{ form: string, rows: string, columns: string, view: string }",
        "The whole is wanted as a file.",
    ),
    Entry("mark", "Mark", "An image was judged."),
    Entry("show_pair", "{ view: string }", "Two images are wanted, without their labels."),
    Entry(
        "choose",
        "{ token: string, outcome: string, view: string }",
        "One of two images was chosen; another pair is wanted.",
    ),
    Entry("undo_choice", "{ view: string }", "The latest choice is taken back."),
    Entry("summarise", "undefined", "What came out is wanted."),
    Entry("snippet", "{ view: string }", "The sweep is wanted as Python."),
    Entry("close_sweep", "undefined", "It is not wanted below the studio any more."),
    Entry("dismiss", "undefined", "The alert was closed."),
    Entry("close_notice", "undefined", "HeyGen's announcement was closed."),
    Entry("use_key", "{ secret: string, remember: boolean }", "A key was given."),
    Entry("use_sandbox", "undefined", "The sandbox was chosen."),
)

CALLS = (
    Entry("heard", "{ event: string }", "A press was heard; what came of it is in the traits."),
    Entry("cells", "CellPage", "What is in cells; small copies follow."),
    Entry("enlarged", "EnlargedImage", "A large copy of an image follows."),
    Entry("download", "{ name: string, view: string }", "A file to save follows."),
    Entry("pair", "PairRow", "Two images to choose from follow."),
    Entry("snippet", "{ kind: string, text: string, view: string }", "The sweep as text to copy."),
)


def constants() -> dict[str, Any]:
    """Return the trait ``constants``."""
    studio = contract.constants()
    value = SweepConstants(
        fields=studio["fields"],
        labels=studio["labels"],
        key_page=contract.KEY_PAGE,
        prompt=MAX_APPEARANCE,
        cells=MAX_CELLS,
        repeats=MAX_REPEATS,
        parallel=MAX_PARALLEL,
        images=MAX_COUNT,
        statuses=[
            {"value": letter, "label": _STATUS_LABELS[status]} for status, letter in LETTERS.items()
        ],
        files=[{"value": form, "label": label} for form, label in FILES.items()],
    )
    return dict(value)
