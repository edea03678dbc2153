"""How the cells of a sweep are laid out: one axis down, one across, a sheet for the rest."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.text import did_you_mean
from heygen_widgets.sweeps.board import CellStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.media.contact_sheet import Sheet, Tile
    from heygen_widgets.sweeps.plan import Axis, Plan
    from heygen_widgets.sweeps.results import Result

ACROSS = 6
"""How many cells stand side by side where no axis goes across."""

_WORDS = {
    CellStatus.OPEN: "not made yet",
    CellStatus.RUNNING: "being made",
    CellStatus.UNFINISHED: "not waited for",
    CellStatus.DONE: "its images are not here",
}


def sheets(
    plan: Plan, results: Sequence[Result], rows: str | None, columns: str | None
) -> list[Sheet]:
    """Return the sheets of a sweep.

    With fewer than two axes, or with axes that go together, the cells follow each other.

    Args:
        plan: Its plan.
        results: What came of its cells.
        rows: The axis that goes down; by default the first that is left.
        columns: The axis that goes across; by default the last that is left.

    Raises:
        ConfigurationError: There is no such axis, or both are the same.
    """
    axes = {axis.name: axis for axis in plan.all_axes}
    _check(axes, rows, columns)
    if len(axes) < 2 or plan.combine == "zip":  # noqa: PLR2004 - one down, one across
        return [_following(results)]
    left = [name for name in axes if name not in {rows, columns}]
    down = axes[rows or left.pop(0)]
    across = axes[columns or left.pop()]
    others = [axes[name] for name in left]
    by_values = {tuple(result.cell.values.items()): result for result in results}
    order = [axis.name for axis in plan.all_axes]
    return [
        _sheet(down, across, dict(zip(left, chosen, strict=True)), by_values, order)
        for chosen in product(*(axis.values for axis in others))
    ]


def _check(axes: Mapping[str, Axis], rows: str | None, columns: str | None) -> None:
    for name in filter(None, (rows, columns)):
        if name not in axes:
            raise ConfigurationError(
                f"There is no axis {name!r}{did_you_mean(name, axes)}.",
                f"The axes are {', '.join(axes) or 'none'}.",
            )
    if rows and rows == columns:
        raise ConfigurationError(f"{rows!r} can't go both down and across.")


def _sheet(
    down: Axis,
    across: Axis,
    others: Mapping[str, str],
    by_values: Mapping[tuple[tuple[str, str], ...], Result],
    order: Sequence[str],
) -> Sheet:
    from heygen_widgets.media.contact_sheet import Sheet  # noqa: PLC0415 - loads Pillow

    def tile(row: str, column: str) -> Tile:
        values = {**others, down.name: row, across.name: column}
        return _tile(by_values.get(tuple((name, values[name]) for name in order)))

    return Sheet(
        title=", ".join(f"{name}: {value or '(nothing)'}" for name, value in others.items()),
        columns=tuple(value or "(nothing)" for value in across.values),
        rows=tuple(
            (row or "(nothing)", tuple(tile(row, column) for column in across.values))
            for row in down.values
        ),
    )


def _following(results: Sequence[Result]) -> Sheet:
    from heygen_widgets.media.contact_sheet import Sheet  # noqa: PLC0415 - loads Pillow

    tiles = [_tile(result, str(result.cell)) for result in results]
    width = min(ACROSS, len(tiles))
    lines = [tuple(tiles[first : first + width]) for first in range(0, len(tiles), width)]
    return Sheet("", ("",) * width, tuple(("", line) for line in lines))


def _tile(result: Result | None, caption: str = "") -> Tile:
    from heygen_widgets.media.contact_sheet import Tile  # noqa: PLC0415 - loads Pillow

    if result is None:
        return Tile(None, "not in the sample")
    image = result.best
    if image is None:
        said = result.reason or _WORDS.get(result.status, result.status.value)
        return Tile(None, ": ".join(filter(None, (caption, said))))
    alt = result.cell.attributes.describe()
    return Tile(lambda: image.bytes, caption, is_marked=image.mark.favourite, alt=alt)
