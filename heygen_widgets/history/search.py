"""A search of a history: its arguments, checked, as one SQL query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.history.html_table import count_of, render_runs
from heygen_widgets.history.normalise import normalised
from heygen_widgets.history.rows import storable
from heygen_widgets.models.attributes import VOCABULARY, find_problems
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from heygen_widgets.models.generation import Generation

NEWEST = 2**63 - 1
"""A number that is higher than that of any run."""
MAX_LIMIT = 1000
"""Most runs on one page."""
MAX_WORDS = 300
"""Most words in one search: SQLite allows an expression to be 1000 levels deep."""
MAX_WITHOUT = 1000
"""Most runs that one search leaves out."""

# Scans one table. Conditions on other tables become lists of numbers, each made once.
_ALL = "SELECT run FROM search WHERE {} ORDER BY run DESC"
# The join: the mark of an image that a run has no more is kept, for when the image comes back, but
# must not be found. CROSS makes SQLite begin with the marks, of which there are fewer.
_MARKED = """run IN (
    SELECT marks.run FROM marks CROSS JOIN images
    ON images.run = marks.run AND image = CASE key WHEN '' THEN url ELSE key END WHERE {}
)"""
_FAVOURITE = _MARKED.format("favourite")
_WORD = f"(instr(search.words, ?) OR {_MARKED.format('instr(marks.words, ?)')})"
_WITHOUT = "run NOT IN (SELECT number FROM runs WHERE run_id IN ({}))"
# The status as `Reader.shown` shows it; `is_submitter_gone` is a function of the reader's.
_STATUS = """run IN (
    SELECT number FROM runs INDEXED BY runs_by_status WHERE status IN ({0}, 'submitting') AND CASE
    WHEN status = 'submitting'
    AND is_submitter_gone(writer_host, writer_pid, writer_started, written_at)
    THEN 'unknown' ELSE status END IN ({0})
)"""

Condition = tuple[str, tuple[str, ...]]
"""A condition in SQL and its values."""


@dataclass(frozen=True)
class Page:
    """Some of the runs that were searched for.

    Attributes:
        records: The runs, newest first.
        next: What to pass as ``before`` for the next page; None if this is the last one.
        total: How many runs match, on all pages.
    """

    records: tuple[Generation, ...]
    next: int | None
    total: int

    def _repr_html_(self) -> str:
        title = f"{len(self.records):,} of {count_of(self.total)}"
        return render_runs(title, self.records)


@dataclass(frozen=True)
class Question:
    """The arguments of `History.search`, checked.

    Raises:
        ConfigurationError: Names everything that is wrong with it, at once.
    """

    text: str
    attributes: Any
    favourite: Any
    status: Any
    before: int | None
    limit: int
    without: Any = ()

    def __post_init__(self) -> None:
        problems = {
            "text": _text_problem(self.text),
            "attributes": _attributes_problem(self.attributes),
            "favourite": "" if isinstance(self.favourite, bool) else "must be True or False",
            "status": _status_problem(self.status),
            "before": "" if _is_place(self.before) else "must be the `next` of a page, or None",
            "limit": "" if _is_number(self.limit, MAX_LIMIT) else f"must be 1 to {MAX_LIMIT}",
            "without": _ids_problem(self.without),
        }
        said = [f"{name} {problem}" for name, problem in problems.items() if problem]
        if said:
            raise ConfigurationError(f"This can't be searched for: {'; '.join(said)}.")

    @property
    def is_all(self) -> bool:
        """Whether every run is wanted."""
        return not self._conditions()

    @property
    def query(self) -> str:
        """The SQL that finds the numbers of all runs that match, newest first."""
        return _ALL.format(" AND ".join(sql for sql, _ in self._conditions()))

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the query."""
        return tuple(chain.from_iterable(values for _, values in self._conditions()))

    def _conditions(self) -> list[Condition]:
        chosen = ((field, _several(wanted)) for field, wanted in (self.attributes or {}).items())
        conditions = [
            (f"{field} IN ({_places(values)})", values) for field, values in chosen if values
        ]
        if self.favourite:
            conditions.append((_FAVOURITE, ()))
        if statuses := _several(self.status):
            conditions.append((_STATUS.format(_places(statuses)), statuses * 2))
        if hidden := tuple(map(storable, self.without)):
            conditions.append((_WITHOUT.format(_places(hidden)), hidden))
        return conditions + [(_WORD, (word, word)) for word in _words(self.text)]


def _words(given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalised(storable(given)).split()))


def _several(given: object) -> tuple[str, ...]:
    """Return one value or several as texts; a wrong value becomes a text that is refused later."""
    if given is None:
        return ()
    if isinstance(given, str) or not isinstance(given, Collection):
        return (str(given),)
    return tuple(map(str, given))


def _places(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _text_problem(given: object) -> str:
    if not isinstance(given, str):
        return f"must be text, not {type(given).__name__}"
    count = len(_words(given))
    return "" if count <= MAX_WORDS else f"has {count} words; at most {MAX_WORDS} can be looked for"


def _attributes_problem(given: object) -> str:
    if given is not None and not isinstance(given, Mapping):
        return "must name fields and their values, such as {'style': 'Noir'}"
    problems = (_field_problem(field, _several(wanted)) for field, wanted in (given or {}).items())
    return ", ".join(filter(None, problems))


def _field_problem(field: object, wanted: tuple[str, ...]) -> str:
    if field not in VOCABULARY:
        return f"{field!r} is not one of {', '.join(VOCABULARY)}"
    problems = (find_problems({str(field): value}).values() for value in wanted)
    return ", ".join(f"{field}: {problem}" for problem in chain.from_iterable(problems))


def _status_problem(given: object) -> str:
    words = [status.value for status in GenerationStatus]
    wrong = [value for value in _several(given) if value not in words]
    return f"{', '.join(map(repr, wrong))} is not one of {', '.join(words)}" if wrong else ""


def _ids_problem(given: object) -> str:
    if isinstance(given, str) or not isinstance(given, Collection):
        return "must be a collection of ids"
    return "" if len(given) <= MAX_WITHOUT else f"can name at most {MAX_WITHOUT} runs"


def _is_place(given: object) -> bool:
    return given is None or _is_number(given, NEWEST)


def _is_number(given: object, most: int) -> bool:
    # True is a whole number to Python.
    return isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= most
