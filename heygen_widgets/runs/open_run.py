"""A run while it goes on: how far it got, who hears of it, and what is left when it is cut off."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.errors import HeyGenError
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runs.outcome import cut_off
from heygen_widgets.runtime import cancellation
from heygen_widgets.runtime.cancellation import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.runs.recorder import Recorder

log = logging.getLogger("heygen_widgets")

T = TypeVar("T")


class OpenRun:
    """One run that a caller waits for.

    Args:
        recorder: Writes it down.
        on_update: Called with each record; an error that it raises is logged and ignored.

    Attributes:
        stop: Asks the run to stop.
        sending: Returns the record as it is while paid requests are on their way, those counted
            as unknown; None while none are.
        book: Counts what a record costs; None for a run that is not counted here.
    """

    def __init__(
        self, recorder: Recorder, on_update: Callable[[Generation], object] | None = None
    ) -> None:
        self.stop = Stop()
        self.sending: Callable[[], Generation] | None = None
        self.book: Callable[[Generation], object] | None = None
        self._recorder = recorder
        self._on_update = on_update
        self._latest: Generation | None = None
        self._written: Generation | None = None
        self._told: Generation | None = None

    async def carried_out(self, work: Callable[[], Coroutine[object, object, T]]) -> T:
        """Carry out the work of the run where no cancellation of the caller reaches it.

        Raises:
            asyncio.CancelledError: The caller was cancelled; the run is written down.
        """
        return await cancellation.carried_out(self._guarded(work), self.stop, self.leave)

    async def handed_over(
        self, start: Callable[[], AsyncGenerator[Generation]]
    ) -> AsyncGenerator[Generation]:
        """Yield the records of a run that is carried out as `carried_out` does."""
        handover: cancellation.Handover[Generation] = cancellation.Handover(self.stop)

        async def work() -> None:
            async with aclosing(start()) as records:
                async for record in records:
                    await handover.give(record)

        items = handover.items(self._guarded(work), self.leave)
        async with aclosing(items):
            async for record in items:
                yield record

    def goes_on_from(self, known: Generation) -> None:
        """Take a record up that an earlier run left: cut off early, this run leaves it so again."""
        if known.id is not None:
            self._latest = known

    async def kept(self, records: AsyncGenerator[Generation]) -> AsyncGenerator[Generation]:
        """Pass records on, each once it is written: the intent before the first request leaves."""
        async with aclosing(records):
            async for record in records:
                if record.status is GenerationStatus.SUBMITTING:
                    kept = await self._intended(record)
                else:
                    # Before it is written: if the loop ends meanwhile, it is written by `leave`.
                    self._latest = record
                    kept = await self._recorder.keep(record)
                self._latest = self._written = kept
                yield kept

    async def note(self, record: Generation) -> None:
        """Write a record down that nobody is told of: under which key a job is about to be sent.

        It is written after all records that were handed on before.
        """
        await self._recorder.keep(record)

    def tell(self, record: Generation) -> None:
        """Call `on_update`; with the end of a run that was stopped, `leave` does."""
        # Whoever sees that a run has stopped expects its caller to have been told as well.
        if not (self.stop.is_requested and record.status.is_final):
            self._tell(record)

    def _tell(self, record: Generation) -> None:
        self._told = record
        if self._on_update is None:
            return
        try:
            self._on_update(record)
        except Exception:
            # The caller's mistake must not cost them a generation that they pay for.
            log.exception("on_update failed for %r; the generation goes on", record)

    def leave(self) -> None:
        """Write the record down as cut off, unless the run has ended, and tell nothing any more.

        It doesn't await, so nothing can cancel it: it serves a caller that is cancelled again, and
        an event loop that ends. If the run goes on without its caller, what it still learns, such
        as an id, is written over this.
        """
        reached = self.sending() if self.sending else self._latest
        if reached is not None:
            record = cut_off(reached)
            if record is not self._written:
                self._recorder.keep_now(record)
                if self.book:
                    self.book(record)
            if record is not self._told:
                self._tell(record)
        self._on_update = None

    async def _intended(self, intent: Generation) -> Generation:
        """Write down what is about to be sent; take it back if that is not to happen any more."""
        try:
            kept = await self._recorder.keep(intent)
            if self.stop.is_requested:
                await self._recorder.withdraw(intent)
        except asyncio.CancelledError:
            # The loop ends, and may drop what waits for the history's thread.
            self._recorder.withdraw_now(intent)
            raise
        self.stop.check()
        return kept

    async def _guarded(self, work: Callable[[], Coroutine[object, object, T]]) -> T:
        try:
            return await work()
        except (HeyGenError, Stopped):
            # The run's last record was written before.
            raise
        except BaseException:
            # The loop ends, or a mistake: nothing is left to look as if somebody waited for it.
            self.leave()
            raise
