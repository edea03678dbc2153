"""Downloads the pictures of a run, each as soon as its link is known."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.api.wire import EXPIRED
from heygen_widgets.errors import ImageUnavailable

if TYPE_CHECKING:
    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage


@dataclass
class Downloader:
    """Downloads the pictures of one run while others of it are still being made.

    Args:
        gateway: The API.
        is_wanted: Whether anything is to be downloaded at all.
    """

    gateway: Gateway
    is_wanted: bool
    _tasks: dict[tuple[str, str], asyncio.Task[AvatarImage]] = field(
        default_factory=dict, init=False
    )

    def follow(self, record: Generation) -> Generation:
        """Start the downloads of new images; return the record with the images that are done."""
        for image in record.images if self.is_wanted else ():
            if not image.is_downloaded and _place(image) not in self._tasks:
                self._tasks[_place(image)] = asyncio.ensure_future(self._fetched(image))
        return self._with_done(record)

    async def finish(self, record: Generation, *, anew: bool = False) -> Generation:
        """Wait for all downloads, and return the record with its pictures.

        Args:
            record: The record.
            anew: Whether to repeat failed downloads, with the links that the record has now.
        """
        if anew:
            self._tasks = {at: task for at, task in self._tasks.items() if not _failed(task)}
        self.follow(record)
        if self._tasks:
            await asyncio.wait(self._tasks.values())
        return self._with_done(record)

    @property
    def are_pending(self) -> bool:
        """Whether pictures are still on their way."""
        return any(not task.done() for task in self._tasks.values())

    async def next_one(
        self, record: Generation, or_this: asyncio.Future[None] | None = None
    ) -> Generation:
        """Wait until a download has ended, and return the record with the pictures that are here.

        Args:
            record: The record.
            or_this: What else ends the wait.
        """
        pending: set[asyncio.Future[Any]] = {or_this} if or_this else set()
        pending |= {task for task in self._tasks.values() if not task.done()}
        if pending:
            await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        return self._with_done(record)

    async def stop(self) -> None:
        """Cancel the downloads that have not finished."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _fetched(self, image: AvatarImage) -> AvatarImage:
        """Return the image with its bytes, or with the reason why it has none."""
        try:
            return await self.gateway.download(image)
        except ImageUnavailable as error:
            return replace(image, error=error)

    def _with_done(self, record: Generation) -> Generation:
        return replace(record, images=tuple(map(self._done, record.images)))

    def _done(self, image: AvatarImage) -> AvatarImage:
        task = self._tasks.get(_place(image))
        if image.is_downloaded or task is None or not task.done() or task.cancelled():
            return image
        return task.result().at(image.index, image.generation_id)


def has_expired(image: AvatarImage) -> bool:
    """Return whether an image is missing because its link is too old."""
    return image.error is not None and image.error.status_code in EXPIRED


def _failed(task: asyncio.Task[AvatarImage]) -> bool:
    return task.done() and not task.cancelled() and task.result().error is not None


def _place(image: AvatarImage) -> tuple[str, str]:
    return image.key, image.url
