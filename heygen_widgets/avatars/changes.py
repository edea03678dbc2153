"""Renames and deletes groups and looks, and uploads photos. HeyGen bills nothing for it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.avatars import given
from heygen_widgets.avatars.pictures import is_photo, read_photo
from heygen_widgets.avatars.settling import every_look
from heygen_widgets.errors import ConfigurationError, NotFound, NotOffered
from heygen_widgets.models.groups import AvatarGroup

if TYPE_CHECKING:
    from heygen_widgets.avatars.call import Call
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook

log = logging.getLogger("heygen_widgets")

LOOK_RENAMED = (
    "HeyGen's v3 renames looks only, so it is the look that has the new name. The avatar's own "
    "name can be changed in HeyGen's app."
)

_INSTEAD_OF_RENAMING = (
    "Nothing was sent and nothing is billed. Rename it in HeyGen's app, or delete it and make it "
    "anew under the other name."
)


async def rename(call: Call, wanted: given.Given, name: str) -> AvatarGroup | AvatarLook:
    """Give a group or a look another name.

    Raises:
        NotOffered: It is v2; nothing was sent.
        HeyGenError: HeyGen knows no such thing, or can't be asked.
    """
    if call.api == "v2":
        raise NotOffered("HeyGen's v2 can't rename an avatar or a look.", _INSTEAD_OF_RENAMING)
    found = await _group_or_look(call, wanted)
    if isinstance(found, AvatarGroup):
        return await _renamed_group(call, found.id, name)
    return await call.free(call.avatars.rename_look(found.id, name))


async def renamed_look(call: Call, group_id: str, look: AvatarLook, name: str) -> AvatarGroup:
    """Rename the group of a look, or the look if that is refused; return the group.

    The group's `message` says so where only the look has the name.
    """
    try:
        return await call.free(call.avatars.rename_group(group_id, name))
    except NotOffered:
        await call.free(call.avatars.rename_look(look.id, name))
        log.info("%s", LOOK_RENAMED)
        group = await call.free(call.avatars.group(group_id))
        return replace(group, message=LOOK_RENAMED)


async def _renamed_group(call: Call, group_id: str, name: str) -> AvatarGroup:
    looks = await every_look(call, group_id)
    if not looks:
        return await call.free(call.avatars.rename_group(group_id, name))
    return await renamed_look(call, group_id, looks[0], name)


async def delete(call: Call, wanted: given.Given, *, confirm: bool) -> None:
    """Delete a group with its looks, or a look, from the account.

    Raises:
        ConfigurationError: ``confirm`` is not True, or it can't be told which is meant.
        HeyGenError: HeyGen knows no such thing, or can't be asked.
    """
    found = await _group_or_look(call, wanted)
    if isinstance(found, AvatarGroup):
        ids = [look.id for look in await every_look(call, found.id)]
        what = f"the avatar {found.name!r} ({found.id}) with its {len(ids)} looks"
    else:
        ids = [found.id]
        what = f"the look {found.name!r} ({found.id})"
    if confirm is not True:
        raise ConfigurationError(
            f"This would delete {what} from your HeyGen account, for good.",
            "Nothing was deleted. If you mean it: confirm=True.",
        )
    if isinstance(found, AvatarGroup):
        await call.free(call.avatars.delete_group(found.id))
    else:
        await call.free(call.avatars.delete_look(found.id))
    await call.recorder.leave_out_looks(ids)


async def upload(call: Call, photo: Any) -> AvatarImage:  # noqa: ANN401 - as `read_photo`
    """Upload a photo of one's own, and return it with the key that groups and looks take.

    Raises:
        ConfigurationError: It can't be read, or is not an image.
        HeyGenError: HeyGen refused it, or can't be reached.
    """
    given_photo = photo
    if isinstance(photo, str):
        from pathlib import Path  # noqa: PLC0415 - as `AvatarImage.save` takes a text as a path

        given_photo = Path(photo)
    if not is_photo(given_photo):
        raise ConfigurationError(
            f"A photo is needed, not {type(photo).__name__}.",
            "Nothing was sent. Give its path, its bytes, or a PIL image.",
        )
    image = await call.free(read_photo(given_photo))
    sent = await call.free(call.avatars.upload(image.bytes, image.mime_type))
    return replace(image, key=sent.key, url=sent.url, api=call.api)


async def _group_or_look(call: Call, wanted: given.Given) -> AvatarGroup | AvatarLook:
    """Return the group or the look that is meant.

    Raises:
        ConfigurationError: It may be either.
    """
    if isinstance(wanted, AvatarGroup):
        return wanted
    if not isinstance(wanted, str):
        # A record leads to its look; anything else is refused.
        return await given.look(call, wanted)
    wanted = given.text(wanted, "an avatar or a look")
    try:
        group = await call.free(call.avatars.group(wanted))
    except NotFound:
        return await given.look(call, wanted)
    if call.api == "v2":
        # The first look of a group has the id of the group.
        raise ConfigurationError(
            f"{wanted!r} is the id of the avatar {group.name!r}, and of its first look.",
            "Nothing was done. Say which you mean: await heygen.group(id), or "
            "await heygen.look(id).",
        )
    return group
