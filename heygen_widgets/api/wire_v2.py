"""Requests and replies of HeyGen's v2 photo avatars: paths and fields. No I/O.

Source: HeyGen's API reference, "Generate Photo Avatar Photos", "Check Photo/Look Generation Status"
and "Get Remaining Quota".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from heygen_widgets.api import envelope
from heygen_widgets.api.wire import Accepted, Balance, JobState, Reply, Request, status_of
from heygen_widgets.errors import InvalidAttributes, NotFound
from heygen_widgets.models.attributes import MAX_APPEARANCE
from heygen_widgets.models.prices import PriceKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.references import Reference

VERSION = "v2"
NOUN = "image"
IMAGES_PER_JOB = 4
PRICE_KIND = PriceKind.PHOTO_GENERATION
REPLAYS_FOR = 0.0
# As v3's: a job that was accepted a moment ago may not be known everywhere yet.
NOT_FOUND_GRACE = 60.0

UNITS_PER_CREDIT = 60
"""HeyGen's quota counts sixtieths of a credit (measured by several of its users)."""

_REASONS = ("msg", "message", "error_msg")
_NO_REFERENCES = "need HeyGen's v3; this is v2. Use HeyGen(api='v3'), at v3's price"


def find_problems(
    attributes: AvatarAttributes,  # noqa: ARG001 - v2 accepts all attributes
    references: Sequence[Reference],
) -> dict[str, str]:
    """Return what v2 can't make: anything with references."""
    return {"reference images and looks": _NO_REFERENCES} if references else {}


def room_for_appearance(attributes: AvatarAttributes) -> int:
    """Return the longest appearance, in characters; on v2 the other attributes don't matter."""
    del attributes
    return MAX_APPEARANCE


def submit_request(
    attributes: AvatarAttributes,
    references: Sequence[Reference] = (),  # noqa: ARG001 - see `find_problems`
    key: str | None = None,  # noqa: ARG001 - v2 has no Idempotency-Key
) -> Request:
    """Return the request that submits a job. Its body has exactly the eight attributes."""
    return Request("POST", "/v2/photo_avatar/photo/generate", attributes.to_dict())


def read_submit(reply: Reply) -> Accepted:
    """Return the generation id.

    Raises:
        HeyGenError: The error that the reply means.
    """
    given = envelope.read(reply).get("generation_id")
    return Accepted(envelope.require_id(given, reply, "HeyGen's answer has no generation id."))


def status_request(generation_id: str) -> Request:
    """Return the request for the status of a generation."""
    # HeyGen answers "not found" to an id with a lone surrogate, which has no encoding.
    escaped = quote(generation_id, safe="", errors="replace")
    return Request("GET", f"/v2/photo_avatar/generation/{escaped}")


def read_status(reply: Reply) -> JobState:
    """Return the state of the generation.

    Raises:
        HeyGenError: The error that the reply means, unless it is one of the generation.
    """
    return envelope.read_job(reply, _state)


def _state(data: Mapping[str, Any]) -> JobState:
    keys = _texts(data.get("image_key_list"))
    return JobState(
        status_of(data.get("status"), has_result=any(keys)),
        next(filter(None, (envelope.reason(data.get(name)) for name in _REASONS)), None),
        _texts(data.get("image_url_list")),
        keys,
    )


def hint(error: HeyGenError, request: Request) -> str:
    """Return nothing: nobody has reported what is behind v2's errors."""
    del error, request
    return ""


def group_request(group_id: str) -> Request:
    """Raise an error, because a generation of v2 is in no avatar group.

    Raises:
        NotFound: Always.
    """
    raise NotFound(f"v2 makes no avatar group of a generation, so there is no {group_id}.")


def read_group(reply: Reply, job_id: str) -> JobState | None:
    """Return None, because a generation of v2 is in no avatar group."""
    del reply, job_id
    return None


def balance_request() -> Request:
    """Return the request for the account's quota."""
    return Request("GET", "/v2/user/remaining_quota")


def read_balance(reply: Reply) -> Balance | None:
    """Return the account's API credits; None if the reply doesn't name them.

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
    """Raise an error, because v2 has no references.

    Raises:
        InvalidAttributes: Always.
    """
    del data, mime_type
    raise InvalidAttributes({"reference images and looks": _NO_REFERENCES})


def read_upload(reply: Reply) -> str:
    """Raise an error, because v2 has no references.

    Raises:
        InvalidAttributes: Always.
    """
    del reply
    raise InvalidAttributes({"reference images and looks": _NO_REFERENCES})


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON is anything
    if not isinstance(value, list):
        return ()
    return tuple(item if isinstance(item, str) else "" for item in value)
