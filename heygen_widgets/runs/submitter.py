"""The paid part of a run: sends its requests side by side, and loses no answer.

A run of v3 is up to eight requests at once. Each has its own task, so that one that is refused, or
waits for its next try, holds up none of the others. The outcome of a request is noted in the
same step of the loop in which its answer arrives: from then on no cancellation can lose its id.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heygen_widgets.errors import HeyGenError, RateLimited, SubmitOutcomeUnknown
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.runtime.cancellation import Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.runs.open_run import OpenRun

log = logging.getLogger("heygen_widgets")

TOO_MANY = 429
NOT_SENT = "Stopped before HeyGen accepted it."
CUT_OFF = "Stopped while the request was on its way."


@dataclass
class Submitter:
    """Sends the open requests of one record.

    Args:
        gateway: The API.
        record: The record; its jobs are those to send.
        run: The run; asked to stop, it sends nothing more, and waits for the answers that are on
            their way.

    Attributes:
        jobs: The jobs as they stand.
        errors: Why a job has no id, by its place.
        is_cut_off: Whether the event loop ended meanwhile.
        mistake: What went wrong that is none of HeyGen's errors, if anything.
    """

    gateway: Gateway
    record: Generation
    run: OpenRun
    jobs: list[Job] = field(init=False)
    errors: dict[int, HeyGenError] = field(default_factory=dict, init=False)
    is_cut_off: bool = field(default=False, init=False)
    mistake: Exception | None = field(default=None, init=False)
    _begun: set[int] = field(default_factory=set, init=False)
    _has_tried_again: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.jobs = list(self.record.jobs)

    async def updates(self) -> AsyncGenerator[Generation]:
        """Send them all; yields the record at each answer, and at the end once more.

        Asked to stop meanwhile, it ends as usual: the answers that are on their way hold the ids.
        """
        pending = {asyncio.ensure_future(self._send(place)) for place in self._places()}
        # A caller that is cancelled again, or a loop that ends, must write the record down at once,
        # while this waits. It asks here, because the last record that was yielded is older.
        self.run.sending = self._as_cut_off
        try:
            while pending:
                _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                if pending and not self.run.stop.is_requested:
                    yield self.record.with_jobs(self.jobs)
        except asyncio.CancelledError:
            # Only the end of the event loop cancels the work of a run. It cancels the requests as
            # well. They still take their last step, which tells which of them had left.
            self.is_cut_off = True
        finally:
            await _cancelled(pending)
        if self.is_cut_off:
            # One that was cancelled before its first step has noted nothing.
            for place in self._places():
                self.jobs[place] = _unsent(self.jobs[place])
        record = self.record.with_jobs(self.jobs)
        if self.is_over and record.id:
            log.warning("Cancelled, but HeyGen works on generation %s.", record.id)
        yield record
        self.run.sending = None

    def _places(self) -> list[int]:
        return [
            place
            for place, job in enumerate(self.jobs)
            if job.id is None and job.status is GenerationStatus.SUBMITTING
        ]

    def _as_cut_off(self) -> Generation:
        """Return the record with what is on its way as unknown."""
        jobs = list(self.jobs)
        for place in self._places():
            job = jobs[place]
            has_left = place in self._begun
            jobs[place] = job.ended(GenerationStatus.UNKNOWN, CUT_OFF) if has_left else _unsent(job)
        return self.record.with_jobs(jobs)

    async def _send(self, place: int) -> None:
        """Send the request at a place, and note its outcome in the same step of the loop."""
        job = self.jobs[place]
        # Nothing is awaited from here until the request leaves.
        self._begun.add(place)
        try:
            self.jobs[place] = await self.gateway.submit(
                self.record, job, self.run.stop, functools.partial(self._renewed, place)
            )
            self.errors.pop(place, None)
        except (Stopped, asyncio.CancelledError):
            # Between two tries, or before the first: HeyGen has accepted nothing.
            self.jobs[place] = _unsent(self.jobs[place])
        except HeyGenError as error:
            self.errors[place] = error
            unknown = isinstance(error, SubmitOutcomeUnknown)
            end = GenerationStatus.UNKNOWN if unknown else GenerationStatus.FAILED
            self.jobs[place] = self.jobs[place].ended(end, error.what)
        except Exception as error:  # noqa: BLE001 - whoever made it; the others must not suffer
            said = f"{type(error).__name__}: {error}"
            self.jobs[place] = self.jobs[place].ended(GenerationStatus.UNKNOWN, said)
            self.mistake = error

    async def _renewed(self, place: int) -> Job:
        """Give a refused job a new key, which is written down before anything leaves under it."""
        self.jobs[place] = self.jobs[place].renewed()
        await self.run.note(self.record.with_jobs(self.jobs))
        return self.jobs[place]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be sent: the run was asked to stop, or its loop ends."""
        return self.is_cut_off or self.run.stop.is_requested

    def gives_others_another_try(self) -> bool:
        """Reopen the keyed jobs that HeyGen refused while it accepted others of this run.

        If only some of several equal requests are refused, the reason is temporary: a limit on
        requests at a time, a server that restarts. No job is made twice: one that was refused has a
        new key by now, and one in doubt keeps its own.

        Returns:
            Whether there are any, so that `updates` must be called again.
        """
        self.record = self.record.with_jobs(self.jobs)
        if self.is_over or self._has_tried_again or self.record.id is None:
            return False
        self._has_tried_again = True
        again = [place for place in self.errors if self.jobs[place].key is not None]
        for place in again:
            self.jobs[place] = self.jobs[place].ended(GenerationStatus.SUBMITTING, None)
        self.record = self.record.with_jobs(self.jobs)
        return bool(again)

    def has_some_that_must_wait(self) -> bool:
        """Keep the jobs open that HeyGen asked to send later; return whether there are any.

        One in doubt waits no longer than for the others of this run: it keeps its key, and HeyGen
        may repeat the refusal under it for a day.
        """
        waiting = [
            place
            for place, error in self.errors.items()
            if _must_wait(error)
            and self.jobs[place].key
            and self.record.id
            and (self.record.in_work or not self.jobs[place].in_doubt)
        ]
        for place in waiting:
            wait = "HeyGen takes no more at a time; it is sent later."
            self.jobs[place] = self.jobs[place].ended(GenerationStatus.SUBMITTING, wait)
        self.record = self.record.with_jobs(self.jobs)
        return bool(waiting)

    @property
    def error(self) -> HeyGenError:
        """The error of a run of which HeyGen accepted nothing: an unknown outcome comes first."""
        in_order = [self.errors[place] for place in sorted(self.errors)]
        unknown = [error for error in in_order if isinstance(error, SubmitOutcomeUnknown)]
        return (unknown or in_order)[0]

    @property
    def alike(self) -> int:
        """How many requests ended for the reason that `error` names."""
        return sum(error.what == self.error.what for error in self.errors.values())


async def _cancelled(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


def _unsent(job: Job) -> Job:
    """Return a job that was stopped before it was sent, once more or at all."""
    end = GenerationStatus.UNKNOWN if job.in_doubt else GenerationStatus.FAILED
    return job.ended(end, NOT_SENT)


def _must_wait(error: HeyGenError) -> bool:
    # One whose answer was lost before keeps its doubt while it waits.
    return isinstance(error, RateLimited) or error.status_code == TOO_MANY
