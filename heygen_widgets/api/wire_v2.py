"""HeyGen's v2 photo avatars on the wire: paths, fields and envelopes, sans I/O.

From HeyGen's API reference: "Generate Photo Avatar Photos", "Check Photo/Look Generation Status"
and "Get Remaining Quota".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from heygen_widgets.api import envelope
from heygen_widgets.api.wire import Balance, JobState, Reply, Request
from heygen_widgets.errors import (
    InvalidAttributes,
    UnexpectedResponse,
)
from heygen_widgets.models.attributes import MAX_APPEARANCE
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.references import Reference

VERSION = "v2"
NOUN = "image"
IMAGES_PER_JOB = 4
REPLAYS_FOR = 0.0
NOT_FOUND_GRACE = 0.0

UNITS_PER_CREDIT = 60
"""HeyGen's quota figures are sixtieths of a credit (its users' measurements agree)."""

_NO_REFERENCES = "are taken by HeyGen's v3 alone; this is v2. Use HeyGen(api='v3'), at v3's price"

# Docs show in_progress and success; typed clients also know these. All else means: wait.
_SUCCESS = frozenset({"success", "completed"})
_FAILED = frozenset({"failed", "error"})


def find_problems(
    attributes: AvatarAttributes,  # noqa: ARG001 - v2 takes them as they are
    references: Sequence[Reference],
) -> dict[str, str]:
    """Return what v2 can't be asked for: anything to look like."""
    return {"reference images and looks": _NO_REFERENCES} if references else {}


def room_for_appearance(attributes: AvatarAttributes) -> int:
    """Return how many characters the appearance may have."""
    del attributes
    return MAX_APPEARANCE


def submit_request(
    attributes: AvatarAttributes,
    references: Sequence[Reference] = (),  # noqa: ARG001 - see `find_problems`
    key: str | None = None,  # noqa: ARG001 - v2 takes no Idempotency-Key
) -> Request:
    """Return the request that starts a generation: exactly the eight fields."""
    return Request("POST", "/v2/photo_avatar/photo/generate", attributes.to_dict())


def read_submit(reply: Reply) -> str:
    """Return the generation id.

    Raises:
        HeyGenError: The error that the reply means.
    """
    generation_id = envelope.read(reply).get("generation_id")
    if not isinstance(generation_id, str) or not generation_id:
        raise UnexpectedResponse(
            "HeyGen's answer names no generation id.",
            status_code=reply.status_code,
            request_id=reply.request_id,
        )
    return generation_id


def status_request(generation_id: str) -> Request:
    """Return the request that asks how a generation stands."""
    # An id that is no valid text can only be unknown; asking says so.
    escaped = quote(generation_id, safe="", errors="replace")
    return Request("GET", f"/v2/photo_avatar/generation/{escaped}")


def read_status(reply: Reply) -> JobState:
    """Return how the generation stands.

    An error in a reply with HTTP 200 is the generation's own, such as credit that ran out while
    HeyGen worked on it.

    Raises:
        HeyGenError: The error that the reply means.
    """
    own = envelope.read_own_error(reply)
    if own:
        return JobState(GenerationStatus.FAILED, own.what)
    data = envelope.read(reply)
    return JobState(
        _status(data.get("status")),
        _text(data.get("msg")) or _text(data.get("message")),
        _texts(data.get("image_url_list")),
        _texts(data.get("image_key_list")),
    )


def balance_request() -> Request:
    """Return the request that asks for the quota."""
    return Request("GET", "/v2/user/remaining_quota")


def read_balance(reply: Reply) -> Balance | None:
    """Return the account's API credits; None if the reply names no figure.

    Raises:
        HeyGenError: The error that the reply means.
    """
    data = envelope.read(reply)
    details = data.get("details")
    units = envelope.number(details.get("api")) if isinstance(details, dict) else None
    if units is None:
        units = envelope.number(data.get("remaining_quota"))
    return None if units is None else Balance(units / UNITS_PER_CREDIT, "credits")


def upload_request(data: bytes, mime_type: str) -> Request:
    """Refuse: v2 takes no references.

    Raises:
        InvalidAttributes: Always.
    """
    del data, mime_type
    raise InvalidAttributes({"reference images and looks": _NO_REFERENCES})


def read_upload(reply: Reply) -> str:
    """Refuse: v2 takes no references.

    Raises:
        InvalidAttributes: Always.
    """
    del reply
    raise InvalidAttributes({"reference images and looks": _NO_REFERENCES})


def _status(word: object) -> GenerationStatus:
    folded = str(word).lower()
    if folded in _SUCCESS:
        return GenerationStatus.SUCCESS
    return GenerationStatus.FAILED if folded in _FAILED else GenerationStatus.IN_PROGRESS


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON is anything
    if not isinstance(value, list):
        return ()
    return tuple(item if isinstance(item, str) else "" for item in value)
