"""Runs as a table in HTML: what a notebook shows of a history, of a page and of a list of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.media import static_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heygen_widgets.models.generation import Generation

_HEAD = ("Submitted", "Name and appearance", "Status", "Images", "Cost", "Run")
_LONGEST = 80


class Runs(list["Generation"]):
    """A list of runs that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        return render_runs(count_of(len(self)), self)


def render_runs(title: str, runs: Iterable[Generation]) -> str:
    """Return a title and a table of runs.

    Args:
        title: What stands above, as text.
        runs: The runs, in order.
    """
    return static_html.render_table(title, _HEAD, map(_row, runs))


def count_of(number: int) -> str:
    """Return a number of runs in words."""
    return f"{number:,} run{'' if number == 1 else 's'}"


def _row(run: Generation) -> tuple[str, ...]:
    asked = run.attributes
    submitted = run.submitted_at
    return (
        f"{submitted.astimezone():%Y-%m-%d %H:%M}" if submitted else "",
        _shortened(f"{asked.name}: {asked.appearance}") if asked else "",
        run.status.value.replace("_", " "),
        str(len(run.images)),
        str(run.cost or ""),
        run.id or run.run_id or "",
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
