"""`JobTimes`: how long HeyGen's jobs take, as a distribution. No I/O."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist, fmean, median
from typing import TYPE_CHECKING, Self

from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_NORMAL = NormalDist()

USUAL = 0.2
"""The share of jobs that are quicker than what is called usual; as many are slower."""

_OTHERS, _OTHERS_SIGMA = 0.03, 1.0
"""The share of jobs that don't keep to the distribution, and how widely these are spread."""

_OUTLIER = 5.0
"""How many times longer or shorter than the median a time is that counts for nothing."""

# How many runs the prior is worth, for the median and for the spread. The simulation in
# tests/api/test_poll_schedule.py decides: with more, a wrong prior is believed for too long.
_PRIOR_MEDIAN, _PRIOR_SIGMA = 0.5, 2.0


@dataclass(frozen=True)
class JobTimes:
    """How long jobs take: the logarithm of the seconds is distributed normally.

    A few jobs are expected to take much longer or shorter than that.

    Attributes:
        median: Half of the jobs take longer than so many seconds; above 0.
        sigma: How widely the logarithms are spread; above 0.
    """

    median: float
    sigma: float

    def learnt(self, took: Iterable[float]) -> Self:
        """Return these times, corrected by how many seconds jobs really took.

        Few jobs change little, and outliers nothing: a laptop that slept, a job that was stuck.
        """
        logs = _logs_of_usual(took)
        if not logs:
            return self
        count, center = len(logs), fmean(logs)
        middle = _PRIOR_MEDIAN * math.log(self.median) + count * center
        spread = _PRIOR_SIGMA * self.sigma**2 + sum((each - center) ** 2 for each in logs)
        return type(self)(
            math.exp(middle / (_PRIOR_MEDIAN + count)),
            math.sqrt(spread / (_PRIOR_SIGMA + count)),
        )

    def density(self, seconds: float) -> float:
        """Return the share of jobs that end in the second around this one."""
        z = self._z(seconds)
        usual = _NORMAL.pdf(z) / self.sigma
        others = _NORMAL.pdf(z * self.sigma / _OTHERS_SIGMA) / _OTHERS_SIGMA
        return ((1 - _OTHERS) * usual + _OTHERS * others) / seconds

    def survival(self, seconds: float) -> float:
        """Return the share of jobs that take longer than so many seconds."""
        z = self._z(seconds)
        return (1 - _OTHERS) * _above(z) + _OTHERS * _above(z * self.sigma / _OTHERS_SIGMA)

    def hazard(self, seconds: float) -> float:
        """Return how likely a job that has taken so long is to end within the next second."""
        survival = self.survival(seconds)
        return self.density(seconds) / survival if survival else 0.0

    @property
    def usual_seconds(self) -> tuple[float, float]:
        """The seconds between which most jobs end: one in five is quicker, one in five slower."""
        factor = math.exp(-_NORMAL.inv_cdf(USUAL) * self.sigma)
        return self.median / factor, self.median * factor

    def _z(self, seconds: float) -> float:
        return math.log(seconds / self.median) / self.sigma


HEYGEN_TIMES = JobTimes(median=45.0, sigma=0.6)
"""What is expected of HeyGen before the history knows any run."""
# HeyGen's texts name 30 to 90 s for a photo and 1 to 3 min for a prompt; looks were measured that
# took 15 and 50 s.

_OF_HEYGEN = {
    # Pending for seconds (HeyGen's skill of photo avatars).
    ("v2", RunKind.GROUP): JobTimes(median=4.0, sigma=0.8),
    ("v2", RunKind.ADDED_LOOKS): JobTimes(median=4.0, sigma=0.8),
    # 5 to 15 and 10 to 20 minutes (two users' measurements).
    ("v2", RunKind.TRAINING): JobTimes(median=600.0, sigma=0.5),
}


def heygen_times(api: str, kind: RunKind) -> JobTimes:
    """Return what is expected of HeyGen's jobs of one kind before the history knows any."""
    return _OF_HEYGEN.get((api, kind), HEYGEN_TIMES)


LOCAL_TIMES = JobTimes(median=15.0, sigma=1.0)
"""What is expected of an address on this machine: a sandbox on a port, or a proxy to HeyGen."""

_SHORTEST = 0.1


def sandbox_times(duration: float) -> JobTimes:
    """Return what is expected of the sandbox, whose scenario says how long a job takes."""
    return JobTimes(median=max(duration, _SHORTEST), sigma=0.25)


def _logs_of_usual(took: Iterable[float]) -> list[float]:
    """Return the logarithms without the outliers, and a tenth at either end moved inwards."""
    logs = sorted(math.log(seconds) for seconds in took if seconds > 0)
    if not logs:
        return []
    middle = median(logs)
    near = [each for each in logs if abs(each - middle) <= math.log(_OUTLIER)]
    cut = len(near) // 10
    return [min(max(each, near[cut]), near[-1 - cut]) for each in near]


def _above(z: float) -> float:
    # 1 - cdf(z) would be 0 long before the tail is.
    return math.erfc(z / math.sqrt(2)) / 2
