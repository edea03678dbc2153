"""Runs that were deleted in the browser: hidden at once, deleted a little later."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError, NotFound
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets import contract

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.runtime.notebook_loop import NotebookLoop

_HIDDEN: dict[Path, dict[str, asyncio.Task[None] | None]] = {}
"""The hidden runs of each history; None stands for one that is being deleted just now."""


def hidden(history: History | None) -> frozenset[str]:
    """Return the ids of the runs that no list of this kernel shows."""
    return frozenset(_HIDDEN.get(history.path, ())) if history else frozenset()


class Deletions:
    """Deletes runs from the history, unless that is undone within `contract.UNDO` seconds.

    All studios of the kernel hide the runs of one history alike. If the kernel ends before a run
    is deleted, the run is still there: that is the safe side.

    Args:
        loop: The notebook's.
        is_waited_for: Whether a studio of this kernel waits for a run, by our id of it.
        on_change: Called when a run was hidden, brought back or deleted.
    """

    def __init__(
        self,
        loop: NotebookLoop,
        is_waited_for: Callable[[str], bool],
        on_change: Callable[[], object],
    ) -> None:
        self._loop = loop
        self._is_waited_for = is_waited_for
        self._on_change = on_change

    async def delete(self, client: HeyGen, run_id: str) -> None:
        """Hide a run, and delete it later.

        Raises:
            ConfigurationError: Somebody waits for the run, or there is no history.
            NotFound: The history has no such run.
        """
        history = _history_of(client)
        await worker_threads.write(_find_deletable, history, run_id)
        self._refuse_if_waited_for(run_id)
        runs = _HIDDEN.setdefault(history.path, {})
        if run_id not in runs:
            task = self._loop.start(self._delete_later(history, run_id))
            # Not in the task itself: one that is cancelled before its first step does nothing.
            task.add_done_callback(lambda _: self._show_again(runs, run_id))
            runs[run_id] = task
            self._on_change()

    async def restore(self, client: HeyGen, run_id: str) -> None:
        """Bring a hidden run back.

        Raises:
            ConfigurationError: It is deleted already, or there is no history.
        """
        history = _history_of(client)
        if task := _HIDDEN.get(history.path, {}).get(run_id):
            task.cancel()
            return
        try:
            await worker_threads.write(history.get, run_id)
        except NotFound:
            raise ConfigurationError(
                "It is too late to undo this: the run is deleted from this machine.",
                "HeyGen keeps what it made, and bills nothing for this.",
            ) from None

    async def _delete_later(self, history: History, run_id: str) -> None:
        await asyncio.sleep(contract.UNDO)
        # From here on it is too late to undo it.
        _HIDDEN[history.path][run_id] = None
        self._refuse_if_waited_for(run_id)
        # Another kernel may have deleted it already.
        with contextlib.suppress(NotFound):
            await worker_threads.write(_delete, history, run_id)

    def _show_again(self, runs: dict[str, asyncio.Task[None] | None], run_id: str) -> None:
        """Hide a run no more: where its deletion was undone or refused, the lists show it."""
        del runs[run_id]
        self._on_change()

    def _refuse_if_waited_for(self, run_id: str) -> None:
        if self._is_waited_for(run_id):
            raise _refusal()


def _history_of(client: HeyGen) -> History:
    if client.history is None:
        raise ConfigurationError(
            "This studio keeps no history, so there is no run to delete or to bring back.",
            "Make it without history=False.",
        )
    return client.history


def _find_deletable(history: History, run_id: str) -> None:
    if history.is_waited_for(run_id):
        raise _refusal()


def _delete(history: History, run_id: str) -> None:
    # Whoever resumed it since it was hidden would record it anew.
    _find_deletable(history, run_id)
    history.delete(run_id)


def _refusal() -> ConfigurationError:
    return ConfigurationError(
        "Somebody is waiting for this run, here or in another kernel, so it was not deleted.",
        "Stop waiting for it first, then delete it.",
    )
