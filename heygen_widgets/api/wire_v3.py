"""Requests and replies of HeyGen's v3 avatars: each job makes one look of a prompt. No I/O.

Source: HeyGen's API reference ("Create Avatar", "Get Look", "Get Current User", "Upload Asset") and
its command line tool (heygen-com/heygen-cli, gen/avatar.go).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from heygen_widgets.api import envelope, v3_prompt
from heygen_widgets.api.wire import Balance, JobState, Reply, Request
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

_SUCCESS = frozenset({"completed", "success"})
# HeyGen asks for consent for digital twins of real people. A look of a prompt can't get any.
_FAILED = frozenset({"failed", "error", "pending_consent"})
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


def read_submit(reply: Reply) -> str:
    """Return the look's id.

    Raises:
        HeyGenError: The error that the reply means.
    """
    try:
        item = envelope.read(reply).get("avatar_item")
    except NotFound as error:
        raise _unknown_reference(error) from None
    except InvalidAttributes as error:
        raise _in_our_fields(error) from None
    look_id = item.get("id") if isinstance(item, dict) else None
    return envelope.require_id(look_id, reply, "HeyGen's answer has no look id.")


def status_request(job_id: str) -> Request:
    """Return the request for the status of a look."""
    return Request("GET", f"/v3/avatars/looks/{quote(job_id, safe='', errors='replace')}")


def read_status(reply: Reply) -> JobState:
    """Return the state of the look. The look's id is the key of its image.

    The look is ready if its status is ``completed``, or if it has no status but an image (source:
    HeyGen's guide for agents).

    Raises:
        HeyGenError: The error that the reply means.
    """
    error = envelope.read_job_error(reply)
    if error:
        return JobState(GenerationStatus.FAILED, error.what)
    data = envelope.read(reply)
    status = _status(data)
    if status is not GenerationStatus.SUCCESS:
        return JobState(status, _reason(data))
    url, look_id = data.get("preview_image_url"), data.get("id")
    notice = data.get(SANDBOX_NOTICE)
    return JobState(
        status,
        notice if isinstance(notice, str) else None,
        (url if isinstance(url, str) else "",),
        (look_id if isinstance(look_id, str) else "",),
    )


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


def _status(data: Mapping[str, Any]) -> GenerationStatus:
    word = str(data.get("status") or "").lower()
    if word in _SUCCESS or (not word and data.get("preview_image_url")):
        return GenerationStatus.SUCCESS
    return GenerationStatus.FAILED if word in _FAILED else GenerationStatus.IN_PROGRESS


def _reason(data: Mapping[str, Any]) -> str | None:
    error = data.get("error")
    reason = error.get("message") or error.get("code") if isinstance(error, dict) else error
    if not reason and str(data.get("status")).lower() == "pending_consent":
        reason = "HeyGen asks for a person's consent for this look"
    return str(reason) if reason else None


def _unknown_reference(error: NotFound) -> NotFound | InvalidAttributes:
    name = _REFERENCES_BY_CODE.get(error.code or "")
    if name is None:
        error.advice = "Nothing is billed, since nothing was generated."
        return error
    return _invalid({name: error.what.rstrip(". ")}, None, error)


def _in_our_fields(error: InvalidAttributes) -> InvalidAttributes:
    problems = {_OUR_FIELDS.get(name, name): said for name, said in error.problems.items()}
    return _invalid(problems, error.advice, error)


def _invalid(problems: dict[str, str], advice: str | None, error: HeyGenError) -> InvalidAttributes:
    """Return another error about the reply that ``error`` is about."""
    return InvalidAttributes(
        problems,
        advice=advice,
        status_code=error.status_code,
        code=error.code,
        request_id=error.request_id,
    )
