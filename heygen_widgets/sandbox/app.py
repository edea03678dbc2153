"""The ASGI app: HeyGen's routes of v2 and v3 for photo avatars, and the store of images."""

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
from heygen_widgets.sandbox.server import raw_responses, routes_v2, routes_v2_groups, routes_v3
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import API_VERSIONS
from heygen_widgets.sandbox.server.picture_cache import PictureCache
from heygen_widgets.sandbox.server.resources import Asset
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
    """Create a HeyGen of your own, in which nothing was made yet.

    Its state is ``app.state.sandbox``, a ``heygen_widgets.sandbox.server.state.Sandbox``: the
    requests, jobs and looks so far, and the faults that struck. Its ``faults`` and its ``api``
    can be set at any time.

    Args:
        scenario: How it behaves; by default `Scenario()`.
        clock: For tests: returns seconds that never run backwards.
        sleep: For tests: waits for so many seconds, where a reply is delayed.
        draw: For tests: draws a picture of some attributes, a generation id and an index.
    """
    app = Starlette(
        routes=[
            _Route(version, method, path, _endpoint(version, kind, area, act))
            for version, routes in ROUTES.items()
            for method, path, kind, area, act in routes
        ],
        exception_handlers={HTTPException: _no_such_route},
    )
    # Starlette would redirect a path with one slash too many; HeyGen has no such route.
    app.router.redirect_slashes = False
    app.state.sandbox = Sandbox(scenario or Scenario(), clock)
    app.state.pictures = PictureCache(draw)
    app.state.sleep = sleep
    return app


class _Route(Route):
    """A route that exists while its version of the API is served."""

    def __init__(self, version: str, method: str, path: str, endpoint: Endpoint) -> None:
        super().__init__(path, endpoint, methods=[method])
        self._version = version

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a request is for this route."""
        is_served = scope["app"].state.sandbox.serves(self._version)
        return super().matches(scope) if is_served else (Match.NONE, {})


def _endpoint(version: str, kind: str, area: str, act: Endpoint) -> Endpoint:
    """Return an endpoint that counts its requests and answers with the faults of its area.

    Args:
        version: The version of the API, whose envelopes it uses, or ``store``.
        kind: The key of `Sandbox.requests` under which its requests are counted.
        area: The part of the kinds of fault before the colon, such as ``submit``.
        act: Answers a request when nothing goes wrong.
    """

    async def endpoint(request: Request) -> Response:
        sandbox: Sandbox = request.app.state.sandbox
        sandbox.requests[kind] += 1

        async def handler() -> Response:
            try:
                if version in API_VERSIONS:
                    _check_key(request, sandbox)
                return await act(request, sandbox)
            except ApiError as error:
                return API_VERSIONS[version].error(error)

        with ExitStack() as request.state.until_answered:
            response = await responses.respond(request, version, area, handler)
            if kind == "create":
                routes_v3.keep_refusal(request, sandbox, response)
        if area != "image":
            response.headers["X-Request-Id"] = sandbox.next_request_id()
        return response

    return endpoint


async def _image(request: Request, sandbox: Sandbox) -> Response:
    # This route asks for no key: HeyGen's links are unsigned, or signed by themselves.
    image_id = request.path_params["image_id"]
    asset = sandbox.images.find_asset(image_id)
    if asset:
        return raw_responses.image(asset.data, asset.mime_type)
    found = sandbox.images.find(image_id)
    if found is None:
        return raw_responses.image_not_found()
    job, index = found
    is_signed = sandbox.links.is_signed(image_id, request.query_params)
    if job.needs_signature and not is_signed:
        return raw_responses.unsigned_link()
    is_expired = (
        sandbox.links.is_expired(request.query_params)
        if is_signed
        else sandbox.images.links_expired(job)
    )
    if is_expired:
        return raw_responses.expired_link()
    source = job.source_of(index)
    if isinstance(source, Asset):
        return raw_responses.image(source.data, source.mime_type)
    picture = await request.app.state.pictures.get(source.job, source.index)
    return raw_responses.image(picture, raw_responses.image_type(picture))


def _check_key(request: Request, sandbox: Sandbox) -> None:
    key = request.headers.get("X-Api-Key", "")
    expected = sandbox.scenario.api_key
    if not key or expected not in (None, key):
        raise ApiError.unauthorized()


# A coroutine, because Starlette calls a plain function in a thread.
async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette's types don't say so
    sandbox: Sandbox = request.app.state.sandbox
    sandbox.requests["unknown"] += 1
    headers = {"X-Request-Id": sandbox.next_request_id(), **(error.headers or {})}
    return raw_responses.html_page(HTTPStatus(error.status_code), headers)


STORE_ROUTES = (("GET", "/image/{image_id}/original", "image", "image", _image),)
ROUTES = {
    "v1": routes_v2_groups.ROUTES_V1,
    "v2": routes_v2.ROUTES,
    "v3": routes_v3.ROUTES,
    "store": STORE_ROUTES,
}
"""By version: method, path, kind of request, area of faults, and the function that answers."""
