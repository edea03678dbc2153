"""The client: HeyGen's photo avatars from Python, with or without a widget."""

from __future__ import annotations

import secrets
import uuid
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

from heygen_widgets import settings
from heygen_widgets.api import polling
from heygen_widgets.api.address import SANDBOX_URL
from heygen_widgets.api.connection import Connection
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.keeper import Keeper
from heygen_widgets.outcomes import follow
from heygen_widgets.records import AvatarImage, Generation, GenerationStatus
from heygen_widgets.runs import Runner

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from types import TracebackType

    import httpx

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.history import History
    from heygen_widgets.sandbox import Scenario
    from heygen_widgets.sandbox.state import Sandbox

TIMEOUT = 600.0
"""Seconds to wait for a generation, unless told otherwise."""


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
        history: Where each run is written down: by default `History()`; False is nowhere.
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
        history: History | Literal[False] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        try:
            key = settings.choose_key(api_key)
        finally:
            del api_key  # a traceback may show local variables
        self._connection = Connection(
            settings.choose_wire(api),
            settings.choose_base_url(base_url),
            key,
            timeout=timeout,
            transport=transport,
        )
        self._poll = poll or polling.PollPolicy()
        self._clock = polling.Clock()
        self._sandbox: Sandbox | None = None
        self._keeper = Keeper(settings.choose_history(history), self.host, key.fingerprint)

    @classmethod
    def from_environment(cls, *, history: History | Literal[False] | None = None) -> Self:
        """Return the client that a widget starts with.

        It is the sandbox where ``HEYGEN_SANDBOX`` is set (to anything but 0) or there is no key,
        else HeyGen. An empty variable counts as unset.

        Args:
            history: As in `HeyGen`.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        wanted = cls.sandbox if settings.wants_sandbox() else cls
        return wanted(history=history)

    @classmethod
    def sandbox(
        cls, scenario: Scenario | None = None, *, history: History | Literal[False] | None = None
    ) -> Self:
        """Return the same client over the sandbox in this process: no account, nothing billed.

        Args:
            scenario: How the sandbox behaves; by default it takes a few seconds, succeeds, and
                draws other people each time.
            history: As in `HeyGen`.
        """
        from heygen_widgets import sandbox  # noqa: PLC0415 - loads Starlette
        from heygen_widgets.api.http import asgi_transport  # noqa: PLC0415 - loads httpx

        scenario = scenario or sandbox.Scenario(seed=secrets.randbits(32))
        app = sandbox.create_app(scenario)
        client = cls(
            scenario.api_key or sandbox.SANDBOX_KEY,
            base_url=SANDBOX_URL,
            poll=polling.PollPolicy(first=0.5, longest=1.0),
            history=history,
            transport=asgi_transport(app),
        )
        client._sandbox = app.state.sandbox
        # This sandbox ends with this client: no other one can resume its runs.
        client._keeper = Keeper(client.history, client.host, uuid.uuid4().hex)
        return client

    def __repr__(self) -> str:
        return f"<HeyGen {self._connection.wire.VERSION} at {self.host}>"

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the sandbox in this process: illustrations, nothing billed."""
        return self._sandbox is not None

    @property
    def host(self) -> str:
        """Host name of the API, with the port where one is given; ``sandbox`` for the sandbox."""
        return "sandbox" if self.is_sandbox else urlsplit(self._connection.base_url).netloc

    @property
    def history(self) -> History | None:
        """Where each run is written down; None for nowhere."""
        return self._keeper.history

    @property
    def history_problem(self) -> str:
        """Why nothing is being written down, such as a full disk; empty while all is well."""
        return self._keeper.problem

    async def left_over(self) -> tuple[list[Generation], list[Generation]]:
        """Return this account's runs that were left unfinished, and those of unknown outcome.

        The first can be resumed. Of the second, only your HeyGen account knows whether they were
        made. Both newest first; runs that somebody waits for are in neither.
        """
        return await self._keeper.left_over()

    @property
    def rehearsed(self) -> tuple[str, ...]:
        """The kinds of failure that the sandbox rehearses now."""
        return tuple(fault.kind for fault in self._sandbox.faults) if self._sandbox else ()

    def rehearse(self, *faults: str) -> None:
        """Make the sandbox fail from now on as ``heygen_widgets.sandbox.FAULTS`` says; none: stop.

        Raises:
            ConfigurationError: This is not the sandbox.
            ValueError: A fault is none of these.
        """
        if self._sandbox is None:
            raise ConfigurationError("Only the sandbox can rehearse failures.", "HeyGen.sandbox()")
        self._sandbox.faults = faults

    async def __aenter__(self) -> Self:
        await self._connection.open(self._clock.sleep)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._connection.close()

    async def submit(self, attributes: AvatarAttributes) -> Generation:
        """Start a generation and return its record, ``in_progress``: one POST, no waiting.

        Raises:
            SubmitOutcomeUnknown: HeyGen may have started it, but no id arrived.
            HeyGenError: HeyGen refused it, or nothing was sent.
        """
        async with self._runner() as runner:
            kept = self._keeper.kept(runner.submit(attributes))
            async with aclosing(kept) as records:
                # To the end: there a cancellation is delivered that came while it was on its way.
                return [record async for record in records][-1]

    async def fetch(self, generation_id: str) -> Generation:
        """Ask once how a generation stands: one GET. Its pictures are not downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        async with self._runner() as runner:
            return await runner.fetch(await self._known(generation_id))

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
            known = await self._known(generation)
            async with aclosing(self._keeper.kept(runner.watch(known, deadline))) as records:
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
            records = self._keeper.kept(runner.run(attributes, deadline))
            return await follow(records, on_update, self._keeper.keep)

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
            known = await self._known(generation)
            records = self._keeper.kept(runner.watch(known, deadline))
            return await follow(records, on_update, self._keeper.keep)

    async def download(self, image: AvatarImage) -> bytes:
        """Fetch one picture, again after a failure, or for a record that was only fetched.

        Raises:
            ImageUnavailable: It can't be had; the message says why.
        """
        async with self._runner() as runner:
            return (await runner.backend.download(image)).bytes

    async def _known(self, generation: Generation | str) -> Generation:
        """Return the record to go on with, with all that the history knows of it."""
        if isinstance(generation, str):
            generation = generation.strip()
            found = await self._keeper.find(generation)
            generation = found or Generation(status=GenerationStatus.IN_PROGRESS, id=generation)
        if not generation.id:
            raise ConfigurationError(
                "This generation has no id, so HeyGen can't be asked about it.",
                "Look at your HeyGen account to see whether it was made.",
            )
        return replace(
            generation, status=GenerationStatus.IN_PROGRESS, message=None, finished_at=None
        )

    @asynccontextmanager
    async def _runner(self, *, download: bool = True) -> AsyncIterator[Runner]:
        async with self._connection.backend(self._clock.sleep) as backend:
            yield Runner(backend, self._poll, self._clock, download)
