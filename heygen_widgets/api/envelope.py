"""The envelopes of HeyGen's replies: their data, errors and notices.

HeyGen's docs and its users show five kinds of replies:

* v2: ``{"error": {"code", "message"}, "data"}``
* v2 with the error as a string: ``{"error": "…", "error_code", "data"}``
* v1: ``{"code": 400112, "message", "data"}``, where code 100 means success
* v3: ``{"data"}`` or ``{"error": {"code", "message", "param"}}``
* HTML, for a route that doesn't exist

A web page or a redirect may as well come from something between here and HeyGen, such as the
sign-in page of a network. `version_probe` tells the two apart.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from heygen_widgets.api.wire import JobState
from heygen_widgets.errors import (
    ApiRetired,
    AuthenticationError,
    ConnectionFailed,
    ContentRejected,
    HeyGenError,
    InsufficientCredit,
    InvalidAttributes,
    LimitReached,
    NotFound,
    NotReady,
    RateLimited,
    ServerError,
    UnexpectedResponse,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.text import to_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.api.wire import Reply

OK_CODE = 100
"""The ``code`` of a v1 envelope that means success."""

MAX_QUOTE = 300
"""How many characters of a server's message an error quotes."""

MAX_RAW_QUOTE = 100
"""How many bytes of an unreadable reply an error quotes."""

# Source: docs.heygen.com/reference/errors and developers.heygen.com/docs/error-codes.
_CODES_BY_ERROR: dict[type[HeyGenError], str] = {
    AuthenticationError: (
        "unauthorized forbidden insufficient_api_key_scope resource_access_denied "
        "phone_verification_required 40009 40102 "
        "400101 400112 400562 400573 400631 401056 401057"
    ),
    InsufficientCredit: (
        "insufficient_credit movio_payment_insufficient_credit trial_limit_exceeded "
        "subscription_required plan_upgrade_required 400599 400664 900001"
    ),
    ContentRejected: (
        "content_policy_violation 400105 400168 400625 400680 401003 402007 402008 402009"
    ),
    RateLimited: "rate_limit_exceeded quota_exceeded 400123",
    NotFound: "avatar_expired 400144 400174",
    NotReady: "conflict request_in_progress resource_not_ready",
    LimitReached: "resource_limit_reached resource_limit_exceeded",
    # In a reply with HTTP 200 as well. HeyGen uses some of these words for other things with 4xx.
    ServerError: (
        "internal_error internal_server_error server_error service_unavailable unavailable "
        "gateway_timeout bad_gateway timeout upstream_error overloaded try_again"
    ),
    InvalidAttributes: (
        "invalid_parameter download_failed avatar_not_usable avatar_consent_required "
        "voice_not_usable 40001 40012 40039 400175"
    ),
}
_ERROR_BY_CODE = {code: kind for kind, codes in _CODES_BY_ERROR.items() for code in codes.split()}
_ERROR_BY_STATUS: dict[int, type[HeyGenError]] = {
    401: AuthenticationError,
    402: InsufficientCredit,
    403: AuthenticationError,
    404: NotFound,
    410: ApiRetired,
    429: RateLimited,
}
# What these say, they say of the generation, even in a reply to the request for its status.
_JOB_ERRORS = (ContentRejected, InsufficientCredit, InvalidAttributes, LimitReached)
_JOB_CODES = frozenset({"generation_failed"})
_ENVELOPE_FIELDS = frozenset({"error", "data", "code"})
# HeyGen's own answers to requests that may be repeated are web pages as well.
_REPEATABLE = frozenset({408, 429})
# 500 to 599, also as the numbers of HeyGen's table are made: 500 and three more digits.
_SERVER_NUMBER = re.compile(r"5\d\d(?:\d{2,3})?")
_REASONS = ("message", "msg", "detail", "error", "error_msg", "reason", "code")
_TITLE = re.compile(rb"<title[^>]*>([^<]*)<", re.IGNORECASE)
_INVALID_FIELD = re.compile(r"^\s*([\w.]+) is invalid:\s*(.+)$", re.DOTALL)


def read(reply: Reply) -> Mapping[str, Any]:
    """Return the ``data`` of a successful reply.

    Raises:
        HeyGenError: The error that the reply means.
    """
    error = read_error(reply)
    if error:
        raise error
    envelope = reply.json()
    data = envelope.get("data") if isinstance(envelope, dict) else None
    if not isinstance(data, dict):
        raise UnexpectedResponse(
            f"HeyGen's answer has no data: {_quote(reply)}", **_details(reply, None)
        )
    return data


