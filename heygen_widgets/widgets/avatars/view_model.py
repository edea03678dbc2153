"""Avatars and looks as the browser gets them: rows for cards, with what can be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.models.groups import AvatarStatus, Training
from heygen_widgets.widgets.avatars.contract import GroupRow, LookRow

if TYPE_CHECKING:
    from datetime import datetime

    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook

_STATUS = {
    AvatarStatus.PENDING: "HeyGen is still making it",
    AvatarStatus.COMPLETED: "",
    AvatarStatus.FAILED: "HeyGen gave up on it",
}
_TRAINING = {
    Training.NOT_NEEDED: "",
    Training.NONE: "Not trained yet",
    Training.IN_PROGRESS: "In training",
    Training.READY: "",
    Training.FAILED: "The training failed",
}
_RENAMES = "v3"
"""The version that can rename, and imitate a look."""


def group_row(group: AvatarGroup) -> GroupRow:
    """Return an avatar as a card shows it."""
    return GroupRow(
        id=group.id,
        name=group.name or group.id,
        picture=group_picture(group.id) if group.preview_url else "",
        status=group.status.value,
        status_line=_STATUS[group.status] or _TRAINING[group.training],
        message=group.message or "",
        looks_count=group.looks_count,
        when=_when(group.created_at),
        training=group.training.value,
        api=group.api,
        can_generate=group.is_ready,
        can_rename=group.api == _RENAMES,
    )


def look_row(look: AvatarLook, badge: str = "") -> LookRow:
    """Return a look as a card shows it.

    Args:
        look: The look.
        badge: What a badge on its picture says.
    """
    return LookRow(
        id=look.id,
        group_id=look.group_id or "",
        name=look.name or look.id,
        picture=look_picture(look.id) if look.image_url or look.is_downloaded else "",
        alt=f"look {look.name or look.id}",
        status=look.status.value,
        status_line=_STATUS[look.status],
        message=look.message or "",
        badge=badge,
        api=look.api,
        is_look=True,
        can_rename=look.api == _RENAMES,
        can_imitate=look.api == _RENAMES and look.status is AvatarStatus.COMPLETED,
    )


def picture_row(image: AvatarImage, group_id: str, api: str, badge: str) -> LookRow:
    """Return a picture that was made of an avatar as a card shows it.

    Args:
        image: The picture. On v3 its key is the id of a look.
        group_id: The avatar.
        api: The version of HeyGen's API that made it.
        badge: What a badge on it says.
    """
    return LookRow(
        id=image.key,
        group_id=group_id,
        name=f"Picture {image.index + 1}",
        picture=image_picture(image.key),
        alt=f"new picture {image.index + 1}",
        status=AvatarStatus.COMPLETED.value,
        status_line="",
        message="",
        badge=badge,
        api=api,
        is_look=api == "v3",
        can_rename=False,
        can_imitate=False,
    )


def group_picture(group_id: str) -> str:
    """Return what the picture of an avatar is asked for by."""
    return f"group/{group_id}"


def look_picture(look_id: str) -> str:
    """Return what the picture of a look is asked for by."""
    return f"look/{look_id}"


def image_picture(key: str) -> str:
    """Return what the picture of an image key is asked for by."""
    return f"image/{key}"


def _when(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
