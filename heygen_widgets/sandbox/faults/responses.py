"""How each kind of fault answers a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from heygen_widgets.sandbox.fault_catalogue import FAULTS, FINAL_FAULTS, NOT_YET, UNKNOWN_STATUS
from heygen_widgets.sandbox.faults import bad_images
from heygen_widgets.sandbox.server import raw_responses, replies_v2
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V2, V3

if TYPE_CHECKING:
    from starlette.requests import Request

    from heygen_widgets.sandbox.server.api_versions import ApiVersion
    from heygen_widgets.sandbox.server.state import Sandbox

Handler: TypeAlias = Callable[[], Awaitable[Response]]
"""Handles a request as the sandbox does when nothing goes wrong."""
FaultHandler: TypeAlias = Callable[["Request", Handler], Awaitable[Response]]
"""Answers a request as a fault does; it may or may not call the ordinary handler."""

DELAY = 5.0
"""Seconds by which a slow response is delayed."""

SUNSET_HEADERS = {"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}


async def respond(request: Request, version: str, area: str, handler: Handler) -> Response:
    """Answer a request, with the faults that strike it.

    At most one fault replaces the response. Delays and the sunset warning are added to any
    response.

    Args:
        request: The request.
        version: The version of the API that it is for, or ``store``.
        area: What it is about: ``submit``, ``poll``, ``image``, ``quota``, ``user`` or ``asset``.
        handler: Handles it when nothing goes wrong.
    """
    sandbox: Sandbox = request.app.state.sandbox
    fault_handlers = FAULT_HANDLERS[version, area]
    kind = sandbox.pick_fault(fault_handlers)
    response = await (fault_handlers[kind](request, handler) if kind else handler())
    if version == "v2" and (sandbox.is_in_sunset or sandbox.pick_fault({"api:sunset"})):
        _add_sunset_warning(response)
    delay = DELAY if sandbox.pick_fault({f"{area}:slow", "api:slow"}) else 0
    if delay + sandbox.scenario.slowness:
        await request.app.state.sleep(delay + sandbox.scenario.slowness)
    return response


def _add_sunset_warning(response: Response) -> None:
    response.headers.update(SUNSET_HEADERS)
    if isinstance(response, JSONResponse):
        envelope = json.loads(bytes(response.body))
        response.body = response.render({**envelope, "warning": replies_v2.SUNSET_WARNING})
        response.headers["Content-Length"] = str(len(response.body))


def _instead(make: Callable[[], Response]) -> FaultHandler:
    """Answer without handling the request."""

    async def handle(_request: Request, _handler: Handler) -> Response:
        return make()

    return handle


def _after(change: Callable[[Response], Response]) -> FaultHandler:
    """Handle the request, then change the response, unless it is an error already."""

    async def handle(_request: Request, handler: Handler) -> Response:
        response = await handler()
        return change(response) if response.status_code == HTTPStatus.OK else response

    return handle


def _after_in_thread(change: Callable[[bytes], bytes]) -> FaultHandler:
    """Handle the request, then change the image in a thread, because that takes long."""

    async def handle(_request: Request, handler: Handler) -> Response:
        response = await handler()
        if response.status_code != HTTPStatus.OK:
            return response
        body = bytes(response.body)
        changed = await asyncio.to_thread(change, body)
        return raw_responses.image(changed, raw_responses.image_type(body))

    return handle


def _redirect(address: str) -> FaultHandler:
    return _instead(partial(RedirectResponse, address, HTTPStatus.FOUND))


async def _redirect_to_itself(request: Request, _handler: Handler) -> Response:
    return RedirectResponse(request.url, HTTPStatus.FOUND)


def _server_error(version: ApiVersion, status: int) -> Response:
    """Return a server error: JSON where HeyGen itself answers, HTML where a gateway does."""
    error = version.json_errors.get(status)
    return version.error(error) if error else raw_responses.html_page(HTTPStatus(status))


def _error(version: ApiVersion, make: Callable[[], ApiError]) -> FaultHandler:
    return _instead(lambda: version.error(make()))


def _cannot_pay(version: ApiVersion) -> FaultHandler:
    async def handle(request: Request, _handler: Handler) -> Response:
        return version.error(version.cannot_pay(request.app.state.sandbox.scenario))

    return handle


def _gateway_page(_response: Response | None = None) -> Response:
    return HTMLResponse(replies_v2.html_page(HTTPStatus.BAD_GATEWAY))


def _malformed_json(_response: Response) -> Response:
    return Response('{"error": null, "data": {"status": , }', media_type="application/json")


def _first_half(response: Response) -> Response:
    body = bytes(response.body)
    return Response(body[: len(body) // 2], media_type=response.media_type)


def _store_failure() -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return raw_responses.store_error(status, "InternalError", "We encountered an internal error.")


def _image(make: Callable[[], bytes]) -> FaultHandler:
    return _instead(lambda: raw_responses.image(make()))


_RETIRED = _instead(partial(raw_responses.html_page, HTTPStatus.NOT_FOUND))
_CUT_CONNECTION = _instead(raw_responses.CutConnection)
_SERVER_ERRORS = (408, 500, 502, 503, 504)


def _submit_fault_handlers(version: ApiVersion) -> dict[str, FaultHandler]:
    """Return how each fault answers a request that creates something."""
    errors = {code: partial(_server_error, version, code) for code in _SERVER_ERRORS}
    return {
        "submit:drop-before": _CUT_CONNECTION,
        "submit:drop-after": _after(lambda _: raw_responses.CutConnection()),
        "submit:401": _error(version, ApiError.unauthorized),
        "submit:402": _cannot_pay(version),
        "submit:404": _error(version, lambda: ApiError.asset_not_found("reference_images")),
        "submit:409": _error(version, ApiError.request_in_progress),
        "submit:409-conflict": _error(version, ApiError.conflict),
        "submit:429": _error(version, ApiError.too_many_requests),
        **{f"submit:{code}": _instead(error) for code, error in errors.items()},
        **{
            f"submit:{code}-made": _after(lambda _, error=error: error())  # type: ignore[misc]
            for code, error in errors.items()
        },
        "submit:html": _after(_gateway_page),
        "submit:malformed": _after(_malformed_json),
        "submit:partial": _after(_first_half),
        "submit:no-id": _after(lambda _: version.success(version.data_without_id)),
        "submit:invalid": _error(
            version,
            lambda: ApiError.invalid(version.prompt_field, "Input should be a valid string"),
        ),
        "submit:rejected": _instead(
            lambda: JSONResponse(version.rejected_body, HTTPStatus.BAD_REQUEST)
        ),
        "submit:retired": _RETIRED,
    }


def _poll_fault_handlers(version: ApiVersion) -> dict[str, FaultHandler]:
    """Return how each fault answers a status request."""
    return {
        "poll:drop": _CUT_CONNECTION,
        "poll:401": _error(version, ApiError.unauthorized),
        "poll:404": _error(version, version.not_found),
        "poll:429": _error(version, ApiError.too_many_requests),
        **{
            f"poll:{code}": _instead(partial(_server_error, version, code))
            for code in _SERVER_ERRORS
        },
        "poll:html": _instead(_gateway_page),
        "poll:malformed": _after(_malformed_json),
        "poll:error": _error(version, ApiError.undocumented),
        "poll:partial": _after(_first_half),
        "poll:retired": _RETIRED,
    }


IMAGE_FAULT_HANDLERS: dict[str, FaultHandler] = {
    "image:drop": _CUT_CONNECTION,
    "image:cut": _after(raw_responses.CutConnection),
    "image:truncated": _after(_first_half),
    "image:expired": _instead(raw_responses.expired_link),
    "image:404": _instead(raw_responses.image_not_found),
    "image:500": _instead(_store_failure),
    "image:html": _instead(
        lambda: raw_responses.image(replies_v2.html_page(HTTPStatus.BAD_GATEWAY).encode())
    ),
    "image:lying": _after_in_thread(bad_images.in_other_format),
    "image:oversized": _after(bad_images.OversizedImage),
    "image:bomb": _image(bad_images.decompression_bomb),
    "image:garbage": _image(bad_images.random_bytes),
    # Reserved names and ports, so that no request reaches a real server.
    "image:redirect-http": _redirect("http://images.example/original"),
    "image:redirect-loopback": _redirect("https://127.0.0.1:9/original"),
    "image:redirect-file": _redirect("file:///etc/hostname"),
    "image:redirect-loop": _redirect_to_itself,
}


def _for_version(version: ApiVersion, handlers: dict[str, FaultHandler]) -> dict[str, FaultHandler]:
    """Add the retired API, and leave out the faults that only the other version has."""
    every = {**handlers, "api:retired": _RETIRED}
    return {kind: handler for kind, handler in every.items() if kind not in version.other_faults}


FAULT_HANDLERS: dict[tuple[str, str], dict[str, FaultHandler]] = {
    ("v2", "submit"): _for_version(V2, _submit_fault_handlers(V2)),
    ("v2", "poll"): _for_version(V2, _poll_fault_handlers(V2)),
    ("v2", "quota"): {},
    ("v3", "submit"): _for_version(V3, _submit_fault_handlers(V3)),
    ("v3", "poll"): _for_version(V3, _poll_fault_handlers(V3)),
    ("v3", "looks"): {},
    ("v3", "user"): {},
    ("v3", "asset"): {},
    ("store", "image"): IMAGE_FAULT_HANDLERS,
}
"""The faults that replace a response, by version and area."""

ADDED_TO_RESPONSES = frozenset(kind for kind in FAULTS if kind.endswith(":slow")) | {"api:sunset"}
"""The faults that add to a response, whatever it is."""

assert FAULTS.keys() == (  # noqa: S101 - a kind that nothing here or in the state implements
    {kind for handlers in FAULT_HANDLERS.values() for kind in handlers}
    | ADDED_TO_RESPONSES
    | FINAL_FAULTS
    | {UNKNOWN_STATUS, NOT_YET}
)
