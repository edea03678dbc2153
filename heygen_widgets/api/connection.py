"""The way to one API: opened once by whoever wants that, else for each piece of work."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from heygen_widgets.api.backend import Backend
    from heygen_widgets.api.exchange import Wire
    from heygen_widgets.api.http import Http
    from heygen_widgets.keys import ApiKey


class Connection:
    """What is needed to reach one API with one key; httpx is loaded when it is first opened.

    Args:
        wire: The version of the API.
        base_url: Its address, checked.
        key: Its key.
        timeout: Seconds for connecting, and for each read and write.
        transport: Replaces the network.
    """

    def __init__(
        self,
        wire: Wire,
        base_url: str,
        key: ApiKey,
        *,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.wire = wire
        self.base_url = base_url
        self.transport = transport
        self._key = key
        self._timeout = timeout
        self._http: Http | None = None

    async def open(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Open it until `close`.

        Raises:
            ConfigurationError: It is open already.
        """
        if self._http:
            raise ConfigurationError(
                "This client is open already.", "Use it as it is, or make another one."
            )
        self._http = await self._new(sleep).__aenter__()

    async def close(self) -> None:
        """Close what `open` opened."""
        http, self._http = self._http, None
        if http:
            await http.__aexit__(None, None, None)

    @asynccontextmanager
    async def backend(self, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[Backend]:
        """Lend the API: over what is open, else over connections of its own."""
        from heygen_widgets.api.backend import Backend  # noqa: PLC0415 - after httpx

        if self._http:
            yield Backend(self.wire, self._http)
            return
        async with self._new(sleep) as http:
            yield Backend(self.wire, http)

    def _new(self, sleep: Callable[[float], Awaitable[None]]) -> Http:
        from heygen_widgets.api.http import Http  # noqa: PLC0415 - loads httpx

        return Http(
            self.base_url, self._key, timeout=self._timeout, sleep=sleep, transport=self.transport
        )
