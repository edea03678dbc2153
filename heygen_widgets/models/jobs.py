"""`Job`: one paid request. `GenerationStatus`: the status of a job or a whole generation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from heygen_widgets.models.text import to_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

ID_SEPARATOR = "+"
"""Separates the job ids in the id of a generation of several jobs; HeyGen's ids don't use it."""


class GenerationStatus(StrEnum):
    """The status of a generation or of a job.

    ``in_progress``, ``success`` and ``failed`` are HeyGen's words; the others are ours.
    """

    SUBMITTING = "submitting"
    """The request is being sent, or will be."""
    IN_PROGRESS = "in_progress"
    """HeyGen is working on it."""
    SUCCESS = "success"
    """HeyGen has made the images."""
    FAILED = "failed"
    """HeyGen refused it or gave up."""
    UNKNOWN = "unknown"
    """The request may or may not have reached HeyGen; it may have been billed."""
    TIMED_OUT = "timed_out"
    """We stopped waiting at the deadline. HeyGen goes on; the run can be resumed."""
    STOPPED = "stopped"
    """The user stopped waiting. HeyGen goes on; the run can be resumed."""

    @property
    def is_final(self) -> bool:
        """Whether we no longer wait."""
        return self not in {GenerationStatus.SUBMITTING, GenerationStatus.IN_PROGRESS}

    @property
    def is_resumable(self) -> bool:
        """Whether HeyGen may still be working on it although we stopped waiting."""
        return self in {GenerationStatus.TIMED_OUT, GenerationStatus.STOPPED}


@dataclass(frozen=True)
class JobPicture:
    """A picture of which a job makes a look.

    Attributes:
        key: What identifies it: its image key, or the SHA-256 of a photo of your own.
        asset: What HeyGen is told of it, if that is not the key: the id of an upload (v3).
        generation_id: The job that made it (v2); None for an uploaded picture.
    """

    key: str
    asset: str | None = None
    generation_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Job:
    """One request that HeyGen bills, and its result.

    On v2, one job makes four images; on v3, one.

    Attributes:
        key: The ``Idempotency-Key`` of its next request, or of the one that HeyGen accepted; None
            on v2, which takes none. HeyGen makes one job for a key, however often the request is
            sent.
        id: HeyGen's id of the job; None until HeyGen has answered.
        status: ``submitting``, ``in_progress``, ``success``, ``failed`` or ``unknown``.
        message: The reason for the status, in words; None if there is none.
        request_id: HeyGen's id of the request that it answered.
        in_doubt: Whether an earlier try had no answer. HeyGen may then have made the job, even if
            it refuses a later try.
        group_id: HeyGen's id of the avatar group of its look; None on v2. A look's own id doesn't
            last, the group's does (source: HeyGen's guide for agents, 2026-04).
        urls: Links of its images, in order; empty until it succeeds.
        keys: Keys of its images, in order; empty until it succeeds.
        pictures: The pictures of which it makes looks; empty unless it makes a group or adds looks.
    """

    key: str | None = None
    id: str | None = None
    status: GenerationStatus = GenerationStatus.SUBMITTING
    message: str | None = None
    request_id: str | None = None
    in_doubt: bool = False
    group_id: str | None = None
    urls: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    pictures: tuple[JobPicture, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent or waited for."""
        return not self.status.is_final

    @property
    def may_cost(self) -> bool:
        """Whether HeyGen has made it, or may have made it."""
        return self.id is not None or self.status is not GenerationStatus.FAILED

    @property
    def is_repeatable(self) -> bool:
        """Whether it has no answer and can be sent again without making a second job."""
        return self.key is not None and self.id is None and self.may_cost

    def ended(self, status: GenerationStatus, message: str | None) -> Job:
        """Return a copy with this status and message."""
        in_doubt = self.in_doubt or status is GenerationStatus.UNKNOWN
        return replace(self, status=status, message=message, in_doubt=in_doubt)

    def renewed(self) -> Job:
        """Return a copy under a new key, for a job that HeyGen has refused under this one.

        For 24 hours HeyGen repeats a refusal to whoever sends its key again (source: a user's
        measurements on v3, October 2026). A job that HeyGen may have made keeps its key.
        """
        if self.key is None or self.id is not None or self.in_doubt:
            return self
        run, _, place = self.key.rpartition(":")
        number, _, tries = place.partition(".")
        return replace(self, key=f"{run}:{number}.{int(tries or 1) + 1}")

    def reopened(self, *, repeat: bool, was_interrupted: bool = True) -> Job:
        """Return a copy that can be waited for again, if that makes sense.

        A job with an id is asked about again. An open job without an id becomes ``unknown`` unless
        it can be sent again.

        Args:
            repeat: Whether a job without an answer may be sent again under its key.
            was_interrupted: Whether the record ends before the run does (its process may have
                died), so that the request may have been sent.
        """
        if self.id is not None:
            return replace(self, status=GenerationStatus.IN_PROGRESS, message=None)
        if repeat and self.is_repeatable:
            submitting = GenerationStatus.SUBMITTING
            in_doubt = self.in_doubt or was_interrupted
            return replace(self, status=submitting, message=None, in_doubt=in_doubt)
        return replace(self, status=GenerationStatus.UNKNOWN) if self.is_open else self


