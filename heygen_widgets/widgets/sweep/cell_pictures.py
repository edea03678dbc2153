"""What is in the cells that have come into sight, with small copies of their pictures."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.runs.view_model import place
from heygen_widgets.widgets.sweep import view_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.history import History
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.sweeps.board import CellStatus
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.widgets.screen import Shows

KEPT = 240
"""How many copies stay in memory: less than 3 MB."""


class CellPictures:
    """Sends the browser the cells that it asks for.

    Args:
        screen: The widget.
    """

    def __init__(self, screen: Shows) -> None:
        self._screen = screen
        self._copies: dict[tuple[str, str], bytes] = {}
        self._making: dict[tuple[str, str], asyncio.Task[bytes]] = {}

    async def show(
        self,
        cells: Sequence[tuple[Result, CellStatus, str]],
        history: History,
        view: str,
        *,
        is_whole: bool,
    ) -> None:
        """Send cells, each as soon as its pictures are here.

        Args:
            cells: What came of each, where it stands now, and why it isn't made.
            history: Where their images are.
            view: The view that asked; empty for all.
            is_whole: Whether all images of a cell are wanted; else the best one.
        """
        await asyncio.gather(
            *(
                self._show(result, status, reason, history, view, is_whole=is_whole)
                for result, status, reason in cells
            )
        )

    def show_marks(self, result: Result, status: CellStatus, reason: str) -> None:
        """Send a cell without pictures, to all views: its marks have changed."""
        row = view_model.cell_row(result, status, reason)
        self._screen.tell("cells", {"cells": [row], "view": ""})

    async def _show(
        self,
        result: Result,
        status: CellStatus,
        reason: str,
        history: History,
        view: str,
        *,
        is_whole: bool,
    ) -> None:
        best = result.best
        wanted = result.images if is_whole else (best,) if best else ()
        run_id = str(result.generation and result.generation.run_id)
        pictures, copies = list[int](), list[bytes]()
        for image in wanted:
            if copy := await self._copy(history, run_id, image):
                pictures.append(result.images.index(image))
                copies.append(copy)
        row = view_model.cell_row(result, status, reason, pictures=pictures)
        self._screen.tell("cells", {"cells": [row], "view": view}, buffers=copies)

    async def prepare(self, results: Sequence[Result], history: History) -> None:
        """Make the copies of the best pictures of cells, one by one, before anybody looks."""
        for result in results:
            best, run = result.best, result.generation
            if best and run and run.run_id:
                await self._made(history, run.run_id, best)

    async def _copy(self, history: History, run_id: str, image: AvatarImage) -> bytes:
        key = (run_id, place(image))
        known = self._copies.get(key)
        if known is None:
            known = await self._made(history, run_id, image)
            self._copies[key] = known
            for old in [*self._copies][:-KEPT]:
                self._copies.pop(old, None)
        return known

    async def _made(self, history: History, run_id: str, image: AvatarImage) -> bytes:
        """Return a copy; who asks while it is being made waits for the same."""
        key = (run_id, place(image))
        making = self._making.get(key)
        if making is None:
            work = worker_threads.shrink(history.matrix_copy, run_id, image)
            making = self._making[key] = asyncio.get_running_loop().create_task(work)
            making.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(making)
