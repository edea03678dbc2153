"""Draws pictures when they are asked for, off the event loop, and keeps the latest."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from heygen_widgets.sandbox.portraits.draw_process import Artist

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.sandbox.server.resources import Job

    Draw: TypeAlias = Callable[[AvatarAttributes, str, int], bytes]

KEPT_PICTURES = 64
"""How many drawn pictures stay in memory, about half a megabyte each."""


ARTIST = Artist()
"""Draws for every sandbox in this process: getting ready takes seconds, and one is enough."""


class Gallery:
    """The sandbox's pictures.

    Args:
        draw: Draws the picture of some attributes, a generation id and an index; by default the
            artist of this process does.
    """

    def __init__(self, draw: Draw | None = None) -> None:
        self._draw = lru_cache(maxsize=KEPT_PICTURES)(draw or ARTIST.draw)
        self._prepare = None if draw else ARTIST.get_ready
        # One thread waits for the artist, so that no picture is ever drawn twice at a time.
        self._waiter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="heygen-sandbox")

    def expect(self) -> None:
        """Let the artist get ready while a job takes its time."""
        if self._prepare:
            self._waiter.submit(self._prepare)

    async def picture(self, job: Job, index: int) -> bytes:
        """Return a picture of a job as PNG, drawn now unless it is still in memory."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._waiter, self._draw, job.attributes, job.id, index)
