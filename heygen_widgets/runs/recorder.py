"""Writes runs down as they happen, off the event loop; a run never fails because of it."""

from __future__ import annotations

import asyncio
import functools
import logging
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from heygen_widgets.api.retries import cancel_again
from heygen_widgets.errors import HistoryError, NotFound
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runtime import worker_threads

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation

log = logging.getLogger("heygen_widgets")


class Recorder:
    """Keeps one account's runs in a history.

    Args:
        history: Where; None keeps nothing.
        backend: The host that serves the runs.
        account: Tells accounts apart; not the key.

    Attributes:
        problem: Why nothing is being recorded; empty while all is well.
    """

    def __init__(self, history: History | None, backend: str, account: str) -> None:
        self.history = history
        self.backend = backend
        self.account = account
        self.problem = ""

    async def keep(self, record: Generation) -> Generation:
        """Write a record down and return it as it was written.

        A full disk or a read-only folder is reported, in `problem` and in the log, and the run
        goes on: it is paid for.
        """
        history = self.history
        if history is None:
            return record
        try:
            kept = await worker_threads.write(
                functools.partial(
                    history.record, record, backend=self.backend, account=self.account
                )
            )
        except Exception as error:  # noqa: BLE001 - bookkeeping must not cost a run that is paid for
            self._report(error)
            return record
        self.problem = ""
        return kept

    async def kept(self, records: AsyncGenerator[Generation]) -> AsyncGenerator[Generation]:
        """Pass a run on, each record once it is written: the intent before the request leaves.

        Cancelled while it writes, it goes on until the run itself has noticed: a run of several
        requests may still have ids to tell.
        """
        async with aclosing(records):
            async for record in records:
                keeping = asyncio.ensure_future(self.keep(record))
                try:
                    kept = await asyncio.shield(keeping)
                except asyncio.CancelledError:
                    kept = await keeping
                    if record.status is GenerationStatus.SUBMITTING:
                        await self._withdraw(record)
                        raise
                    if record.status.is_final:
                        yield kept
                        raise
                    log.warning("Cancelled, but HeyGen works on generation %s.", record.id)
                    cancel_again()
                # Whoever waits must not be left with a record that lacks the id.
                yield kept

    async def find(self, generation_id: str) -> Generation | None:
        """Return what is known of a generation, if anything."""
        history = self.history
        if history is None:
            return None
        try:
            return await worker_threads.write(history.get, generation_id)
        except NotFound:
            return None
        except HistoryError as error:
            self._report(error)
            return None

    async def left_over(self) -> tuple[list[Generation], list[Generation]]:
        """Return what this account left unfinished, and what has an unknown outcome."""
        history = self.history
        if history is None:
            return [], []
        try:
            return await worker_threads.write(self._left_over, history)
        except HistoryError as error:
            self._report(error)
            return [], []

    def _left_over(self, history: History) -> tuple[list[Generation], list[Generation]]:
        mine = {"backend": self.backend, "account": self.account}
        return history.unfinished(**mine), history.unknown(**mine)

    async def _withdraw(self, record: Generation) -> None:
        """Take back an intent that was cancelled before its request left."""
        if self.history and record.run_id:
            # There is nothing to take back if it could not be written.
            with suppress(NotFound, HistoryError):
                await worker_threads.write(self.history.delete, record.run_id)

    def _report(self, error: Exception) -> None:
        if not self.problem:
            log.warning("%s", error)
        self.problem = str(error)
