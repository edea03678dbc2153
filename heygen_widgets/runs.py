"""A run, from submit to pictures, as one async iterator of `Generation`.

Nothing here raises away an id that HeyGen has returned: every error that ends a run carries the
record as far as it got, and a cancelled submit is waited for.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from heygen_widgets.api.exchange import EXPIRED
from heygen_widgets.errors import (
    ConnectionFailed,
    HeyGenError,
    ImageUnavailable,
    RateLimited,
    ServerError,
    SubmitOutcomeUnknown,
    UnexpectedResponse,
)
from heygen_widgets.records import AvatarImage, Generation, GenerationStatus

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from heygen_widgets.api.backend import Backend
    from heygen_widgets.api.exchange import JobState
    from heygen_widgets.api.polling import Clock, Deadline, PollPolicy
    from heygen_widgets.attributes import AvatarAttributes

ANSWER_GRACE = 5.0
"""Seconds that a question which is under way at the deadline may still take."""

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
        started = self.clock.now()
        async with aclosing(self.submit(attributes)) as records:
            async for record in records:
                yield record
        async with aclosing(self.watch(record, deadline, started)) as updates:
            async for update in updates:
                yield update

    async def submit(self, attributes: AvatarAttributes) -> AsyncGenerator[Generation]:
        """Submit; yields the record before and after, also if cancelled in between.

        Raises:
            HeyGenError: As in `run`.
        """
        record = Generation(
            status=GenerationStatus.SUBMITTING,
            attributes=attributes,
            run_id=uuid.uuid4().hex,
            submitted_at=datetime.now(UTC),
            api=self.backend.version,
        )
        yield record
        started = self.clock.now()
        try:
            receipt = await self.backend.submit(attributes)
        except asyncio.CancelledError:
            # Between two tries, or before the first: HeyGen has accepted nothing.
            message = "Stopped before HeyGen accepted anything."
            cancelled = replace(record, status=GenerationStatus.FAILED, message=message)
            yield self._finished(cancelled, started)
            raise
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

    async def watch(
        self, record: Generation, deadline: Deadline, started: float | None = None
    ) -> AsyncGenerator[Generation]:
        """Wait for a generation that has an id, and download; yields the record at every change.

        Args:
            record: What is known of it.
            deadline: When to give up.
            started: When it was submitted, on the clock; None if that was in another run.

        Raises:
            HeyGenError: HeyGen can't be asked any more; the record was yielded.
        """
        asked = 0
        while not record.status.is_final:
            if not deadline.left:
                yield self._finished(self._timed_out(record), started)
                return
            wait = self.policy.wait(asked, self.clock.chance())
            await self.clock.sleep(min(wait, deadline.left))
            asked += 1
            try:
                changed = await self._ask(record, deadline)
            except HeyGenError as error:
                error.advice = _advice_for_billed(error, record)
                yield self._ended(record, GenerationStatus.STOPPED, error, started)
                raise
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

    async def _ask(self, record: Generation, deadline: Deadline) -> Generation:
        """Ask once; what passes by itself leaves the record waiting, with a message."""
        try:
            async with asyncio.timeout(deadline.left + ANSWER_GRACE):
                state = await self.backend.ask(str(record.id))
        except TimeoutError:
            return record
        except _PASSING as error:
            return replace(record, message=f"{error.what} Asking again.")
        return _with_state(record, state)

    async def fetch(self, record: Generation) -> Generation:
        """Ask once how a generation stands; no picture is downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        return _with_state(record, await self.backend.ask(str(record.id)))

    async def with_picture(self, image: AvatarImage) -> AvatarImage:
        """Return the image with its bytes, or with the reason why it has none."""
        if image.is_downloaded:
            return image
        try:
            return await self.backend.download(image)
        except ImageUnavailable as error:
            return replace(image, error=error)

    async def _with_pictures(
        self, record: Generation, started: float | None
    ) -> AsyncGenerator[Generation]:
        if self.download and record.images:
            # The keys are worth having before the pictures are here.
            yield replace(record, status=GenerationStatus.IN_PROGRESS)
            record = await self._downloaded(record)
            if any(map(_has_expired, record.images)):
                record = await self._with_fresh_links(record)
        yield self._finished(record, started)

    async def _downloaded(self, record: Generation) -> Generation:
        images = await asyncio.gather(*map(self.with_picture, record.images))
        return replace(record, images=tuple(images))

    async def _with_fresh_links(self, record: Generation) -> Generation:
        """Ask once more, because HeyGen answers with fresh links, and fetch what is missing."""
        try:
            fresh = await self.fetch(record)
        except HeyGenError:
            return record
        return await self._downloaded(fresh) if fresh.images else record

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


def _has_expired(image: AvatarImage) -> bool:
    return image.error is not None and image.error.status_code in EXPIRED


def _with_state(record: Generation, state: JobState) -> Generation:
    changed = replace(record, status=state.status, message=state.message)
    if state.status is GenerationStatus.SUCCESS:
        changed = changed.with_images(state.urls, state.keys)
        if not changed.images:
            return replace(changed, message="HeyGen finished, but named no images.")
    return changed
