"""How each kind of fault answers a request."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from heygen_widgets.sandbox.avatar_faults import BY_STATE
from heygen_widgets.sandbox.fault_catalogue import (
    CREATE,
    FAULTS,
    FINAL_FAULTS,
    NOT_YET,
    UNKNOWN_STATUS,
)
from heygen_widgets.sandbox.faults import avatar_responses, bad_images
from heygen_widgets.sandbox.faults.handlers import (
    CUT_CONNECTION,
    RETIRED,
    after,
    api_error,
    cannot_pay,
    instead,
    malformed_json,
    server_error,
)
from heygen_widgets.sandbox.server import raw_responses, replies_v2
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V1, V2, V3
from heygen_widgets.sandbox.server.resources import Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from heygen_widgets.sandbox.faults.handlers import FaultHandler, Handler
    from heygen_widgets.sandbox.server.api_versions import ApiVersion
    from heygen_widgets.sandbox.server.state import Sandbox

DELAY = 5.0
"""Seconds by which a slow response is delayed."""

SUNSET_HEADERS = {"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}


async def areas_of(request: Request, area: str) -> tuple[str, ...]:
    """Return what a request is about, of which each may have faults that strike it.

    Args:
        request: The request.
        area: The area of its route.
    """
    if area == CREATE:
        return _areas_of_create(await request.body())
    if area == "look":
        return ("submit", "look")
    if area == "image":
        found = request.app.state.sandbox.images.find(request.path_params["image_id"])
        return ("image", "links") if found and isinstance(found[0], Look) else ("image",)
    return (area,)


def _areas_of_create(body: bytes) -> tuple[str, ...]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        return ("submit",)
    if not isinstance(values, dict) or values.get("type") != "photo":
        return ("submit",)
    return ("add",) if values.get("avatar_group_id") else ("group",)


async def respond(request: Request, version: str, area: str, handler: Handler) -> Response:
    """Answer a request, with the faults that strike it.

    At most one fault replaces the response. Delays and the sunset warning are added to any
    response.

    Args:
        request: The request.
        version: The version of the API that it is for, or ``store``.
        area: What its route is about: an area of `FAULT_HANDLERS`, or `CREATE`.
        handler: Handles it when nothing goes wrong.
    """
    sandbox: Sandbox = request.app.state.sandbox
    areas = await areas_of(request, area)
    fault_handlers = {
        kind: handle
        for each in areas
        for kind, handle in FAULT_HANDLERS.get((version, each), {}).items()
    }
    kind = sandbox.pick_fault(fault_handlers)
    response = await (fault_handlers[kind](request, handler) if kind else handler())
    if version in ("v1", "v2") and (sandbox.is_in_sunset or sandbox.pick_fault({"api:sunset"})):
        _add_sunset_warning(response)
    slow = {f"{each}:slow" for each in areas} & ADDED_TO_RESPONSES | {"api:slow"}
    delay = DELAY if sandbox.pick_fault(slow) else 0
    if delay + sandbox.scenario.slowness:
        await request.app.state.sleep(delay + sandbox.scenario.slowness)
    return response


def _add_sunset_warning(response: Response) -> None:
    response.headers.update(SUNSET_HEADERS)
    if isinstance(response, JSONResponse):
        envelope = json.loads(bytes(response.body))
        response.body = response.render({**envelope, "warning": replies_v2.SUNSET_WARNING})
        response.headers["Content-Length"] = str(len(response.body))


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
    return instead(partial(RedirectResponse, address, HTTPStatus.FOUND))


async def _redirect_to_itself(request: Request, _handler: Handler) -> Response:
    return RedirectResponse(request.url, HTTPStatus.FOUND)


def _gateway_page(_response: Response | None = None) -> Response:
    return HTMLResponse(replies_v2.html_page(HTTPStatus.BAD_GATEWAY))


def _first_half(response: Response) -> Response:
    body = bytes(response.body)
    return Response(body[: len(body) // 2], media_type=response.media_type)


def _store_failure() -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return raw_responses.store_error(status, "InternalError", "We encountered an internal error.")


def _image(make: Callable[[], bytes]) -> FaultHandler:
    return instead(lambda: raw_responses.image(make()))


_SERVER_ERRORS = (408, 500, 502, 503, 504)


def _submit_fault_handlers(version: ApiVersion) -> dict[str, FaultHandler]:
    """Return how each fault answers a request that creates something."""
    errors = {code: partial(server_error, version, code) for code in _SERVER_ERRORS}
    return {
        "submit:drop-before": CUT_CONNECTION,
        "submit:drop-after": after(lambda _: raw_responses.CutConnection()),
        "submit:401": api_error(version, ApiError.unauthorized),
        "submit:402": cannot_pay(version),
        "submit:404": api_error(version, lambda: ApiError.asset_not_found("reference_images")),
        "submit:409": api_error(version, ApiError.request_in_progress),
        "submit:409-conflict": api_error(version, ApiError.conflict),
        "submit:429": api_error(version, ApiError.too_many_requests),
        **{f"submit:{code}": instead(error) for code, error in errors.items()},
        **{
            f"submit:{code}-made": after(lambda _, error=error: error())  # type: ignore[misc]
            for code, error in errors.items()
        },
        "submit:html": after(_gateway_page),
        "submit:malformed": after(malformed_json),
        "submit:partial": after(_first_half),
        "submit:no-id": after(lambda _: version.success(version.data_without_id)),
        "submit:invalid": api_error(
            version,
            lambda: ApiError.invalid(version.prompt_field, "Input should be a valid string"),
        ),
        "submit:rejected": instead(
            lambda: JSONResponse(version.rejected_body, HTTPStatus.BAD_REQUEST)
        ),
        "submit:retired": RETIRED,
    }


def _poll_fault_handlers(version: ApiVersion) -> dict[str, FaultHandler]:
    """Return how each fault answers a status request."""
    return {
        "poll:drop": CUT_CONNECTION,
        "poll:401": api_error(version, ApiError.unauthorized),
        "poll:404": api_error(version, version.not_found),
        "poll:429": api_error(version, ApiError.too_many_requests),
        **{
            f"poll:{code}": instead(partial(server_error, version, code)) for code in _SERVER_ERRORS
        },
        "poll:html": instead(_gateway_page),
        "poll:malformed": after(malformed_json),
        "poll:error": api_error(version, ApiError.undocumented),
        "poll:partial": after(_first_half),
        "poll:retired": RETIRED,
    }


IMAGE_FAULT_HANDLERS: dict[str, FaultHandler] = {
    "image:drop": CUT_CONNECTION,
    "image:cut": after(raw_responses.CutConnection),
    "image:truncated": after(_first_half),
    "image:expired": instead(raw_responses.expired_link),
    "image:404": instead(raw_responses.image_not_found),
    "image:500": instead(_store_failure),
    "image:html": instead(
        lambda: raw_responses.image(replies_v2.html_page(HTTPStatus.BAD_GATEWAY).encode())
    ),
    "image:lying": _after_in_thread(bad_images.in_other_format),
    "image:oversized": after(bad_images.OversizedImage),
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
    every = {**handlers, "api:retired": RETIRED}
    return {kind: handler for kind, handler in every.items() if kind not in version.other_faults}


def _avatar_handlers(version: ApiVersion) -> dict[str, dict[str, FaultHandler]]:
    return {
        area: _for_version(version, avatar_responses.avatar_fault_handlers(version, area))
        for area in avatar_responses.AREAS
        if area != "upload"
    }


FAULT_HANDLERS: dict[tuple[str, str], dict[str, FaultHandler]] = {
    ("v1", "upload"): avatar_responses.avatar_fault_handlers(V1, "upload"),
    ("v2", "submit"): _for_version(V2, _submit_fault_handlers(V2)),
    ("v2", "poll"): _for_version(V2, _poll_fault_handlers(V2)),
    **{("v2", area): handlers for area, handlers in _avatar_handlers(V2).items()},
    ("v3", "submit"): _for_version(V3, _submit_fault_handlers(V3)),
    ("v3", "poll"): _for_version(V3, _poll_fault_handlers(V3)),
    ("v3", "upload"): avatar_responses.avatar_fault_handlers(V3, "upload"),
    **{("v3", area): handlers for area, handlers in _avatar_handlers(V3).items()},
    ("store", "image"): IMAGE_FAULT_HANDLERS,
    ("store", "links"): {"links:expired": instead(raw_responses.expired_link)},
}
"""The faults that replace a response, by version and area."""

ADDED_TO_RESPONSES = (
    frozenset(kind for kind in FAULTS if kind.endswith(":slow")) | {"api:sunset"}
) - BY_STATE
"""The faults that add to a response, whatever it is."""

assert FAULTS.keys() == (  # noqa: S101 - a kind that nothing here or in the state implements
    {kind for handlers in FAULT_HANDLERS.values() for kind in handlers}
    | ADDED_TO_RESPONSES
    | FINAL_FAULTS
    | BY_STATE
    | {UNKNOWN_STATUS, NOT_YET}
)
