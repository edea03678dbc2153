"""`Ranking`: values of an axis in the order in which they were preferred, by Bradley and Terry.

The model says how likely one value is preferred to another: by the difference of their strengths,
as log-odds. choix finds the strengths that are likeliest; how sure they are follows from the
curvature there. A tie counts as half a win of each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heygen_widgets.media import static_html
from heygen_widgets.models.text import plural
from heygen_widgets.sweeps.intervals import LEVEL, Z
from heygen_widgets.sweeps.results import optional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heygen_widgets.sweeps.tally import Tally

PRIOR = 0.25
"""How sure it is beforehand that all values are equal: 1 / variance of their log-odds. It keeps a
value that has won all its few comparisons from being infinitely strong."""

FEW = 5
"""Fewer comparisons for each value than that are told to be too few."""


@dataclass(frozen=True)
class Ranked:
    """One value of an axis.

    Attributes:
        value: The value.
        strength: Its strength as log-odds; 0 is the average of all.
        interval: Between what it lies, for sure enough.
        chance: How likely it is preferred to an average value.
        best: How likely it is the most preferred of all.
        wins: How often it was preferred, ties as halves.
        comparisons: How often it was compared.
    """

    value: str
    strength: float
    interval: tuple[float, float]
    chance: float
    best: float
    wins: float
    comparisons: int

    @property
    def chances(self) -> tuple[float, float]:
        """Between how likely it is preferred to an average value, for sure enough."""
        low, high = self.interval
        return _odds(low), _odds(high)


@dataclass(frozen=True)
class Ranking:
    """The values of an axis, the most preferred first.

    Attributes:
        axis: The name of the axis.
        values: They, in order.
        comparisons: How many comparisons this rests on.
        ties: How many of them were ties.
        message: What can't be told yet, in words; empty if the first place is clear.
    """

    axis: str
    values: tuple[Ranked, ...]
    comparisons: int
    ties: int
    message: str

    def __iter__(self) -> Iterator[Ranked]:
        return iter(self.values)

    def __str__(self) -> str:
        lines = [
            f"{place}. {each.value or '(nothing)'}: preferred to an average one in "
            f"{each.chance:.0%} of cases, {each.wins:g} of {each.comparisons} won"
            for place, each in enumerate(self.values, start=1)
        ]
        return "\n".join([*lines, *filter(None, [self.message])])

    def _repr_html_(self) -> str:
        ties = f", {plural(self.ties, 'tie')}" if self.ties else ""
        title = f"{self.axis}: {plural(self.comparisons, 'comparison')}{ties}. {self.message}"
        head = (
            "",
            self.axis,
            "Preferred to an average one",
            f"{LEVEL:.0%} interval",
            "Likely the best",
            "Won",
        )
        return static_html.render_table(title.strip(), head, map(_cells, enumerate(self, start=1)))


def ranked(axis: str, tally: Tally) -> Ranking:
    """Return the values of an axis, ranked by how they fared against each other.

    Raises:
        ConfigurationError: choix is not installed.
    """
    values = tally.values
    if len(values) < 2 or not tally.number:  # noqa: PLR2004 - nothing to compare
        rows = tuple(Ranked(each, 0.0, (-math.inf, math.inf), 0.5, 0.0, 0.0, 0) for each in values)
        return Ranking(axis, rows, 0, 0, "Nothing was compared yet, so there is no order.")
    strengths, covariance, best = _fitted(tally)
    rows = tuple(
        Ranked(
            value=value,
            strength=strengths[place],
            interval=_interval(strengths[place], covariance[place][place]),
            chance=_odds(strengths[place]),
            best=best[place],
            wins=tally.won(value),
            comparisons=tally.of(value),
        )
        for place, value in enumerate(values)
    )
    order = sorted(range(len(values)), key=lambda place: -strengths[place])
    in_order = tuple(rows[place] for place in order)
    message = _message(in_order, order, covariance, tally)
    return Ranking(axis, in_order, tally.number, tally.ties, message)


def _fitted(tally: Tally) -> tuple[list[float], list[list[float]], list[float]]:
    """Return the strengths, their covariances, and how likely each value is the best."""
    choix: Any = optional(
        "choix",
        "A ranking of comparisons",
        "summary() counts wins without it.",
        "'heygen-widgets[ranking]'",
    )
    numpy: Any = optional("numpy", "A ranking of comparisons", "summary() counts wins without it.")
    values, number = tally.values, len(tally.values)
    wins = numpy.array([[tally.wins[one, other] for other in values] for one in values])
    # choix takes whole comparisons. Each counts twice here, so that a tie is one win of each.
    doubled = [
        (one, other)
        for one in range(number)
        for other in range(number)
        for _ in range(round(2 * wins[one, other]))
    ]
    # The penalty that it adds is alpha times the squares (its documentation says half of that): the
    # prior, twice as well.
    strengths = choix.opt_pairwise(number, doubled, alpha=PRIOR)
    strengths = strengths - strengths.mean()
    odds = 1 / (1 + numpy.exp(strengths[None, :] - strengths[:, None]))
    weights = (wins + wins.T) * odds * odds.T
    curvature = numpy.diag(weights.sum(axis=1) + PRIOR) - weights
    covariance = numpy.linalg.inv(curvature)
    # Strengths are relative to their mean; what all have in common is no uncertainty of theirs.
    centre = numpy.eye(number) - 1 / number
    covariance = centre @ covariance @ centre
    draws = numpy.random.default_rng(0).multivariate_normal(
        strengths, covariance, size=4000, method="svd"
    )
    best = numpy.bincount(draws.argmax(axis=1), minlength=number) / len(draws)
    return strengths.tolist(), covariance.tolist(), best.tolist()


def _message(
    in_order: tuple[Ranked, ...], order: list[int], covariance: list[list[float]], tally: Tally
) -> str:
    """Return what can't be told yet."""
    never = [each.value or "(nothing)" for each in in_order if not each.comparisons]
    if never:
        return f"Not compared yet: {', '.join(never)}. Compare more."
    if tally.number < FEW * len(in_order):
        said = plural(tally.number, "comparison")
        few = f"{said} between these {len(in_order)} values: too few, so the order is a guess"
        return f"{few}. It takes at least {FEW * len(in_order)}."
    first, second = order[0], order[1]
    variance = covariance[first][first] + covariance[second][second] - 2 * covariance[first][second]
    if in_order[0].strength - in_order[1].strength < Z * math.sqrt(max(variance, 0.0)):
        one, other = (each.value or "(nothing)" for each in in_order[:2])
        return f"{one!r} and {other!r} can't be told apart yet."
    return ""


def _interval(middle: float, variance: float) -> tuple[float, float]:
    half = Z * math.sqrt(max(variance, 0.0))
    return middle - half, middle + half


def _odds(strength: float) -> float:
    if not math.isfinite(strength):
        return float(strength > 0)
    return 1 / (1 + math.exp(-strength))


def _cells(placed: tuple[int, Ranked]) -> tuple[str, ...]:
    place, each = placed
    low, high = (f"{_odds(end):.0%}" if math.isfinite(end) else "" for end in each.interval)
    if not low:
        return f"{place}.", each.value or "(nothing)", "", "", "", ""
    won = f"{each.wins:g} of {each.comparisons}"
    figures = f"{each.chance:.0%}", f"{low} to {high}", f"{each.best:.0%}", won
    return f"{place}.", each.value or "(nothing)", *figures
