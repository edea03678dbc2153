"""`Tally`: how often each value of an axis was preferred to each other. No I/O."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    """How often each value of an axis was preferred to each other.

    Attributes:
        values: The values of the axis.
        wins: How often the first of two values was preferred to the second; a tie is half a win of
            each.
        ties: How many of these comparisons were ties.
    """

    values: tuple[str, ...]
    wins: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    ties: int = 0
    _won: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _compared: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, left: str, right: str, outcome: str) -> None:
        """Count a comparison of two values."""
        share = {"left": 1.0, "right": 0.0}.get(outcome, 0.5)
        self.ties += outcome == "tie"
        for one, other, won in ((left, right, share), (right, left, 1 - share)):
            self.wins[one, other] += won
            self._won[one] += won
            self._compared[one] += 1

    @property
    def number(self) -> int:
        """How many comparisons there were."""
        return round(sum(self.wins.values()))

    def won(self, value: str) -> float:
        """Return how often a value was preferred, ties as halves."""
        return self._won[value]

    def of(self, value: str) -> int:
        """Return how often a value was compared."""
        return self._compared[value]

    def doubt(self, one: str, other: str) -> float:
        """Return how uncertain it is which of two values is preferred.

        It is the variance of what is known of the two, and more, the less often each of them was
        compared with any. With the variance alone, an axis of many values, which has more pairs,
        would get nearly all comparisons.
        """
        won, lost = self.wins[one, other] + 1, self.wins[other, one] + 1
        number = won + lost
        variance = won * lost / (number**2 * (number + 1))
        return variance + sum(1 / (self._compared[value] + 3) for value in (one, other))
