"""Where a generation stands, and the requests that it is made by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

JOINT = "+"
"""Stands between the ids of a generation that several jobs make; no id of HeyGen's holds it."""


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


@dataclass(frozen=True, kw_only=True)
class Job:
    """One request that HeyGen bills, and what became of it.

    A version of the API that makes all images by one request has one job a generation, another
    one has a job for each image.

    Attributes:
        key: The ``Idempotency-Key`` that it is sent under; None where the API takes none. Under
            the same key HeyGen makes it once, however often it is sent.
        id: HeyGen's id of it; None until HeyGen has answered.
        status: ``submitting``, ``in_progress``, ``success``, ``failed`` or ``unknown``.
        message: Why it stands there, in words; None if there is nothing to say.
        request_id: HeyGen's id of the request that was answered.
        in_doubt: Whether an earlier try had no answer: then a refusal doesn't prove anything.
        urls: Links of its images, in order, once it is done.
        keys: Keys of its images, in order, once it is done.
    """

    key: str | None = None
    id: str | None = None
    status: GenerationStatus = GenerationStatus.SUBMITTING
    message: str | None = None
    request_id: str | None = None
    in_doubt: bool = False
    urls: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent or waited for."""
        return not self.status.is_final

    @property
    def may_cost(self) -> bool:
        """Whether HeyGen has made it, or may have."""
        return self.id is not None or self.status is not GenerationStatus.FAILED

    @property
    def is_repeatable(self) -> bool:
        """Whether it has no answer, and can be sent again without making a second one."""
        return self.key is not None and self.id is None and self.may_cost

    def ended(self, status: GenerationStatus, message: str | None) -> Job:
        """Return the job with its end."""
        in_doubt = self.in_doubt or status is GenerationStatus.UNKNOWN
        return replace(self, status=status, message=message, in_doubt=in_doubt)

    def reopened(self, *, repeat: bool, was_left: bool = True) -> Job:
        """Return the job as one to wait for again, where that makes sense.

        Args:
            repeat: Whether one without an answer may be sent again under its key.
            was_left: Whether nobody put down how it ended, so that it may have been on its way.
        """
        if self.id is not None:
            return replace(self, status=GenerationStatus.IN_PROGRESS, message=None)
        if repeat and self.is_repeatable:
            submitting = GenerationStatus.SUBMITTING
            in_doubt = self.in_doubt or was_left
            return replace(self, status=submitting, message=None, in_doubt=in_doubt)
        return replace(self, status=GenerationStatus.UNKNOWN) if self.is_open else self


def jobs_of(generation_id: str) -> tuple[Job, ...]:
    """Return the jobs that a generation's id names."""
    parts = [part.strip() for part in generation_id.split(JOINT)]
    return tuple(Job(id=part, status=GenerationStatus.IN_PROGRESS) for part in parts if part)


def joint_id(jobs: Sequence[Job]) -> str | None:
    """Return the id of the generation that these jobs make; None if HeyGen has answered none."""
    return JOINT.join(job.id for job in jobs if job.id) or None


def status_of(jobs: Sequence[Job]) -> GenerationStatus:
    """Return where a generation stands whose jobs stand so."""
    if any(job.is_open for job in jobs):
        began = any(job.id for job in jobs)
        return GenerationStatus.IN_PROGRESS if began else GenerationStatus.SUBMITTING
    ends = {job.status for job in jobs}
    by_weight = (GenerationStatus.SUCCESS, GenerationStatus.UNKNOWN)
    return next((end for end in by_weight if end in ends), GenerationStatus.FAILED)


def message_of(jobs: Sequence[Job]) -> str | None:
    """Return what there is to say of a generation whose jobs stand so."""
    said = [job.message for job in jobs if job.message]
    if len(jobs) == 1 or not said or any(job.is_open for job in jobs):
        return next(iter(said), None)
    made = sum(job.status is GenerationStatus.SUCCESS for job in jobs)
    doubts = sum(job.status is GenerationStatus.UNKNOWN for job in jobs)
    doubt = f", and of {doubts} it is not known" if doubts else ""
    reasons = " ".join(_sentence(reason) for reason in dict.fromkeys(said))
    return f"{made} of {len(jobs)} were made{doubt}. {reasons}"


def _sentence(reason: str) -> str:
    return reason.rstrip(". ") + "."
