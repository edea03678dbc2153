"""What stays of an experiment in the notebook file."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.sweep.sweep_copy import sweep_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.sweep.shown_sweep import ShownSweep

LONGEST_DISPLAY = 5.0
"""Seconds that the cell which first shows a sweep waits for the copy in the notebook file."""


class NotebookCopy:
    """Writes the static copy of a sweep, where the widget stands in a notebook.

    Args:
        static_copy: The copy.
        shown: The sweep.
        is_running: Returns whether it is being carried out.
        text: Returns the widget as text.
    """

    def __init__(
        self,
        static_copy: StaticCopy,
        shown: ShownSweep,
        is_running: Callable[[], bool],
        text: Callable[[], str],
    ) -> None:
        self._static_copy = static_copy
        self._shown = shown
        self._is_running = is_running
        self._text = text

    def write(self) -> bool:
        """Write it now, as the widget is displayed: the kernel may end with the cell.

        Returns:
            False if `update` has to write it: it takes too long, or nothing was made that could
            get lost, or the sweep is being carried out. Its requests need the loop.

        Raises:
            HeyGenError: What came of the sweep can't be read.
        """
        sweep, copy = self._shown.now, self._static_copy
        if sweep is None or not copy.is_shown or copy.is_written:
            return True
        if self._is_running() or not sweep.is_begun:
            return False
        html = worker_threads.decode_now(lambda: sweep_html(sweep.outcome), LONGEST_DISPLAY)
        if html is not None:
            copy.put(html, self._text())
        return html is not None

    async def update(self) -> None:
        """Write what came of the sweep."""
        sweep = self._shown.now
        if sweep is not None and self._static_copy.is_shown:
            outcome = await worker_threads.write(lambda: sweep.outcome)
            await self._static_copy.replace(functools.partial(sweep_html, outcome), self._text())