def jobs_of(generation_id: str) -> tuple[Job, ...]:
    """Return the jobs whose ids make up a generation's id, as jobs in progress."""
    parts = [part.strip() for part in generation_id.split(ID_SEPARATOR)]
    return tuple(Job(id=part, status=GenerationStatus.IN_PROGRESS) for part in parts if part)


def joint_id(jobs: Sequence[Job]) -> str | None:
    """Return the id of the generation of these jobs; None if no job has an id yet."""
    return ID_SEPARATOR.join(job.id for job in jobs if job.id) or None


def status_of(jobs: Sequence[Job]) -> GenerationStatus:
    """Return the status of a generation with these jobs.

    It is open as long as a job is. Then one success makes a success, and a job whose fate is
    unknown counts more than one that failed.
    """
    if any(job.is_open for job in jobs):
        is_accepted = any(job.id for job in jobs)
        return GenerationStatus.IN_PROGRESS if is_accepted else GenerationStatus.SUBMITTING
    ends = {job.status for job in jobs}
    by_rank = (GenerationStatus.SUCCESS, GenerationStatus.UNKNOWN)
    return next((end for end in by_rank if end in ends), GenerationStatus.FAILED)


def message_of(jobs: Sequence[Job]) -> str | None:
    """Return the message of a generation with these jobs; None if there is none."""
    # What is said about a look that was made comes after what keeps others from being made.
    remarks = dict.fromkeys(
        job.message for job in jobs if job.message and job.status is GenerationStatus.SUCCESS
    )
    said = [job.message for job in jobs if job.message and job.message not in remarks]
    if len(jobs) == 1 or not said or any(job.is_open for job in jobs):
        return next(iter(said), None) or " ".join(remarks) or None
    return " ".join([count_of(jobs), *reasons_of(jobs), *remarks])


def count_of(jobs: Sequence[Job]) -> str:
    """Return how many of these jobs made images, as a sentence."""
    made = sum(job.status is GenerationStatus.SUCCESS for job in jobs)
    doubts = sum(job.status is GenerationStatus.UNKNOWN for job in jobs)
    doubt = f", and of {doubts} it is not known" if doubts else ""
    return f"{made} of {len(jobs)} were made{doubt}."


def reasons_of(jobs: Sequence[Job]) -> list[str]:
    """Return why these jobs made no images: each reason once, with the number of its jobs."""
    reasons = Counter(
        to_sentence(job.message)
        for job in jobs
        if job.message and job.status is not GenerationStatus.SUCCESS
    )
    return [
        reason if count == 1 else f"{count} times: {reason}" for reason, count in reasons.items()
    ]
