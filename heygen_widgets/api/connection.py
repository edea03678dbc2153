"""`Connection`: the settings to reach HeyGen, and the open HTTP connections, if there are any."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from heygen_widgets.api.version_probe import KNOWN_VERSIONS, WIRES, VersionProbe
from heygen_widgets.errors import ApiRetired, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.api.http import Http
    from heygen_widgets.api.pace import Pace
    from heygen_widgets.config.api_key import ApiKey

log = logging.getLogger("heygen_widgets")

_NO_NEWER_VERSION = (
    "Nothing is billed. This is the newest version of HeyGen's API that this release supports: "
    "look for a newer release of heygen_widgets."
)


class Connection:
    """What is needed to reach HeyGen with one key. The first use loads httpx.

    `open` keeps HTTP connections open until `close`. Otherwise each `gateway` opens its own.

    Args:
        api: ``v2``, ``v3``, or ``auto`` for the version that serves this key.
        base_url: The API's base URL, checked by `check_base_url`.
        key: The API key.
        upload_url: The base URL of v2's uploads, checked likewise.
        timeout: Seconds for connecting, and for each read and write.
        transport: An httpx transport that replaces the network; None for the network.

    Attributes:
        probe: Finds out which version of the API serves the key.
        pace: What its requests share with others, if they do.
        notice: HeyGen's latest notice that the version in use will end; empty if there is none.
    """

    def __init__(
        self,
        api: str,
        base_url: str,
        key: ApiKey,
        *,
        upload_url: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.base_url = base_url
        self.transport = transport
        self.notice = ""
        # A transport may lead to another server than the one that others reach at this URL.
        known = KNOWN_VERSIONS if transport is None else {}
        self.probe = VersionProbe(api, (base_url, key.fingerprint), known)
        self._key = key
        self._upload_url = upload_url
        self._timeout = timeout
        self._http: Http | None = None
        self._borrowers: dict[Http, int] = {}
        self.pace: Pace | None = None

    def for_version(self, api: str) -> Connection:
        """Return a new connection to another version, with the same settings."""
        return Connection(
            api,
            self.base_url,
            self._key,
            upload_url=self._upload_url,
            timeout=self._timeout,
            transport=self.transport,
        )

    def paced(self, pace: Pace) -> Connection:
        """Return a connection of its own with the same settings and version, at a shared pace."""
        connection = self.for_version("auto")
        connection.probe = self.probe
        connection.pace = pace
        return connection

    async def open(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Open HTTP connections and keep them until `close`.

        Args:
            sleep: Waits for so many seconds.

        Raises:
            ConfigurationError: They are open already.
        """
        if self._http:
            raise ConfigurationError(
                "This client is open already.", "Use it as it is, or make another one."
            )
        self._http = await self._new(sleep).__aenter__()

    async def close(self) -> None:
        """Close what `open` opened, once the last work that it was lent to has ended."""
        http, self._http = self._http, None
        if http and not self._borrowers.get(http):
            await http.__aexit__(None, None, None)

    @asynccontextmanager
    async def gateway(
        self, sleep: Callable[[float], Awaitable[None]], api: str | None = None
    ) -> AsyncIterator[Gateway]:
        """Yield the API, over the open HTTP connections or over new ones for the block.

        Args:
            sleep: Waits for so many seconds.
            api: The version that made a run; by default the version that serves new runs.

        Raises:
            HeyGenError: The probe could not find out which version serves the key.
            ApiRetired: A request in the block showed that HeyGen has removed the version.
        """
        try:
            async with self._lent(self._http) if self._http else self._new(sleep) as http:
                yield await self._gateway(http, api)
        except ApiRetired as error:
            wire = self.probe.wire
            if api is None or (wire and api == wire.VERSION):
                self.probe.forget()
            if self._is_newest(api):
                error.advice = _NO_NEWER_VERSION
            raise

    @asynccontextmanager
    async def _lent(self, http: Http) -> AsyncIterator[Http]:
        """Lend what is open; a run whose caller was cancelled may outlast `close`."""
        self._borrowers[http] = self._borrowers.get(http, 0) + 1
        try:
            yield http
        finally:
            self._borrowers[http] -= 1
            if not self._borrowers[http]:
                del self._borrowers[http]
                if http is not self._http:
                    await http.__aexit__(None, None, None)

    async def _gateway(self, http: Http, api: str | None) -> Gateway:
        from heygen_widgets.api.gateway import Gateway  # noqa: PLC0415 - after httpx

        wire = WIRES[api] if api else await self.probe.find(http, self._notify)
        return Gateway(wire, http, self._notify)

    def _is_newest(self, api: str | None) -> bool:
        wire = self.probe.wire
        return (api or (wire and wire.VERSION)) == "v3"

    def _notify(self, notice: str) -> None:
        if not self.notice:
            log.warning("HeyGen says: %s", notice)
        self.notice = notice

    def _new(self, sleep: Callable[[float], Awaitable[None]]) -> Http:
        from heygen_widgets.api.http import Http  # noqa: PLC0415 - loads httpx

        return Http(
            self.base_url,
            self._key,
            upload_url=self._upload_url,
            timeout=self._timeout,
            sleep=sleep,
            transport=self.transport,
            pace=self.pace,
        )
