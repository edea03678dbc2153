"""The sandbox as an ASGI app: HeyGen's v2 and v3, as far as photo avatars go, and its store."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from heygen_widgets.sandbox.faults import responses
from heygen_widgets.sandbox.scenario import Scenario
from heygen_widgets.sandbox.server import raw_responses, routes_v2, routes_v3
from heygen_widgets.sandbox.server.api_errors import Refusal
from heygen_widgets.sandbox.server.api_versions import DIALECTS
from heygen_widgets.sandbox.server.picture_cache import Gallery
from heygen_widgets.sandbox.server.state import Sandbox

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Scope

    from heygen_widgets.sandbox.server.picture_cache import Draw

Endpoint: TypeAlias = Callable[..., Awaitable["Response"]]


def create_app(
    scenario: Scenario | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    draw: Draw | None = None,
) -> Starlette:
    """Make a HeyGen of your own, with an empty memory.

    Its memory is ``app.state.sandbox``, a `heygen_widgets.sandbox.server.state.Sandbox`: the
    requests, jobs and looks so far, and which faults struck. Its ``faults`` and its ``api`` may
    be changed at any time.

    Args:
        scenario: How it behaves; by default `Scenario()`.
        clock: For tests: returns seconds that never run backwards.
        sleep: For tests: waits for so many seconds, where an answer is slow.
        draw: For tests: draws a picture of some attributes, a generation id and an index.
    """
    app = Starlette(
        routes=[
            _Route(version, method, path, _serve(version, kind, area, act))
            for version, routes in ROUTES.items()
            for method, path, kind, area, act in routes
        ],
        exception_handlers={HTTPException: _no_such_route},
    )
    # Starlette would send a path with a slash too many elsewhere; HeyGen has no such route.
    app.router.redirect_slashes = False
    app.state.sandbox = Sandbox(scenario or Scenario(), clock)
    app.state.gallery = Gallery(draw)
    app.state.sleep = sleep
    return app


class _Route(Route):
    """A route that is there while its version of the API is served."""

    def __init__(self, version: str, method: str, path: str, endpoint: Endpoint) -> None:
        super().__init__(path, endpoint, methods=[method])
        self._version = version

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a request is for this route."""
        is_served = scope["app"].state.sandbox.serves(self._version)
        return super().matches(scope) if is_served else (Match.NONE, {})


def _serve(version: str, kind: str, area: str, act: Endpoint) -> Endpoint:
    """Return the endpoint that counts a kind of request, and answers with the faults of its area.

    Args:
        version: Whose words it answers with; the store's is ``store``.
        kind: What it is counted as.
        area: Whose faults strike it.
        act: Answers when nothing goes wrong.
    """

    async def endpoint(request: Request) -> Response:
        sandbox: Sandbox = request.app.state.sandbox
        sandbox.requests[kind] += 1

        async def usual() -> Response:
            try:
                if version in DIALECTS:
                    _check_key(request, sandbox)
                return await act(request, sandbox)
            except Refusal as refusal:
                return DIALECTS[version].refuse(refusal)

        with ExitStack() as request.state.until_answered:
            response = await responses.answer(request, version, area, usual)
        if area != "image":
            response.headers["X-Request-Id"] = sandbox.next_request_id()
        return response

    return endpoint


async def _image(request: Request, sandbox: Sandbox) -> Response:
    # No key is asked for: HeyGen's result links are unsigned and lie on another host.
    image_id = request.path_params["image_id"]
    asset = sandbox.find_asset(image_id)
    if asset:
        return raw_responses.picture(asset.data, asset.mime_type)
    found = sandbox.find_image(image_id)
    if found is None:
        return raw_responses.lost_picture()
    if sandbox.links_expired(found[0]):
        return raw_responses.expired_picture()
    return raw_responses.picture(await request.app.state.gallery.picture(*found))


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
    return raw_responses.page(HTTPStatus(error.status_code), headers)


STORE = (("GET", "/image/{image_id}/original", "image", "image", _image),)
ROUTES = {"v2": routes_v2.ROUTES, "v3": routes_v3.ROUTES, "store": STORE}
"""By version: method, path, the kind that requests count as, their faults' area, who answers."""
