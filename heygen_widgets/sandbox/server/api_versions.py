"""How each version of HeyGen's API words what both of them say."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from heygen_widgets.sandbox.faults.catalogue import V2_ONLY, V3_ONLY
from heygen_widgets.sandbox.server import replies_v2, replies_v3
from heygen_widgets.sandbox.server.api_errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heygen_widgets.sandbox.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The words of one version.

    Attributes:
        success_body: Puts data into the envelope of success.
        error_body: Puts a refusal into the envelope of an error.
        in_json: Those errors of the server that HeyGen says itself, by status; a gateway says
            the others, with a web page.
        prompt_field: Where the prompt stands in a request.
        nothing: The data of a reply that forgets what was made.
        not_found: Says that nothing has the id that was asked for.
        cannot_pay: Says that the account of a scenario is empty.
        moderated: The body that refuses a prompt for its content.
        foreign: The kinds of fault that only the other version has.
    """

    success_body: Callable[[dict[str, Any]], dict[str, Any]]
    error_body: Callable[[Refusal], dict[str, Any]]
    in_json: Mapping[int, Refusal]
    prompt_field: str
    nothing: dict[str, Any]
    not_found: Callable[[], Refusal]
    cannot_pay: Callable[[Scenario], Refusal]
    moderated: dict[str, Any]
    foreign: frozenset[str]

    def succeed(self, data: dict[str, Any]) -> JSONResponse:
        """Answer with the envelope of success."""
        return JSONResponse(self.success_body(data))

    def refuse(self, refusal: Refusal) -> JSONResponse:
        """Answer with the envelope of an error; one of too many is told when to come back."""
        too_many = refusal.status == HTTPStatus.TOO_MANY_REQUESTS
        headers = {"Retry-After": "1"} if too_many else None
        return JSONResponse(self.error_body(refusal), refusal.status, headers)


_IN_JSON = {
    500: Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", "Internal server error"),
    503: Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "service_unavailable", "Service unavailable"),
}
_TIMEOUT = Refusal(HTTPStatus.GATEWAY_TIMEOUT, "gateway_timeout", "Gateway timeout")

V2 = Dialect(
    success_body=replies_v2.success_body,
    error_body=replies_v2.error_body,
    in_json=_IN_JSON,
    prompt_field="appearance",
    nothing={},
    not_found=Refusal.generation_not_found,
    cannot_pay=lambda _: Refusal.insufficient_credit(),
    moderated=replies_v2.MODERATED,
    foreign=V3_ONLY,
)
V3 = Dialect(
    success_body=replies_v3.success_body,
    error_body=replies_v3.error_body,
    in_json={**_IN_JSON, 504: _TIMEOUT},
    prompt_field="prompt",
    nothing={"avatar_item": None, "avatar_group": None},
    not_found=Refusal.avatar_not_found,
    cannot_pay=lambda scenario: Refusal.insufficient_wallet(0, scenario.look_price),
    moderated=replies_v3.error_body(replies_v3.MODERATED),
    foreign=V2_ONLY,
)
DIALECTS = {"v2": V2, "v3": V3}
"""Each version's, by its name."""
