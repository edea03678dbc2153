"""`Summary`: what came out of a sweep, for each value of each axis."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from heygen_widgets.media import static_html
from heygen_widgets.models.limits import MAX_RATING
from heygen_widgets.sweeps.intervals import LEVEL, mean_interval, share_interval
from heygen_widgets.sweeps.plan import REPEAT
from heygen_widgets.sweeps.results import optional

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from heygen_widgets.sweeps.plan import Plan
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.sweeps.tally import Tally

Interval = tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class ValueSum:
    """What came of one value of an axis.

    Attributes:
        axis: The name of the axis.
        value: The value.
        pictures: How many images were made with it.
        favourites: How many of them are favourites.
        favourites_interval: Between what share of them would be, of many more.
        rated: How many were rated.
        rating: Their mean rating; None if none was.
        rating_interval: Between what the mean would be, of many more; None of fewer than two.
        compared: How often it was compared with another value.
        wins: How often it was preferred, ties as halves.
        wins_interval: Between what share it would be, of many more; None if it was never compared.
    """

    axis: str
    value: str
    pictures: int
    favourites: int
    favourites_interval: Interval
    rated: int
    rating: float | None
    rating_interval: Interval
    compared: int
    wins: float
    wins_interval: Interval


_INTERVALS = ("favourites", "rating", "wins")
_COLUMNS = (
    *("axis", "value", "pictures"),
    *("favourites", "favourites_low", "favourites_high"),
    *("rated", "rating", "rating_low", "rating_high"),
    *("compared", "wins", "wins_low", "wins_high"),
)


class Summary:
    """What came out of a sweep, for each value of each axis; a notebook shows it as a table.

    Args:
        values: The sums, by axis.
    """

    def __init__(self, values: Sequence[ValueSum]) -> None:
        self.values = tuple(values)

    def __iter__(self) -> Iterator[ValueSum]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def __str__(self) -> str:
        return "\n".join(map(_line, self))

    __repr__ = __str__

    def to_dataframe(self) -> Any:  # noqa: ANN401 - pandas is optional
        """Return a pandas DataFrame: a row for each value.

        The ends of the intervals are columns of their own: ``rating_low``, ``rating_high``, and
        likewise ``favourites_…`` and ``wins_…``, which are shares.

        Raises:
            ConfigurationError: pandas is not installed.
        """
        pandas = optional("pandas", "A table", "Iterating over the summary needs nothing else.")
        return pandas.DataFrame(list(map(_row, self)), columns=_COLUMNS)

    def _repr_html_(self) -> str:
        head = ("Axis", "Value", "Pictures", "Favourites", "Mean rating", "Preferred")
        title = f"In brackets: the {LEVEL:.0%} interval"
        rows = [_cells(each) for each in self]
        # The name of an axis stands at its first value only.
        before = [("",), *rows]
        shown = [
            ("" if row[0] == above[0] else row[0], *row[1:])
            for above, row in zip(before, rows, strict=False)
        ]
        return static_html.render_table(title, head, shown)


def summarised(plan: Plan, results: Sequence[Result], tallies: Mapping[str, Tally]) -> Summary:
    """Return what came out.

    Args:
        plan: The plan of the sweep.
        results: What came of its cells.
        tallies: How the values of each axis fared against each other.
    """
    return Summary(
        [
            _sum_of(axis.name, value, results, tallies.get(axis.name))
            for axis in plan.all_axes
            if axis.name != REPEAT
            for value in axis.values
        ]
    )


def _sum_of(axis: str, value: str, results: Sequence[Result], tally: Tally | None) -> ValueSum:
    marks = [
        image.mark
        for result in results
        if result.cell.values[axis] == value
        for image in result.images
    ]
    favourites = sum(mark.favourite for mark in marks)
    ratings = [float(mark.rating) for mark in marks if mark.rating]
    wins, compared = (tally.won(value), tally.of(value)) if tally else (0.0, 0)
    return ValueSum(
        axis=axis,
        value=value,
        pictures=len(marks),
        favourites=favourites,
        favourites_interval=share_interval(favourites, len(marks)),
        rated=len(ratings),
        rating=fmean(ratings) if ratings else None,
        rating_interval=mean_interval(ratings, 1, MAX_RATING),
        compared=compared,
        wins=wins,
        wins_interval=share_interval(wins, compared),
    )


def _cells(each: ValueSum) -> tuple[str, ...]:
    favourites = f"{each.favourites} of {each.pictures}"
    return (
        each.axis,
        each.value or "(nothing)",
        str(each.pictures),
        f"{favourites}{_between(each.favourites_interval, '.0%')}" if each.pictures else "",
        "" if each.rating is None else f"{each.rating:.1f}{_between(each.rating_interval, '.1f')}",
        f"{each.wins:g} of {each.compared}{_between(each.wins_interval, '.0%')}"
        if each.compared
        else "",
    )


def _row(each: ValueSum) -> dict[str, Any]:
    row = asdict(each)
    for name in _INTERVALS:
        low, high = row.pop(f"{name}_interval") or (None, None)
        row |= {f"{name}_low": low, f"{name}_high": high}
    return row


def _line(each: ValueSum) -> str:
    axis, value, pictures, favourites, rating, preferred = _cells(each)
    said = (
        f"{pictures} pictures",
        favourites and f"favourites {favourites}",
        rating and f"mean rating {rating}",
        preferred and f"preferred {preferred}",
    )
    return f"{axis}, {value}: {' · '.join(filter(None, said))}"


def _between(interval: Interval, form: str) -> str:
    return f" ({interval[0]:{form}} to {interval[1]:{form}})" if interval else ""
