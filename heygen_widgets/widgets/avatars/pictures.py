"""Small copies of the pictures of avatars and looks, each fetched when it comes into sight."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from heygen_widgets.errors import HeyGenError
from heygen_widgets.media.small_copies import small_copy
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.avatars import view_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.widgets.screen import Shows

AT_ONCE = 4
"""How many pictures are downloaded at the same time."""
KEPT = 240
"""How many copies stay in memory: some 5 MB."""


class AvatarPictures:
    """Sends the browser the pictures that it asks for.

    Args:
        screen: The widget.
        client: Who serves; another client has other pictures.

    Attributes:
        copies: Small copies by what they are asked for by, the latest ones.
    """

    def __init__(self, screen: Shows, client: HeyGen) -> None:
        self._screen = screen
        self._client = client
        self._shown: dict[str, AvatarGroup | AvatarLook | AvatarImage] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.copies: dict[str, bytes] = {}

    def know_group(self, group: AvatarGroup) -> None:
        """Keep where the picture of an avatar is."""
        self._shown[view_model.group_picture(group.id)] = group

    def know_look(self, look: AvatarLook) -> None:
        """Keep the picture of a look, or where it is."""
        self._shown[view_model.look_picture(look.id)] = look

    def know_image(self, image: AvatarImage) -> None:
        """Keep a picture that was made of an avatar."""
        self._shown[view_model.image_picture(image.key)] = image

    async def show(self, wanted: Iterable[str]) -> None:
        """Send pictures to the browser, each as soon as it is here; unknown ones are left out."""
        known = [picture for picture in wanted if picture in self._shown]
        await asyncio.gather(*map(self._show, known))

    async def _show(self, picture: str) -> None:
        copy, problem = self.copies.get(picture, b""), ""
        if not copy:
            try:
                copy = await self._copy(picture)
            except HeyGenError as error:
                problem = error.what
        said = {"pictures": [picture], "problems": [problem]}
        self._screen.tell("pictures", said, buffers=[copy])

    async def _copy(self, picture: str) -> bytes:
        async with self._slots:
            data = await self._bytes(picture)
        copy = await worker_threads.shrink(small_copy, data)
        self.copies[picture] = copy
        for old in [*self.copies][:-KEPT]:
            del self.copies[old]
        return copy

    async def _bytes(self, picture: str) -> bytes:
        shown = self._shown[picture]
        image = shown if isinstance(shown, AvatarImage) else shown.image
        return image.bytes if image.is_downloaded else await self._client.download(shown)
