"""Fields of groups and looks, by all the names that HeyGen's docs and users know. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from heygen_widgets.api import envelope
from heygen_widgets.api.wire import status_of
from heygen_widgets.errors import UnexpectedResponse
from heygen_widgets.models.groups import AvatarStatus, Training
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from heygen_widgets.api.wire import Reply

Fields = Mapping[str, Any]

IDS = ("id", "look_id", "avatar_id", "talking_photo_id", "photo_avatar_id")
NAMES = ("name", "avatar_name", "talking_photo_name", "look_name", "group_name")
URLS = ("preview_image_url", "image_url", "preview_image", "preview_url", "circle_image")
COUNTS = ("looks_count", "num_looks", "look_count", "looks_num")
REASONS = ("error", "error_msg", "msg", "message")
TOKENS = ("next_token", "next_page_token", "token")

NO_CONSENT = "pending_consent"
"""HeyGen asks for a person's consent, which a look of a picture or a prompt can't get."""
ASKS_FOR_CONSENT = "HeyGen asks for a person's consent for this look"

_STATUSES = {
    GenerationStatus.SUCCESS: AvatarStatus.COMPLETED,
    GenerationStatus.FAILED: AvatarStatus.FAILED,
}
_UNTRAINED = frozenset({"", "empty", "none", "null", "not_started", "untrained", "not_trained"})
_TRAINED = frozenset({"ready", "trained"})
# Times as large as these are milliseconds: as seconds they would be after the year 5000.
_MILLISECONDS = 1e11


def items(reply: Reply, names: Sequence[str]) -> list[Fields]:
    """Return the objects of a list, which sources name differently.

    Args:
        reply: The reply. Its ``data`` is the list, or holds it.
        names: What the list may be called in ``data``; else the only list in it counts.

    Raises:
        UnexpectedResponse: There is no list.
        HeyGenError: The error that the reply means.
    """
    data = _data(reply)
    found = data
    if isinstance(data, Mapping):
        named = [data[name] for name in names if name in data]
        lists = [value for value in data.values() if isinstance(value, list)]
        found = named[0] if named else lists[0] if len(lists) == 1 else data
    if found is None:
        return []
    if not isinstance(found, list):
        raise UnexpectedResponse(
            "HeyGen's answer has no list.",
            status_code=reply.status_code,
            request_id=reply.request_id,
        )
    return [item for item in found if isinstance(item, Mapping)]


def next_token(reply: Reply) -> str | None:
    """Return what asks for the next page of a list; None if this was the last one."""
    body = reply.json()
    data = body.get("data") if isinstance(body, Mapping) else None
    for place in (body, data):
        if not isinstance(place, Mapping) or place.get("has_more") is False:
            continue
        if token := first_text(place, TOKENS):
            return token
    return None


def first_text(fields: Fields, names: Sequence[str]) -> str:
    """Return the first of these fields that holds text; empty if none does."""
    found = (fields.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value), "")


def count(fields: Fields) -> int | None:
    """Return how many looks a group has; None if it doesn't say."""
    found = (envelope.number(fields.get(name)) for name in COUNTS)
    number = next((value for value in found if value is not None), None)
    return None if number is None or number < 0 else int(number)


def size(fields: Fields) -> tuple[int, int]:
    """Return width and height of a picture in pixels; zeros if they are unknown."""
    width, height = (
        envelope.number(fields.get(name)) or 0 for name in ("image_width", "image_height")
    )
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)


def moment(value: object) -> datetime | None:
    """Return a time of HeyGen's: seconds or milliseconds since 1970, or ISO 8601; else None."""
    seconds = envelope.number(value)
    with suppress(ValueError, OverflowError, OSError):
        if seconds is not None:
            in_seconds = seconds / 1000 if seconds > _MILLISECONDS else seconds
            return datetime.fromtimestamp(in_seconds, UTC) if in_seconds > 0 else None
        if isinstance(value, str):
            read = datetime.fromisoformat(value.strip())
            return read if read.tzinfo else read.replace(tzinfo=UTC)
    return None


def status(fields: Fields) -> AvatarStatus:
    """Return the status of a look or a group. Without a word, one with a picture can be used."""
    word = fields.get("status")
    if str(word).lower() == NO_CONSENT:
        return AvatarStatus.FAILED
    found = status_of(word, has_result=bool(first_text(fields, URLS)))
    return _STATUSES.get(found, AvatarStatus.PENDING)


def message(fields: Fields) -> str | None:
    """Return HeyGen's reason for the status; None if it gives none."""
    found = (envelope.reason(fields.get(name)) for name in REASONS)
    said = next(filter(None, found), None)
    if not said and str(fields.get("status")).lower() == NO_CONSENT:
        return ASKS_FOR_CONSENT
    return said


def training(word: object) -> Training:
    """Return what a word about the training of a group means.

    HeyGen's pages name ``pending`` and ``ready``, its users more. An unknown word means that HeyGen
    is at work.
    """
    folded = str("" if word is None else word).strip().lower()
    if folded in _UNTRAINED:
        return Training.NONE
    if folded in _TRAINED:
        return Training.READY
    meant = status_of(folded, has_result=False)
    if meant is GenerationStatus.SUCCESS:
        return Training.READY
    return Training.FAILED if meant is GenerationStatus.FAILED else Training.IN_PROGRESS


def check_done(reply: Reply) -> None:
    """Check the reply to a request of which only the success matters; its body may be empty.

    Raises:
        HeyGenError: The error that the reply means.
    """
    if reply.status_code < 300 and not reply.body.strip():
        return
    if error := envelope.read_error(reply):
        raise error


def _data(reply: Reply) -> Any:  # noqa: ANN401 - JSON is anything
    if error := envelope.read_error(reply):
        raise error
    return reply.json().get("data")
