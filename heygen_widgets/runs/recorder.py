"""Writes runs down as they happen, off the event loop; a run never fails because of it.

All writing goes through one thread, in order. `keep` and `withdraw` wait for it on the event loop.
The `_now` forms wait for it without the loop, where nothing can be awaited any more.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.errors import HistoryError, NotFound
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime import worker_threads
from heygen_widgets.runtime.file_lock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook

T = TypeVar("T")

log = logging.getLogger("heygen_widgets")

LONGEST_WRITE = 2.0
"""Seconds that a caller who is cancelled again waits at most until the last record is written."""


class Recorder:
    """Writes one account's runs to a history.

    Args:
        history: Where to write; None writes nothing.
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

    def keep_now(self, record: Generation) -> None:
        """Write a record down without the event loop: where nobody can wait for `keep` any more."""
        history = self.history
        if history is not None:
            self._now(
                functools.partial(
                    history.record, record, backend=self.backend, account=self.account
                )
            )

    async def withdraw(self, intent: Generation) -> None:
        """Remove the record of a run of which nothing was sent."""
        if self.history and intent.run_id:
            # There is nothing to remove if it could not be written.
            with suppress(NotFound, HistoryError):
                await worker_threads.write(self.history.delete, intent.run_id)

    def withdraw_now(self, intent: Generation) -> None:
        """Do as `withdraw`, without the event loop."""
        if self.history and intent.run_id:
            self._now(functools.partial(self.history.delete, intent.run_id))

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

    async def steps(
        self, kind: RunKind, *, pictures: Iterable[str] = (), group_id: str | None = None
    ) -> list[Generation]:
        """Return this account's runs of a kind with these pictures, or of a group; newest first."""
        history = self.history
        if history is None:
            return []
        work = functools.partial(
            history.steps, kind, **self._place, pictures=tuple(pictures), group_id=group_id
        )
        return await self._read(work, [])

    async def image(self, key: str) -> AvatarImage | None:
        """Return the image of this account with this key, if it is known."""
        history = self.history
        if history is None:
            return None
        return await self._read(functools.partial(history.image, key, **self._place), None)

    async def look(self, look_id: str) -> AvatarLook | None:
        """Return the look of this account with this id, if one of its runs has made it."""
        history = self.history
        if history is None:
            return None
        return await self._read(functools.partial(history.look, look_id, **self._place), None)

    async def leave_out_looks(self, look_ids: Iterable[str]) -> None:
        """Write down that HeyGen was told to delete looks."""
        history = self.history
        if history is not None:
            await self._read(functools.partial(history.leave_out_looks, tuple(look_ids)), None)

    def take_turn(self, *about: str) -> FileLock | None:
        """Take the turn of this account in what a step is about, among all programs.

        Returns:
            What gives the turn back; None if another program has it. Where no lock can be held, as
            without a history, everybody gets a turn.
        """
        history = self.history
        if history is None:
            return FileLock(Path())
        about = (self.backend, self.account, *about)
        name = hashlib.sha256("\n".join(about).encode(errors="replace")).hexdigest()
        # Lock files stay. Two steps that share one only wait for each other.
        lock = FileLock(history.path / "locks" / name[:2])
        try:
            # Not on a thread: if the event loop ended meanwhile, nobody would give it back.
            is_taken = lock.take()
        except OSError as error:
            log.info("Steps of other programs can't be waited for: %s", error)
            return lock
        return lock if is_taken else None

    async def is_waited_for(self, record: Generation) -> bool:
        """Return whether the process that writes a run is still there to wait for it."""
        history = self.history
        if history is None or record.run_id is None:
            return False
        try:
            return await worker_threads.write(history.is_waited_for, record.run_id)
        except (NotFound, HistoryError):
            return False

    @property
    def _place(self) -> dict[str, str]:
        return {"backend": self.backend, "account": self.account}

    async def _read(self, work: Callable[[], T], otherwise: T) -> T:
        try:
            return await worker_threads.write(work)
        except HistoryError as error:
            self._report(error)
            return otherwise

    async def durations(self, api: str, kind: RunKind = RunKind.PHOTOS) -> list[float]:
        """Return how many seconds the latest successful runs of this host took.

        None are returned where there is no history, or it can't be read.
        """
        history = self.history
        if history is None:
            return []
        work = functools.partial(history.durations, backend=self.backend, api=api, kind=kind)
        try:
            return await worker_threads.write(work)
        except Exception as error:  # noqa: BLE001 - as in `keep`: a run that is paid for waits for it
            self._report(error)
            return []

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
        return history.unfinished(**self._place), history.unknown(**self._place)

    def _now(self, write: Callable[[], object]) -> None:
        def written() -> None:
            try:
                write()
            except NotFound:
                pass  # it was never written, so there is nothing to remove
            except Exception as error:  # noqa: BLE001 - as in `keep`
                self._report(error)

        # On the history's thread, so that no older record of the run can overwrite this one.
        worker_threads.write_now(written, LONGEST_WRITE)

    def _report(self, error: Exception) -> None:
        if not self.problem:
            log.warning("%s", error)
        self.problem = str(error)
