"""Reads the groups and looks of the account, with their pictures. HeyGen bills nothing for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from heygen_widgets.api.wire import EXPIRED
from heygen_widgets.avatars import given
from heygen_widgets.avatars.settling import every_look
from heygen_widgets.errors import HeyGenError, ImageUnavailable
from heygen_widgets.models.looks import AvatarLook, Looks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.api.avatars import Page
    from heygen_widgets.avatars.call import Call
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage


async def page_of_groups(call: Call, token: str | None) -> Page[AvatarGroup]:
    """Return a page of the account's groups."""
    return await call.free(call.avatars.groups(token))


async def with_previews(call: Call, groups: Sequence[AvatarGroup]) -> list[AvatarGroup]:
    """Return groups with their pictures."""
    return await asyncio.gather(*(_with_preview(call, group) for group in groups))


async def looks(call: Call, group: given.Given, *, download: bool) -> Looks:
    """Return all looks of a group, with their pictures if that is asked for."""
    found = await every_look(call, await given.group_id(call, group))
    return (
        Looks(await asyncio.gather(*(downloaded(call, each) for each in found)))
        if (download)
        else Looks(found)
    )


async def look(call: Call, wanted: given.Given, *, download: bool) -> AvatarLook:
    """Return one look as HeyGen has it now, with its picture if that is asked for."""
    found = await given.look(call, wanted)
    return await downloaded(call, found) if download else found


async def with_pictures(
    call: Call, looks: Sequence[AvatarLook], images: Sequence[AvatarImage]
) -> Looks:
    """Return looks with the pictures that they were made of, as far as these are here."""
    shown = [
        each.with_image(image) if image.is_downloaded else await downloaded(call, each)
        for each, image in zip(looks, images, strict=True)
    ]
    return Looks(shown)


async def downloaded(call: Call, wanted: AvatarLook) -> AvatarLook:
    """Return a look with its picture, or with the reason why there is none.

    A link that is too old is renewed: HeyGen gives another one to whoever asks.
    """
    if wanted.is_downloaded:
        return wanted
    try:
        return wanted.with_image(await picture_of(call, wanted))
    except ImageUnavailable as error:
        return wanted.with_image(replace(wanted.image, error=error))


async def picture_of(call: Call, wanted: AvatarLook) -> AvatarImage:
    """Return the picture of a look; HeyGen is asked for another link if that is too old.

    Raises:
        ImageUnavailable: It can't be had.
    """
    try:
        return await call.free(call.gateway.download(wanted.image))
    except ImageUnavailable as error:
        if wanted.image_url and error.status_code not in EXPIRED:
            raise
        try:
            fresh = await given.look(call, wanted)
        except HeyGenError:
            raise error from None
        if not fresh.image_url or fresh.image_url == wanted.image_url:
            raise
        return await call.free(call.gateway.download(fresh.image))


async def preview_of(call: Call, group: AvatarGroup) -> AvatarImage:
    """Return the picture that HeyGen shows of a group, as `picture_of` does.

    Raises:
        ImageUnavailable: It can't be had.
    """
    try:
        return await call.free(call.gateway.download(group.image))
    except ImageUnavailable as error:
        if group.preview_url and error.status_code not in EXPIRED:
            raise
        try:
            fresh = await call.free(call.avatars.group(group.id))
        except HeyGenError:
            raise error from None
        return await call.free(call.gateway.download(fresh.image))


async def _with_preview(call: Call, group: AvatarGroup) -> AvatarGroup:
    if not group.preview_url:
        return group
    try:
        return group.with_image(await call.free(call.gateway.download(group.image)))
    except ImageUnavailable as error:
        return group.with_image(replace(group.image, error=error))
