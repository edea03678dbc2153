"""The bodies of v2's replies, down to the null fields, and those of web pages and store errors.

Their form is that of HeyGen's API reference. Where it is silent (the pages, the store's errors)
the sandbox makes a choice, and a client should survive others.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from heygen_widgets.sandbox.server.api_errors import ApiError

OUT_OF_CREDIT = ApiError(
    HTTPStatus.OK,
    "MOVIO_PAYMENT_INSUFFICIENT_CREDIT",
    "Insufficient credit. The account ran out of credit while the photos were made.",
)
"""The error of a generation that fails for lack of credit; HeyGen sends it with HTTP 200."""

UNDOCUMENTED_STATUS = "queued_for_review"
"""A status that HeyGen's documentation does not list."""

FAILURE_MESSAGE = "The photos could not be generated. Please try another prompt."
"""The message of a failed generation."""

REJECTED_PROMPT = {
    "code": 400168,
    "message": "The prompt was flagged as inappropriate content.",
    "data": None,
}
"""The body for a prompt that moderation rejects, in the older form with a numeric code."""

SUNSET_WARNING = {
    "message": (
        "This v2 endpoint is Legacy and will be removed on 2026-10-31. Please check the latest "
        "docs for whether a replacement exists."
    ),
    "docs_url": "https://developers.heygen.com/reference",
    "sunset_date": "2026-10-31",
}
"""The member beside ``data`` in the replies of an API that will be removed."""


def success_body(data: dict[str, Any] | None) -> dict[str, Any]:
    """Return the envelope of success."""
    return {"error": None, "data": data}


def error_body(error: ApiError) -> dict[str, Any]:
    """Return the envelope of an error."""
    return {"data": None, "error": {"code": error.code, "message": error.message}}


def status_data(
    generation_id: str,
    status: str,
    *,
    message: str | None = None,
    urls: list[str] | None = None,
    keys: list[str] | None = None,
) -> dict[str, Any]:
    """Return the data of a status reply; both lists are null until success."""
    return {
        "id": generation_id,
        "status": status,
        "msg": message,
        "image_url_list": urls,
        "image_key_list": keys,
    }


def quota_data(remaining: int) -> dict[str, Any]:
    """Return the data of a quota reply; which details HeyGen lists varies."""
    return {
        "remaining_quota": remaining,
        "details": {"api": remaining, "seat": 0, "plan_credit": 0},
    }


def html_page(status: HTTPStatus) -> str:
    """Return the web page that HeyGen and its gateways send instead of JSON."""
    return (
        '<!doctype html>\n<html lang="en">\n'
        f"<title>{status.value} {status.phrase}</title>\n"
        f"<h1>{status.phrase}</h1>\n<p>{status.description}</p>\n"
    )


def store_error(code: str, message: str) -> str:
    """Return the XML with which the object store refuses an image."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>\n"
    )
