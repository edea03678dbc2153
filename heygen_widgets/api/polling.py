"""`PollPolicy`: fixed waits before each request. `Clock` and `Deadline`: the time. No I/O."""

from __future__ import annotations

import asyncio
import math
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from heygen_widgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Pacing(Protocol):
    """What decides when to ask for the status of a job: `PollPolicy` or `PollSchedule`."""

    def wait(self, asked: int, chance: float, elapsed: float) -> float:
        """Return the seconds to wait before the next request.

        Args:
            asked: How many requests were sent so far.
            chance: A random number from 0 to 1.
            elapsed: Seconds since the job was submitted.
        """

    def urgency(self, elapsed: float, since_asked: float) -> float:
        """Return how much the answer to a question may bring, compared with those of others.

        Args:
            elapsed: Seconds since the job was submitted.
            since_asked: Seconds since the latest question about it; infinity if there was none.
        """


@dataclass(frozen=True, kw_only=True)
class PollPolicy:
    """Fixed figures for how often to ask HeyGen for the status of a generation.

    Without a `PollPolicy` the client asks most often when a job is most likely to end, by what it
    knows of earlier ones: sooner to learn of the end than any fixed figures, with as many requests.
    ``PollPolicy(first=0, longest=0)`` asks without a pause, for tests.

    Args:
        first: Seconds before the first request, 0 or more.
        growth: Factor by which each wait is longer than the one before, 1 to 10.
        longest: Longest wait in seconds, 0 or more.
        jitter: Share by which each wait randomly varies, 0 to 1.

    Raises:
        ConfigurationError: A value is out of its range.
    """

    first: float = 2.0
    growth: float = 1.1
    longest: float = 5.0
    jitter: float = 0.1

    def __post_init__(self) -> None:
        finite = math.isfinite(self.first) and math.isfinite(self.longest)
        if (
            not (finite and self.first >= 0 and self.longest >= 0)
            or not 1 <= self.growth <= 10
            or not 0 <= self.jitter <= 1
        ):
            raise ConfigurationError(
                f"{self} is not valid.",
                "first and longest are at least 0, growth is 1 to 10, jitter 0 to 1.",
            )

    def wait(self, asked: int, chance: float, elapsed: float = 0.0) -> float:  # noqa: ARG002 - as `Pacing` has it
        """Return the seconds to wait before the next request.

        Args:
            asked: How many requests were sent so far.
            chance: A random number from 0 to 1.
            elapsed: Seconds since the job was submitted; these figures don't depend on it.
        """
        # The exponent is capped because growth ** 10_000 overflows.
        steady = min(self.first * self.growth ** min(asked, 64), self.longest)
        return steady * (1 + self.jitter * (2 * chance - 1))

    def urgency(self, elapsed: float, since_asked: float) -> float:
        """Return how much the answer to a question may bring: the longest unasked comes first.

        Args:
            elapsed: Seconds since the job was submitted.
            since_asked: Seconds since the latest question about it; infinity if there was none.
        """
        return min(elapsed, since_asked)


@dataclass(frozen=True)
class Clock:
    """The time and randomness of polling, which tests can replace.

    Attributes:
        now: Returns monotonic seconds.
        sleep: Waits for so many seconds.
        chance: Returns a random number from 0 to 1.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True)
class Deadline:
    """The time after which we stop waiting.

    Attributes:
        at: The time in seconds of the clock; infinity for never.
        clock: The clock.
    """

    at: float
    clock: Clock

    @classmethod
    def after(cls, seconds: float | None, clock: Clock) -> Deadline:
        """Return the deadline that is ``seconds`` from now; None is never."""
        return cls(float("inf") if seconds is None else clock.now() + seconds, clock)

    @property
    def left(self) -> float:
        """Seconds until the deadline, at least 0."""
        return max(0.0, self.at - self.clock.now())
