"""`ShownAvatar`: the group that a panel shows, its looks, and what was generated of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.models.groups import AvatarStatus
from heygen_widgets.widgets.avatars import view_model
from heygen_widgets.widgets.avatars.pictures import AvatarPictures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook, Looks
    from heygen_widgets.widgets.avatars.contract import LookRow
    from heygen_widgets.widgets.avatars.panel import AvatarPanel

SETTLES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0)
"""Seconds between looks at an avatar of which something is still pending: that takes seconds."""

NEW = "New"
NO_LOOK = "Not in the avatar yet"


RUNS = 6
"""Of how many runs pictures are found again that are no looks yet."""


@dataclass(frozen=True)
class AvatarReading:
    """An avatar as HeyGen has it, and as the history knows it.

    Attributes:
        group: The group.
        looks: Its looks; their pictures are not fetched.
        runs: The latest runs that made new looks of it. None on v3: there they are among its looks.
    """

    group: AvatarGroup
    looks: Looks
    runs: list[Generation]


async def read_avatar(
    client: HeyGen, group_id: str, shown: Callable[[], AvatarGroup | None]
) -> AvatarReading | None:
    """Ask for an avatar, and again if a newer record of it is shown by the time of the answer.

    Such as that of a training that has ended meanwhile.

    Args:
        client: Who is asked.
        group_id: The id of the group.
        shown: Returns the record that is shown now; None for none.

    Returns:
        None if it is shown no more.

    Raises:
        HeyGenError: HeyGen can't be asked, or the group is gone.
    """
    while True:
        before = shown()
        group = await client.group(group_id)
        looks = await client.looks(group, download=False)
        runs = [] if group.api == "v3" else (await client.look_runs(group))[:RUNS]
        now = shown()
        if now is before:
            return AvatarReading(group, looks, runs)
        if now is None or now.id != group_id:
            return None


class ShownAvatar:
    """Reads an avatar, and shows it.

    Args:
        panel: The widget.
        client: Who is asked.

    Attributes:
        group: The group; None as long as there is none.
        looks: Its looks, as far as they were read.
        pictures: Sends the browser the pictures that it asks for.
    """

    def __init__(self, panel: AvatarPanel, client: HeyGen) -> None:
        self.group: AvatarGroup | None = None
        self.looks: tuple[AvatarLook, ...] = ()
        self.pictures = AvatarPictures(panel, client)
        self._runs: dict[str, Generation] = {}
        self._added: set[str] = set()
        self._panel = panel
        self._client = client

    def put(self, group: AvatarGroup | None) -> None:
        """Show a group; what belongs to another one goes.

        A record from before it was ready changes nothing: the form for new looks would close.
        """
        if group is None or self.group is None or group.id != self.group.id:
            self.looks, self._runs = (), {}
            self._added.clear()
        elif self.group.is_ready and not group.is_ready:
            return
        self.group = group
        self.show()

    def add_run(self, record: Generation) -> None:
        """Show the pictures of a run that makes new looks of the group."""
        if self.group is not None and record.group_id in {None, self.group.id}:
            self._runs[str(record.run_id)] = record
            self.show()

    def forget(self, images: Iterable[AvatarImage]) -> None:
        """Leave out pictures that became looks: they come back as such."""
        self._added |= {image.key for image in images}

    async def read(self) -> None:
        """Ask HeyGen for the group and its looks, and show them.

        Raises:
            HeyGenError: HeyGen can't be asked, or the group is gone.
        """
        if self.group is None:
            return
        found = await read_avatar(self._client, self.group.id, lambda: self.group)
        if found is None:
            return
        self.group, self.looks = found.group, tuple(found.looks)
        for record in found.runs:
            self._runs.setdefault(str(record.run_id), record)
            self._added |= {look.image_key for look in record.looks}
        self.show()

    async def settle(self) -> None:
        """Read the avatar until nothing of it is pending, within a bound.

        Raises:
            HeyGenError: As in `read`.
        """
        for seconds in SETTLES:
            if not self._is_pending:
                return
            await asyncio.sleep(seconds)
            await self.read()

    def show(self) -> None:
        """Show the avatar as it is known."""
        rows = [*self._rows()] if self.group else []
        for look in self.looks:
            self.pictures.know_look(look)
        for image in self._images():
            self.pictures.know_image(image)
        self._panel.show(
            group=dict(view_model.group_row(self.group)) if self.group else None,
            look_rows=[dict(row) for row in rows],
        )

    def images(self, keys: Sequence[str]) -> list[AvatarImage]:
        """Return the pictures that were made of the avatar, by their keys."""
        made = {image.key: image for image in self._images()}
        return [made[key] for key in keys if key in made]

    def look(self, look_id: str) -> AvatarLook | None:
        """Return a look by its id; None if it isn't shown."""
        return next((look for look in self.looks if look.id == look_id), None)

    def _rows(self) -> Iterator[LookRow]:
        new = {image.key for image in self._images()}
        for look in self.looks:
            yield view_model.look_row(look, NEW if new & {look.id, look.image_key} else "")
        # A picture that became a look stands here once.
        known = self._added.union(*((look.id, look.image_key) for look in self.looks))
        for record in self._runs.values():
            badge = NEW if record.api == "v3" else NO_LOOK
            for image in record.images:
                if image.key and image.key not in known:
                    yield view_model.picture_row(image, self._group_id, record.api, badge)

    def _images(self) -> list[AvatarImage]:
        return [image for record in self._runs.values() for image in record.images]

    @property
    def _group_id(self) -> str:
        return self.group.id if self.group else ""

    @property
    def _is_pending(self) -> bool:
        pending = AvatarStatus.PENDING
        return self.group is not None and (
            self.group.status is pending or any(look.status is pending for look in self.looks)
        )
