"""Checks v3's request for an avatar: field by field, and the first problem is the answer.

The fields and limits are those of HeyGen's reference; the wording is pydantic's, as on v2.
"""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from heygen_widgets.sandbox.server.api_errors import Refusal
from heygen_widgets.sandbox.server.validation_v2 import parse_object, text_problem

MAX_PROMPT = 1000
MAX_REFERENCES = 3

REFERENCES = {"url": ("url",), "asset_id": ("asset_id",), "base64": ("media_type", "data")}
"""The fields of each type of reference image."""

_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9_:.-]{1,255}")


@dataclass(frozen=True, kw_only=True)
class PromptRequest:
    """A request for an avatar from a prompt.

    Attributes:
        name: The look's name.
        prompt: What it looks like.
        avatar_id: A look to go by, if one is given.
        avatar_group_id: The group to keep it in, if one is given.
        reference_images: Up to three pictures to go by, as they were sent.
    """

    name: str
    prompt: str
    avatar_id: str | None = None
    avatar_group_id: str | None = None
    reference_images: tuple[dict[str, Any], ...] = ()

    def asset_ids(self) -> dict[str, str]:
        """Return the assets that it refers to, by the field that does."""
        return {
            f"reference_images.{place}.asset_id": image["asset_id"]
            for place, image in enumerate(self.reference_images)
            if image["type"] == "asset_id"
        }


def parse_prompt(body: bytes) -> PromptRequest:
    """Read the body of a request for an avatar.

    Raises:
        Refusal: Names the first field that is wrong.
    """
    values = parse_object(body)
    if "type" not in values:
        raise Refusal.invalid("type", "Field required")
    if values["type"] != "prompt":
        raise Refusal.invalid("type", "This sandbox makes avatars from prompts only")
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
        Refusal: It is no such key.
    """
    if text is not None and not _IDEMPOTENCY_KEY.fullmatch(text):
        problem = "String should have 1 to 255 characters of A-Z, a-z, 0-9, '_', ':', '.' and '-'"
        raise Refusal.invalid("Idempotency-Key", problem)
    return text


def _check_text(values: dict[str, Any], field: str, limit: int | None = None) -> None:
    _check_part(values, field, field, limit)


def _check_part(values: dict[str, Any], field: str, path: str, limit: int | None = None) -> None:
    problem = text_problem(values[field], limit) if field in values else "Field required"
    if problem:
        raise Refusal.invalid(path, problem)


def _check_references(images: object) -> None:
    if not isinstance(images, list):
        raise Refusal.invalid("reference_images", "Input should be a valid list")
    if len(images) > MAX_REFERENCES:
        problem = f"List should have at most {MAX_REFERENCES} items after validation"
        raise Refusal.invalid("reference_images", f"{problem}, not {len(images)}")
    for place, image in enumerate(images):
        _check_reference(image, f"reference_images.{place}")


def _check_reference(image: object, path: str) -> None:
    if not isinstance(image, dict):
        raise Refusal.invalid(path, "Input should be a valid dictionary")
    kind = image.get("type")
    if not isinstance(kind, str) or kind not in REFERENCES:
        raise Refusal.invalid(f"{path}.type", "Input should be 'url', 'asset_id' or 'base64'")
    for field in REFERENCES[kind]:
        _check_part(image, field, f"{path}.{field}")
    if kind == "url" and not re.match("https?://.", image["url"]):
        raise Refusal.invalid(f"{path}.url", "Input should be a valid URL")
    if kind == "base64" and not _is_base64(image["data"]):
        raise Refusal.invalid(f"{path}.data", "Input should be valid base64")


def _is_base64(text: str) -> bool:
    try:
        b64decode(text, validate=True)
    except ValueError:
        return False
    return True
