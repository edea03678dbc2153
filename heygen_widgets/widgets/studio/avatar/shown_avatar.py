"""`ShownAvatar`: the group that a panel shows, its looks, and what was generated of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media.small_copies import small_copy
from heygen_widgets.models.groups import AvatarStatus
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.studio.avatar import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.widgets.avatars.contract import LookRow

SETTLES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0)
"""Seconds between looks at an avatar of which something is still pending: that takes seconds."""


class ShownAvatar:
    """Reads an avatar, and shows it.

    Args:
        show: Shows traits of the panel.
        tell: Calls a function in the browser.

    Attributes:
        group: The group; None as long as there is none.
        looks: Its looks, as far as they were read.
    """

    def __init__(self, show: Callable[..., object], tell: Callable[..., object]) -> None:
        self.group: AvatarGroup | None = None
        self.looks: tuple[AvatarLook, ...] = ()
        self._made: dict[str, Generation] = {}
        self._given: tuple[AvatarImage, ...] = ()
        self._groups: dict[str, AvatarGroup] = {}
        self._show = show
        self._tell = tell

    def put(self, group: AvatarGroup | None) -> None:
        """Show a group; what belongs to another one goes."""
        if group is None or self.group is None or group.id != self.group.id:
            self.looks, self._made = (), {}
        self.group = group
        self.show()

    def give(self, images: Iterable[AvatarImage], groups: Sequence[AvatarGroup] = ()) -> None:
        """Know the pictures that a step is about, and the groups that are to choose from."""
        self._given = tuple(images)
        self._groups = {group.id: group for group in groups}

    def add_made(self, record: Generation) -> None:
        """Show the pictures of a run that makes new looks of the group."""
        if self.group is not None and record.group_id in {None, self.group.id}:
            self._made[record.run_id or ""] = record
            self.show()

    async def read(self, client: HeyGen) -> None:
        """Ask HeyGen for the group and its looks, and show them.

        Raises:
            HeyGenError: HeyGen can't be asked, or the group is gone.
        """
        if self.group is None:
            return
        group_id = self.group.id
        group = await client.group(group_id)
        looks = await client.looks(group)
        if self.group is not None and self.group.id == group_id:
            self.group, self.looks = group, tuple(looks)
            self.show()

    async def settle(self, client: HeyGen) -> None:
        """Read the avatar until nothing of it is pending, within a bound.

        Raises:
            HeyGenError: As in `read`.
        """
        for seconds in SETTLES:
            if not self._is_pending:
                return
            await asyncio.sleep(seconds)
            await self.read(client)

    def show(self) -> None:
        """Show the avatar as it is known."""
        group = self.group
        self._show(
            group=dict(rows.group_row(group)) if group else None,
            look_rows=[dict(row) for row in self._rows()] if group else [],
        )

    def images(self, keys: Sequence[str]) -> list[AvatarImage]:
        """Return the pictures that were made of the avatar, by their keys."""
        made = {image.key: image for image in self._new_images()}
        return [made[key] for key in keys if key in made]

    def look(self, look_id: str) -> AvatarLook | None:
        """Return a look by its id; None if it isn't shown."""
        return next((look for look in self.looks if look.id == look_id), None)

    async def send_pictures(self, client: HeyGen, wanted: Sequence[str]) -> None:
        """Send small copies of pictures to the browser, each as soon as it is here."""
        await asyncio.gather(*(self._send(client, name) for name in wanted))

    async def _send(self, client: HeyGen, name: str) -> None:
        data, problem = b"", ""
        try:
            data = await self._copy(client, name)
        except ImageUnavailable as error:
            problem = str(error)
        self._tell("pictures", {"pictures": [name], "problems": [problem]}, buffers=[data])

    async def _copy(self, client: HeyGen, name: str) -> bytes:
        image = self._image(name)
        if image is None:
            raise ImageUnavailable("It is no longer here.", "")
        if not image.is_downloaded:
            return await worker_threads.shrink(small_copy, await client.download(image))
        return await worker_threads.shrink(_copy_of, image)

    def _image(self, name: str) -> AvatarImage | None:
        kind, _, key = name.partition(" ")
        known: dict[str, AvatarImage] = {}
        if kind == "look":
            known = {look.id: look.image for look in self.looks}
        elif kind == "group":
            known = {group.id: group.image for group in self._groups.values()}
        elif kind == "picture":
            known = {image.key: image for image in (*self._given, *self._new_images())}
        return known.get(key)

    def _rows(self) -> list[LookRow]:
        new = {image.key for image in self._new_images()}
        looks = [
            rows.look_row(look, "New" if new & {look.id, look.image_key} else "")
            for look in self.looks
        ]
        # A picture that became a look stands here once.
        known = {key for look in self.looks for key in (look.id, look.image_key)}
        made: list[Any] = [
            rows.picture_row(image, api=record.api, badge="New")
            for record in self._made.values()
            for image in record.images
            if image.key and image.key not in known
        ]
        return [*looks, *made]

    def _new_images(self) -> list[AvatarImage]:
        return [image for record in self._made.values() for image in record.images]

    @property
    def _is_pending(self) -> bool:
        pending = AvatarStatus.PENDING
        return self.group is not None and (
            self.group.status is pending or any(look.status is pending for look in self.looks)
        )


def _copy_of(image: AvatarImage) -> bytes:
    return small_copy(image.bytes)
