"""How each kind of fault answers a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from heygen_widgets.sandbox.faults import bad_images
from heygen_widgets.sandbox.faults.catalogue import ENDINGS, FAULTS, NOT_YET, UNKNOWN_STATUS
from heygen_widgets.sandbox.server import raw_responses, replies_v2
from heygen_widgets.sandbox.server.api_errors import Refusal
from heygen_widgets.sandbox.server.api_versions import V2, V3

if TYPE_CHECKING:
    from starlette.requests import Request

    from heygen_widgets.sandbox.server.api_versions import Dialect
    from heygen_widgets.sandbox.server.state import Sandbox

Usual: TypeAlias = Callable[[], Awaitable[Response]]
"""Acts on a request as the sandbox does when nothing goes wrong."""
Mishap: TypeAlias = Callable[["Request", Usual], Awaitable[Response]]
"""Answers a request in a fault's way, and acts on it first or not."""

LATE = 5.0
"""Seconds by which a slow answer is late."""

SUNSET = {"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}


async def answer(request: Request, version: str, area: str, usual: Usual) -> Response:
    """Answer a request, with whatever faults strike it.

    Slowness and the warning go along with any other answer; of the faults that replace the
    answer one strikes at most.

    Args:
        request: The request.
        version: The version of the API that it is for, or ``store``.
        area: What it is about: ``submit``, ``poll``, ``image``, ``quota``, ``user`` or ``asset``.
        usual: Acts on it.
    """
    sandbox: Sandbox = request.app.state.sandbox
    mishaps = REPLACING[version, area]
    kind = sandbox.draw_fault(mishaps)
    response = await (mishaps[kind](request, usual) if kind else usual())
    if version == "v2" and (sandbox.is_in_sunset or sandbox.draw_fault({"api:sunset"})):
        _warn(response)
    late = LATE if sandbox.draw_fault({f"{area}:slow", "api:slow"}) else 0
    if late + sandbox.scenario.slowness:
        await request.app.state.sleep(late + sandbox.scenario.slowness)
    return response


def _warn(response: Response) -> None:
    response.headers.update(SUNSET)
    if isinstance(response, JSONResponse):
        envelope = json.loads(bytes(response.body))
        response.body = response.render({**envelope, "warning": replies_v2.WARNING})
        response.headers["Content-Length"] = str(len(response.body))


def _instead(make: Callable[[], Response]) -> Mishap:
    """Don't act on the request at all."""

    async def mishap(_request: Request, _usual: Usual) -> Response:
        return make()

    return mishap


def _after(change: Callable[[Response], Response]) -> Mishap:
    """Act on the request, and change the answer, unless it was refused for a reason of its own."""

    async def mishap(_request: Request, usual: Usual) -> Response:
        response = await usual()
        return change(response) if response.status_code == HTTPStatus.OK else response

    return mishap


def _after_in_thread(change: Callable[[bytes], bytes]) -> Mishap:
    """Change a picture in a way that takes a while."""

    async def mishap(_request: Request, usual: Usual) -> Response:
        response = await usual()
        if response.status_code != HTTPStatus.OK:
            return response
        return raw_responses.picture(await asyncio.to_thread(change, bytes(response.body)))

    return mishap


def _to(address: str) -> Mishap:
    return _instead(partial(RedirectResponse, address, HTTPStatus.FOUND))


async def _to_itself(request: Request, _usual: Usual) -> Response:
    return RedirectResponse(request.url, HTTPStatus.FOUND)


def _error(dialect: Dialect, status: int) -> Response:
    """Answer with an error of the server's: in JSON from HeyGen, in HTML from a gateway."""
    refusal = dialect.in_json.get(status)
    return dialect.refuse(refusal) if refusal else raw_responses.page(HTTPStatus(status))


def _refused(dialect: Dialect, make: Callable[[], Refusal]) -> Mishap:
    return _instead(lambda: dialect.refuse(make()))


def _cannot_pay(dialect: Dialect) -> Mishap:
    async def mishap(request: Request, _usual: Usual) -> Response:
        return dialect.refuse(dialect.cannot_pay(request.app.state.sandbox.scenario))

    return mishap


def _gateway_page(_response: Response | None = None) -> Response:
    return HTMLResponse(replies_v2.html_page(HTTPStatus.BAD_GATEWAY))


def _malformed(_response: Response) -> Response:
    return Response('{"error": null, "data": {"status": , }', media_type="application/json")


def _first_half(response: Response) -> Response:
    body = bytes(response.body)
    return Response(body[: len(body) // 2], media_type=response.media_type)


def _store_error() -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return raw_responses.withhold(status, "InternalError", "We encountered an internal error.")


def _picture(make: Callable[[], bytes]) -> Mishap:
    return _instead(lambda: raw_responses.picture(make()))


_RETIRED = _instead(partial(raw_responses.page, HTTPStatus.NOT_FOUND))
_CUT = _instead(raw_responses.Cut)
_SERVER_ERRORS = (408, 500, 502, 503, 504)


def _submit_mishaps(dialect: Dialect) -> dict[str, Mishap]:
    """Return how a version answers requests for something new."""
    errors = {code: partial(_error, dialect, code) for code in _SERVER_ERRORS}
    return {
        "submit:drop-before": _CUT,
        "submit:drop-after": _after(lambda _: raw_responses.Cut()),
        "submit:401": _refused(dialect, Refusal.unauthorized),
        "submit:402": _cannot_pay(dialect),
        "submit:409": _refused(dialect, Refusal.in_progress),
        "submit:429": _refused(dialect, Refusal.too_many),
        **{f"submit:{code}": _instead(error) for code, error in errors.items()},
        **{
            f"submit:{code}-made": _after(lambda _, error=error: error())  # type: ignore[misc]
            for code, error in errors.items()
        },
        "submit:html": _after(_gateway_page),
        "submit:malformed": _after(_malformed),
        "submit:partial": _after(_first_half),
        "submit:no-id": _after(lambda _: dialect.succeed(dialect.nothing)),
        "submit:invalid": _refused(
            dialect, lambda: Refusal.invalid(dialect.prompt_field, "Input should be a valid string")
        ),
        "submit:rejected": _instead(
            lambda: JSONResponse(dialect.moderated, HTTPStatus.BAD_REQUEST)
        ),
        "submit:retired": _RETIRED,
    }


def _poll_mishaps(dialect: Dialect) -> dict[str, Mishap]:
    """Return how a version answers questions about a status."""
    return {
        "poll:drop": _CUT,
        "poll:401": _refused(dialect, Refusal.unauthorized),
        "poll:404": _refused(dialect, dialect.not_found),
        "poll:429": _refused(dialect, Refusal.too_many),
        **{f"poll:{code}": _instead(partial(_error, dialect, code)) for code in _SERVER_ERRORS},
        "poll:html": _instead(_gateway_page),
        "poll:malformed": _after(_malformed),
        "poll:partial": _after(_first_half),
        "poll:retired": _RETIRED,
    }


IMAGE_MISHAPS: dict[str, Mishap] = {
    "image:drop": _CUT,
    "image:cut": _after(raw_responses.Cut),
    "image:truncated": _after(_first_half),
    "image:expired": _instead(raw_responses.expired_picture),
    "image:404": _instead(raw_responses.lost_picture),
    "image:500": _instead(_store_error),
    "image:html": _instead(
        lambda: raw_responses.picture(replies_v2.html_page(HTTPStatus.BAD_GATEWAY).encode())
    ),
    "image:lying": _after_in_thread(bad_images.in_another_format),
    "image:oversized": _after(bad_images.Oversized),
    "image:bomb": _picture(bad_images.bomb),
    "image:garbage": _picture(bad_images.garbage),
    # Reserved names and ports: nothing real is ever asked.
    "image:redirect-http": _to("http://images.example/original"),
    "image:redirect-loopback": _to("https://127.0.0.1:9/original"),
    "image:redirect-file": _to("file:///etc/hostname"),
    "image:redirect-loop": _to_itself,
}


def _for_version(dialect: Dialect, mishaps: dict[str, Mishap]) -> dict[str, Mishap]:
    """Add the end of the API, and leave out what never strikes this version."""
    everything = {**mishaps, "api:retired": _RETIRED}
    return {kind: act for kind, act in everything.items() if kind not in dialect.foreign}


REPLACING: dict[tuple[str, str], dict[str, Mishap]] = {
    ("v2", "submit"): _for_version(V2, _submit_mishaps(V2)),
    ("v2", "poll"): _for_version(V2, _poll_mishaps(V2)),
    ("v2", "quota"): {},
    ("v3", "submit"): _for_version(V3, _submit_mishaps(V3)),
    ("v3", "poll"): _for_version(V3, _poll_mishaps(V3)),
    ("v3", "user"): {},
    ("v3", "asset"): {},
    ("store", "image"): IMAGE_MISHAPS,
}
"""By version and area, the faults that replace an answer; others go along, or are in its data."""

ALONG = frozenset(kind for kind in FAULTS if kind.endswith(":slow")) | {"api:sunset"}
"""Faults that go along with any answer."""

assert FAULTS.keys() == (  # noqa: S101 - a table that is complete
    {kind for mishaps in REPLACING.values() for kind in mishaps}
    | ALONG
    | ENDINGS
    | {UNKNOWN_STATUS, NOT_YET}
)
