"""Draws pictures on request, off the event loop, and keeps the latest in memory."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from heygen_widgets.sandbox.portraits.draw_process import DrawProcess, DrawQueue

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.server.resources import Job

    Draw: TypeAlias = Callable[[AvatarAttributes, str, int], bytes]

CACHE_SIZE = 64
"""How many pictures stay in memory; each has about half a megabyte."""

DRAW_PROCESS = DrawProcess()
"""Shared by all sandboxes of this process, because starting it takes seconds."""


class PictureCache:
    """The pictures of a sandbox.

    Args:
        draw: Draws the picture of some attributes, a generation id and an index; by default in
            `DRAW_PROCESS`.
    """

    def __init__(self, draw: Draw | None = None) -> None:
        self._draw = lru_cache(maxsize=CACHE_SIZE)(_any_form(draw) if draw else DRAW_PROCESS.draw)
        self._start_process = None if draw else DRAW_PROCESS.start
        # One after the other, so that two requests for a picture don't draw it twice.
        self._queue = DrawQueue()

    def warm_up(self) -> None:
        """Start the drawing process in the background, before the first picture is asked for."""
        if self._start_process:
            self._queue.start(self._start_process)

    async def get(self, job: Job, index: int) -> bytes:
        """Return a picture of a job, and draw it unless it is still in memory."""
        known = (job.identity,) if job.identity else ()
        return await self._queue.run(
            self._draw, job.attributes, job.id, index, job.picture_form, *known
        )


def _any_form(draw: Draw) -> Callable[..., bytes]:
    """Let a function draw that knows one format only, and no one person."""
    return lambda attributes, generation_id, index, *_: draw(attributes, generation_id, index)
