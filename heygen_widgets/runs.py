"""A run, from submit to pictures, as one async iterator of `Generation`.

Nothing here raises away an id that HeyGen has returned: every error that ends a run carries the
record as far as it got, and a cancelled submit is waited for.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.errors import (
    ConnectionFailed,
    GenerationFailed,
    GenerationTimeout,
    HeyGenError,
    ImageUnavailable,
    RateLimited,
    ServerError,
    SubmitOutcomeUnknown,
    UnexpectedResponse,
)
from heygen_widgets.records import AvatarImage, Generation, GenerationStatus

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine

    from heygen_widgets.api.backend import Backend
    from heygen_widgets.api.exchange import JobState
    from heygen_widgets.api.polling import Clock, Deadline, PollPolicy
    from heygen_widgets.attributes import AvatarAttributes

T = TypeVar("T")

log = logging.getLogger("heygen_widgets")

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

    backend: Backend
    policy: PollPolicy
    clock: Clock
    download: bool = True

    async def run(
        self, attributes: AvatarAttributes, deadline: Deadline
    ) -> AsyncGenerator[Generation]:
        """Submit, wait and download; yields the record at every change.

        Raises:
            HeyGenError: The submit was refused or its outcome is unknown; the record was yielded.
        """
        record = Generation(
            status=GenerationStatus.SUBMITTING,
            attributes=attributes,
            submitted_at=datetime.now(UTC),
            api=self.backend.version,
        )
        yield record
        started = self.clock.now()
        try:
            receipt, cancelled = await _uninterrupted(self.backend.submit(attributes))
        except HeyGenError as error:
            unknown = isinstance(error, SubmitOutcomeUnknown)
            status = GenerationStatus.UNKNOWN if unknown else GenerationStatus.FAILED
            yield self._ended(record, status, error, started)
            raise
        record = replace(
            record,
            status=GenerationStatus.IN_PROGRESS,
            id=receipt.generation_id,
            request_id=receipt.request_id,
        )
        yield record
        if cancelled:
            raise cancelled
        async with aclosing(self.watch(record, deadline, started)) as updates:
            async for update in updates:
                yield update

    async def watch(
        self, record: Generation, deadline: Deadline, started: float | None = None
    ) -> AsyncGenerator[Generation]:
        """Wait for a generation that has an id, and download; yields the record at every change.

        Raises:
            HeyGenError: HeyGen can't be asked any more; the record was yielded.
        """
        started = self.clock.now() if started is None else started
        asked = 0
        while not record.status.is_final:
            if not deadline.left:
                yield self._finished(self._timed_out(record), started)
                return
            wait = self.policy.wait(asked, self.clock.chance())
            await self.clock.sleep(min(wait, deadline.left))
            asked += 1
            try:
                state = await self.backend.ask(str(record.id))
            except _PASSING as error:
                changed = replace(record, message=f"{error.what} Asking again.")
            except HeyGenError as error:
                yield self._ended(record, GenerationStatus.STOPPED, error, started)
                raise
            else:
                changed = _with_state(record, state)
            if changed.status is GenerationStatus.SUCCESS:
                async for update in self._with_pictures(changed, started):
                    yield update
                return
            if changed.status.is_final:
                yield self._finished(changed, started)
                return
            if changed.message != record.message:
                yield changed
            record = changed

    async def fetch(self, record: Generation) -> Generation:
        """Ask once how a generation stands; no picture is downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        return _with_state(record, await self.backend.ask(str(record.id)))

    async def with_picture(self, image: AvatarImage) -> AvatarImage:
        """Return the image with its bytes, or with the reason why it has none."""
        try:
            return await self.backend.download(image)
        except ImageUnavailable as error:
            return replace(image, error=error)

    async def _with_pictures(
        self, record: Generation, started: float
    ) -> AsyncGenerator[Generation]:
        if self.download and record.images:
            # The keys are worth having before the pictures are here.
            yield replace(record, status=GenerationStatus.IN_PROGRESS)
            images = await asyncio.gather(*map(self.with_picture, record.images))
            record = replace(record, images=tuple(images))
        yield self._finished(record, started)

    def _ended(
        self, record: Generation, status: GenerationStatus, error: HeyGenError, started: float
    ) -> Generation:
        ended = self._finished(replace(record, status=status, message=error.what), started)
        error.generation = ended
        return ended

    def _finished(self, record: Generation, started: float) -> Generation:
        if record.submitted_at is None:
            return replace(record, finished_at=datetime.now(UTC))
        # Wall clocks jump; the monotonic clock doesn't.
        took = timedelta(seconds=self.clock.now() - started)
        return replace(record, finished_at=record.submitted_at + took)

    @staticmethod
    def _timed_out(record: Generation) -> Generation:
        return replace(
            record,
            status=GenerationStatus.TIMED_OUT,
            message="HeyGen had not finished when our time to wait was over.",
        )


