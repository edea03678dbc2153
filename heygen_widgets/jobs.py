"""Where a generation stands."""

from __future__ import annotations

from enum import StrEnum


class GenerationStatus(StrEnum):
    """Where a generation stands.

    ``in_progress``, ``success`` and ``failed`` are HeyGen's; the others are ours.
    """

    SUBMITTING = "submitting"
    """The request is on its way."""
    IN_PROGRESS = "in_progress"
    """HeyGen works on it."""
    SUCCESS = "success"
    """The images are there."""
    FAILED = "failed"
    """HeyGen refused it or gave up."""
    UNKNOWN = "unknown"
    """The request may or may not have reached HeyGen; it may have been billed."""
    TIMED_OUT = "timed_out"
    """We stopped waiting at the deadline; HeyGen goes on, and it can be resumed."""
    STOPPED = "stopped"
    """We were told to stop waiting; HeyGen goes on, and it can be resumed."""

    @property
    def is_final(self) -> bool:
        """Whether nobody waits any more."""
        return self not in {GenerationStatus.SUBMITTING, GenerationStatus.IN_PROGRESS}

    @property
    def is_resumable(self) -> bool:
        """Whether HeyGen may still be working on it although we stopped waiting."""
        return self in {GenerationStatus.TIMED_OUT, GenerationStatus.STOPPED}
