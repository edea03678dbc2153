"""A run, from submit to pictures, as one async iterator of `Generation`.

No error raised here loses an id that HeyGen has returned: every record is yielded, and thereby
written down, before the error that ends the run. The same holds for a run that is asked to stop:
it yields its last record, then raises `Stopped`.
"""

from __future__ import annotations

import asyncio
import functools
import math
import sys
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from heygen_widgets.api.wire import JobState
from heygen_widgets.errors import (
    ConnectionFailed,
    HeyGenError,
    NotFound,
    NotReady,
    RateLimited,
    ServerError,
    SubmitOutcomeUnknown,
    UnexpectedResponse,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runs.downloader import Downloader, has_expired
from heygen_widgets.runs.job_updates import differs, with_states
from heygen_widgets.runs.outcome import cut_off
from heygen_widgets.runs.submitter import Submitter
from heygen_widgets.runtime.cancellation import Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.api.polling import Clock, Deadline, Pacing
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job
    from heygen_widgets.models.run_kind import RunKind
    from heygen_widgets.runs.open_run import OpenRun

ANSWER_GRACE = 5.0
"""Seconds that a question which is under way at the deadline may still take."""

STOPPED_EARLY = "Stopped before HeyGen accepted anything."

# Temporary while we wait: a laptop that sleeps or a faulty proxy must not end a paid run.
_PASSING = (ConnectionFailed, NotReady, ServerError, RateLimited, UnexpectedResponse)


@dataclass(frozen=True)
class Runner:
    """Carries out runs over one version of the API.

    Args:
        gateway: The API.
        pacing: Returns what decides when to ask; awaited once a run, before the first wait.
        clock: Time.
        run: The run that is carried out; it tells when to stop.
        download: Whether to fetch the pictures before a run ends.
    """

    gateway: Gateway
    pacing: Callable[[], Awaitable[Pacing]]
    clock: Clock
    run: OpenRun
    download: bool = True

    def record(self, run_id: str, order: Generation, number: int) -> Generation:
        """Return the record of a run that is about to begin.

        Args:
            run_id: Our own id of it.
            order: What is wanted: its attributes, references, price, and what each job is made of.
            number: How many requests it takes.
        """
        jobs = self.gateway.jobs(run_id, number)
        if order.jobs:
            pairs = zip(jobs, order.jobs, strict=True)
            jobs = tuple(replace(job, pictures=asked.pictures) for job, asked in pairs)
        return replace(
            order,
            status=GenerationStatus.SUBMITTING,
            run_id=run_id,
            jobs=jobs,
            submitted_at=datetime.now(UTC),
            api=self.gateway.version,
        )

    async def generate(self, record: Generation, deadline: Deadline) -> AsyncGenerator[Generation]:
        """Submit, wait and download; yields the record at every change.

        Raises:
            HeyGenError: The submit was refused or its outcome is unknown; the record was yielded.
            Stopped: The run was asked to stop; the record was yielded.
        """
        yield record
        async with aclosing(self.watch(record, deadline, self.clock.now())) as updates:
            async for update in updates:
                yield update

    async def submit(self, record: Generation) -> AsyncGenerator[Generation]:
        """Submit; yields the record before and after.

        Raises:
            HeyGenError: As in `generate`.
            Stopped: As in `generate`.
        """
        yield record
        async with aclosing(self._send(record, self.clock.now())) as updates:
            async for update in updates:
                yield update
                record = update
        if self.run.stop.is_requested:
            # Nobody gets this record, so nobody would know of a run that is still in progress.
            yield cut_off(record)
            raise Stopped

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
            Stopped: The run was asked to stop; the record was yielded.
        """
        downloads = Downloader(self.gateway, is_wanted=self.download)
        records = self._waited(record, deadline, started, downloads)
        try:
            async with aclosing(records):
                async for update in records:
                    yield update
                    record = update
        except Stopped:
            # The caller may have left. So the last record comes from here, and takes the way of
            # all others: it is written down, and its cost is counted. `_send` has already yielded
            # the last record of a run of which HeyGen has accepted nothing.
            if not record.status.is_final:
                yield cut_off(record)
            raise
        finally:
            await downloads.stop()

    async def _waited(
        self, record: Generation, deadline: Deadline, started: float | None, downloads: Downloader
    ) -> AsyncGenerator[Generation]:
        """Do as `watch` does, but yield no last record when asked to stop.

        The work may stop only in the `interrupts` blocks. Between them are the yields, where the
        record is written down, and the paid requests, which `_send` always finishes.
        """
        asked, in_work, watched_since = 0, sys.maxsize, self.clock.now()
        latest = -math.inf
        pacing: Pacing | None = None
        known_since = dict.fromkeys((job.id for job in record.jobs), self._began(record, started))
        stop = self.run.stop
        while not record.status.is_final:
            if record.unsent and (record.in_work < in_work or not record.in_work):
                # HeyGen may take the jobs that had to wait whenever another one is done.
                async with aclosing(self._send(record, started)) as updates:
                    async for update in updates:
                        yield update
                        record = update
                in_work = record.in_work
                if record.status.is_final:
                    # HeyGen's answer held the result.
                    break
            known_since = self._with_new(known_since, record)
            if not deadline.left:
                with stop.interrupts():
                    record = await downloads.finish(record)
                yield self._finished(self._timed_out(record), started)
                return
            with stop.interrupts():
                # Once a run, and after the submit: nothing stands between a click and its request.
                pacing = pacing or await self.pacing()
                # The first question about a run of unknown age is due; then it is as old as known.
                since = watched_since if asked else -math.inf
                ages = self._ages(record, known_since, since)
                chance = self.clock.chance()
                wait = min(pacing.wait(asked, chance, age) for age in ages)
            sleep = asyncio.ensure_future(self.clock.sleep(min(wait, deadline.left)))
            async with aclosing(self._arrivals(record, downloads, sleep)) as updates:
                async for update in updates:
                    yield update
                    record = update
            asked += 1
            try:
                with stop.interrupts():
                    begun = {
                        key: at if math.isfinite(at) else since for key, at in known_since.items()
                    }
                    urgency = functools.partial(self._urgency, pacing, begun, latest)
                    changed = await self._ask(record, deadline, known_since, urgency)
                    latest = self.clock.now()
            except HeyGenError as error:
                error.advice = _advice_for_billed(error, record)
                yield self._ended(record, GenerationStatus.STOPPED, error, started)
                raise
            changed = downloads.follow(changed)
            if not changed.status.is_final and differs(changed, record):
                yield changed
            record = changed
        async with aclosing(self._fetched(record, downloads, started)) as updates:
            async for update in updates:
                yield update

    async def _fetched(
        self, record: Generation, downloads: Downloader, started: float | None
    ) -> AsyncGenerator[Generation]:
        """Yield a record that has its end: before it, with each picture that is still to come."""
        if record.status is GenerationStatus.SUCCESS and self.download and record.images:
            # The keys are worth having before the pictures are here.
            shown = replace(record, status=GenerationStatus.IN_PROGRESS)
            yield shown
            async with aclosing(self._arrivals(shown, downloads)) as updates:
                async for update in updates:
                    yield update
            with self.run.stop.interrupts():
                record = await self._with_pictures(record, downloads)
        yield self._finished(record, started)

    async def _arrivals(
        self,
        record: Generation,
        downloads: Downloader,
        sleep: asyncio.Future[None] | None = None,
    ) -> AsyncGenerator[Generation]:
        """Yield the record at once with each picture that arrives, until a sleep is over.

        Args:
            record: The record.
            downloads: Its downloads.
            sleep: What ends the wait; None: the end of the downloads. If all of them went well
                then, the last one isn't yielded: the end of the run brings it.
        """
        try:
            while True:
                with self.run.stop.interrupts():
                    changed = await downloads.next_one(record, sleep)
                if sleep is None and all(image.is_downloaded for image in changed.images):
                    return
                if differs(changed, record):
                    yield changed
                elif sleep.done() if sleep else not downloads.are_pending:
                    break
                record = changed
            if sleep:
                sleep.result()
        finally:
            if sleep:
                sleep.cancel()

    async def fetch(self, record: Generation) -> Generation:
        """Ask once how a generation stands; no picture is downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        asked = record.in_progress
        states = await asyncio.gather(*(self._state_of(record.kind, job) for job in asked))
        return with_states(record, dict(zip(asked, states, strict=True)))

    async def _send(self, record: Generation, started: float | None) -> AsyncGenerator[Generation]:
        submitter = Submitter(self.gateway, record, self.run)
        while True:
            async with aclosing(submitter.updates()) as updates:
                async for update in updates:
                    if update.id:
                        yield update
            if not submitter.gives_others_another_try():
                break
        must_wait = submitter.has_some_that_must_wait()
        if submitter.mistake:
            raise submitter.mistake
        if submitter.record.id is None:
            yield self._unaccepted(submitter, started)
        elif must_wait:
            yield submitter.record
        if submitter.is_cut_off:
            # `Submitter` held it back until all answers were noted.
            raise asyncio.CancelledError
        if submitter.record.id is None:
            raise Stopped if submitter.is_over else submitter.error

    def _unaccepted(self, submitter: Submitter, started: float | None) -> Generation:
        """Return the end of a run of which HeyGen has accepted nothing that we know of."""
        if not submitter.errors:
            return self._finished(replace(submitter.record, message=STOPPED_EARLY), started)
        error = submitter.error
        if submitter.alike > 1:
            error.what += f" The same happened to all {submitter.alike} requests."
        unknown = isinstance(error, SubmitOutcomeUnknown)
        end = GenerationStatus.UNKNOWN if unknown else GenerationStatus.FAILED
        return self._ended(submitter.record, end, error, started)

    def _ages(
        self, record: Generation, known_since: Mapping[str | None, float], since: float
    ) -> set[float]:
        """Return how many seconds ago the jobs in progress were submitted.

        Args:
            record: The run.
            known_since: When each job was submitted, on the clock; minus infinity if unknown.
            since: What to count as that for those of which it is unknown.
        """
        # Where the account has no room yet for any job that is left, the age of the run decides.
        begun = [known_since[job.id] for job in record.in_progress] or [*known_since.values()]
        now = self.clock.now()
        return {now - (time if math.isfinite(time) else since) for time in begun}

    def _with_new(
        self, known_since: Mapping[str | None, float], record: Generation
    ) -> dict[str | None, float]:
        """Return when each job was submitted, with those that HeyGen has accepted just now."""
        return {job.id: self.clock.now() for job in record.in_progress} | dict(known_since)

    def _began(self, record: Generation, started: float | None) -> float:
        """Return when a run was submitted, on the clock."""
        return self.clock.now() - record.age if started is None else started

    async def _ask(
        self,
        record: Generation,
        deadline: Deadline,
        known_since: Mapping[str | None, float],
        urgency: Callable[[str | None], float],
    ) -> Generation:
        """Ask about each job; after a temporary error a job goes on waiting, with a message."""
        asked = record.in_progress
        young = self.clock.now() - self.gateway.not_found_grace
        answers = await asyncio.gather(
            *(
                self._ask_one(
                    record.kind,
                    job,
                    deadline,
                    functools.partial(urgency, job.id),
                    in_grace=known_since[job.id] > young,
                )
                for job in asked
            )
        )
        lost = [answer for answer in answers if isinstance(answer, NotFound)]
        changed = with_states(record, dict(zip(asked, answers, strict=True)))
        if lost and changed.status is GenerationStatus.FAILED:
            raise lost[0]
        return changed

    def _urgency(
        self,
        pacing: Pacing,
        begun: Mapping[str | None, float],
        latest: float,
        job_id: str | None,
    ) -> float:
        """Return how much may be learnt of a job now that was asked about at some time before."""
        now = self.clock.now()
        return pacing.urgency(now - begun[job_id], now - latest)

    async def _ask_one(
        self,
        kind: RunKind,
        job: Job,
        deadline: Deadline,
        urgency: Callable[[], float],
        *,
        in_grace: bool,
    ) -> JobState | NotFound:
        try:
            async with asyncio.timeout(deadline.left + ANSWER_GRACE):
                ask = self.gateway.ask if in_grace else self._state_of
                return await ask(kind, job, urgency)
        except TimeoutError:
            return JobState(job.status, job.message)
        except NotFound as error:
            # A job that was made a moment ago may not be known everywhere yet.
            return JobState(job.status, "HeyGen doesn't know it yet.") if in_grace else error
        except _PASSING as error:
            return JobState(job.status, f"{error.what} Asking again.")

    async def _state_of(
        self, kind: RunKind, job: Job, urgency: Callable[[], float] | None = None
    ) -> JobState:
        """Ask about a job; if its look is gone, among those of its group.

        Raises:
            NotFound: It is nowhere.
            HeyGenError: There is no answer.
        """
        try:
            return await self.gateway.ask(kind, job, urgency)
        except NotFound:
            found = await self.gateway.ask_group(kind, job)
            if found is None:
                raise
            return found

    async def _with_pictures(self, record: Generation, downloads: Downloader) -> Generation:
        record = await downloads.finish(record)
        if not any(map(has_expired, record.images)):
            return record
        # HeyGen answers with fresh links.
        with suppress(HeyGenError):
            fresh = await self.fetch(record.reopened(repeat=False))
            if fresh.images:
                record = await downloads.finish(replace(record, images=fresh.images), anew=True)
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
        record = record.with_own_looks()
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
    """Return an error's advice, rewritten for a run that HeyGen has accepted already."""
    own = error.advice.removeprefix("Nothing is billed. ").removeprefix("Asking costs nothing. ")
    return (
        f"HeyGen bills a generation that it has accepted, and may go on working on it. {own} "
        f"To wait on, which costs nothing more: await heygen.resume({record.id!r})"
    )
