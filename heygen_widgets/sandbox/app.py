"""The sandbox's routes: HeyGen's v2 photo avatar API as an ASGI app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from heygen_widgets.sandbox import answers, mishaps, replies
from heygen_widgets.sandbox.pictures import Gallery
from heygen_widgets.sandbox.replies import Refusal
from heygen_widgets.sandbox.scenario import Scenario
from heygen_widgets.sandbox.state import Sandbox
from heygen_widgets.sandbox.validation import parse_generate

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.pictures import Draw

Endpoint: TypeAlias = Callable[..., Awaitable["Response"]]


def create_app(
    scenario: Scenario | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    draw: Draw | None = None,
) -> Starlette:
    """Make a HeyGen of your own, with an empty memory.

    Its memory is ``app.state.sandbox``, a `heygen_widgets.sandbox.state.Sandbox`: what was asked,
    which jobs were made, and which faults struck. Its ``faults`` may be changed at any time.

    Args:
        scenario: How it behaves; by default `Scenario()`.
        clock: For tests: returns seconds that never run backwards.
        sleep: For tests: waits for so many seconds, where an answer is slow.
        draw: For tests: draws a picture of some attributes, a generation id and an index.
    """
    app = Starlette(
        routes=[
            Route(path, _serve(kind, area, act), methods=[method])
            for method, path, kind, area, act in ROUTES
        ],
        exception_handlers={HTTPException: _no_such_route},
    )
    # Starlette would send a path with a slash too many elsewhere; HeyGen has no such route.
    app.router.redirect_slashes = False
    app.state.sandbox = Sandbox(scenario or Scenario(), clock)
    app.state.gallery = Gallery(draw)
    app.state.sleep = sleep
    return app


def _serve(kind: str, area: str, act: Endpoint) -> Endpoint:
    """Return the endpoint that counts a kind of request, and answers with the faults of its area.

    Args:
        kind: What it is counted as.
        area: Whose faults strike it.
        act: Answers when nothing goes wrong.
    """

    async def endpoint(request: Request) -> Response:
        sandbox: Sandbox = request.app.state.sandbox
        sandbox.requests[kind] += 1

        async def usual() -> Response:
            try:
                return await act(request, sandbox)
            except Refusal as refusal:
                return answers.refuse(refusal)

        response = await mishaps.answer(request, area, usual)
        if area != "image":
            response.headers["X-Request-Id"] = sandbox.next_request_id()
        return response

    return endpoint


async def _generate(request: Request, sandbox: Sandbox) -> Response:
    _check_key(request, sandbox)
    attributes = parse_generate(await request.body())
    if not sandbox.can_pay:
        raise Refusal.insufficient_credit()
    job = sandbox.submit(attributes)
    request.app.state.gallery.expect()
    return answers.succeed({"generation_id": job.id})


async def _status(request: Request, sandbox: Sandbox) -> Response:
    _check_key(request, sandbox)
    job = sandbox.find(request.path_params["generation_id"])
    if job is None:
        raise Refusal.generation_not_found()
    if sandbox.has_odd_status(job):
        return answers.succeed(replies.status_data(job.id, "queued_for_review"))
    if not sandbox.is_done(job):
        return answers.succeed(replies.status_data(job.id, "in_progress"))
    bad_end = mishaps.BAD_ENDS.get(sandbox.fate_of(job))
    if bad_end:
        return bad_end(job.id)
    sandbox.give_links(job)
    urls = [f"{request.base_url}{key}" for key in job.image_keys]
    return answers.succeed(replies.status_data(job.id, "success", urls=urls, keys=job.image_keys))


async def _quota(request: Request, sandbox: Sandbox) -> Response:
    _check_key(request, sandbox)
    return answers.succeed(replies.quota_data(sandbox.remaining_quota))


async def _image(request: Request, sandbox: Sandbox) -> Response:
    # No key is asked for: HeyGen's result links are unsigned and lie on another host.
    found = sandbox.find_image(request.path_params["image_id"])
    if found is None:
        return answers.lost_picture()
    if sandbox.links_expired(found[0]):
        return answers.expired_picture()
    return answers.picture(await request.app.state.gallery.picture(*found))


def _check_key(request: Request, sandbox: Sandbox) -> None:
    key = request.headers.get("X-Api-Key", "")
    wanted = sandbox.scenario.api_key
    if not key or wanted not in (None, key):
        raise Refusal.unauthorized()


# Starlette hands a plain function to a thread, so this is a coroutine too.
async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's types don't say so
    sandbox: Sandbox = request.app.state.sandbox
    sandbox.requests["unknown"] += 1
    headers = {"X-Request-Id": sandbox.next_request_id(), **(error.headers or {})}
    return answers.page(HTTPStatus(error.status_code), headers)


ROUTES = (
    ("POST", "/v2/photo_avatar/photo/generate", "generate", "submit", _generate),
    ("GET", "/v2/photo_avatar/generation/{generation_id}", "status", "poll", _status),
    ("GET", "/v2/user/remaining_quota", "quota", "quota", _quota),
    ("GET", "/image/{image_id}/original", "image", "image", _image),
)
"""Method, path, the kind that requests count as, the area of their faults, and who answers."""