async def follow(
    records: AsyncIterator[Generation], on_update: Callable[[Generation], object] | None
) -> Generation:
    """Return the last record of a run, or raise the error that it means.

    Args:
        records: The run.
        on_update: Called with each record; an error that it raises is logged and ignored.

    Raises:
        GenerationFailed: HeyGen gave up.
        GenerationTimeout: We stopped waiting at the deadline.
        HeyGenError: Whatever ended the run.
    """
    record: Generation | None = None
    try:
        async for record in records:
            _tell(on_update, record)
    except asyncio.CancelledError:
        if record:
            _tell(on_update, cut_off(record))
        raise
    if record is None:
        raise AssertionError("unreachable: a run yields at least one record")
    return _settled(record)


def _tell(on_update: Callable[[Generation], object] | None, record: Generation) -> None:
    if on_update is None:
        return
    try:
        on_update(record)
    except Exception:
        # The caller's mistake must not cost them a generation that they pay for.
        log.exception("on_update failed for %r; the generation goes on", record)


def _settled(record: Generation) -> Generation:
    """Return a record that ended well; raise what the others mean."""
    if record.status is GenerationStatus.FAILED:
        reason = record.message or "it gave no reason"
        raise GenerationFailed(f"HeyGen could not generate this: {reason}.", generation=record)
    if record.status is GenerationStatus.TIMED_OUT:
        raise GenerationTimeout(
            str(record.message),
            f"HeyGen goes on working on it, and bills it. "
            f"To wait on: await heygen.resume({record.id!r})",
            generation=record,
        )
    return record


def cut_off(record: Generation) -> Generation:
    """Return the record of a run whose waiting was cancelled."""
    if record.status.is_final:
        return record
    if record.id:
        ended = replace(
            record,
            status=GenerationStatus.STOPPED,
            message="Stopped waiting. HeyGen goes on working on it.",
        )
    else:
        ended = replace(
            record,
            status=GenerationStatus.UNKNOWN,
            message="Stopped while the request was on its way.",
        )
    return replace(ended, finished_at=datetime.now(UTC))


def _with_state(record: Generation, state: JobState) -> Generation:
    changed = replace(record, status=state.status, message=state.message)
    if state.status is GenerationStatus.SUCCESS:
        changed = changed.with_images(state.urls, state.keys)
        if not changed.images:
            return replace(changed, message="HeyGen finished, but named no images.")
    return changed


async def _uninterrupted(
    work: Coroutine[object, object, T],
) -> tuple[T, asyncio.CancelledError | None]:
    """Finish ``work`` even if cancelled meanwhile, and hand the cancellation back.

    A submit that is cut off is money that may be gone without an id. It is bounded by the HTTP
    timeout; a second cancellation cuts it off all the same.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task), None
    except asyncio.CancelledError as cancelled:
        if task.cancelled():
            raise
        return await task, cancelled
