"""`Avatars`: the groups and looks of an account, for the rest of the package."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.api import avatar_fields, avatars_v2, avatars_v3
from heygen_widgets.api.avatars import PAGE, AvatarWire, Page, Upload, listed
from heygen_widgets.errors import HeyGenError, InvalidAttributes, NotFound, NotOffered
from heygen_widgets.models.groups import AvatarGroup, Training
from heygen_widgets.runtime import worker_threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from heygen_widgets.api.wire import Reply, Request
    from heygen_widgets.models.looks import AvatarLook

T = TypeVar("T")

AVATAR_WIRES: dict[str, AvatarWire] = {"v2": avatars_v2, "v3": avatars_v3}
"""Version to the module with its requests and replies about groups and looks."""

_TAKEN = frozenset({"image/png", "image/jpeg"})
# HTTP statuses of a route that doesn't take what was sent.
_NOT_TAKEN = frozenset({400, 404, 405, 422})


class Avatars:
    """The account's own groups and looks. Nothing here is billed; all of it is repeated on errors.

    Args:
        version: ``v2`` or ``v3``.
        ask: Sends a request that may be repeated, and returns the reply.
    """

    def __init__(self, version: str, ask: Callable[[Request], Awaitable[Reply]]) -> None:
        self._wire = AVATAR_WIRES[version]
        self._ask = ask

    async def groups(self, token: str | None = None, limit: int = PAGE) -> Page[AvatarGroup]:
        """Return a page of the account's own groups. On v2, the only page has them all.

        Args:
            token: The page before's token; None for the first page.
            limit: How many at most, 1 to 50 (v3).

        Raises:
            HeyGenError: There is no answer, or it is an error.
        """
        reply = await self._ask(self._wire.groups_request(token, limit))
        return _without_circle(self._wire.read_groups(reply), token)

    async def looks(self, group_id: str, token: str | None = None) -> Page[AvatarLook]:
        """Return a page of the looks of a group. On v2, the only page has them all.

        Args:
            group_id: The group.
            token: The page before's token; None for the first page.

        Raises:
            NotFound: HeyGen knows no such group.
            HeyGenError: There is no answer, or it is another error.
        """
        reply = await self._ask(self._wire.looks_request(group_id, token))
        return _without_circle(self._wire.read_looks(reply, group_id), token)

    async def group(self, group_id: str) -> AvatarGroup:
        """Return a group, with the status of its training.

        v2 has no route for one group, and its list may miss some: of those, the looks tell.

        Raises:
            NotFound: HeyGen knows no such group.
            HeyGenError: There is no answer, or it is another error.
        """
        reply = await self._ask(self._wire.group_request(group_id))
        group = self._wire.read_group(reply, group_id) or await self._of_looks(group_id)
        if group.training is Training.NOT_NEEDED:
            return group
        training, message = await self.training(group_id)
        if training is Training.NONE:
            return group
        return replace(group, training=training, message=message or group.message)

    async def look(
        self, look_id: str, *, group_id: str | None = None, name: str = ""
    ) -> AvatarLook:
        """Return a look with a fresh link to its picture.

        The id of a look of v3 doesn't last. One that is gone is looked for in its group, if that is
        known: it is the look with the same id, else the only one, else the only one of that name.

        Args:
            look_id: The look.
            group_id: Its group; None if unknown.
            name: Its name; empty if unknown.

        Raises:
            NotFound: HeyGen knows no such look, and it can't be told which one of its group it is.
            HeyGenError: There is no answer, or it is another error.
        """
        try:
            found = self._wire.read_look(await self._ask(self._wire.look_request(look_id)))
        except NotFound as gone:
            same = await self._in_group(look_id, group_id, name) if group_id else None
            if same is None:
                raise _unknown_look(gone) from None
            return same
        return found if found.group_id else replace(found, group_id=group_id)

    async def training(self, group_id: str) -> tuple[Training, str | None]:
        """Return how the training of a group stands, and HeyGen's reason if it gives one.

        A group of which HeyGen has no training was never trained.

        Raises:
            HeyGenError: There is no answer, or it is an error.
        """
        request = self._wire.training_request(group_id)
        if request is None:
            return Training.NOT_NEEDED, None
        try:
            return self._wire.read_training(await self._ask(request))
        except (NotFound, InvalidAttributes):
            return Training.NONE, None

    async def rename_group(self, group_id: str, name: str) -> AvatarGroup:
        """Rename a group, and return it as it stands then.

        HeyGen documents this for no version. v3 is asked for it, and the group is read again.

        Raises:
            NotOffered: HeyGen's version can't: v2 sends nothing, v3 refused the name or ignored it.
            NotFound: HeyGen knows no such group.
            HeyGenError: There is no answer, or it is another error.
        """
        request = self._wire.rename_group_request(group_id, name)
        try:
            avatar_fields.check_done(await self._ask(request))
        except HeyGenError as error:
            if error.status_code not in _NOT_TAKEN:
                raise
            refused: HeyGenError | None = error
        else:
            refused = None
        group = await self.group(group_id)
        if refused is None and group.name == name:
            return group
        raise NotOffered(
            "HeyGen didn't rename the avatar.",
            "Nothing is billed. Rename its look instead, or the avatar in HeyGen's app.",
            status_code=refused.status_code if refused else None,
            code=refused.code if refused else None,
            request_id=refused.request_id if refused else None,
        )

    async def rename_look(self, look_id: str, name: str) -> AvatarLook:
        """Rename a look (v3), and return it.

        Raises:
            NotOffered: It is v2; nothing was sent.
            NotFound: HeyGen knows no such look.
            HeyGenError: There is no answer, or it is another error.
        """
        request = self._wire.rename_look_request(look_id, name)
        try:
            avatar_fields.check_done(await self._ask(request))
        except NotFound as gone:
            raise _unknown_look(gone) from None
        # What is read just after a change may be older.
        return replace(await self.look(look_id), name=name)

    async def delete_group(self, group_id: str) -> None:
        """Delete a group with all its looks.

        Raises:
            NotFound: HeyGen knows no such group.
            HeyGenError: There is no answer, or it is another error.
        """
        await self._delete(self._wire.delete_group_request(group_id))

    async def delete_look(self, look_id: str) -> None:
        """Delete a look; on v3, the last look of a group takes the group with it.

        Raises:
            NotFound: HeyGen knows no such look.
            HeyGenError: There is no answer, or it is another error.
        """
        await self._delete(self._wire.delete_look_request(look_id))

    async def upload(self, data: bytes, mime_type: str) -> Upload:
        """Upload a picture. What isn't a PNG or a JPEG, such as WebP, becomes a PNG first.

        Args:
            data: The picture's bytes.
            mime_type: Its type, as read from the bytes: HeyGen refuses a file whose type is a lie.

        Raises:
            ImageUnavailable: It must be converted, and the bytes are not an image; nothing was
                sent.
            InvalidAttributes: It has more bytes than HeyGen takes (v3); nothing was sent.
            HeyGenError: HeyGen refused the picture, or can't be reached.
        """
        if mime_type not in _TAKEN:
            from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

            data, mime_type = await worker_threads.decode(imaging.for_upload, data)
        return self._wire.read_upload(await self._ask(self._wire.upload_request(data, mime_type)))

    async def _delete(self, request: Request) -> None:
        reply = await self._ask(request)
        try:
            avatar_fields.check_done(reply)
        except NotFound:
            # An earlier try, whose answer was lost, has done it.
            if not reply.follows_lost:
                raise

    async def _of_looks(self, group_id: str) -> AvatarGroup:
        page = await self.looks(group_id)
        if not page.items:
            raise NotFound(f"HeyGen lists no avatar with the id {group_id}.")
        first = page.items[0]
        return AvatarGroup(
            id=group_id,
            name=first.name,
            looks_count=len(page.items) if page.token is None else None,
            preview_url=first.image_url,
            created_at=first.created_at,
            api=first.api,
        )

    async def _in_group(self, look_id: str, group_id: str, name: str) -> AvatarLook | None:
        try:
            looks = [look async for look in listed(functools.partial(self.looks, group_id))]
        except NotFound:
            return None
        same = [look for look in looks if look.id == look_id]
        named = [look for look in looks if name and look.name == name]
        choices = (same, looks, named)
        return next((choice[0] for choice in choices if len(choice) == 1), None)


def _without_circle(page: Page[T], token: str | None) -> Page[T]:
    """Return the page; as the last one if it leads to itself, which would never end."""
    return replace(page, token=None) if page.token == token else page


def _unknown_look(error: NotFound) -> NotFound:
    """Return the error with what the id of a look is, which is often mistaken for another."""
    error.advice = (
        "Asking costs nothing. A look has an id of its own, which is not that of its group or of "
        "a generation; on v3 it may change, so look for it among the looks of its group."
    )
    return error
