"""The state of a studio: one value, from which follows what it says, offers and allows.

`TRANSITIONS` is the whole machine; docs/explanation/architecture.md shows it as a picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.widgets import contract

IDLE = "idle"
"""The status of a studio that has not generated anything yet."""


class Phase(StrEnum):
    """Where a studio stands.

    The first eight are at rest: nothing goes on, and the screen shows a run, or none yet. In the
    next two a click waits: for its price, or for an answer. In the others a run goes on.
    """

    IDLE = "idle"
    """Nothing was generated or opened yet."""
    DONE = "done"
    """The run that is shown succeeded."""
    FAILED = "failed"
    """It failed."""
    UNKNOWN = "unknown"
    """Nobody knows whether HeyGen started it."""
    TIMED_OUT = "timed_out"
    """We stopped waiting for it at the deadline; it can be resumed."""
    STOPPED = "stopped"
    """We were told to stop waiting for it; it can be resumed."""
    ELSEWHERE = "elsewhere"
    """Another studio or kernel waits for it; it is shown for reading."""
    LEFT = "left"
    """It was in progress when its kernel ended; nobody waits for it."""
    PRICING = "pricing"
    """A click waits until its price is known."""
    ASKING = "asking"
    """A click waits for an answer to the question about its price."""
    SUBMITTING = "submitting"
    """The request is on its way."""
    WAITING = "waiting"
    """HeyGen works on it, or its images are downloaded."""
    FOLLOWING = "following"
    """Another studio or kernel waits for it, and this studio shows what that one records."""
    STOPPING = "stopping"
    """Stop was pressed; an answer that holds the id is still waited for."""
    FINISHING = "finishing"
    """The run has its end; the small copies of its images are made."""


class Event(StrEnum):
    """What happens to a studio."""

    PRICE_WANTED = "price wanted"
    """Generate was pressed before the price is known."""
    PRICE_ASKED = "price asked"
    """The price is above a limit, or not the one that the button showed."""
    DISMISSED = "dismissed"
    """The question was declined, went out of date, or its price could not be found out."""
    BEGUN = "begun"
    """A generation starts."""
    RESUMED = "resumed"
    """Waiting for an earlier run starts."""
    FOLLOWED = "followed"
    """Waiting for what another kernel records of a run starts."""
    ACCEPTED = "accepted"
    """HeyGen accepted the run, or told something new about it."""
    STOP_PRESSED = "stop pressed"
    """The wait is to end."""
    ENDED = "ended"
    """The run has its end."""
    SHOWN = "shown"
    """The end is on the screen, small copies included."""
    NEVER_BEGUN = "never begun"
    """It ended without a record: refused, or stopped before anything was sent."""
    OPENED = "opened"
    """Another run is shown in place of the present one."""


RESTING = frozenset(
    {
        Phase.IDLE,
        Phase.DONE,
        Phase.FAILED,
        Phase.UNKNOWN,
        Phase.TIMED_OUT,
        Phase.STOPPED,
        Phase.ELSEWHERE,
        Phase.LEFT,
    }
)
RUNNING = frozenset(
    {Phase.SUBMITTING, Phase.WAITING, Phase.FOLLOWING, Phase.STOPPING, Phase.FINISHING}
)

TO_REST = "to rest"
"""Stands in `TRANSITIONS` for the phase of the run that is shown when nothing goes on."""

_FREE: dict[Event, Phase | str] = {
    Event.PRICE_WANTED: Phase.PRICING,
    Event.PRICE_ASKED: Phase.ASKING,
    Event.DISMISSED: TO_REST,
    Event.BEGUN: Phase.SUBMITTING,
    Event.RESUMED: Phase.WAITING,
    Event.FOLLOWED: Phase.FOLLOWING,
    Event.OPENED: TO_REST,
    # A late answer, after its wait was given up.
    Event.ENDED: TO_REST,
}
TRANSITIONS: dict[Phase, dict[Event, Phase | str]] = {
    **dict.fromkeys(sorted(RESTING), _FREE),
    Phase.PRICING: {**_FREE, Event.STOP_PRESSED: TO_REST},
    Phase.ASKING: {**_FREE, Event.STOP_PRESSED: TO_REST},
    Phase.SUBMITTING: {
        Event.ACCEPTED: Phase.WAITING,
        Event.STOP_PRESSED: Phase.STOPPING,
        Event.ENDED: Phase.FINISHING,
        Event.NEVER_BEGUN: TO_REST,
    },
    Phase.WAITING: {
        Event.ACCEPTED: Phase.WAITING,
        Event.STOP_PRESSED: Phase.STOPPING,
        Event.ENDED: Phase.FINISHING,
        Event.NEVER_BEGUN: TO_REST,
    },
    Phase.FOLLOWING: {
        Event.ACCEPTED: Phase.FOLLOWING,
        Event.STOP_PRESSED: TO_REST,
        Event.ENDED: Phase.FINISHING,
        Event.NEVER_BEGUN: TO_REST,
    },
    Phase.STOPPING: {
        Event.ACCEPTED: Phase.STOPPING,
        Event.STOP_PRESSED: Phase.STOPPING,
        Event.ENDED: Phase.FINISHING,
        Event.NEVER_BEGUN: TO_REST,
    },
    Phase.FINISHING: {
        # Only the small copies are left out; the run and its keys are there.
        Event.STOP_PRESSED: Phase.FINISHING,
        Event.SHOWN: TO_REST,
        Event.NEVER_BEGUN: TO_REST,
    },
}
"""Phase and event to the next phase; an event that a phase doesn't name changes nothing."""

