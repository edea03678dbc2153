"""Groups, looks and pictures as a panel shows them: pure functions from records to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.models.groups import AvatarStatus, Training
from heygen_widgets.widgets.avatars.contract import GroupRow, LookRow

if TYPE_CHECKING:
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook

_STATUSES = {
    AvatarStatus.PENDING: "HeyGen is at work on it",
    AvatarStatus.COMPLETED: "",
    AvatarStatus.FAILED: "HeyGen gave up on it",
}
_TRAININGS = {
    Training.NONE: "Not trained yet",
    Training.IN_PROGRESS: "Being trained",
    Training.FAILED: "The training failed",
}


def group_row(group: AvatarGroup) -> GroupRow:
    """Return a group as a card shows it."""
    said = (_STATUSES[group.status], _TRAININGS.get(group.training, ""))
    return GroupRow(
        id=group.id,
        name=group.name or group.id,
        picture=f"group {group.id}" if group.preview_url else "",
        status=group.status.value,
        status_line=" · ".join(filter(None, said)),
        message=group.message or "",
        looks_count=group.looks_count,
        when=group.created_at.isoformat() if group.created_at else "",
        training=group.training.value,
        api=group.api,
        can_generate=group.is_ready,
        can_rename=group.api != "v2",
    )


def look_row(look: AvatarLook, badge: str = "") -> LookRow:
    """Return a look as a card shows it.

    Args:
        look: The look.
        badge: What a badge on its picture says.
    """
    name = look.name or look.id
    return LookRow(
        id=look.id,
        group_id=look.group_id or "",
        name=name,
        picture=f"look {look.id}" if look.is_downloaded or look.image_url else "",
        alt=f"the look {name}",
        status=look.status.value,
        status_line=_STATUSES[look.status],
        message=look.message or "",
        badge=badge,
        api=look.api,
        is_look=True,
        can_rename=look.api != "v2",
        can_imitate=False,
    )


def picture_row(image: AvatarImage, *, api: str, badge: str = "") -> LookRow:
    """Return a picture that is no look yet as a card shows it.

    Args:
        image: The picture.
        api: The version of HeyGen's API that made it.
        badge: What a badge on it says.
    """
    return LookRow(
        id=image.key,
        group_id="",
        name=f"Picture {image.index + 1}",
        picture=f"picture {image.key}" if image.is_downloaded else "",
        alt=image.alt,
        status=AvatarStatus.COMPLETED.value,
        status_line="",
        message=str(image.error) if image.error else "",
        badge=badge,
        api=api,
        is_look=False,
        can_rename=False,
        can_imitate=False,
    )
