"""Intervals of shares and of means. No I/O."""

from __future__ import annotations

import math
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL = 0.95
"""How sure an interval is."""

Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
"""How many standard deviations that is."""


def share_interval(part: float, number: int) -> tuple[float, float] | None:
    """Return Wilson's interval of a share; None of nothing.

    Args:
        part: How many of them; a half counts as a half.
        number: How many there are.
    """
    if not number:
        return None
    share, scale = part / number, 1 + Z**2 / number
    middle = (share + Z**2 / (2 * number)) / scale
    half = Z / scale * math.sqrt(share * (1 - share) / number + Z**2 / (4 * number**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def mean_interval(values: Sequence[float], least: float, most: float) -> tuple[float, float] | None:
    """Return Student's interval of a mean; None of fewer than two values.

    Equal values say nothing about how widely others are spread; then it is as wide as if one more
    value lay a step away.

    Args:
        values: The values.
        least: The least that a value can be.
        most: The most that a value can be.
    """
    number = len(values)
    if number < 2:  # noqa: PLR2004 - one value has no spread
        return None
    spread = stdev(values) or 1 / math.sqrt(number + 1)
    half = _student(number - 1) * spread / math.sqrt(number)
    middle = fmean(values)
    return max(least, middle - half), min(most, middle + half)


def _student(freedom: int) -> float:
    """Return the quantile of Student's t for `LEVEL`."""
    tail = (1 + LEVEL) / 2
    if freedom == 1:
        return math.tan(math.pi * (tail - 0.5))
    if freedom == 2:  # noqa: PLR2004 - both have closed forms
        return (2 * tail - 1) / math.sqrt(2 * tail * (1 - tail))
    # Cornish and Fisher's expansion, off by less than 1 % from three degrees of freedom on.
    z, n = Z, freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )
