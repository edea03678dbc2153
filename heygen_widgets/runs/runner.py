"""A run, from submit to pictures, as one async iterator of `Generation`.

Nothing here raises away an id that HeyGen has returned: every error that ends a run carries the
record as far as it got, and a cancelled submit is waited for.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from heygen_widgets.api.retries import cancel_again
from heygen_widgets.api.wire import JobState
from heygen_widgets.errors import (
    ConnectionFailed,
    HeyGenError,
    NotFound,
    RateLimited,
    ServerError,
    SubmitOutcomeUnknown,
    UnexpectedResponse,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runs.downloader import Fetching, has_expired
from heygen_widgets.runs.job_updates import differs, with_states
from heygen_widgets.runs.submitter import Sending

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.api.polling import Clock, Deadline, PollPolicy
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job

log = logging.getLogger("heygen_widgets")

ANSWER_GRACE = 5.0
"""Seconds that a question which is under way at the deadline may still take."""

STOPPED_EARLY = "Stopped before HeyGen accepted anything."

# While we wait, these pass: a laptop that sleeps or a proxy that hiccups must not end a paid run.
_PASSING = (ConnectionFailed, ServerError, RateLimited, UnexpectedResponse)


@dataclass(frozen=True)
class Runner:
    """Carries out runs on one backend.

    Args:
        backend: The API.
        policy: When to ask.
        clock: Time.
        download: Whether to fetch the pictures before a run ends.
    """

    backend: Gateway
    policy: PollPolicy
    clock: Clock
    download: bool = True

    def record(self, run_id: str, order: Generation, number: int) -> Generation:
        """Return the record of a run that is about to begin.

        Args:
            run_id: Our own id of it.
            order: What is wanted: its attributes, references and price.
            number: How many requests it takes.

        Raises:
            InvalidAttributes: The API can't be asked for this.
        """
        self.backend.check(order)
        return replace(
            order,
            status=GenerationStatus.SUBMITTING,
            run_id=run_id,
            jobs=self.backend.jobs(run_id, number),
            submitted_at=datetime.now(UTC),
            api=self.backend.version,
        )

    async def run(self, record: Generation, deadline: Deadline) -> AsyncGenerator[Generation]:
        """Submit, wait and download; yields the record at every change.

        Raises:
            HeyGenError: The submit was refused or its outcome is unknown; the record was yielded.
        """
        yield record
        async with aclosing(self.watch(record, deadline, self.clock.now())) as updates:
            async for update in updates:
                yield update

    async def submit(self, record: Generation) -> AsyncGenerator[Generation]:
        """Submit; yields the record before and after, also if cancelled in between.

        Raises:
            HeyGenError: As in `run`.
        """
        yield record
        async with aclosing(self._send(record, self.clock.now())) as updates:
            async for update in updates:
                yield update

    async def watch(
        self, record: Generation, deadline: Deadline, started: float | None = None
    ) -> AsyncGenerator[Generation]:
        """Wait for a generation, and download; yields the record at every change.

        What is still to be sent, or to be sent again under its key, is sent first.

        Args:
            record: What is known of it.
            deadline: When to give up.
            started: When it was submitted, on the clock; None if that was in another run.

        Raises:
            HeyGenError: HeyGen can't be asked any more; the record was yielded.
        """
        asked, in_work = 0, sys.maxsize
        known_since = dict.fromkeys((job.id for job in record.jobs), self._began(record, started))
        fetching = Fetching(self.backend, is_wanted=self.download)
        try:
            while not record.status.is_final:
                if record.unsent and (record.in_work < in_work or not record.in_work):
                    # Those that had to wait have a chance whenever another one is done.
                    async with aclosing(self._send(record, started)) as updates:
                        async for update in updates:
                            yield update
                            record = update
                    in_work = record.in_work
                for job in record.in_progress:
                    known_since.setdefault(job.id, self.clock.now())
                if not deadline.left:
                    record = await fetching.finish(record)
                    yield self._finished(self._timed_out(record), started)
                    return
                wait = self.policy.wait(asked, self.clock.chance())
                await self.clock.sleep(min(wait, deadline.left))
                asked += 1
                try:
                    changed = await self._ask(record, deadline, known_since)
                except HeyGenError as error:
                    error.advice = _advice_for_billed(error, record)
                    yield self._ended(record, GenerationStatus.STOPPED, error, started)
                    raise
                changed = fetching.follow(changed)
                if not changed.status.is_final and differs(changed, record):
                    yield changed
                record = changed
            if record.status is GenerationStatus.SUCCESS and self.download and record.images:
                # The keys are worth having before the pictures are here.
                yield replace(record, status=GenerationStatus.IN_PROGRESS)
                record = await self._with_pictures(record, fetching)
            yield self._finished(record, started)
        finally:
            await fetching.stop()

    async def fetch(self, record: Generation) -> Generation:
        """Ask once how a generation stands; no picture is downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        asked = record.in_progress
        states = await asyncio.gather(*(self.backend.ask(str(job.id)) for job in asked))
        return with_states(record, dict(zip(asked, states, strict=True)))

    async def _send(self, record: Generation, started: float | None) -> AsyncGenerator[Generation]:
        sending = Sending(self.backend, record)
        while True:
            async with aclosing(sending.updates()) as updates:
                async for update in updates:
                    if update.id:
                        yield update
            if not sending.gives_others_another_try():
                break
        must_wait = sending.has_some_that_must_wait()
        if sending.mistake:
            raise sending.mistake
        accepted = sending.record.id is not None
        if not accepted:
            yield self._unaccepted(sending, started)
        elif must_wait:
            yield sending.record
        if not accepted:
            raise asyncio.CancelledError if sending.cancelled else sending.error
        if sending.cancelled:
            log.warning("Cancelled, but HeyGen works on generation %s.", sending.record.id)
            # It strikes at the next wait: what was said until here must not get lost.
            cancel_again()

    def _unaccepted(self, sending: Sending, started: float | None) -> Generation:
        """Return the end of a run of which HeyGen has accepted nothing that we know of."""
        if not sending.errors:
            return self._finished(replace(sending.record, message=STOPPED_EARLY), started)
        error = sending.error
        unknown = isinstance(error, SubmitOutcomeUnknown)
        end = GenerationStatus.UNKNOWN if unknown else GenerationStatus.FAILED
        return self._ended(sending.record, end, error, started)

    def _began(self, record: Generation, started: float | None) -> float:
        """Return when a run was submitted, on the clock."""
        return self.clock.now() - record.age if started is None else started

    async def _ask(
        self, record: Generation, deadline: Deadline, known_since: Mapping[str | None, float]
    ) -> Generation:
        """Ask about each job; what passes by itself leaves it waiting, with a message."""
        asked = record.in_progress
        young = self.clock.now() - self.backend.not_found_grace
        answers = await asyncio.gather(
            *(self._ask_one(job, deadline, in_grace=known_since[job.id] > young) for job in asked)
        )
        lost = [answer for answer in answers if isinstance(answer, NotFound)]
        changed = with_states(record, dict(zip(asked, answers, strict=True)))
        if lost and changed.status is GenerationStatus.FAILED:
            raise lost[0]
        return changed

    async def _ask_one(
        self, job: Job, deadline: Deadline, *, in_grace: bool
    ) -> JobState | NotFound:
        try:
            async with asyncio.timeout(deadline.left + ANSWER_GRACE):
                return await self.backend.ask(str(job.id))
        except TimeoutError:
            return JobState(job.status, job.message)
        except NotFound as error:
            # A job that was made a moment ago may not be known everywhere yet.
            return JobState(job.status, "HeyGen doesn't know it yet.") if in_grace else error
        except _PASSING as error:
            return JobState(job.status, f"{error.what} Asking again.")

    async def _with_pictures(self, record: Generation, fetching: Fetching) -> Generation:
        record = await fetching.finish(record)
        if not any(map(has_expired, record.images)):
            return record
        # HeyGen answers with fresh links.
        with suppress(HeyGenError):
            fresh = await self.fetch(record.reopened(repeat=False))
            if fresh.images:
                record = await fetching.finish(replace(record, images=fresh.images), anew=True)
        return record

    def _ended(
        self,
        record: Generation,
        status: GenerationStatus,
        error: HeyGenError,
        started: float | None,
    ) -> Generation:
        ended = self._finished(replace(record, status=status, message=error.what), started)
        error.generation = ended
        return ended

    def _finished(self, record: Generation, started: float | None) -> Generation:
        if record.submitted_at is None or started is None:
            return replace(record, finished_at=datetime.now(UTC))
        # Wall clocks jump; the monotonic clock doesn't.
        took = timedelta(seconds=self.clock.now() - started)
        return replace(record, finished_at=record.submitted_at + took)

    @staticmethod
    def _timed_out(record: Generation) -> Generation:
        # HeyGen may have finished, where the last answers could not be read.
        latest = (record.message or "").removesuffix(" Asking again.")
        return replace(
            record,
            status=GenerationStatus.TIMED_OUT,
            message=f"HeyGen had not said in time that it has finished. {latest}".rstrip(),
        )


def _advice_for_billed(error: HeyGenError, record: Generation) -> str:
    """Return an error's advice for a run that HeyGen has accepted: its own is for a new one."""
    own = error.advice.removeprefix("Nothing is billed. ").removeprefix("Asking costs nothing. ")
    return (
        f"HeyGen bills a generation that it has accepted, and may go on working on it. {own} "
        f"To wait on, which costs nothing more: await heygen.resume({record.id!r})"
    )
