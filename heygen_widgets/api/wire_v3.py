"""Requests and replies of HeyGen's v3 avatars: each job makes one look of a prompt. No I/O.

Source: HeyGen's API reference ("Create Avatar", "Get Look", "Get Current User", "Upload Asset") and
its command line tool (heygen-com/heygen-cli, gen/avatar.go).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from heygen_widgets.api import envelope, v3_prompt
from heygen_widgets.api.wire import Accepted, Balance, JobState, Reply, Request, status_of
from heygen_widgets.errors import InvalidAttributes, NotFound
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.prices import PriceKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.references import Reference

VERSION = "v3"
NOUN = "look"
IMAGES_PER_JOB = 1
PRICE_KIND = PriceKind.PROMPT_LOOK
# HeyGen keeps a key for 24 hours. The margin is for clocks that differ and for slow requests.
REPLAYS_FOR = 23.5 * 3600
# Users report that HeyGen answered 404 right after it had created a look.
NOT_FOUND_GRACE = 60.0

SANDBOX_NOTICE = "sandbox_notice"
"""Our sandbox's own field: what its image can't show. HeyGen's looks don't have it."""
MAX_PAGE = 50
"""How many looks HeyGen lists at most in one reply."""
LONG_PROMPT = 500
"""From how many bytes on a prompt may be too long for HeyGen, whose limit is 1000 characters."""

# HeyGen asks for consent for digital twins of real people. A look of a prompt can't get any.
_NO_CONSENT = "pending_consent"
_REFERENCE_FORMS = {"url": "url", "asset": "asset_id"}
# HeyGen's error code or field name to the name in our form.
_REFERENCES_BY_CODE = {
    "asset_not_found": "reference image",
    "avatar_not_found": "the look to refer to",
}
_OUR_FIELDS = {"prompt": "appearance", "avatar_id": "the look to refer to"}


def find_problems(
    attributes: AvatarAttributes,
    references: Sequence[Reference],  # noqa: ARG001 - `runs` has checked their number
) -> dict[str, str]:
    """Return what v3 can't make: attributes whose prompt would be too long."""
    problem = v3_prompt.find_problem(attributes)
    return {"appearance": problem} if problem else {}


def room_for_appearance(attributes: AvatarAttributes) -> int:
    """Return the longest appearance, in characters, that fits with the other attributes."""
    return v3_prompt.room_for_appearance(attributes)


def submit_request(
    attributes: AvatarAttributes, references: Sequence[Reference], key: str | None
) -> Request:
    """Return the request that submits a job, which makes one look."""
    body: dict[str, Any] = {
        "type": "prompt",
        "name": attributes.name,
        "prompt": v3_prompt.to_prompt(attributes),
    }
    images = [
        {"type": form, form: reference.value}
        for reference in references
        if (form := _REFERENCE_FORMS.get(reference.kind))
    ]
    if images:
        body["reference_images"] = images
    looks = [reference.value for reference in references if reference.kind == "look"]
    if looks:
        body["avatar_id"] = looks[0]
    return Request("POST", "/v3/avatars", body, key=key)


def read_submit(reply: Reply) -> Accepted:
    """Return the look's id, and that of its avatar group.

    Raises:
        HeyGenError: The error that the reply means.
    """
    try:
        return accepted(reply)
    except NotFound as error:
        raise _unknown_reference(error) from None
    except InvalidAttributes as error:
        raise in_our_fields(error) from None


def accepted(reply: Reply) -> Accepted:
    """Return the id of the look that HeyGen makes, and that of its avatar group.

    Raises:
        HeyGenError: The error that the reply means, with HeyGen's names of fields.
    """
    data = envelope.read(reply)
    item, group = (
        found if isinstance(found := data.get(name), dict) else {}
        for name in ("avatar_item", "avatar_group")
    )
    look_id = envelope.require_id(item.get("id"), reply, "HeyGen's answer has no look id.")
    return Accepted(look_id, _text(item.get("group_id")) or _text(group.get("id")))


def hint(error: HeyGenError, request: Request) -> str:
    """Return what may be behind an error of a submit, beyond what it says; else nothing.

    HeyGen answered 500 to a prompt of more than 1000 characters, made no look and billed nothing
    (source: a user's measurement, autumn 2026). How it counts characters isn't known.
    """
    prompt = str((request.json or {}).get("prompt", ""))
    size = len(prompt.encode("utf-8", "replace"))
    if error.status_code != 500 or size < LONG_PROMPT:
        return ""
    in_bytes = f" ({size:,} bytes)" if size != len(prompt) else ""
    return (
        f"The prompt may be too long: it has {len(prompt):,} characters{in_bytes}, and HeyGen has "
        "answered 500 to long ones. A shorter appearance may help."
    )


def group_request(group_id: str) -> Request:
    """Return the request for the looks of an avatar group."""
    group = quote(group_id, safe="", errors="replace")
    return Request("GET", f"/v3/avatars/looks?group_id={group}&limit={MAX_PAGE}")


