"""`Board`: where each cell of a sweep stands, and what the sweep has spent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heygen_widgets.history.sweeps import StoredCell


class CellStatus(StrEnum):
    """Where a cell stands."""

    OPEN = "open"
    """Nothing of it was sent."""
    RUNNING = "running"
    """It is being made."""
    DONE = "done"
    """Its images are made."""
    FAILED = "failed"
    """HeyGen refused it or gave up; it can be tried again."""
    UNFINISHED = "unfinished"
    """HeyGen may still work on it, and nobody waits; it can be waited for again."""
    UNKNOWN = "unknown"
    """HeyGen may have made and billed it; it isn't made again by itself."""


_STATUSES = {
    None: CellStatus.OPEN,
    GenerationStatus.SUCCESS: CellStatus.DONE,
    GenerationStatus.FAILED: CellStatus.FAILED,
    GenerationStatus.IN_PROGRESS: CellStatus.UNFINISHED,
    GenerationStatus.TIMED_OUT: CellStatus.UNFINISHED,
    GenerationStatus.STOPPED: CellStatus.UNFINISHED,
    GenerationStatus.UNKNOWN: CellStatus.UNKNOWN,
    GenerationStatus.SUBMITTING: CellStatus.UNKNOWN,
}


def status_of(status: GenerationStatus | None) -> CellStatus:
    """Return where a cell stands by the status of its latest run, which nobody waits for."""
    return _STATUSES[status]


@dataclass(frozen=True)
class Cause:
    """Why cells are not made, told once.

    Attributes:
        what: What happened.
        advice: What it means for your money, and what to do.
        positions: The cells that it happened to.
    """

    what: str
    advice: str
    positions: tuple[int, ...]

    def __str__(self) -> str:
        count = len(self.positions)
        times = f"{count:,} cells: " if count > 1 else ""
        return " ".join(filter(None, (f"{times}{self.what}", self.advice)))


class Board:
    """The cells of a sweep while it is carried out.

    Args:
        cells: The cells as the history has them.
        costs: What each run costs in US dollars; None where that is unknown.
    """

    def __init__(
        self, cells: Iterable[StoredCell], costs: Mapping[str, float | None] | None = None
    ) -> None:
        self.cells = list(cells)
        self.costs = dict(costs or {})
        self.statuses = [status_of(cell.status) for cell in self.cells]
        self._counts = Counter(self.statuses)
        self._reasons: dict[int, tuple[str, str]] = {}

    def count(self, *statuses: CellStatus) -> int:
        """Return how many cells have one of these statuses."""
        return sum(self._counts[status] for status in statuses)

    @property
    def reused(self) -> int:
        """How many cells have a run that was there before the sweep."""
        return sum(cell.is_reused for cell in self.cells)

    @property
    def spent(self) -> float:
        """What the sweep has spent by the price table, in US dollars; what is in flight counts."""
        return sum(cost or 0.0 for cost in self.costs.values())

    def positions(self, *statuses: CellStatus) -> list[int]:
        """Return the cells that have one of these statuses, in order."""
        return [place for place, status in enumerate(self.statuses) if status in statuses]

    def begin(self, position: int, run_id: str, cost: float | None) -> None:
        """Note that a run of a cell begins, and count what it costs."""
        cell = self.cells[position]
        self.cells[position] = replace(cell, attempt=cell.attempt + 1, run_id=run_id)
        self.costs[run_id] = cost
        self.mark(position, CellStatus.RUNNING)

    def mark(self, position: int, status: CellStatus, what: str = "", advice: str = "") -> None:
        """Note where a cell stands, and why."""
        self._counts[self.statuses[position]] -= 1
        self._counts[status] += 1
        self.statuses[position] = status
        if what:
            self._reasons[position] = (what, advice)
        else:
            self._reasons.pop(position, None)

    def reason(self, position: int) -> str:
        """Return why a cell is not made; empty if it is, or if that isn't known here."""
        return self._reasons.get(position, ("", ""))[0]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why cells are not made: each cause once, the most frequent first."""
        by_cause: dict[str, list[int]] = {}
        advice: dict[str, str] = {}
        for position, (what, said) in sorted(self._reasons.items()):
            by_cause.setdefault(what, []).append(position)
            advice.setdefault(what, said)
        causes = [Cause(what, advice[what], tuple(found)) for what, found in by_cause.items()]
        return tuple(sorted(causes, key=lambda cause: -len(cause.positions)))
