"""Checks v3's request for an avatar: field by field, up to the first problem.

The fields and limits are those of HeyGen's reference; the messages are pydantic's, as on v2.
"""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.validation_v2 import parse_object, text_problem

MAX_PROMPT = 1000
MAX_REFERENCES = 3

REFERENCE_FIELDS = {"url": ("url",), "asset_id": ("asset_id",), "base64": ("media_type", "data")}
"""The fields of each type of reference image."""

_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9_:.-]{1,255}")


@dataclass(frozen=True, kw_only=True)
class PromptRequest:
    """A request for an avatar from a prompt.

    Attributes:
        name: The look's name.
        prompt: What it shall look like.
        avatar_id: The id of a look to imitate, if one is given.
        avatar_group_id: The group that shall contain the look, if one is given.
        reference_images: Up to three images to imitate, as they were sent.
    """

    name: str
    prompt: str
    avatar_id: str | None = None
    avatar_group_id: str | None = None
    reference_images: tuple[dict[str, Any], ...] = ()

    def asset_ids(self) -> dict[str, str]:
        """Return the ids of the assets that it refers to, by the path of the field."""
        return {
            f"reference_images.{index}.asset_id": image["asset_id"]
            for index, image in enumerate(self.reference_images)
            if image["type"] == "asset_id"
        }


@dataclass(frozen=True, kw_only=True)
class PhotoRequest:
    """A request for an avatar from a photo.

    Attributes:
        name: The look's name.
        file: The photo, as it was sent: a link, an asset's id, or its content.
        avatar_group_id: The group that shall contain the look, if one is given.
    """

    name: str
    file: dict[str, Any]
    avatar_group_id: str | None = None


def parse_avatar(body: bytes) -> PromptRequest | PhotoRequest:
    """Read the body of a request for an avatar.

    Raises:
        ApiError: If a field is invalid; the message names the first one.
    """
    values = parse_object(body)
    if "type" not in values:
        raise ApiError.invalid("type", "Field required")
    if values["type"] == "prompt":
        return _parse_prompt(values)
    if values["type"] == "photo":
        return _parse_photo(values)
    raise ApiError.invalid("type", "This sandbox makes avatars from prompts and photos only")


def parse_look_change(body: bytes) -> str:
    """Read the new name of a look.

    Raises:
        ApiError: If it is missing or blank, or another field is to be changed.
    """
    return _single_field(body, "name")


def parse_group_change(body: bytes) -> str:
    """Read the new voice of a group. A name is refused: HeyGen isn't known to take one.

    Raises:
        ApiError: If it is missing or blank, or another field is to be changed.
    """
    return _single_field(body, "default_voice_id")


def _single_field(body: bytes, field: str) -> str:
    values = parse_object(body)
    for other in values.keys() - {field}:
        raise ApiError.invalid(other, "Extra inputs are not permitted")
    _check_text(values, field)
    return str(values[field])


def _parse_photo(values: dict[str, Any]) -> PhotoRequest:
    _check_text(values, "name")
    if "file" not in values:
        raise ApiError.invalid("file", "Field required")
    _check_reference(values["file"], "file")
    if values.get("avatar_group_id") is not None:
        _check_text(values, "avatar_group_id")
    return PhotoRequest(
        name=values["name"], file=values["file"], avatar_group_id=values.get("avatar_group_id")
    )


def _parse_prompt(values: dict[str, Any]) -> PromptRequest:
    _check_text(values, "name")
    _check_text(values, "prompt", MAX_PROMPT)
    for field in ("avatar_id", "avatar_group_id"):
        if values.get(field) is not None:
            _check_text(values, field)
    images = values.get("reference_images")
    images = [] if images is None else images
    _check_references(images)
    return PromptRequest(
        name=values["name"],
        prompt=values["prompt"],
        avatar_id=values.get("avatar_id"),
        avatar_group_id=values.get("avatar_group_id"),
        reference_images=tuple(images),
    )


def parse_idempotency_key(text: str | None) -> str | None:
    """Read the Idempotency-Key header, which may be missing.

    Raises:
        ApiError: If it is too long, or contains other characters.
    """
    if text is not None and not _IDEMPOTENCY_KEY.fullmatch(text):
        problem = "String should have 1 to 255 characters of A-Z, a-z, 0-9, '_', ':', '.' and '-'"
        raise ApiError.invalid("Idempotency-Key", problem)
    return text


def _check_text(
    values: dict[str, Any], field: str, limit: int | None = None, *, path: str | None = None
) -> None:
    problem = text_problem(values[field], limit) if field in values else "Field required"
    if problem:
        raise ApiError.invalid(path or field, problem)


def _check_references(images: object) -> None:
    if not isinstance(images, list):
        raise ApiError.invalid("reference_images", "Input should be a valid list")
    if len(images) > MAX_REFERENCES:
        problem = f"List should have at most {MAX_REFERENCES} items after validation"
        raise ApiError.invalid("reference_images", f"{problem}, not {len(images)}")
    for index, image in enumerate(images):
        _check_reference(image, f"reference_images.{index}")


def _check_reference(image: object, path: str) -> None:
    if not isinstance(image, dict):
        raise ApiError.invalid(path, "Input should be a valid dictionary")
    kind = image.get("type")
    if not isinstance(kind, str) or kind not in REFERENCE_FIELDS:
        raise ApiError.invalid(f"{path}.type", "Input should be 'url', 'asset_id' or 'base64'")
    for field in REFERENCE_FIELDS[kind]:
        _check_text(image, field, path=f"{path}.{field}")
    if kind == "url" and not re.match("https?://.", image["url"]):
        raise ApiError.invalid(f"{path}.url", "Input should be a valid URL")
    if kind == "base64" and not _is_base64(image["data"]):
        raise ApiError.invalid(f"{path}.data", "Input should be valid base64")


def _is_base64(text: str) -> bool:
    try:
        b64decode(text, validate=True)
    except ValueError:
        return False
    return True