def read_group(reply: Reply, job_id: str, *, is_only_one: bool = True) -> JobState | None:
    """Return the state of a job's look, found in its group; None if it isn't there.

    The id of a look doesn't last, its group's does (source: HeyGen's guide for agents, 2026-04).

    Args:
        reply: The reply to `group_request`.
        job_id: The look's id, as HeyGen gave it first.
        is_only_one: Whether the job made the group: then its only look is the job's, whatever id it
            has now.

    Raises:
        HeyGenError: The error that the reply means.
    """
    error = envelope.read_error(reply)
    if error:
        raise error
    listed = reply.json().get("data")
    looks = [look for look in listed if isinstance(look, dict)] if isinstance(listed, list) else []
    same = [look for look in looks if look.get("id") == job_id]
    found = same or (looks if is_only_one and len(looks) == 1 else [])
    return _state(found[0]) if found else None


def status_request(job_id: str) -> Request:
    """Return the request for the status of a look."""
    return Request("GET", f"/v3/avatars/looks/{quote(job_id, safe='', errors='replace')}")


def read_status(reply: Reply) -> JobState:
    """Return the state of the look. The look's id is the key of its image.

    The look is ready if its status is ``completed``, or if it has no status but an image (source:
    HeyGen's guide for agents).

    Raises:
        HeyGenError: The error that the reply means, unless it is one of the look.
    """
    return envelope.read_job(reply, _state)


def balance_request() -> Request:
    """Return the request for the user, which includes the wallet."""
    return Request("GET", "/v3/users/me")


def read_balance(reply: Reply) -> Balance | None:
    """Return the account's balance; None if the reply doesn't name it.

    The wallet has priority over the credits of the plan.

    Raises:
        HeyGenError: The error that the reply means.
    """
    data = envelope.read(reply)
    wallet, plan = data.get("wallet"), data.get("subscription")
    if (
        isinstance(wallet, dict)
        and (amount := envelope.number(wallet.get("remaining_balance"))) is not None
    ):
        unit = "usd" if str(wallet.get("currency", "usd")).lower() == "usd" else "credits"
        return Balance(amount, unit)
    credit = plan.get("credits") if isinstance(plan, dict) else None
    amount = envelope.number(credit)
    return None if amount is None else Balance(amount, "credits")


def upload_request(data: bytes, mime_type: str) -> Request:
    """Return the request that uploads a reference image; HeyGen doesn't bill it."""
    suffix = mime_type.rpartition("/")[2]
    return Request("POST", "/v3/assets", file=(f"reference.{suffix}", data, mime_type))


def read_upload(reply: Reply) -> str:
    """Return the id of the uploaded image.

    Raises:
        HeyGenError: The error that the reply means.
    """
    asset_id = envelope.read(reply).get("asset_id")
    missing = "HeyGen accepted the reference image, but gave no id."
    return envelope.require_id(asset_id, reply, missing, "Nothing is billed. Try again.")


def in_our_fields(error: InvalidAttributes) -> InvalidAttributes:
    """Return an error about a prompt with our names of the fields."""
    problems = {_OUR_FIELDS.get(name, name): said for name, said in error.problems.items()}
    return _invalid(problems, error.advice, error)


def _state(look: Mapping[str, Any]) -> JobState:
    status, group_id = _status(look), _text(look.get("group_id"))
    if status is not GenerationStatus.SUCCESS:
        return JobState(status, _reason(look), group_id=group_id)
    urls, keys = (_text(look.get(name)) or "" for name in ("preview_image_url", "id"))
    return JobState(status, _text(look.get(SANDBOX_NOTICE)), (urls,), (keys,), group_id)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _status(data: Mapping[str, Any]) -> GenerationStatus:
    if str(data.get("status")).lower() == _NO_CONSENT:
        return GenerationStatus.FAILED
    return status_of(data.get("status"), has_result=bool(data.get("preview_image_url")))


def _reason(data: Mapping[str, Any]) -> str | None:
    reason = envelope.reason(data.get("error"))
    if not reason and str(data.get("status")).lower() == _NO_CONSENT:
        reason = "HeyGen asks for a person's consent for this look"
    return reason


def _unknown_reference(error: NotFound) -> NotFound | InvalidAttributes:
    name = _REFERENCES_BY_CODE.get(error.code or "")
    if name is None:
        error.advice = "Nothing is billed, since nothing was generated."
        return error
    return _invalid({name: error.what.rstrip(". ")}, None, error)


def _invalid(problems: dict[str, str], advice: str | None, error: HeyGenError) -> InvalidAttributes:
    """Return another error about the reply that ``error`` is about."""
    return InvalidAttributes(
        problems,
        advice=advice,
        status_code=error.status_code,
        code=error.code,
        request_id=error.request_id,
    )
