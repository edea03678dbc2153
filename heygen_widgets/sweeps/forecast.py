"""How long the cells of a sweep take, side by side. No I/O."""

from __future__ import annotations

import math
from statistics import NormalDist

# `HeyGen.usual_seconds` names the times between which three runs of five end.
_USUAL = NormalDist().inv_cdf(0.8)


def mean_seconds(usual: tuple[float, float]) -> float:
    """Return how long a run takes on average.

    Args:
        usual: Between how many seconds most runs take.
    """
    middle, sigma = _shape(usual)
    return middle * math.exp(sigma**2 / 2)


def forecast(usual: tuple[float, float], cells: int, parallel: int) -> tuple[float, float]:
    """Return between how many seconds so many cells take in three cases of five.

    Args:
        usual: Between how many seconds most runs take.
        cells: How many there are.
        parallel: How many are made at a time.
    """
    if not cells:
        return 0.0, 0.0
    _, sigma = _shape(usual)
    mean, lanes = mean_seconds(usual), min(cells, parallel)
    # All lanes are full until the last cells; then the others wait for the slowest of them.
    middle = mean * cells / lanes + mean * sigma * (lanes - 1) / lanes
    spread = mean * math.sqrt(math.expm1(sigma**2) * cells) / lanes
    return max(usual[0], middle - _USUAL * spread), middle + _USUAL * spread


def _shape(usual: tuple[float, float]) -> tuple[float, float]:
    """Return the median, and how widely the logarithms are spread."""
    low, high = usual
    return math.sqrt(low * high), math.log(high / low) / (2 * _USUAL)


def duration_text(seconds: float) -> str:
    """Return a time in words, as roughly as it is known."""
    if seconds < 90:  # noqa: PLR2004 - a minute and a half
        return f"{max(1, round(seconds))} s"
    minutes = seconds / 60
    if minutes < 90:  # noqa: PLR2004 - an hour and a half
        return f"{round(minutes)} min"
    hours = minutes / 60
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"  # noqa: PLR2004 - two days
