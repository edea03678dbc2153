"""How each kind of fault answers a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from heygen_widgets.sandbox import answers, forgeries, replies
from heygen_widgets.sandbox.faults import ENDINGS, FAULTS, UNKNOWN_STATUS
from heygen_widgets.sandbox.replies import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

    from heygen_widgets.sandbox.state import Sandbox

Usual: TypeAlias = Callable[[], Awaitable[Response]]
"""Acts on a request as the sandbox does when nothing goes wrong."""
Mishap: TypeAlias = Callable[["Request", Usual], Awaitable[Response]]
"""Answers a request in a fault's way, and acts on it first or not."""

LATE = 5.0
"""Seconds by which a slow answer is late."""

SUNSET = {"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}
WARNING = {
    "message": (
        "This v2 endpoint is Legacy and will be removed on 2026-10-31. Please check the latest "
        "docs for whether a replacement exists."
    ),
    "docs_url": "https://developers.heygen.com/reference",
    "sunset_date": "2026-10-31",
}


async def answer(request: Request, area: str, usual: Usual) -> Response:
    """Answer a request, with whatever faults strike it.

    Slowness and the warning go along with any other answer; of the faults that replace the
    answer one strikes at most.

    Args:
        request: The request.
        area: What it is about: ``submit``, ``poll``, ``image`` or ``quota``.
        usual: Acts on it.
    """
    sandbox: Sandbox = request.app.state.sandbox
    kind = sandbox.draw_fault(REPLACING[area])
    response = await (MISHAPS[kind](request, usual) if kind else usual())
    if area != "image" and sandbox.draw_fault({"api:sunset"}):
        _warn(response)
    late = LATE if sandbox.draw_fault({f"{area}:slow", "api:slow"}) else 0
    if late + sandbox.scenario.slowness:
        await request.app.state.sleep(late + sandbox.scenario.slowness)
    return response


def _warn(response: Response) -> None:
    response.headers.update(SUNSET)
    if isinstance(response, JSONResponse):
        envelope = json.loads(bytes(response.body))
        response.body = response.render({**envelope, "warning": WARNING})
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
        return answers.picture(await asyncio.to_thread(change, bytes(response.body)))

    return mishap


def _to(address: str) -> Mishap:
    return _instead(partial(RedirectResponse, address, HTTPStatus.FOUND))


async def _to_itself(request: Request, _usual: Usual) -> Response:
    return RedirectResponse(request.url, HTTPStatus.FOUND)


def _error(status: int) -> Response:
    """Answer with an error of the server's: in JSON from HeyGen, in HTML from a gateway."""
    refusal = ERRORS.get(status)
    return answers.refuse(refusal) if refusal else answers.page(HTTPStatus(status))


def _too_many() -> Response:
    return answers.refuse(replies.TOO_MANY, {"Retry-After": "1"})


def _rejected() -> Response:
    return JSONResponse(replies.MODERATED, HTTPStatus.BAD_REQUEST)


def _gateway_page(_response: Response | None = None) -> Response:
    return HTMLResponse(replies.html_page(HTTPStatus.BAD_GATEWAY))


def _malformed(_response: Response) -> Response:
    return Response('{"error": null, "data": {"status": , }', media_type="application/json")


def _first_half(response: Response) -> Response:
    body = bytes(response.body)
    return Response(body[: len(body) // 2], media_type=response.media_type)


def _without_id(_response: Response) -> Response:
    return answers.succeed({})


def _store_error() -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return answers.withhold(status, "InternalError", "We encountered an internal error.")


def _picture(make: Callable[[], bytes]) -> Mishap:
    return _instead(lambda: answers.picture(make()))


ERRORS = {
    500: Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", "Internal server error"),
    503: Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "service_unavailable", "Service unavailable"),
}
_UNAUTHORIZED = _instead(lambda: answers.refuse(Refusal.unauthorized()))
_RETIRED = _instead(partial(answers.page, HTTPStatus.NOT_FOUND))
_CUT = _instead(answers.Cut)

MISHAPS: dict[str, Mishap] = {
    "submit:drop-before": _CUT,
    "submit:drop-after": _after(lambda _: answers.Cut()),
    "submit:401": _UNAUTHORIZED,
    "submit:402": _instead(lambda: answers.refuse(Refusal.insufficient_credit())),
    "submit:429": _instead(_too_many),
    **{f"submit:{code}": _instead(partial(_error, code)) for code in (408, 500, 502, 503, 504)},
    **{
        f"submit:{code}-made": _after(lambda _, code=code: _error(code))  # type: ignore[misc]
        for code in (408, 500, 502, 503, 504)
    },
    "submit:html": _after(_gateway_page),
    "submit:malformed": _after(_malformed),
    "submit:partial": _after(_first_half),
    "submit:no-id": _after(_without_id),
    "submit:invalid": _instead(
        lambda: answers.refuse(Refusal.invalid("appearance", "Input should be a valid string"))
    ),
    "submit:rejected": _instead(_rejected),
    "submit:retired": _RETIRED,
    "poll:drop": _CUT,
    "poll:401": _UNAUTHORIZED,
    "poll:404": _instead(lambda: answers.refuse(Refusal.generation_not_found())),
    "poll:429": _instead(_too_many),
    **{f"poll:{code}": _instead(partial(_error, code)) for code in (408, 500, 502, 503, 504)},
    "poll:html": _instead(_gateway_page),
    "poll:malformed": _after(_malformed),
    "poll:partial": _after(_first_half),
    "poll:retired": _RETIRED,
    "image:drop": _CUT,
    "image:cut": _after(answers.Cut),
    "image:truncated": _after(_first_half),
    "image:expired": _instead(answers.expired_picture),
    "image:404": _instead(answers.lost_picture),
    "image:500": _instead(_store_error),
    "image:html": _instead(
        lambda: answers.picture(replies.html_page(HTTPStatus.BAD_GATEWAY).encode())
    ),
    "image:lying": _after_in_thread(forgeries.in_another_format),
    "image:oversized": _after(forgeries.Oversized),
    "image:bomb": _picture(forgeries.bomb),
    "image:garbage": _picture(forgeries.garbage),
    # Reserved names and ports: nothing real is ever asked.
    "image:redirect-http": _to("http://images.example/original"),
    "image:redirect-loopback": _to("https://127.0.0.1:9/original"),
    "image:redirect-file": _to("file:///etc/hostname"),
    "image:redirect-loop": _to_itself,
    "api:retired": _RETIRED,
}
"""The faults that replace an answer. The others go along with one, or are in its data."""

REPLACING = {
    "quota": frozenset[str](),
    "image": frozenset(kind for kind in MISHAPS if kind.startswith("image:")),
    **{
        area: frozenset(kind for kind in MISHAPS if kind.startswith((f"{area}:", "api:")))
        for area in ("submit", "poll")
    },
}
"""For each area, the faults that may replace an answer."""

BAD_ENDS: dict[str, Callable[[str], Response]] = {
    "poll:failed": lambda job_id: answers.succeed(
        replies.status_data(job_id, "failed", message=replies.FAILURE)
    ),
    "poll:failed-error": lambda _: answers.refuse(replies.OUT_OF_CREDIT),
    "poll:never": lambda job_id: answers.succeed(replies.status_data(job_id, "in_progress")),
}
"""What is said of a job that ended, but not with pictures; takes its id."""

ALONG = frozenset(kind for kind in FAULTS if kind.endswith(":slow")) | {"api:sunset"}
"""Faults that go along with any answer."""

assert FAULTS.keys() == MISHAPS.keys() | ALONG | ENDINGS | {UNKNOWN_STATUS}  # noqa: S101 - a table that is complete
