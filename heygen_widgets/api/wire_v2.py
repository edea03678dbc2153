"""HeyGen's v2 photo avatars on the wire: paths, fields and envelopes, sans I/O.

From HeyGen's API reference: "Generate Photo Avatar Photos" and "Check Photo/Look Generation
Status".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from heygen_widgets.api import envelope
from heygen_widgets.api.exchange import JobState, Reply, Request
from heygen_widgets.errors import (
    AuthenticationError,
    HeyGenError,
    RateLimited,
    ServerError,
    UnexpectedResponse,
)
from heygen_widgets.records import GenerationStatus

if TYPE_CHECKING:
    from heygen_widgets.attributes import AvatarAttributes

VERSION = "v2"

# Docs show in_progress and success; typed clients also know these. All else means: wait.
_SUCCESS = frozenset({"success", "completed"})
_FAILED = frozenset({"failed", "error"})

# Errors of asking, not of the generation that was asked about.
_ERRORS_OF_ASKING = (AuthenticationError, RateLimited, ServerError)


def submit_request(attributes: AvatarAttributes) -> Request:
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
    error = envelope.read_error(reply)
    if error and _is_of_the_generation(error, reply):
        return JobState(GenerationStatus.FAILED, error.what)
    data = envelope.read(reply)
    return JobState(
        _status(data.get("status")),
        _text(data.get("msg")) or _text(data.get("message")),
        _texts(data.get("image_url_list")),
        _texts(data.get("image_key_list")),
    )


def _is_of_the_generation(error: HeyGenError, reply: Reply) -> bool:
    readable = isinstance(reply.json(), dict)
    return reply.status_code == 200 and readable and not isinstance(error, _ERRORS_OF_ASKING)


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
