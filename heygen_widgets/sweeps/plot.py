"""`Plot`: what came out of a sweep as points with intervals, without a plotting library."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.limits import MAX_RATING
from heygen_widgets.models.text import did_you_mean, plural
from heygen_widgets.sweeps.intervals import LEVEL
from heygen_widgets.sweeps.results import optional

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heygen_widgets.sweeps.summary import Summary, ValueSum

MEASURES = {"wins": "Preferred", "rating": "Mean rating", "favourites": "Favourites"}
"""What can be plotted, by name; the first one of which there is something is usual."""

_HEIGHT, _LEFT, _RIGHT, _WIDTH = 26, 210, 120, 640
_COLOUR = "#4f46e5"


class Plot:
    """A figure for each value of each axis, and between what it would be of many more.

    A notebook shows it as SVG, which stays in the saved file. `figure` makes one with matplotlib.

    Args:
        summary: What came out.
        measure: ``wins``, ``rating`` or ``favourites``; None for the first of which there is
            something.

    Raises:
        ConfigurationError: There is no such measure.
    """

    def __init__(self, summary: Summary, measure: str | None = None) -> None:
        if measure is not None and measure not in MEASURES:
            raise ConfigurationError(
                f"There is no measure {measure!r}{did_you_mean(measure, MEASURES)}.",
                f"It is one of {', '.join(MEASURES)}.",
            )
        there = (name for name in MEASURES if any(point(each, name) for each in summary))
        self.measure = measure or next(there, "favourites")
        self._sums = [each for each in summary if point(each, self.measure)]

    def __repr__(self) -> str:
        return f"<Plot of {plural(len(self._sums), 'value')}: {self.title}>"

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that a figure can be."""
        return (1.0, float(MAX_RATING)) if self.measure == "rating" else (0.0, 1.0)

    @property
    def title(self) -> str:
        """What it shows, in words."""
        return f"{MEASURES[self.measure]}, with {LEVEL:.0%} intervals"

    def figure(self) -> Any:  # noqa: ANN401 - matplotlib is optional
        """Return a matplotlib Figure, with one plot for each axis.

        Raises:
            ConfigurationError: matplotlib is not installed.
        """
        figures = optional(
            "matplotlib.figure", "A figure", "plot() shows itself without it.", "matplotlib"
        )
        axes = list(dict.fromkeys(each.axis for each in self._sums))
        figure = figures.Figure(
            figsize=(7, 0.9 * max(1, len(axes)) + 0.3 * len(self._sums)), layout="constrained"
        )
        drawn = figure.subplots(max(1, len(axes)), squeeze=False)
        for axis, (plot,) in zip(axes, drawn, strict=False):
            self._draw(plot, axis, [each for each in self._sums if each.axis == axis])
        figure.suptitle(self.title)
        return figure

    def _draw(self, plot: Any, axis: str, sums: list[ValueSum]) -> None:  # noqa: ANN401 - as above
        points = [found for each in sums if (found := point(each, self.measure))]
        places = list(range(len(points)))
        values = [value for value, _, _ in points]
        low = [value - low for value, low, _ in points]
        high = [high - value for value, _, high in points]
        plot.errorbar(values, places, xerr=[low, high], fmt="o", color=_COLOUR)
        plot.set_yticks(places, [each.value or "(nothing)" for each in sums])
        plot.invert_yaxis()
        plot.set_xlim(*self.ends)
        plot.set_title(axis, loc="left", fontsize="medium")

    def _repr_html_(self) -> str:
        if not self._sums:
            return "<p>Nothing was judged yet, so there is nothing to plot.</p>"
        rows, place = list[str](), 0
        for axis in dict.fromkeys(each.axis for each in self._sums):
            place += 1
            rows.append(_text(0, place, axis, "font-weight: 600"))
            for each in (each for each in self._sums if each.axis == axis):
                place += 1
                rows += self._row(each, place)
        rows = [*self._scale(place), *rows]
        height = (place + 1) * _HEIGHT + 4
        return (
            f'<div style="font: 13px system-ui, sans-serif"><div>{escape(self.title)}</div>'
            f'<svg role="img" aria-label="{escape(self.title, quote=True)}" width="{_WIDTH}" '
            f'height="{height}" viewBox="0 0 {_WIDTH} {height}" style="max-width: 100%">'
            f"{''.join(rows)}</svg></div>"
        )

    def _scale(self, places: int) -> Iterable[str]:
        """Return lines at the ends and in the middle, and what they stand for, below all rows."""
        least, most = self.ends
        bottom = places * _HEIGHT + 8
        for value in (least, (least + most) / 2, most):
            x = self._x(value)
            yield (
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="8" y2="{bottom}" stroke="currentColor" '
                'opacity="0.2"/>'
            )
            said = f"{value:g}" if self.measure == "rating" else f"{value:.0%}"
            yield _text(round(x), places + 1, said, "text-anchor: middle; opacity: 0.7")

    def _row(self, each: ValueSum, place: int) -> Iterable[str]:
        value, low, high = point(each, self.measure) or (0.0, 0.0, 0.0)
        y = place * _HEIGHT
        said = f"{value:.1f}" if self.measure == "rating" else f"{value:.0%}"
        name = each.value or "(nothing)"
        yield _text(12, place, name if len(name) <= 28 else f"{name[:27]}…")  # noqa: PLR2004 - what has room
        yield (
            f'<line x1="{self._x(low):.1f}" x2="{self._x(high):.1f}" y1="{y - 4}" y2="{y - 4}" '
            f'stroke="{_COLOUR}" stroke-width="4" stroke-linecap="round" opacity="0.45"/>'
            f'<circle cx="{self._x(value):.1f}" cy="{y - 4}" r="6" fill="{_COLOUR}"/>'
        )
        yield _text(_WIDTH - _RIGHT + 20, place, said)

    def _x(self, value: float) -> float:
        least, most = self.ends
        share = (value - least) / (most - least)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def point(each: ValueSum, measure: str) -> tuple[float, float, float] | None:
    """Return a figure of a value, and between what it would be of many more; None if unknown."""
    if measure == "rating":
        if each.rating is None:
            return None
        return each.rating, *(each.rating_interval or (each.rating, each.rating))
    if measure == "wins":
        interval = each.wins_interval
        return (each.wins / each.compared, *interval) if interval else None
    interval = each.favourites_interval
    return (each.favourites / each.pictures, *interval) if interval else None


def _text(x: int, place: int, text: str, style: str = "") -> str:
    styled = f' style="{style}"' if style else ""
    return f'<text x="{x}" y="{place * _HEIGHT}" fill="currentColor"{styled}>{escape(text)}</text>'