def require_id(value: object, reply: Reply, missing: str, advice: str | None = None) -> str:
    """Return an id that a reply must have.

    Args:
        value: What the reply has in the id's place.
        reply: The reply.
        missing: What the error says if that is not an id.
        advice: The error's advice; None for that of `UnexpectedResponse`.

    Raises:
        UnexpectedResponse: The value is not text, or is empty.
    """
    if isinstance(value, str) and value:
        return value
    raise UnexpectedResponse(missing, advice, **_details(reply, None))


def read_error(reply: Reply) -> HeyGenError | None:
    """Return the error that a reply means; None if the reply is a success."""
    envelope = reply.json()
    if _is_foreign(reply):
        return _foreign(reply)
    if not isinstance(envelope, dict):
        return _not_json(reply)
    code, message = _code_and_message(envelope, failed=reply.status_code >= 400)
    if code is None and message is None and reply.status_code < 300:
        return None
    kind = _kind(reply.status_code, code)
    details = _details(reply, code)
    text = message or f"HTTP {reply.status_code} with no explanation"
    if kind is InvalidAttributes:
        return _invalid(text, _param(envelope), details)
    error = kind(f"HeyGen answered: {to_sentence(text[:MAX_QUOTE])}", **details)
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(reply)
    return error


def read_job(reply: Reply, of_data: Callable[[Mapping[str, Any]], JobState]) -> JobState:
    """Return the state of a job, from a reply to the request for its status.

    HeyGen answers with HTTP 200 and an error in place of the data, for example if credit ran out
    while it was working. A job that HeyGen accepted has failed only if HeyGen says so of the job:
    any other error is one of the request.

    Args:
        reply: The reply.
        of_data: Returns the state that data mean.

    Raises:
        HeyGenError: The error of the request, which says nothing about the job.
    """
    error = read_error(reply)
    if error is None or reply.status_code != 200:
        return of_data(read(reply))
    if isinstance(error, _JOB_ERRORS) or (error.code or "").lower() in _JOB_CODES:
        return JobState(GenerationStatus.FAILED, error.what)
    envelope = reply.json()
    data = envelope.get("data") if isinstance(envelope, dict) else None
    state = of_data(data) if isinstance(data, dict) else None
    if state is None or not state.status.is_final:
        raise error
    return replace(state, message=state.message or error.what)


def read_notice(reply: Reply) -> str:
    """Return HeyGen's notice that this version of its API will end, with the date; else nothing.

    Such replies have ``Deprecation`` and ``Sunset`` headers, or a ``warning`` object in the JSON.
    """
    envelope = reply.json()
    warning = envelope.get("warning") if isinstance(envelope, dict) else None
    warning = warning if isinstance(warning, dict) else {}
    date = str(warning.get("sunset_date") or reply.headers.get("sunset") or "")
    text = str(warning.get("message") or "")[:MAX_QUOTE]
    if not text and not date and "deprecation" not in reply.headers:
        return ""
    text = text or "HeyGen says that this version of its API will end."
    return text if date in text else f"{text} (End: {date[:MAX_QUOTE]}.)"


def reason(value: object) -> str | None:
    """Return the reason that HeyGen gives, as text or inside an object; None if it gives none."""
    if isinstance(value, Mapping):
        found = (reason(value.get(name)) for name in _REASONS)
        # An object of another form is still worth more than nothing.
        value = next(filter(None, found), None) or (
            json.dumps(value) if any(value.values()) else None
        )
    elif isinstance(value, list):
        value = "; ".join(filter(None, map(reason, value)))
    return value[:MAX_QUOTE] if isinstance(value, str) and value.strip() else None


def described(reply: Reply) -> str:
    """Return what a reply is that isn't HeyGen's, in words that can begin a sentence."""
    if 300 <= reply.status_code < 400:
        return f"A redirect to {_host_of(reply.headers.get('location', '')) or 'another page'}"
    if not is_html(reply):
        return f"Something (HTTP {reply.status_code})"
    title = _TITLE.search(reply.body[:10_000])
    named = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
    return f"A web page{f' ({unescape(named)[:MAX_RAW_QUOTE]!r})' if named else ''}"


