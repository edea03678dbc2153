"""`Comparisons`: two images at a time without their labels, and what was chosen."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.history.sweeps import Choice
from heygen_widgets.models.text import did_you_mean, plural
from heygen_widgets.sweeps import ranking
from heygen_widgets.sweeps.plan import REPEAT
from heygen_widgets.sweeps.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from heygen_widgets.history.sweeps import Sweeps
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.sweeps.plan import Plan
    from heygen_widgets.sweeps.ranking import Ranking
    from heygen_widgets.sweeps.results import Result

OUTCOMES = ("left", "right", "tie")

CANDIDATES = 300
"""How many pairs are looked at for the next one."""


@dataclass(frozen=True)
class Pair:
    """Two images to choose from.

    Attributes:
        left: The image on the left.
        right: The image on the right.
        left_run: The run of the first.
        right_run: The run of the second.
    """

    left: AvatarImage
    right: AvatarImage
    left_run: str
    right_run: str


class Comparisons:
    """The blind comparisons of one sweep.

    Args:
        sweep_id: The id of the sweep.
        plan: Its plan.
        store: Where its choices are written down.
        results: What came of its cells.

    Attributes:
        changed: Called after each choice, and after each that is taken back.
    """

    def __init__(self, sweep_id: str, plan: Plan, store: Sweeps, results: Sequence[Result]) -> None:
        self._sweep_id = sweep_id
        self.changed: Callable[[], object] = lambda: None
        self._plan = plan
        self._store = store
        self._results = [result for result in results if result.generation]
        self._values = {
            str(result.generation and result.generation.run_id): result.cell.values
            for result in self._results
        }

    def __repr__(self) -> str:
        return f"<Comparisons: {plural(len(self.choices), 'choice')}>"

    @property
    def choices(self) -> list[Choice]:
        """What was chosen, in order; empty before the sweep was begun."""
        return self._store.choices(self._sweep_id) if self._results else []

    def next_pair(self) -> Pair | None:
        """Return the two images about which the least is known; None if there are not two left.

        Of many random pairs that were not shown yet, the one is taken whose values were compared
        least clearly so far.
        """
        choices = self.choices
        chance = random.Random(f"{self._sweep_id}:{len(choices)}")  # noqa: S311 - nothing secret
        shown = {frozenset((choice.left, choice.right)) for choice in choices}
        images = [
            (str(result.generation.run_id), image, result.cell.values)
            for result in self._results
            for image in result.images
            if image.is_downloaded and result.generation
        ]
        if len(images) < 2:  # noqa: PLR2004 - a pair
            return None
        tallies = self.between_values()
        best, least = None, -1.0
        for _ in range(CANDIDATES):
            (run, image, values), (other_run, other, other_values) = chance.sample(images, 2)
            if frozenset(((run, image.key), (other_run, other.key))) in shown:
                continue
            doubt = _doubt(tallies, values, other_values)
            if doubt > least:
                best, least = Pair(image, other, run, other_run), doubt
        return best if least > 0 else None

    def choose(self, pair: Pair, outcome: str) -> None:
        """Write down what was chosen.

        Args:
            pair: What was shown.
            outcome: ``left``, ``right``, or ``tie``.

        Raises:
            ConfigurationError: It is none of these.
        """
        if outcome not in OUTCOMES:
            raise ConfigurationError(
                f"{outcome!r} is no outcome.", f"It is one of {', '.join(OUTCOMES)}."
            )
        left, right = (pair.left_run, pair.left.key), (pair.right_run, pair.right.key)
        self._store.choose(self._sweep_id, Choice(left, right, outcome))
        self.changed()

    def undo(self) -> bool:
        """Take back the latest choice; return whether there was one."""
        is_undone = bool(self._results) and self._store.undo_choice(self._sweep_id)
        if is_undone:
            self.changed()
        return is_undone

    def between_values(self) -> dict[str, Tally]:
        """Return for each axis how its values fared against each other.

        A comparison counts for each axis on which the two images differ.
        """
        tallies = {
            axis.name: Tally(axis.values) for axis in self._plan.all_axes if axis.name != REPEAT
        }
        for choice in self.choices:
            left, right = self._values.get(choice.left[0]), self._values.get(choice.right[0])
            # Its run may have been deleted, or made anew.
            if left is None or right is None:
                continue
            for name, tally in tallies.items():
                if left[name] != right[name]:
                    tally.note(left[name], right[name], choice.outcome)
        return tallies

    def ranking(self, axis: str) -> Ranking:
        """Return the values of an axis, the most preferred first.

        Raises:
            ConfigurationError: There is no such axis, or choix is not installed.
        """
        tallies = self.between_values()
        if axis not in tallies:
            raise ConfigurationError(
                f"There is no axis {axis!r}{did_you_mean(axis, tallies)}.",
                f"The axes are {', '.join(tallies) or 'none'}.",
            )
        return ranking.ranked(axis, tallies[axis])


def _doubt(
    tallies: Mapping[str, Tally], left: Mapping[str, str], right: Mapping[str, str]
) -> float:
    """Return how much a comparison of two cells can tell: the mean over the axes that differ.

    So cells that differ on one axis only are preferred: what is chosen is then due to that axis.
    """
    doubts = [
        tally.doubt(left[name], right[name])
        for name, tally in tallies.items()
        if left[name] != right[name]
    ]
    return sum(doubts) / len(doubts) if doubts else 0.0
