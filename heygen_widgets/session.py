"""What a client is: an account, the API that serves it, its money and its records."""

from __future__ import annotations

import copy
import secrets
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

from heygen_widgets import settings
from heygen_widgets.account import COUNT, Account
from heygen_widgets.api import polling
from heygen_widgets.api.address import HEYGEN_URL, SANDBOX_URL
from heygen_widgets.api.choice import NEWER, WIRES
from heygen_widgets.api.connection import Connection
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.keeper import Keeper
from heygen_widgets.runs import Runner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from types import TracebackType

    import httpx

    from heygen_widgets.api.exchange import Balance
    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.history import History
    from heygen_widgets.prices import Price
    from heygen_widgets.records import Generation
    from heygen_widgets.references import Reference
    from heygen_widgets.sandbox import Scenario
    from heygen_widgets.sandbox.server.state import Sandbox
    from heygen_widgets.spending import Budget, Quote, Spent


class Session:
    """A way to one account: which API serves it, what it costs, where its runs are written down.

    `HeyGen` describes the arguments; it adds the verbs.
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
        prices: Mapping[str, Price | str | float | None] | None = None,
        budget: Budget | float | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        try:
            key = settings.choose_key(api_key)
        finally:
            del api_key  # a traceback may show local variables
        self._connection = Connection(
            settings.choose_api(api),
            settings.choose_base_url(base_url),
            key,
            timeout=timeout,
            transport=transport,
        )
        self._poll = poll or polling.PollPolicy()
        self._clock = polling.Clock()
        self._sandbox: Sandbox | None = None
        place = None if transport else (self._connection.base_url, key.fingerprint)
        self._account = Account(prices, budget, place)
        self._keeper = Keeper(settings.choose_history(history), self.host, key.fingerprint)

    @classmethod
    def from_environment(cls, *, history: History | Literal[False] | None = None) -> Self:
        """Return the client that a widget starts with.

        It is the sandbox where ``HEYGEN_SANDBOX`` is set (to anything but 0) or there is no key,
        else HeyGen. An empty variable counts as unset. ``HEYGEN_SANDBOX=v3`` is a sandbox that
        serves v3 alone, ``v2`` one that serves v2 alone.

        Args:
            history: As in `HeyGen`.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        if not settings.wants_sandbox():
            return cls(history=history)
        from heygen_widgets.sandbox import Scenario  # noqa: PLC0415 - loads the faults

        scenario = Scenario(seed=secrets.randbits(32), api=settings.sandbox_api())
        return cls.sandbox(scenario, history=history)

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
        return f"<HeyGen {self.api} at {self.host}>"

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the sandbox in this process: illustrations, nothing billed."""
        return self._sandbox is not None

    @property
    def host(self) -> str:
        """Host name of the API, with the port where one is given; ``sandbox`` for the sandbox."""
        return "sandbox" if self.is_sandbox else urlsplit(self._connection.base_url).netloc

    @property
    def api(self) -> str:
        """The version of HeyGen's API that serves new runs; ``auto`` until it is found out."""
        wire = self._connection.choice.wire
        return wire.VERSION if wire else "auto"

    @property
    def notice(self) -> str:
        """HeyGen's notice that this version of its API will go, with the date; often empty."""
        return self._connection.notice

    @property
    def spent(self) -> Spent:
        """What this account has spent in this process, by the price table."""
        return self._account.spent

    @property
    def budget(self) -> Budget:
        """What may be spent without ``confirm=True``."""
        return self._account.budget

    def with_api(self, api: str) -> Self:
        """Return the same client on another version of the API.

        Raises:
            ConfigurationError: There is no such version.
        """
        client = copy.copy(self)
        vars(client)["_connection"] = self._connection.on(settings.choose_api(api))
        return client

    def newer(self) -> Self | None:
        """Return the same client on the version that follows the present one; None if none does."""
        following = NEWER.get(self.api)
        return self.with_api(following) if following else None

    def known_quote(self, count: int = COUNT) -> Quote | None:
        """Return what `quote` does, if it can be told without asking HeyGen; else None.

        Raises:
            InvalidAttributes: ``count`` is not 1 to 8.
        """
        wire = self._connection.choice.wire
        return self._account.quote(wire, count) if wire else None

    def room_for_appearance(self, attributes: AvatarAttributes) -> int:
        """Return how many characters the appearance may have; v3 takes fewer than v2.

        Args:
            attributes: The others; v3 takes them in the same text.
        """
        wire = self._connection.choice.wire or WIRES["v2"]
        return wire.room_for_appearance(attributes)

    def as_curl(
        self,
        attributes: AvatarAttributes,
        references: tuple[Reference, ...] = (),
        count: int = COUNT,
    ) -> str:
        """Return what a generation would send as curl commands, the key as ``$HEYGEN_API_KEY``."""
        from heygen_widgets import recipes  # noqa: PLC0415 - rarely needed

        wire = self._connection.choice.wire or WIRES["v2"]
        base_url = HEYGEN_URL if self.is_sandbox else self._connection.base_url
        return recipes.as_curl(recipes.requests_for(wire, attributes, references, count), base_url)

    async def quote(self, count: int = COUNT) -> Quote:
        """Return what a generation will cost, and which version of the API will serve it.

        Args:
            count: How many images, 1 to 8. v2 makes them four at a time.

        Raises:
            InvalidAttributes: ``count`` is not 1 to 8.
            HeyGenError: It can't be found out which version serves this key.
        """
        async with self._runner() as runner:
            return self._account.quote(WIRES[runner.backend.version], count)

    async def balance(self) -> Balance | None:
        """Ask what the account holds: v2's API credits, or v3's wallet. It is free.

        Returns:
            The balance, or None if HeyGen's answer doesn't tell it.

        Raises:
            HeyGenError: There is no answer.
        """
        async with self._runner() as runner:
            return await runner.backend.balance()

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

    def reopened(self, record: Generation) -> Generation:
        """Return a record as one to wait for again; it stays final if nothing can come of that.

        Requests without an answer are sent again under their keys for as long as HeyGen promises
        to make them once.
        """
        wire = WIRES.get(record.api)
        return record.reopened(repeat=wire is not None and record.age < wire.REPLAYS_FOR)

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

    @asynccontextmanager
    async def _runner(
        self, known: Generation | None = None, *, download: bool = True
    ) -> AsyncIterator[Runner]:
        """Lend a runner on the version of the API that made a run, or that makes new ones."""
        api = known.api if known else ""
        async with self._connection.backend(self._clock.sleep, api or None) as backend:
            yield Runner(backend, self._poll, self._clock, download)
