"""Requests over HTTP, with retries and errors.

With `network_settings`, the only module that imports httpx.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx

from heygen_widgets.api.log_redaction import KeyFilter
from heygen_widgets.api.network_settings import certificates, unusable_error
from heygen_widgets.api.retries import AgainError, repeated
from heygen_widgets.api.submit_policy import Submission
from heygen_widgets.api.wire import EXPIRED, Reply, Request
from heygen_widgets.config.urls import check_image_url
from heygen_widgets.errors import (
    ConnectionFailed,
    HeyGenError,
    ImageUnavailable,
    SubmitOutcomeUnknown,
)
from heygen_widgets.runtime.cancellation import Stop, Stopped

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from heygen_widgets.api.pace import Pace
    from heygen_widgets.config.api_key import ApiKey

log = logging.getLogger("heygen_widgets")

MAX_IMAGE_BYTES = 50_000_000
MAX_REDIRECTS = 3
DOWNLOADS = 6
"""How many pictures are downloaded at a time, as browsers do. The time that httpx's pool takes on
the event loop grows with the square of the requests that are open."""

_MAY_BE_DONE = "Nothing is billed. HeyGen may have done it all the same: look, then try again."
_CHANGES = frozenset({"PATCH", "DELETE"})
_TOO_MANY = 429
_REPEATABLE = frozenset({408, _TOO_MANY, *range(500, 600)})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# httpx raises these before it has sent the first byte of the request.
_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
_TROUBLE = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError)


class Http:
    """Connections to one API host and to the hosts of its images; a context manager.

    Args:
        base_url: The API's address, checked.
        key: Sent only to the API's and the upload host; None sends no key.
        upload_url: The address of v2's uploads, checked; None for the API's.
        timeout: Seconds for connecting, and for each read and write.
        sleep: Waits for so many seconds between tries.
        transport: Replaces the network: the sandbox's, or a test's.
        pace: What this shares with other runs; None shares nothing.
    """

    def __init__(
        self,
        base_url: str,
        key: ApiKey | None,
        *,
        upload_url: str | None = None,
        timeout: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._base_url = base_url
        self._upload_url = upload_url or base_url
        self._key = key
        self._timeout = timeout
        self._sleep = sleep
        self._transport = transport
        self._pace = pace

    async def __aenter__(self) -> Self:
        # Reading the certificates takes some 20 ms, too long for a notebook's event loop.
        try:
            verify = True if self._transport else await asyncio.to_thread(certificates)
            self._api = self._client(verify, _KeyHeader(self._key) if self._key else None)
            self._images = self._client(verify, None)
        except (httpx.InvalidURL, ImportError, ValueError, OSError) as error:
            raise unusable_error(error) from None
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self._key_filter = KeyFilter(self._scrub)
        self._key_filter.attach()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._api.aclose()
        await self._images.aclose()
        self._key_filter.detach()

    async def send(self, request: Request) -> Reply:
        """Send a request that costs nothing; repeat it after connection errors, 408, 429 and 5xx.

        The reply says whether an earlier try may have done already what was asked for.

        Raises:
            ConnectionFailed: HeyGen could not be reached.
        """
        follows_lost = False

        async def attempt() -> Reply:
            nonlocal follows_lost
            if self._pace:
                await self._pace.turn(request.urgency)
            try:
                reply = await self._send_once(request)
            except AgainError as again:
                follows_lost = follows_lost or again.may_have_acted
                raise
            return replace(reply, follows_lost=follows_lost)

        return await repeated(self._sleep, attempt)

    async def submit(
        self,
        request: Request,
        read: Callable[[Reply], object],
        *,
        in_doubt: bool = False,
        stop: Stop | None = None,
        renew: Callable[[], Awaitable[Request]] | None = None,
    ) -> Reply:
        """Send a request that HeyGen bills; repeat it only where that can't make a second job.

        Asked to stop, it waits for the answer to a try that is on its way, for at most the
        client's timeout, because the answer holds the job's id; and it sends nothing more.

        Args:
            request: The request.
            read: Returns what a reply says of the job, or raises the error that the reply means.
            in_doubt: Whether an earlier answer to it was lost.
            stop: Asks it to stop.
            renew: Returns the request under a new key, once HeyGen has refused it under its own:
                HeyGen repeats refusals. Needed for a request with a key.

        Raises:
            Stopped: It was asked to stop, and HeyGen has accepted nothing.
            ConnectionFailed: HeyGen could not be reached, and nothing was sent.
            SubmitOutcomeUnknown: HeyGen may have acted on it.
            HeyGenError: HeyGen refused it.
        """
        stop = stop or Stop()
        submission = Submission(read, is_keyed=request.key is not None, in_doubt=in_doubt)

        async def attempt() -> Reply:
            nonlocal request
            stop.check()
            if self._pace:
                # Before the request leaves: asked to stop meanwhile, it sends nothing.
                with stop.interrupts():
                    await self._pace.ready()
            try:
                return await submission.attempt(functools.partial(self._send_once, request))
            except (AgainError, HeyGenError):
                if submission.is_refused and renew:
                    request = await renew()
                raise

        async def pause(seconds: float) -> None:
            with stop.interrupts():
                await self._sleep(seconds)

        try:
            return await repeated(pause, attempt)
        except (Stopped, asyncio.CancelledError):
            # It is cancelled only when the event loop ends. The answer to a try that was on its
            # way is lost then; of one that waited for its next try, `doubt` knows more.
            if submission.doubt is None:
                raise
            raise submission.doubt from None

    async def get_image(self, url: str) -> bytes:
        """Download a picture, without the key.

        Raises:
            ImageUnavailable: It can't be had; the message says why.
        """
        for _ in range(MAX_REDIRECTS + 1):
            check_image_url(url, self._base_url)
            reply = await repeated(self._sleep, functools.partial(self._get_image_once, url))
            if reply.status_code not in _REDIRECTS:
                return _picture(reply)
            url = _next_url(url, reply)
        raise ImageUnavailable("The image's link leads from one place to the next without end.")

    def _client(self, verify: ssl.SSLContext | bool, auth: httpx.Auth | None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            auth=auth,
            verify=verify,
            timeout=self._timeout,
            transport=self._transport,
            follow_redirects=False,
            headers={"User-Agent": "heygen-widgets", "Accept": "*/*"},
        )

    async def _send_once(self, request: Request) -> Reply:
        started = time.perf_counter()
        host = self._upload_url if request.to_upload_host else self._base_url
        try:
            response = await self._api.request(
                request.method,
                host + request.path,
                json=request.json,
                content=request.raw[0] if request.raw else None,
                files={"file": request.file} if request.file else None,
                headers=_headers(request),
            )
        except _TROUBLE as trouble:
            _log_request(request, type(trouble).__name__, started)
            raise self._failure(request, trouble) from None
        reply = self._reply(response, response.content)
        if self._pace:
            self._pace.note(reply)
        _log_request(request, reply.status_code, started, reply.request_id)
        repeatable = _REPEATABLE if request.is_free else {_TOO_MANY}
        if reply.status_code in repeatable:
            raise AgainError(reply, may_have_acted=reply.status_code != _TOO_MANY)
        return reply

    def _failure(self, request: Request, trouble: Exception) -> Exception:
        """Return what a connection error means: try again, or give up with an error."""
        said = self._scrub(_describe(trouble, self._timeout))
        has_left = not isinstance(trouble, _NOTHING_SENT)
        if request.is_free:
            is_change = request.method in _CHANGES and has_left
            advice = _MAY_BE_DONE if is_change else "Asking costs nothing: try again."
            return AgainError(ConnectionFailed(said, advice), may_have_acted=has_left)
        if not has_left:
            return AgainError(ConnectionFailed(said))
        return SubmitOutcomeUnknown(f"The request left, but its answer did not arrive. {said}")

    def _reply(self, response: httpx.Response, body: bytes) -> Reply:
        if self._key:
            body = self._key.scrub(body)
        headers = {name: self._scrub(value) for name, value in response.headers.items()}
        return Reply(response.status_code, body, headers)

    def _scrub(self, text: str) -> str:
        return self._key.scrub_text(text) if self._key else text

    async def _get_image_once(self, url: str) -> Reply:
        request, started = Request("GET", urlsplit(url).path), time.perf_counter()
        try:
            async with self._downloads, self._images.stream("GET", url) as response:
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > MAX_IMAGE_BYTES:
                        raise ImageUnavailable(
                            f"The image is larger than {MAX_IMAGE_BYTES // 1_000_000} MB."
                        )
        except _TROUBLE as trouble:
            _log_request(request, type(trouble).__name__, started)
            said = _describe(trouble, self._timeout)
            raise AgainError(ImageUnavailable(f"The image did not arrive. {said}")) from None
        _log_request(request, response.status_code, started)
        reply = Reply(response.status_code, bytes(body), dict(response.headers))
        if reply.status_code in _REPEATABLE:
            raise AgainError(reply)
        return reply


class _KeyHeader(httpx.Auth):
    """Adds the key as the request leaves, so that no local variable of ours holds it."""

    def __init__(self, key: ApiKey) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]  # noqa: ANN202 - httpx's generator type is long
        request.headers["X-Api-Key"] = self._key.reveal()
        try:
            yield request
        except GeneratorExit:
            # It failed. httpx's error holds the request, and ours holds httpx's as its context.
            del request.headers["X-Api-Key"]
            raise


def _headers(request: Request) -> dict[str, str]:
    headers = {"Idempotency-Key": request.key} if request.key else {}
    return headers | ({"Content-Type": request.raw[1]} if request.raw else {})


def _next_url(url: str, reply: Reply) -> str:
    try:
        return str(httpx.URL(url).join(reply.headers.get("location", "")))
    except httpx.InvalidURL:
        raise ImageUnavailable("The image's link leads to an address that is not valid.") from None


def _picture(reply: Reply) -> bytes:
    if reply.status_code in EXPIRED:
        raise ImageUnavailable(
            "The image's link has expired or is gone.",
            "Its key still works. Resume the generation to get a fresh link: that costs nothing.",
            status_code=reply.status_code,
        )
    if reply.status_code != httpx.codes.OK:
        raise ImageUnavailable(
            "The image's host answered with an error.", status_code=reply.status_code
        )
    return reply.body


def _describe(trouble: Exception, timeout: float) -> str:
    if isinstance(trouble, httpx.TimeoutException):
        return f"HeyGen did not answer within {timeout:g} seconds."
    return f"The connection failed: {str(trouble).rstrip('. ') or type(trouble).__name__}."


def _log_request(
    request: Request, outcome: object, started: float, request_id: str | None = None
) -> None:
    milliseconds = (time.perf_counter() - started) * 1000
    log.info(
        "%s %s -> %s, request %s, %.0f ms",
        request.method,
        request.path,
        outcome,
        request_id,
        milliseconds,
    )


def asgi_transport(app: Any) -> httpx.AsyncBaseTransport:  # noqa: ANN401 - any ASGI application
    """Return the transport that reaches an ASGI application in this process, with no port.

    As behind a server, its exceptions are HTTP 500, and an answer that it doesn't complete is a
    connection that is cut.
    """
    return httpx.ASGITransport(functools.partial(_serve, app))


async def _serve(app: Any, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI's types are no part of httpx
    begun = complete = False

    async def watched(message: dict[str, Any]) -> None:
        nonlocal begun, complete
        begun = True
        complete = message["type"] == "http.response.body" and not message.get("more_body")
        await send(message)

    try:
        await app(scope, receive, watched)
    except Exception:  # noqa: BLE001 - as `raise_app_exceptions=False` of httpx
        if not begun:
            await watched({"type": "http.response.start", "status": 500})
            await watched({"type": "http.response.body"})
    if not complete:
        raise httpx.RemoteProtocolError(
            "Server disconnected in the middle of its response."
            if begun
            else "Server disconnected without sending a response."
        )
