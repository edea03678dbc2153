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

    def note(self, left: str, right: str, outcome: str) -> None:
        """Count a comparison of two values."""
        if outcome == "tie":
            self.ties += 1
            self.wins[left, right] += 0.5
            self.wins[right, left] += 0.5
        else:
            first = outcome == "left"
            self.wins[(left, right) if first else (right, left)] += 1

    @property
    def number(self) -> int:
        """How many comparisons there were."""
        return round(sum(self.wins.values()))

    def won(self, value: str) -> float:
        """Return how often a value was preferred, ties as halves."""
        return sum(self.wins[value, other] for other in self.values)

    def of(self, value: str) -> int:
        """Return how often a value was compared."""
        lost = sum(self.wins[other, value] for other in self.values)
        return round(self.won(value) + lost)

    def doubt(self, one: str, other: str) -> float:
        """Return how uncertain it is which of two values is preferred: a variance."""
        won, lost = self.wins[one, other] + 1, self.wins[other, one] + 1
        number = won + lost
        return won * lost / (number**2 * (number + 1))