def number(value: object) -> float | None:
    """Return a value of a reply as a finite number; None if it isn't one."""
    # HeyGen writes the amounts of some wallets as text.
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def retry_after(reply: Reply) -> float | None:
    """Return the seconds in ``Retry-After``; None without valid seconds (HeyGen sends no dates)."""
    try:
        seconds = float(reply.headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _code_and_message(
    envelope: Mapping[str, Any], *, failed: bool
) -> tuple[str | None, str | None]:
    error = envelope.get("error")
    if error and isinstance(error, dict):
        code, message = (
            error.get("code"),
            reason({name: error[name] for name in error if name != "code"}),
        )
    elif error:
        code, message = envelope.get("error_code"), reason(error)
    else:
        code = envelope.get("code")
        message = reason(envelope.get("message")) or reason(envelope.get("msg"))
        is_error = code is not None and str(code) != str(OK_CODE)
        if not is_error:
            # A proxy in front of HeyGen's API may answer just {"message": "Forbidden"}.
            return None, message if failed else None
    return None if code is None else str(code), message or "an error without a message"


def _kind(status_code: int, code: str | None) -> type[HeyGenError]:
    known = _ERROR_BY_CODE.get(code.lower()) if code else None
    if code and _SERVER_NUMBER.fullmatch(code):
        known = ServerError
    if known and not (known is ServerError and 400 <= status_code < 500):
        return known
    if code and code.lower().endswith("not_found"):
        return NotFound
    if status_code in _ERROR_BY_STATUS:
        return _ERROR_BY_STATUS[status_code]
    if 300 <= status_code < 400:
        return ApiRetired
    return ServerError if status_code >= 500 else UnexpectedResponse


def _not_json(reply: Reply) -> HeyGenError:
    details = _details(reply, None)
    status = reply.status_code
    if status == 410:
        return ApiRetired("HeyGen no longer has this route.", **details)
    kind = _kind(status, None)
    if kind is UnexpectedResponse and not reply.body:
        return kind("HeyGen sent an empty answer.", **details)
    if kind is UnexpectedResponse and status < 300:
        return kind(f"HeyGen sent something that is not JSON: {_quote(reply)}", **details)
    error = kind(f"HeyGen answered HTTP {status} with no explanation.", **details)
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(reply)
    return error


def _param(envelope: Mapping[str, Any]) -> str:
    """Return the field that v3 names in an error; ``request`` if it names none."""
    error = envelope.get("error")
    param = error.get("param") if isinstance(error, dict) else None
    return param if isinstance(param, str) and param else "request"


def _invalid(message: str, param: str, details: dict[str, Any]) -> InvalidAttributes:
    match = _INVALID_FIELD.match(message)
    field, problem = match.groups() if match else (param, message)
    return InvalidAttributes(
        {field: problem[:MAX_QUOTE].rstrip(". ")},
        advice="Nothing is billed, since nothing was generated. Change what HeyGen refused.",
        **details,
    )


def _details(reply: Reply, code: str | None) -> dict[str, Any]:
    return {
        "status_code": reply.status_code,
        "code": code,
        "request_id": reply.request_id,
    }


def is_enveloped(reply: Reply) -> bool:
    """Return whether a reply has the envelope of HeyGen's API, whatever it says."""
    envelope = reply.json()
    return isinstance(envelope, dict) and not _ENVELOPE_FIELDS.isdisjoint(envelope)


def _is_foreign(reply: Reply) -> bool:
    """Return whether something else than HeyGen's API may have answered: a page, a redirect.

    Not so for 5xx, which HeyGen's own gateways answer with web pages.
    """
    status = reply.status_code
    if 300 <= status < 400:
        return not is_enveloped(reply)
    is_page = is_html(reply) and not isinstance(reply.json(), dict)
    return is_page and status < 500 and status not in _REPEATABLE


def _foreign(reply: Reply) -> ConnectionFailed:
    return ConnectionFailed(
        f"{described(reply)} answered instead of HeyGen. This network may want you to sign in.",
        "If it has a sign-in page, open it in your browser; else check the proxy and "
        "HEYGEN_BASE_URL. Then try again.",
        **_details(reply, None),
    )


def _host_of(address: str) -> str:
    with suppress(ValueError):
        return (urlsplit(address).hostname or "")[:MAX_RAW_QUOTE]
    return ""


def is_html(reply: Reply) -> bool:
    """Return whether a reply is a web page."""
    return "html" in reply.headers.get("content-type", "") or reply.body.lstrip()[:1] == b"<"


def _quote(reply: Reply) -> str:
    text = reply.body[: MAX_RAW_QUOTE + 1].decode("utf-8", "replace")
    return repr(text[:MAX_RAW_QUOTE] + ("…" if len(text) > MAX_RAW_QUOTE else ""))
