"""`Progress`: how far a sweep got, as a value, as a line, as a bar."""

from __future__ import annotations

import importlib
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from heygen_widgets.media import static_html
from heygen_widgets.models.prices import Price
from heygen_widgets.models.text import plural
from heygen_widgets.sweeps.forecast import duration_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sweeps.board import Cause

LINE_EVERY = 5.0
"""Seconds between two lines, where lines are written."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a sweep got.

    Attributes:
        cells: How many cells it has.
        done: How many are made.
        reused: How many of them were there before the sweep.
        running: How many are being made.
        failed: How many failed; they can be tried again.
        unfinished: How many were submitted and are not waited for.
        unknown: How many may have been made and billed.
        spent: What the sweep has spent by the price table, in US dollars.
        budget: What it may spend; None without a limit.
        seconds_left: How long the rest takes, about; None while that isn't known.
        is_sandbox: Whether the sandbox makes it, which bills nothing.
        causes: Why cells are not made, each cause once.
        is_paused: Whether no new cell is begun for now.
        is_over: Whether it is not being carried out any more.
        message: Why it ended before all cells were made, and what that means for your money; empty
            otherwise.
    """

    cells: int
    done: int = 0
    reused: int = 0
    running: int = 0
    failed: int = 0
    unfinished: int = 0
    unknown: int = 0
    spent: float = 0.0
    budget: float | None = None
    seconds_left: float | None = None
    is_sandbox: bool = False
    causes: tuple[Cause, ...] = ()
    is_paused: bool = False
    is_over: bool = False
    message: str = ""

    @property
    def open(self) -> int:
        """How many cells were not begun."""
        others = (self.done, self.running, self.failed, self.unfinished, self.unknown)
        return self.cells - sum(others)

    @property
    def is_complete(self) -> bool:
        """Whether all cells are made."""
        return self.done == self.cells

    def __str__(self) -> str:
        reused = f" ({self.reused:,} reused)" if self.reused else ""
        counts = (
            (self.running, "running"),
            (self.failed, "failed"),
            (self.unfinished, "to wait for"),
            (self.unknown, "unknown"),
        )
        parts = [f"{self.done:,} of {plural(self.cells, 'cell')} done{reused}"]
        parts += [f"{number:,} {word}" for number, word in counts if number]
        parts.append(self._money())
        if self.seconds_left and not self.is_over:
            parts.append(f"about {duration_text(self.seconds_left)} left")
        if self.is_paused:
            parts.append("paused")
        return ", ".join(parts)

    def _money(self) -> str:
        spent = str(Price(round(self.spent, 6)))
        budget = "" if self.budget is None else f" of {Price(self.budget)}"
        if self.is_sandbox:
            return f"nothing billed (it would be {spent}{budget} at HeyGen)"
        return f"{spent}{budget} spent"

    @property
    def words(self) -> str:
        """The whole in words: the line, why it ended, and each cause."""
        return "\n".join(filter(None, (f"{self}.", self.message, *map(str, self.causes))))

    def _repr_html_(self) -> str:
        return static_html.render_lines(self.words.splitlines())


class Shown(Protocol):
    """What shows progress: called with each, the last one with `Progress.is_over`."""

    def __call__(self, progress: Progress) -> object:
        """Show it."""


class Lines:
    """Writes a line every few seconds, and the whole at the end.

    Args:
        stream: Where to; by default the standard error output.
        clock: Returns seconds.
    """

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        """Write a line, unless the last one is not old enough."""
        if not progress.is_over and self._clock() < self._next:
            return
        self._next = self._clock() + LINE_EVERY
        said = progress.words if progress.is_over else str(progress)
        stream = self._stream or sys.stderr
        stream.write(f"{said}\n")
        stream.flush()


class Bar:
    """Shows a bar of tqdm.

    Args:
        tqdm: Its class of bars.
    """

    def __init__(self, tqdm: Callable[..., Any]) -> None:
        self._tqdm: Any = tqdm
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        """Move the bar."""
        if self._bar is None:
            self._bar = self._tqdm(total=progress.cells, unit="cell")
        self._bar.n = progress.done
        self._bar.set_postfix_str(str(progress).partition(", ")[2], refresh=True)
        if progress.is_over:
            self._bar.close()
            rest = progress.words.partition("\n")[2]
            if rest:
                # Notebooks colour what comes as an error; a script's output is its own, and may be
                # read by a program. Only tqdm's bars for notebooks have a container.
                stream = sys.stdout if hasattr(self._bar, "container") else sys.stderr
                self._tqdm.write(rest, file=stream)


def shown() -> Shown:
    """Return a bar if tqdm is installed, else lines."""
    try:
        return Bar(importlib.import_module("tqdm.auto").tqdm)
    except ImportError:
        return Lines()
