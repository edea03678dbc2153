"""Where the versions of HeyGen's API differ: envelopes, errors and the faults that they have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from heygen_widgets.sandbox.fault_catalogue import V2_ONLY, V3_ONLY
from heygen_widgets.sandbox.server import replies_v1, replies_v2, replies_v3
from heygen_widgets.sandbox.server.api_errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heygen_widgets.sandbox.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class ApiVersion:
    """How one version of the API replies.

    Attributes:
        success_body: Puts data into the envelope of success.
        error_body: Puts an error into the envelope of errors.
        json_errors: The server errors that HeyGen itself sends as JSON, by status; a gateway
            sends the others as web pages.
        prompt_field: The field of a request that contains the prompt.
        data_without_id: The data of a reply that lacks the id of what was made.
        not_found: Returns the error for an unknown id.
        avatar_not_found: Returns the error for an unknown group or look that is read or changed.
        cannot_pay: Returns the error for a scenario's account when it is empty.
        rejected_body: The body that rejects a prompt for its content.
        other_faults: The kinds of fault that only the other version has.
    """

    success_body: Callable[[Any], dict[str, Any]]
    error_body: Callable[[ApiError], dict[str, Any]]
    json_errors: Mapping[int, ApiError]
    prompt_field: str
    data_without_id: dict[str, Any]
    not_found: Callable[[], ApiError]
    avatar_not_found: Callable[[], ApiError]
    cannot_pay: Callable[[Scenario], ApiError]
    rejected_body: dict[str, Any]
    other_faults: frozenset[str]

    def success(self, data: dict[str, Any] | None) -> JSONResponse:
        """Return data as a response."""
        return JSONResponse(self.success_body(data))

    def error(self, error: ApiError) -> JSONResponse:
        """Return an error as a response; with status 429 it has a ``Retry-After`` header."""
        too_many = error.status == HTTPStatus.TOO_MANY_REQUESTS
        headers = {"Retry-After": "1"} if too_many else None
        return JSONResponse(self.error_body(error), error.status, headers)


_JSON_ERRORS = {
    500: ApiError(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", "Internal server error"),
    503: ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "service_unavailable", "Service unavailable"),
}
_GATEWAY_TIMEOUT = ApiError(HTTPStatus.GATEWAY_TIMEOUT, "gateway_timeout", "Gateway timeout")

V2 = ApiVersion(
    success_body=replies_v2.success_body,
    error_body=replies_v2.error_body,
    json_errors=_JSON_ERRORS,
    prompt_field="appearance",
    data_without_id={},
    not_found=ApiError.generation_not_found,
    avatar_not_found=ApiError.photo_avatar_not_found,
    cannot_pay=lambda _: ApiError.insufficient_credit(),
    rejected_body=replies_v2.REJECTED_PROMPT,
    other_faults=V3_ONLY,
)
V3 = ApiVersion(
    success_body=replies_v3.success_body,
    error_body=replies_v3.error_body,
    json_errors={**_JSON_ERRORS, 504: _GATEWAY_TIMEOUT},
    prompt_field="prompt",
    data_without_id={"avatar_item": None, "avatar_group": None},
    not_found=ApiError.look_not_found,
    avatar_not_found=ApiError.avatar_not_found,
    cannot_pay=lambda scenario: ApiError.insufficient_wallet(0, scenario.look_price),
    rejected_body=replies_v3.error_body(replies_v3.REJECTED_PROMPT),
    other_faults=V2_ONLY,
)
V1 = replace(V2, success_body=replies_v1.success_body, error_body=replies_v1.error_body)
API_VERSIONS = {"v1": V1, "v2": V2, "v3": V3}
"""The versions by name."""
