"""`PollSchedule`: when to ask for a status, from how long jobs take. No I/O.

Of all ways to ask with so many requests, one learns soonest of the end by asking at a rate that is
proportional to the square root of the hazard: of how likely the job is to end now if it has not
ended before. That rate, held between two limits, is added up over the time since the submit; each
time that it has grown by one, a request is due.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.api.job_times import JobTimes

REQUESTS = 15.0
"""How many requests a job is expected to take, the limits on the waits permitting."""

SHORTEST, LONGEST = 0.4, 10.0
"""The shortest and the longest wait in seconds; of jobs that take minutes the longest is longer."""
_OF_LONG_JOBS = 20

JITTER = 0.1
"""Share by which each wait randomly varies, so that jobs of one moment don't stay in step."""

_ALIKE = 0.03
"""How far, as a logarithm, times are apart that count as different."""

_POINTS = 300
_REACH = 5.0
"""How far the table reaches from the median, as a logarithm: down to 1/150, up to 150 times."""


@dataclass(frozen=True)
class PollSchedule:
    """Asks most often when a job is most likely to end.

    Attributes:
        seconds: Times since the submit, from 0, rising.
        due: How many requests are due by each of these times.
        times: How long jobs take.
        longest: The longest wait in seconds.
    """

    seconds: tuple[float, ...]
    due: tuple[float, ...]
    times: JobTimes
    longest: float = LONGEST

    def wait(self, asked: int, chance: float, elapsed: float) -> float:
        """Return the seconds to wait before the next request.

        Args:
            asked: How many requests were sent so far. The first one is due by the age of the job
                alone, so an old one that is waited for again is asked about at once.
            chance: A random number from 0 to 1.
            elapsed: Seconds since the job was submitted; infinity for a long time.
        """
        elapsed = max(elapsed, 0.0)
        before = _interpolated(self.seconds, self.due, elapsed) if asked else 0.0
        steady = _interpolated(self.due, self.seconds, before + 1) - elapsed
        # Beyond the table there is nothing to tell times apart.
        steady = self.longest if math.isnan(steady) else steady
        varied = steady * (1 + JITTER * (2 * chance - 1))
        return min(max(varied, SHORTEST), self.longest)

    def urgency(self, elapsed: float, since_asked: float) -> float:
        """Return how likely it is that a job has ended since it was last asked about.

        Args:
            elapsed: Seconds since the job was submitted; infinity for a long time.
            since_asked: Seconds since the latest question about it; infinity if there was none.
        """
        if elapsed <= 0:
            return 0.0
        before = elapsed - since_asked
        open_then = self.times.survival(before) if before > 0 else 1.0
        if not open_then:
            # Beyond all that jobs are known to take: as often as any that never ends.
            return min(1.0, since_asked / self.longest)
        return 1 - self.times.survival(elapsed) / open_then


def schedule(times: JobTimes) -> PollSchedule:
    """Return when to ask about jobs that take so long, within a few percent.

    To work it out takes milliseconds of the event loop. So runs whose times are alike share one:
    in a sweep, each run learns a little from the one before.
    """
    return _schedule(replace(times, median=_rounded(times.median), sigma=_rounded(times.sigma)))


def _rounded(value: float) -> float:
    return math.exp(round(math.log(value) / _ALIKE) * _ALIKE)


@functools.lru_cache(maxsize=64)
def _schedule(times: JobTimes) -> PollSchedule:
    step = 2 * _REACH / _POINTS
    seconds = [times.median * math.exp(step * n - _REACH) for n in range(_POINTS + 1)]
    roots = [math.sqrt(times.hazard(each)) for each in seconds]
    survivals = [times.survival(each) for each in seconds]
    lengths = [later - earlier for earlier, later in pairwise(seconds)]
    # Whatever lies before the table is short, and nothing ends there.
    still_open = [length * s for length, s in zip(lengths, _middles(survivals), strict=True)]
    longest = max(LONGEST, times.median / _OF_LONG_JOBS)
    rates = _rates(_middles(roots), still_open, longest)
    begin = seconds[0] / longest
    grown = (rate * length for rate, length in zip(rates, lengths, strict=True))
    due = (0.0, *accumulate(grown, initial=begin))
    return PollSchedule((0.0, *seconds), due, times, longest)


def _rates(roots: Sequence[float], still_open: Sequence[float], longest: float) -> list[float]:
    """Return rates proportional to the roots, within the limits, that come to `REQUESTS`."""
    low, high = 1e-3, 1e3
    rates: list[float] = []
    for _ in range(24):
        factor = math.sqrt(low * high)
        rates = [min(max(factor * root, 1 / longest), 1 / SHORTEST) for root in roots]
        # The last interval is asked for whole, and the job ends on average in its middle.
        expected = 0.5 + sum(map(math.prod, zip(rates, still_open, strict=True)))
        low, high = (factor, high) if expected < REQUESTS else (low, factor)
    return rates


def _middles(values: Sequence[float]) -> list[float]:
    return [(earlier + later) / 2 for earlier, later in pairwise(values)]


def _interpolated(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """Return y at x; NaN beyond the last x."""
    at = bisect_right(xs, x)
    if at == len(xs):
        return math.nan
    x0, x1, y0, y1 = xs[at - 1], xs[at], ys[at - 1], ys[at]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