_OF_STATUS = {
    GenerationStatus.SUCCESS: Phase.DONE,
    GenerationStatus.FAILED: Phase.FAILED,
    GenerationStatus.UNKNOWN: Phase.UNKNOWN,
    GenerationStatus.TIMED_OUT: Phase.TIMED_OUT,
    GenerationStatus.STOPPED: Phase.STOPPED,
}
_STATUSES = {phase: status.value for status, phase in _OF_STATUS.items()} | {
    Phase.IDLE: IDLE,
    Phase.ELSEWHERE: GenerationStatus.IN_PROGRESS.value,
    Phase.LEFT: GenerationStatus.IN_PROGRESS.value,
    Phase.SUBMITTING: GenerationStatus.SUBMITTING.value,
    Phase.WAITING: GenerationStatus.IN_PROGRESS.value,
    Phase.FOLLOWING: GenerationStatus.IN_PROGRESS.value,
    Phase.FINISHING: GenerationStatus.IN_PROGRESS.value,
}


def phase_at_rest(status: GenerationStatus, *, is_waited_for: bool = False) -> Phase:
    """Return the phase in which a run is shown that this studio doesn't wait for.

    Args:
        status: Where the run stands.
        is_waited_for: Whether another studio or kernel waits for it, if it has no end.
    """
    return _OF_STATUS.get(status, Phase.ELSEWHERE if is_waited_for else Phase.LEFT)


@dataclass(frozen=True)
class RunState:
    """The state of a studio, and what follows from it.

    Attributes:
        phase: Where it stands.
        rest: The phase that it returns to: that of the run on the screen, while nothing goes on.
        was_accepted: Whether HeyGen has accepted the run that goes on.
        status: The studio's ``status``: ``idle``, or a `GenerationStatus`.
        is_running: Whether a run goes on, so that no other one can begin.
        can_generate: Whether Generate, Resume and opening another run are offered.
        can_stop: Whether something goes on that *Stop waiting* ends.
        is_waiting: Whether a run is not at its end and somebody waits for it, so that a clock runs.
        allowed: The trait ``run``: what the state allows, for the browser.
    """

    phase: Phase = Phase.IDLE
    rest: Phase = Phase.IDLE
    was_accepted: bool = False
    status: str = field(init=False)
    is_running: bool = field(init=False)
    can_generate: bool = field(init=False)
    can_stop: bool = field(init=False)
    is_waiting: bool = field(init=False)
    allowed: dict[str, Any] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        is_running = self.phase in RUNNING
        shown = self.rest if self.phase in {Phase.PRICING, Phase.ASKING} else self.phase
        if shown is Phase.STOPPING:
            shown = Phase.WAITING if self.was_accepted else Phase.SUBMITTING
        run = contract.Run(
            phase=self.phase.value,
            is_running=is_running,
            is_waiting=self.phase is Phase.ELSEWHERE
            or (is_running and self.phase is not Phase.FINISHING),
            can_stop=is_running and self.phase is not Phase.STOPPING,
        )
        derived = {
            "status": _STATUSES[shown],
            "is_running": is_running,
            "can_generate": not is_running,
            "can_stop": run["can_stop"],
            "is_waiting": run["is_waiting"],
            "allowed": dict(run),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def after(self, event: Event, rest: Phase | None = None) -> RunState:
        """Return the state after an event; the same one if the event means nothing here.

        Args:
            event: What happened.
            rest: For `Event.ENDED` and `Event.OPENED`: the phase of the run that is to be shown.
        """
        target = TRANSITIONS[self.phase].get(event)
        if target is None:
            return self
        rest = rest or self.rest
        phase = rest if target == TO_REST else Phase(target)
        is_kept = self.was_accepted and phase in RUNNING and event is not Event.BEGUN
        accepted = event in {Event.ACCEPTED, Event.RESUMED, Event.FOLLOWED}
        return RunState(phase, rest, was_accepted=phase in RUNNING and (accepted or is_kept))
