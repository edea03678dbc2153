"""Trainings of v2: what may be trained, how long it takes and how it ends."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.avatar_faults import (
    LONG_TRAINING,
    NOT_REGISTERED,
    TRAINING_FINAL_FAULTS,
)
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.ids import hex_id
from heygen_widgets.sandbox.server.resources import Training

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from heygen_widgets.sandbox.scenario import Scenario
    from heygen_widgets.sandbox.server.resources import Group

LONG = 10
"""How many times as long a training takes under `LONG_TRAINING`."""

MAX_REFUSALS = 2
"""How often `NOT_REGISTERED` refuses the training of a group."""

FAILURE = "The training failed. Please try again with other photos."
"""The message of a training that failed."""


class Trainings:
    """All trainings of a sandbox.

    Args:
        scenario: How long they take, and what they cost.
        clock: Returns seconds that never run backwards.
        pick_fault: Returns the fault, of some kinds, that strikes now.
    """

    def __init__(
        self,
        scenario: Scenario,
        clock: Callable[[], float],
        pick_fault: Callable[[Collection[str]], str | None],
    ) -> None:
        self.all: list[Training] = []
        self._scenario = scenario
        self._clock = clock
        self._pick_fault = pick_fault
        self._refusals: Counter[str] = Counter()

    @property
    def cost(self) -> int:
        """What they have cost, in raw units of quota; one that failed costs nothing."""
        paid = sum(training.final_fault != "train:failed" for training in self.all)
        return self._scenario.training_cost * paid

    def start(self, group: Group, created_at: int, *, has_valid_image: bool) -> Training:
        """Begin to train a group.

        Raises:
            ApiError: If none of its looks is registered yet, or if it is being trained: HeyGen
                says the same to both.
        """
        if not has_valid_image or self.status_of(group) == "pending" or self._refuses(group):
            raise ApiError.no_valid_image(group.id)
        is_long = self._pick_fault({LONG_TRAINING}) is not None
        group.training = Training(
            flow_id=hex_id(self._scenario.seed, "flow", len(self.all)),
            started_at=self._clock(),
            created_at=created_at,
            duration=self._scenario.training * (LONG if is_long else 1),
        )
        self.all.append(group.training)
        return group.training

    def status_of(self, group: Group) -> str:
        """Return ``pending``, ``ready``, ``failed``, or ``empty`` if a group was never trained."""
        training = group.training
        if not training:
            return "empty"
        if self._clock() < training.started_at + training.duration:
            return "pending"
        if training.final_fault is None:
            training.final_fault = self._pick_fault(TRAINING_FINAL_FAULTS) or ""
            group.was_trained |= not training.final_fault
        return {"train:failed": "failed", "train:never": "pending"}.get(
            training.final_fault, "ready"
        )

    def is_trained(self, group: Group) -> bool:
        """Say whether a group can have looks generated: a training has once succeeded."""
        self.status_of(group)
        return group.was_trained

    def _refuses(self, group: Group) -> bool:
        may_refuse = self._refusals[group.id] < MAX_REFUSALS
        is_refused = may_refuse and self._pick_fault({NOT_REGISTERED}) is not None
        self._refusals[group.id] += is_refused
        return is_refused
