"""The bodies of v3's replies, down to the null fields.

Keys are those of HeyGen's reference and of its command line tool. Where they are silent (when
``gender`` is set, what ``auto_reload`` contains, a look without its image) the sandbox makes a
choice, and a client should survive others.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from heygen_widgets.models.attributes import Orientation
from heygen_widgets.sandbox.portraits.undrawn import undrawn_notice
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.image_size import image_size
from heygen_widgets.sandbox.server.resources import Asset

if TYPE_CHECKING:
    from heygen_widgets.sandbox.server.resources import Group, Look

ERROR_DOCS_URL = "https://developers.heygen.com/docs/error-codes"

LOOK_FAILURE = {
    "code": "internal_error",
    "message": "The avatar could not be generated. Please try another prompt.",
}
"""The error of a failed look."""

OUT_OF_CREDIT = ApiError(
    HTTPStatus.OK,
    "insufficient_credit",
    "Insufficient credit. The account ran out of credit while the avatar was made.",
)
"""The error of a look that fails for lack of credit; it replaces the look, with HTTP 200."""

NOTICE = "sandbox_notice"
"""A field that HeyGen's looks don't have: what of the prompt the sandbox can't draw, in words."""

REJECTED_PROMPT = ApiError(
    HTTPStatus.BAD_REQUEST,
    "content_policy_violation",
    "The prompt violates the content policy.",
    "prompt",
)
"""The error for a prompt that moderation rejects."""

IMAGE_SHAPES = {
    Orientation.SQUARE: ("square", 1024, 1024),
    Orientation.HORIZONTAL: ("landscape", 1376, 768),
    Orientation.VERTICAL: ("portrait", 768, 1376),
}
"""v3's name for each orientation, and the width and height of its images."""


def success_body(data: dict[str, Any]) -> dict[str, Any]:
    """Return the envelope of success."""
    return {"data": data}


def list_body(items: list[dict[str, Any]], next_token: str | None = None) -> dict[str, Any]:
    """Return the envelope of a page of a list; the last page has no token of a next one."""
    return {"data": items, "has_more": next_token is not None, "next_token": next_token}


def error_body(error: ApiError) -> dict[str, Any]:
    """Return the envelope of an error."""
    param = {"param": error.param} if error.param else {}
    url = f"{ERROR_DOCS_URL}#{error.code}"
    return {"error": {"code": error.code, "message": error.message, **param, "doc_url": url}}


def look_data(look: Look, status: str, url: str | None = None) -> dict[str, Any]:
    """Return the data of a look.

    Args:
        look: The look.
        status: Its status.
        url: The link to its image, once it has one; only then the data include the image's size,
            and in `NOTICE` what of the prompt the image can't show.
    """
    shape, width, height = _shape_of(look) if url else (None, None, None)
    notice = undrawn_notice(look.attributes.appearance) if url and not look.source else None
    return {
        "id": look.present_id,
        "name": look.name,
        "avatar_type": "photo_avatar",
        "group_id": look.group.id,
        "status": None if look.group.is_public else status,
        "error": LOOK_FAILURE if status == "failed" else None,
        "preview_image_url": url,
        "preview_video_url": None,
        "image_width": width,
        "image_height": height,
        "preferred_orientation": shape,
        "gender": None,
        "default_voice_id": None,
        "tags": [],
        "supported_api_engines": ["avatar_iv"] if url else [],
        **({NOTICE: notice} if notice else {}),
    }


def _shape_of(look: Look) -> tuple[str, int, int]:
    """Return v3's name for the shape of a look's image, and its width and height."""
    if isinstance(look.source, Asset):
        width, height = image_size(look.source.data)
        shapes = {-1: "portrait", 0: "square", 1: "landscape"}
        return shapes[(width > height) - (width < height)], width, height
    attributes = look.source.job.attributes if look.source else look.attributes
    return IMAGE_SHAPES[attributes.orientation]


def group_data(group: Group, status: str, url: str | None = None) -> dict[str, Any]:
    """Return the data of a group; photo avatars never have a consent status."""
    return {
        "id": group.id,
        "name": group.name,
        "created_at": group.created_at,
        "looks_count": group.looks_count,
        "status": None if group.is_public else status,
        "error": LOOK_FAILURE if status == "failed" else None,
        "consent_status": None,
        "gender": None,
        "default_voice_id": group.default_voice_id,
        "preview_image_url": url,
        "preview_video_url": None,
    }


def user_data(balance: float) -> dict[str, Any]:
    """Return the data of the account, which pays from a wallet."""
    return {
        "username": "sandbox",
        "email": "sandbox@heygen.example",
        "first_name": "Sand",
        "last_name": "Box",
        "billing_type": "wallet",
        "wallet": {"currency": "usd", "remaining_balance": balance, "auto_reload": False},
        "subscription": None,
        "usage_based": None,
    }


def asset_data(asset: Asset, url: str) -> dict[str, Any]:
    """Return the data of an uploaded file."""
    return {
        "asset_id": asset.id,
        "url": url,
        "mime_type": asset.mime_type,
        "size_bytes": len(asset.data),
    }
