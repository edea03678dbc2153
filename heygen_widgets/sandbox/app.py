"""The sandbox's routes: HeyGen's v2 photo avatar API as an ASGI app."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from heygen_widgets.sandbox import replies
from heygen_widgets.sandbox.pictures import Gallery
from heygen_widgets.sandbox.replies import Refusal
from heygen_widgets.sandbox.scenario import Scenario
from heygen_widgets.sandbox.state import Sandbox
from heygen_widgets.sandbox.validation import parse_generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from heygen_widgets.sandbox.pictures import Draw


def create_app(
    scenario: Scenario | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    draw: Draw | None = None,
) -> Starlette:
    """Make a HeyGen of your own, with an empty memory.

    Its memory is ``app.state.sandbox``, a `heygen_widgets.sandbox.state.Sandbox`: what was asked,
    and which jobs were made.

    Args:
        scenario: How it behaves; by default `Scenario()`.
        clock: For tests: returns seconds that never run backwards.
        draw: For tests: draws a picture of some attributes, a generation id and an index.
    """
    app = Starlette(
        routes=[
            Route("/v2/photo_avatar/photo/generate", _generate, methods=["POST"]),
            Route("/v2/photo_avatar/generation/{generation_id}", _status, methods=["GET"]),
            Route("/v2/user/remaining_quota", _quota, methods=["GET"]),
            Route("/image/{image_id}/original", _image, methods=["GET"]),
        ],
        exception_handlers={Refusal: _refuse, HTTPException: _no_such_route},
    )
    # Starlette would send a path with a slash too many elsewhere; HeyGen has no such route.
    app.router.redirect_slashes = False
    app.state.sandbox = Sandbox(scenario or Scenario(), clock)
    app.state.gallery = Gallery(draw)
    return app


async def _generate(request: Request) -> Response:
    sandbox = _enter(request, "generate")
    attributes = parse_generate(await request.body())
    if not sandbox.can_pay:
        raise Refusal.insufficient_credit()
    job = sandbox.submit(attributes)
    request.app.state.gallery.expect()
    return _succeed(request, {"generation_id": job.id})


async def _status(request: Request) -> Response:
    sandbox = _enter(request, "status")
    job = sandbox.find(request.path_params["generation_id"])
    if job is None:
        raise Refusal.generation_not_found()
    if not sandbox.is_done(job):
        return _succeed(request, replies.status_data(job.id, "in_progress"))
    sandbox.give_links(job)
    urls = [f"{request.base_url}{key}" for key in job.image_keys]
    return _succeed(request, replies.status_data(job.id, "success", urls=urls, keys=job.image_keys))


async def _quota(request: Request) -> Response:
    sandbox = _enter(request, "quota")
    return _succeed(request, replies.quota_data(sandbox.remaining_quota))


async def _image(request: Request) -> Response:
    # No key is asked for: HeyGen's result links are unsigned and lie on another host.
    sandbox = _count(request, "image")
    found = sandbox.find_image(request.path_params["image_id"])
    if found is None:
        return _withhold(HTTPStatus.NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
    if sandbox.links_expired(found[0]):
        return _withhold(HTTPStatus.FORBIDDEN, "AccessDenied", "Request has expired")
    picture = await request.app.state.gallery.picture(*found)
    return Response(picture, media_type="image/png")


def _enter(request: Request, kind: str) -> Sandbox:
    """Count a request for the API and let it in if it has a good key."""
    sandbox = _count(request, kind)
    key = request.headers.get("X-Api-Key", "")
    wanted = sandbox.scenario.api_key
    if not key or wanted not in (None, key):
        raise Refusal.unauthorized()
    return sandbox


def _count(request: Request, kind: str) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    sandbox.requests[kind] += 1
    return sandbox


def _succeed(request: Request, data: dict[str, Any]) -> Response:
    return JSONResponse(replies.success_body(data), headers=_request_id(request))


# Starlette hands a plain function to a thread, so these are coroutines too.
async def _refuse(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)  # noqa: S101 - Starlette's types don't say so
    return JSONResponse(
        replies.error_body(refusal), status_code=refusal.status, headers=_request_id(request)
    )


async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's types don't say so
    _count(request, "unknown")
    headers = {**_request_id(request), **(error.headers or {})}
    page = replies.html_page(HTTPStatus(error.status_code))
    return HTMLResponse(page, status_code=error.status_code, headers=headers)


def _withhold(status: HTTPStatus, code: str, message: str) -> Response:
    body = replies.store_error(code, message)
    return Response(body, status_code=status, media_type="application/xml")


def _request_id(request: Request) -> dict[str, str]:
    sandbox: Sandbox = request.app.state.sandbox
    return {"X-Request-Id": sandbox.next_request_id()}
