"""The bodies that HeyGen's v2 API answers with, down to the null fields, pages and XML besides.

Shapes are those of HeyGen's API reference. Where it is silent (the pages, what a store says of a
lost picture) the sandbox makes a choice, and a client should survive others.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from heygen_widgets.sandbox.server.api_errors import Refusal

OUT_OF_CREDIT = Refusal(
    HTTPStatus.OK,
    "MOVIO_PAYMENT_INSUFFICIENT_CREDIT",
    "Insufficient credit. The account ran out of credit while the photos were made.",
)
"""A generation that fails for want of credit, which HeyGen says with HTTP 200."""

ODD_STATUS = "queued_for_review"
"""A status that no page of HeyGen's names."""

FAILURE = "The photos could not be generated. Please try another prompt."
"""The reason for a failed generation."""

MODERATED = {
    "code": 400168,
    "message": "The prompt was flagged as inappropriate content.",
    "data": None,
}
"""The body of a prompt that moderation refuses, in the older form with a number."""

WARNING = {
    "message": (
        "This v2 endpoint is Legacy and will be removed on 2026-10-31. Please check the latest "
        "docs for whether a replacement exists."
    ),
    "docs_url": "https://developers.heygen.com/reference",
    "sunset_date": "2026-10-31",
}
"""What stands beside the data of an API that will be removed."""


def success_body(data: dict[str, Any]) -> dict[str, Any]:
    """Return the envelope of a good answer."""
    return {"error": None, "data": data}


def error_body(refusal: Refusal) -> dict[str, Any]:
    """Return the envelope of a refusal."""
    return {"data": None, "error": {"code": refusal.code, "message": refusal.message}}


def status_data(
    generation_id: str,
    status: str,
    *,
    message: str | None = None,
    urls: list[str] | None = None,
    keys: list[str] | None = None,
) -> dict[str, Any]:
    """Return what the generation endpoint says about a job; both lists are null until success."""
    return {
        "id": generation_id,
        "status": status,
        "msg": message,
        "image_url_list": urls,
        "image_key_list": keys,
    }


def quota_data(remaining: int) -> dict[str, Any]:
    """Return what the quota endpoint says; which details HeyGen lists varies."""
    return {
        "remaining_quota": remaining,
        "details": {"api": remaining, "seat": 0, "plan_credit": 0},
    }


def html_page(status: HTTPStatus) -> str:
    """Return the page that stands in for JSON where HeyGen has no such route."""
    return (
        '<!doctype html>\n<html lang="en">\n'
        f"<title>{status.value} {status.phrase}</title>\n"
        f"<h1>{status.phrase}</h1>\n<p>{status.description}</p>\n"
    )


def store_error(code: str, message: str) -> str:
    """Return the XML of an object store that won't hand out a picture."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>\n"
    )
