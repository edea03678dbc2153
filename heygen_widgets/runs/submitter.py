"""The paid part of a run: its requests leave side by side, and no answer is lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heygen_widgets.errors import HeyGenError, RateLimited, SubmitOutcomeUnknown
from heygen_widgets.models.jobs import GenerationStatus, Job

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.models.generation import Generation

TOO_MANY = 429
NOT_SENT = "Stopped before HeyGen accepted it."


@dataclass
class Sending:
    """Sends the open requests of one record.

    Args:
        backend: The API.
        record: The record; its jobs are those to send.

    Attributes:
        jobs: The jobs as they stand.
        errors: Why a job has no id, by its place.
        cancelled: Whether whoever waits was cancelled meanwhile.
        mistake: What went wrong that is none of HeyGen's errors, if anything.
    """

    backend: Gateway
    record: Generation
    jobs: list[Job] = field(init=False)
    errors: dict[int, HeyGenError] = field(default_factory=dict, init=False)
    cancelled: bool = field(default=False, init=False)
    mistake: Exception | None = field(default=None, init=False)
    _has_tried_again: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.jobs = list(self.record.jobs)

    async def updates(self) -> AsyncGenerator[Generation]:
        """Send them all; yields the record at each answer, and at the end once more.

        Cancelled meanwhile, it waits for the answers that are on their way, because they hold the
        ids, sends nothing more, and ends as usual; `cancelled` tells.
        """
        pending = {asyncio.ensure_future(self._send(place)) for place in self._places()}
        try:
            while pending:
                pending = await self._wait(pending)
                if pending and not self.cancelled:
                    yield self.record.with_jobs(self.jobs)
        finally:
            # Whoever listens may have left.
            for task in pending:
                task.cancel()
        if self.cancelled:
            # A task that was cancelled before its first step has put down nothing.
            for place in self._places():
                self.jobs[place] = _unsent(self.jobs[place])
        yield self.record.with_jobs(self.jobs)

    def _places(self) -> list[int]:
        return [
            place
            for place, job in enumerate(self.jobs)
            if job.id is None and job.status is GenerationStatus.SUBMITTING
        ]

    async def _wait(self, pending: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        how = asyncio.ALL_COMPLETED if self.cancelled else asyncio.FIRST_COMPLETED
        try:
            _, pending = await asyncio.wait(pending, return_when=how)
        except asyncio.CancelledError:
            self.cancelled = True
            for task in pending:
                task.cancel()
        return pending

    async def _send(self, place: int) -> None:
        """Send one, and put down what came of it before anything else can happen."""
        job = self.jobs[place]
        try:
            self.jobs[place] = await self.backend.submit(self.record, job)
            self.errors.pop(place, None)
        except asyncio.CancelledError:
            # Between two tries, or before the first: HeyGen has accepted nothing.
            self.jobs[place] = _unsent(job)
        except HeyGenError as error:
            self.errors[place] = error
            unknown = isinstance(error, SubmitOutcomeUnknown)
            end = GenerationStatus.UNKNOWN if unknown else GenerationStatus.FAILED
            self.jobs[place] = job.ended(end, error.what)
        except Exception as error:  # noqa: BLE001 - whoever made it; the others must not suffer
            said = f"{type(error).__name__}: {error}"
            self.jobs[place] = job.ended(GenerationStatus.UNKNOWN, said)
            self.mistake = error

    def gives_others_another_try(self) -> bool:
        """Open the keyed jobs again that were refused while HeyGen accepted others of this run.

        What refuses one of several equal requests passes: a limit on those at a time, a server
        that restarts. Under its key none is made twice.

        Returns:
            Whether there are any, and `updates` has something to do again.
        """
        self.record = self.record.with_jobs(self.jobs)
        if self.cancelled or self._has_tried_again or self.record.id is None:
            return False
        self._has_tried_again = True
        again = [place for place in self.errors if self.jobs[place].key is not None]
        for place in again:
            self.jobs[place] = self.jobs[place].ended(GenerationStatus.SUBMITTING, None)
        self.record = self.record.with_jobs(self.jobs)
        return bool(again)

    def has_some_that_must_wait(self) -> bool:
        """Leave open what HeyGen asked to send later, and return whether there is any."""
        waiting = [
            place
            for place, error in self.errors.items()
            if _must_wait(error) and self.jobs[place].key and self.record.id
        ]
        for place in waiting:
            wait = "HeyGen takes no more at a time; it is sent later."
            self.jobs[place] = self.jobs[place].ended(GenerationStatus.SUBMITTING, wait)
        self.record = self.record.with_jobs(self.jobs)
        return bool(waiting)

    @property
    def error(self) -> HeyGenError:
        """The error of a run of which HeyGen accepted nothing: a doubt weighs most."""
        in_order = [self.errors[place] for place in sorted(self.errors)]
        unknown = [error for error in in_order if isinstance(error, SubmitOutcomeUnknown)]
        return (unknown or in_order)[0]


def _unsent(job: Job) -> Job:
    """Return a job that was stopped before it was sent, once more or at all."""
    end = GenerationStatus.UNKNOWN if job.in_doubt else GenerationStatus.FAILED
    return job.ended(end, NOT_SENT)


def _must_wait(error: HeyGenError) -> bool:
    # One whose answer was lost before keeps its doubt while it waits.
    return isinstance(error, RateLimited) or error.status_code == TOO_MANY
