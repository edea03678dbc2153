"""Makes handlers that answer in place of a request's own, or change its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.responses import Response

from heygen_widgets.sandbox.server import raw_responses

if TYPE_CHECKING:
    from starlette.requests import Request

    from heygen_widgets.sandbox.server.api_errors import ApiError
    from heygen_widgets.sandbox.server.api_versions import ApiVersion

Handler: TypeAlias = Callable[[], Awaitable[Response]]
"""Handles a request as the sandbox does when nothing goes wrong."""
FaultHandler: TypeAlias = Callable[["Request", Handler], Awaitable[Response]]
"""Answers a request as a fault does; it may or may not call the ordinary handler."""


def instead(make: Callable[[], Response]) -> FaultHandler:
    """Answer without handling the request."""

    async def handle(_request: Request, _handler: Handler) -> Response:
        return make()

    return handle


def after(change: Callable[[Response], Response]) -> FaultHandler:
    """Handle the request, then change the response, unless it is an error already."""

    async def handle(_request: Request, handler: Handler) -> Response:
        response = await handler()
        return change(response) if response.status_code == HTTPStatus.OK else response

    return handle


def server_error(version: ApiVersion, status: int) -> Response:
    """Return a server error: JSON where HeyGen itself answers, HTML where a gateway does."""
    error = version.json_errors.get(status)
    return version.error(error) if error else raw_responses.html_page(HTTPStatus(status))


def api_error(version: ApiVersion, make: Callable[[], ApiError]) -> FaultHandler:
    """Answer with an error of the API."""
    return instead(lambda: version.error(make()))


def cannot_pay(version: ApiVersion) -> FaultHandler:
    """Answer that the account is empty."""

    async def handle(request: Request, _handler: Handler) -> Response:
        return version.error(version.cannot_pay(request.app.state.sandbox.scenario))

    return handle


def malformed_json(_response: Response) -> Response:
    """Return JSON that can't be read."""
    return Response('{"error": null, "data": {"status": , }', media_type="application/json")


RETIRED = instead(partial(raw_responses.html_page, HTTPStatus.NOT_FOUND))
"""The route is gone."""
CUT_CONNECTION = instead(raw_responses.CutConnection)
"""The connection breaks before the request is handled."""
