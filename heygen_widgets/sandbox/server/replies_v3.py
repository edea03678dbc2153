"""The bodies that HeyGen's v3 API answers with, down to the null fields.

Keys are those of HeyGen's reference and of its command line tool. Where they are silent (when
``gender`` is filled, what ``auto_reload`` holds, a look whose picture is missing) the sandbox
makes a choice, and a client should survive others.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from heygen_widgets.attributes import Orientation
from heygen_widgets.sandbox.server.api_errors import Refusal

if TYPE_CHECKING:
    from heygen_widgets.sandbox.server.resources import Asset, Group, Look

ERROR_PAGE = "https://developers.heygen.com/docs/error-codes"

FAILURE = {
    "code": "internal_error",
    "message": "The avatar could not be generated. Please try another prompt.",
}
"""The error of a failed look."""

OUT_OF_CREDIT = Refusal(
    HTTPStatus.OK,
    "insufficient_credit",
    "Insufficient credit. The account ran out of credit while the avatar was made.",
)
"""A look that fails for want of credit, said with HTTP 200 in place of the look."""

MODERATED = Refusal(
    HTTPStatus.BAD_REQUEST,
    "content_policy_violation",
    "The prompt violates the content policy.",
    "prompt",
)
"""A prompt that moderation refuses."""

PICTURES = {
    Orientation.SQUARE: ("square", 1024, 1024),
    Orientation.HORIZONTAL: ("landscape", 1344, 768),
    Orientation.VERTICAL: ("portrait", 768, 1344),
}
"""v3's word for the shape of a picture, and its width and height."""


def success_body(data: dict[str, Any]) -> dict[str, Any]:
    """Return the envelope of a good answer."""
    return {"data": data}


def error_body(refusal: Refusal) -> dict[str, Any]:
    """Return the envelope of a refusal."""
    param = {"param": refusal.param} if refusal.param else {}
    page = f"{ERROR_PAGE}#{refusal.code}"
    error = {"code": refusal.code, "message": refusal.message, **param, "doc_url": page}
    return {"error": error}


def look_data(look: Look, status: str, url: str | None = None) -> dict[str, Any]:
    """Return what HeyGen says of a look.

    Args:
        look: The look.
        status: How it stands.
        url: Its picture's, once it has one; then the size stands there too.
    """
    shape, width, height = PICTURES[look.attributes.orientation] if url else (None, None, None)
    return {
        "id": look.id,
        "name": look.name,
        "avatar_type": "photo_avatar",
        "group_id": look.group.id,
        "status": status,
        "error": FAILURE if status == "failed" else None,
        "preview_image_url": url,
        "preview_video_url": None,
        "image_width": width,
        "image_height": height,
        "preferred_orientation": shape,
        "gender": None,
        "default_voice_id": None,
        "tags": [],
        "supported_api_engines": ["avatar_iv"] if url else [],
    }


def group_data(group: Group, status: str) -> dict[str, Any]:
    """Return what HeyGen says of a group; photo avatars never have a consent status."""
    return {
        "id": group.id,
        "name": group.name,
        "created_at": group.created_at,
        "looks_count": group.looks_count,
        "status": status,
        "error": None,
        "consent_status": None,
        "gender": None,
        "default_voice_id": None,
        "preview_image_url": None,
        "preview_video_url": None,
    }


def user_data(balance: float) -> dict[str, Any]:
    """Return what HeyGen says of the account, which pays as it goes."""
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
    """Return what HeyGen says of a file that was uploaded."""
    return {
        "asset_id": asset.id,
        "url": url,
        "mime_type": asset.mime_type,
        "size_bytes": len(asset.data),
    }
