"""Checks v2's generate request as HeyGen does: field by field, up to the first problem.

The messages are pydantic's, as HeyGen's were measured to be. The fields and their allowed values
are those of HeyGen's API reference.
"""

from __future__ import annotations

import json
from typing import Any

from heygen_widgets.models.attributes import FIELDS, MAX_APPEARANCE, VOCABULARY, AvatarAttributes
from heygen_widgets.sandbox.server.api_errors import ApiError

OPTIONAL_FIELDS = ("callback_url", "callback_id")
"""Checked and ignored: the sandbox sends no callbacks, and users report that HeyGen doesn't."""

MAX_LENGTH = {"appearance": MAX_APPEARANCE}


def parse_generate(body: bytes) -> AvatarAttributes:
    """Read the body of a generate request.

    Raises:
        ApiError: If a field is invalid; the message names the first one.
    """
    values = parse_object(body)
    for field in FIELDS:
        problem = _problem(field, values[field]) if field in values else "Field required"
        if problem:
            raise ApiError.invalid(field, problem)
    for field in OPTIONAL_FIELDS:
        if not isinstance(values.get(field), str | None):
            raise ApiError.invalid(field, "Input should be a valid string")
    return AvatarAttributes(**{field: values[field] for field in FIELDS})


def parse_object(body: bytes) -> dict[str, Any]:
    """Read a body that must be a JSON object.

    Raises:
        ApiError: If it is anything else.
    """
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError.invalid("body", "JSON decode error") from None
    if not isinstance(values, dict):
        raise ApiError.invalid("body", "Input should be a valid dictionary")
    return values


def _problem(field: str, value: object) -> str:
    if field in VOCABULARY:
        return word_problem(field, value)
    return text_problem(value, MAX_LENGTH.get(field))


def word_problem(field: str, value: object) -> str:
    """Return what is wrong with one of the words that a field allows, or an empty string."""
    words = [member.value for member in VOCABULARY[field]]
    return "" if value in words else f"Input should be {_list_of(words)}"


def text_problem(value: object, limit: int | None = None) -> str:
    """Return what is wrong with a text that must not be blank, or an empty string."""
    if not isinstance(value, str) or not _is_unicode(value):
        return "Input should be a valid string"
    if not value.strip():
        return "String should have at least 1 character"
    too_long = limit is not None and len(value) > limit
    return f"String should have at most {limit} characters" if too_long else ""


def _is_unicode(text: str) -> bool:
    # JSON can contain half a surrogate pair, which can't be encoded as the seed of a portrait.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _list_of(words: list[str]) -> str:
    *others, last = map(repr, words)
    return f"{', '.join(others)} or {last}"
