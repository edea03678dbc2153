"""What is in the cells that have come into sight, with small copies of their pictures."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import imaging
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.runs.view_model import place
from heygen_widgets.widgets.sweep import view_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.sweeps.board import CellStatus
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.widgets.screen import Shows

SIDE, LIMIT = 320, 12_000
"""The longer side of a copy, in pixels, and its size in bytes."""
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

    async def show(
        self, cells: Sequence[tuple[Result, CellStatus, str]], view: str, *, is_whole: bool
    ) -> None:
        """Send cells, each as soon as its pictures are here.

        Args:
            cells: What came of each, where it stands now, and why it isn't made.
            view: The view that asked; empty for all.
            is_whole: Whether all images of a cell are wanted; else the best one.
        """
        await asyncio.gather(
            *(
                self._show(result, status, reason, view, is_whole=is_whole)
                for result, status, reason in cells
            )
        )

    def show_marks(self, result: Result, status: CellStatus, reason: str) -> None:
        """Send a cell without pictures, to all views: its marks have changed."""
        row = view_model.cell_row(result, status, reason)
        self._screen.tell("cells", {"cells": [row], "view": ""})

    async def _show(
        self, result: Result, status: CellStatus, reason: str, view: str, *, is_whole: bool
    ) -> None:
        best = result.best
        wanted = result.images if is_whole else (best,) if best else ()
        run_id = str(result.generation and result.generation.run_id)
        pictures, copies = list[int](), list[bytes]()
        for image in wanted:
            if copy := await self._copy(run_id, image):
                pictures.append(result.images.index(image))
                copies.append(copy)
        row = view_model.cell_row(result, status, reason, pictures=pictures)
        self._screen.tell("cells", {"cells": [row], "view": view}, buffers=copies)

    async def _copy(self, run_id: str, image: AvatarImage) -> bytes:
        key = (run_id, place(image))
        known = self._copies.get(key)
        if known is None:
            known = await worker_threads.shrink(_small, image)
            self._copies[key] = known
            for old in [*self._copies][:-KEPT]:
                self._copies.pop(old, None)
        return known


def _small(image: AvatarImage) -> bytes:
    try:
        return imaging.preview(image.bytes, side=SIDE, limit=LIMIT)
    except ImageUnavailable:
        return b""
