"""The client: HeyGen's photo avatars from Python, with or without a widget."""

from __future__ import annotations

import os
import secrets
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from heygen_widgets.api import polling, wire_v2
from heygen_widgets.api.address import HEYGEN_URL, SANDBOX_URL, check_base_url
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.keys import KEY_VARIABLE, ApiKey, find_key
from heygen_widgets.outcomes import follow
from heygen_widgets.records import AvatarImage, Generation, GenerationStatus
from heygen_widgets.runs import Runner

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from types import TracebackType

    import httpx

    from heygen_widgets.api.exchange import Wire
    from heygen_widgets.api.http import Http
    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.sandbox import Scenario

TIMEOUT = 600.0
"""Seconds to wait for a generation, unless told otherwise."""
_APIS = ("auto", "v2")


class HeyGen:
    """HeyGen's photo avatars: submit, wait, download, as coroutines.

        async with HeyGen() as heygen:
            generation = await heygen.generate(attributes)

    ``async with`` keeps connections open between calls; without it each call opens its own. In a
    plain script wrap a call in `run_blocking`.

    Args:
        api_key: Your API key; by default that of ``HEYGEN_API_KEY``.
        api: The version of HeyGen's API: ``auto`` or ``v2``. ``HEYGEN_API`` changes the default.
        base_url: The API's address; by default ``HEYGEN_BASE_URL``, else HeyGen's. https, or http
            to this machine.
        timeout: Seconds for connecting, and for each read and write.
        poll: When to ask whether a generation is done.
        transport: An httpx transport in place of the network, for tests and proxies.

    Raises:
        ConfigurationError: There is no key, or an argument or variable is wrong.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        api: str = "auto",
        base_url: str | None = None,
        timeout: float = 30.0,
        poll: polling.PollPolicy | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        try:
            self._key = ApiKey(api_key) if api_key and api_key.strip() else find_key()
        finally:
            del api_key  # a traceback may show local variables
        if self._key is None:
            raise ConfigurationError(
                "There is no HeyGen API key.",
                f"Set {KEY_VARIABLE}, pass api_key=..., or use HeyGen.sandbox(), which needs none.",
            )
        self._wire = _choose_wire(api)
        given_url = base_url or os.environ.get("HEYGEN_BASE_URL", "").strip() or HEYGEN_URL
        self._base_url = check_base_url(given_url)
        self._timeout = timeout
        self._poll = poll or polling.PollPolicy()
        self._clock = polling.Clock()
        self._transport = transport
        self._http: Http | None = None
        self._is_sandbox = False

    @classmethod
    def from_environment(cls) -> Self:
        """Return the client that a widget starts with.

        It is the sandbox where ``HEYGEN_SANDBOX`` is set (to anything but 0) or there is no key,
        else HeyGen. An empty variable counts as unset.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        chosen = os.environ.get("HEYGEN_SANDBOX", "").strip() not in {"", "0"}
        return cls.sandbox() if chosen or find_key() is None else cls()

    @classmethod
    def sandbox(cls, scenario: Scenario | None = None) -> Self:
        """Return the same client over the sandbox in this process: no account, nothing billed.

        Args:
            scenario: How the sandbox behaves; by default it takes a few seconds, succeeds, and
                draws other people each time.
        """
        from heygen_widgets import sandbox  # noqa: PLC0415 - loads Starlette
        from heygen_widgets.api.http import asgi_transport  # noqa: PLC0415 - loads httpx

        scenario = scenario or sandbox.Scenario(seed=secrets.randbits(32))
        client = cls(
            scenario.api_key or sandbox.SANDBOX_KEY,
            base_url=SANDBOX_URL,
            poll=polling.PollPolicy(first=0.5, longest=1.0),
            transport=asgi_transport(sandbox.create_app(scenario)),
        )
        client._is_sandbox = True
        return client

    def __repr__(self) -> str:
        return f"<HeyGen {self._wire.VERSION} at {self.host}>"

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the sandbox in this process: illustrations, nothing billed."""
        return self._is_sandbox

    @property
    def host(self) -> str:
        """Host name of the API, with the port where one is given; ``sandbox`` for the sandbox."""
        return "sandbox" if self._is_sandbox else urlsplit(self._base_url).netloc

    async def __aenter__(self) -> Self:
        if self._http:
            raise ConfigurationError(
                "This client is open already.", "Use it as it is, or make another one."
            )
        self._http = await self._connect().__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        http, self._http = self._http, None
        if http:
            await http.__aexit__(kind, error, traceback)

    async def submit(self, attributes: AvatarAttributes) -> Generation:
        """Start a generation and return its record, ``in_progress``: one POST, no waiting.

        Raises:
            SubmitOutcomeUnknown: HeyGen may have started it, but no id arrived.
            HeyGenError: HeyGen refused it, or nothing was sent.
        """
        async with self._runner() as runner, aclosing(runner.submit(attributes)) as records:
            # To the end: there a cancellation is delivered that came while it was on its way.
            return [record async for record in records][-1]

    async def fetch(self, generation_id: str) -> Generation:
        """Ask once how a generation stands: one GET. Its pictures are not downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        async with self._runner() as runner:
            return await runner.fetch(_record(generation_id))

    async def watch(
        self,
        generation: Generation | str,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - ends with a record, not an exception
    ) -> AsyncGenerator[Generation]:
        """Follow a generation: yields its record at every change, the last one final.

        Args:
            generation: Its id, or its record, whose attributes are then kept.
            timeout: Seconds after which it ends as ``timed_out``; None waits for ever.

        Raises:
            HeyGenError: HeyGen can't be asked: a wrong key, an unknown id, a retired API.
        """
        async with self._runner() as runner:
            deadline = polling.Deadline.after(timeout, self._clock)
            async with aclosing(runner.watch(_record(generation), deadline)) as records:
                async for record in records:
                    yield record

    async def generate(
        self,
        attributes: AvatarAttributes,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - keeps the id, unlike a cancellation
        on_update: Callable[[Generation], object] | None = None,
        *,
        download: bool = True,
    ) -> Generation:
        """Submit, wait, download the pictures, and return the finished record.

        Args:
            attributes: What the person should be like.
            timeout: Seconds to wait for HeyGen; None waits for ever.
            on_update: Called with the record at every change, the final one included.
            download: Whether to fetch the pictures. One that can't be had doesn't fail the
                generation: its own ``error`` says why.

        Raises:
            SubmitOutcomeUnknown: It may have been billed, but no id arrived.
            GenerationFailed: HeyGen gave up.
            GenerationTimeout: HeyGen needs longer; ``error.generation.id`` can be resumed.
            HeyGenError: HeyGen refused it or can't be asked.
        """
        async with self._runner(download=download) as runner:
            deadline = polling.Deadline.after(timeout, self._clock)
            return await follow(runner.run(attributes, deadline), on_update)

    async def resume(
        self,
        generation: Generation | str,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - keeps the id, unlike a cancellation
        on_update: Callable[[Generation], object] | None = None,
        *,
        download: bool = True,
    ) -> Generation:
        """Wait for a generation that was submitted before: no new submit, nothing new is billed.

        Args:
            generation: Its id, or its record, whose attributes are then kept.
            timeout: As in `generate`.
            on_update: As in `generate`.
            download: As in `generate`.

        Raises:
            HeyGenError: As in `generate`.
        """
        async with self._runner(download=download) as runner:
            deadline = polling.Deadline.after(timeout, self._clock)
            return await follow(runner.watch(_record(generation), deadline), on_update)

    async def download(self, image: AvatarImage) -> bytes:
        """Fetch one picture, again after a failure, or for a record that was only fetched.

        Raises:
            ImageUnavailable: It can't be had; the message says why.
        """
        async with self._runner() as runner:
            return (await runner.backend.download(image)).bytes

    def _connect(self) -> Http:
        from heygen_widgets.api.http import Http  # noqa: PLC0415 - loads httpx

        return Http(
            self._base_url,
            self._key,
            timeout=self._timeout,
            sleep=self._clock.sleep,
            transport=self._transport,
        )

    @asynccontextmanager
    async def _runner(self, *, download: bool = True) -> AsyncIterator[Runner]:
        from heygen_widgets.api.backend import Backend  # noqa: PLC0415 - after httpx

        if self._http:
            yield Runner(Backend(self._wire, self._http), self._poll, self._clock, download)
            return
        async with self._connect() as http:
            yield Runner(Backend(self._wire, http), self._poll, self._clock, download)


def _record(generation: Generation | str) -> Generation:
    """Return the record to go on with: waiting, whatever it was before."""
    if isinstance(generation, str):
        generation = Generation(status=GenerationStatus.IN_PROGRESS, id=generation.strip())
    if not generation.id:
        raise ConfigurationError(
            "This generation has no id, so HeyGen can't be asked about it.",
            "Look at your HeyGen account to see whether it was made.",
        )
    return replace(
        generation, status=GenerationStatus.IN_PROGRESS, message=None, images=(), finished_at=None
    )


def _choose_wire(api: str) -> Wire:
    if api == "auto":
        api = os.environ.get("HEYGEN_API", "").strip() or api
    if api not in _APIS:
        raise ConfigurationError(
            f"{api!r} is not a version of HeyGen's API that this release speaks.",
            f"Choose one of {', '.join(_APIS)}.",
        )
    return wire_v2
