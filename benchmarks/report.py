"""Figures: how they are summed up, shown, and written into the README."""

from __future__ import annotations

import math
import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
SHOWN_VERSIONS = ("ipyvuetify", "ipywidgets", "ipykernel", "jupyterlab", "httpx", "pillow")


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: What was measured.
        figure: The figure with its unit.
        promise: What the design promises of it, if anything.
        kept: Whether the promise holds; None where there is none.
    """

    what: str
    figure: str
    promise: str = ""
    kept: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The cells of its line."""
        verdict = {None: "", True: "yes", False: "**no**"}[self.kept]
        return self.what, self.figure, self.promise, verdict


@dataclass(frozen=True)
class Result:
    """The figures of one measure.

    Attributes:
        title: Its heading.
        rows: The figures.
        note: How many runs, which seeds: what one needs to run it again.
    """

    title: str
    rows: Sequence[Row]
    note: str

    def __str__(self) -> str:
        return f"## {self.title}\n\n{_table(self.rows)}\n\n{self.note}\n"


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest value that so many percent of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def milliseconds(seconds: float) -> str:
    """Write a time that is usually short."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    value = seconds * 1000
    return f"{value:.2f} ms" if value < 10 else f"{value:.0f} ms"


def machine() -> str:
    """Say on what the figures were taken."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    versions = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    return (
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores, "
        f"load average at the start {load}."
    )


def write(text: str) -> None:
    """Replace the results in the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, marker, after = rest.partition(END)
    assert marker, f"README.md has lost a marker: {BEGIN} or {END}"
    README.write_text(f"{before}{BEGIN}\n{text.strip()}\n{END}{after}", encoding="utf-8")


def _table(rows: Sequence[Row]) -> str:
    lines = [("what", "figure", "promise", "kept"), *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    written = [_line(cells, widths) for cells in lines]
    written.insert(1, _line(["-" * width for width in widths], widths))
    return "\n".join(written)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"
