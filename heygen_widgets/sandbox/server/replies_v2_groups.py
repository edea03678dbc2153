"""The bodies of v2's replies about groups, looks and training, down to the null fields.

Their form is that of HeyGen's reference. Where it is silent (what deletion answers, a group that
was never trained) the sandbox makes a choice, and a client should survive others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.sandbox.server.resources import Asset
from heygen_widgets.sandbox.server.training import FAILURE

if TYPE_CHECKING:
    from heygen_widgets.sandbox.server.resources import Group, Look, Training

_NOT_UPLOADED = "Photo avatar look upload not completed"

RENAMED_FIELDS = {"preview_image_url": "preview_image"}
"""Fields of groups in lists that sources name differently: as here, and as elsewhere."""


def look_data(look: Look, status: str, url: str, created_at: float) -> dict[str, Any]:
    """Return the data of a look.

    Args:
        look: The look.
        status: ``pending``, ``completed`` or ``failed``.
        url: The link to its picture; empty if it has none.
        created_at: When it was made, in seconds since 1970.
    """
    is_completed = status == "completed"
    return {
        "id": look.present_id,
        "image_url": url,
        "created_at": created_at,
        "name": look.name,
        "status": status,
        "group_id": look.group.id,
        "is_motion": False,
        "motion_preview_url": None,
        "business_type": "uploaded" if isinstance(look.source, Asset) else "generated",
        "upscale_availability": {
            "available": is_completed,
            "reason": None if is_completed else _NOT_UPLOADED,
        },
        "upscaled": False,
        "background_sound_effect": None,
    }


def group_data(group: Group, url: str, train_status: str) -> dict[str, Any]:
    """Return the data of a group in a list.

    Args:
        group: The group.
        url: The link to the picture of its first look; empty if it has none.
        train_status: ``empty``, ``pending``, ``ready`` or ``failed``.
    """
    return {
        "id": group.id,
        "name": group.name,
        "created_at": group.created_at,
        "num_looks": group.looks_count,
        "preview_image_url": url,
        "group_type": "PUBLIC_PHOTO" if group.is_public else "PRIVATE",
        "train_status": None if group.is_public else train_status,
    }


def group_list_data(groups: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the data of a list of groups."""
    return {"total_count": len(groups), "avatar_group_list": groups}


def training_started_data(training: Training, count: int) -> dict[str, Any]:
    """Return the data of the reply to a request to train; it has an envelope of v1 in it.

    Args:
        training: The training.
        count: How many looks the group has.
    """
    return {"code": 100, "data": {"num_of_photar": count, "flow_id": training.flow_id}}


def training_data(status: str, training: Training | None) -> dict[str, Any]:
    """Return the data of the status of a training."""
    return {
        "status": status,
        "error_msg": FAILURE if status == "failed" else None,
        "created_at": training.created_at if training else None,
        "updated_at": None,
    }
