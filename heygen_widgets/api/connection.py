"""The way to HeyGen: opened once by whoever wants that, else for each piece of work."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from heygen_widgets.api.version_probe import CHOSEN, WIRES, Choice
from heygen_widgets.errors import ApiRetired, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from heygen_widgets.api.gateway import Backend
    from heygen_widgets.api.http import Http
    from heygen_widgets.config.api_key import ApiKey

log = logging.getLogger("heygen_widgets")

_NOTHING_NEWER = (
    "Nothing is billed. This is the newest version of HeyGen's API that this release speaks: look "
    "for a newer release of heygen_widgets."
)


class Connection:
    """What is needed to reach HeyGen with one key; httpx is loaded when it is first opened.

    Args:
        api: ``v2``, ``v3``, or ``auto`` for the one that serves this key.
        base_url: The API's address, checked.
        key: Its key.
        timeout: Seconds for connecting, and for each read and write.
        transport: Replaces the network.

    Attributes:
        notice: HeyGen's latest notice that the present version will go; empty if there is none.
    """

    def __init__(
        self,
        api: str,
        base_url: str,
        key: ApiKey,
        *,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.base_url = base_url
        self.transport = transport
        self.notice = ""
        # What stands behind another transport is not what other clients reach at this address.
        known = CHOSEN if transport is None else {}
        self.choice = Choice(api, (base_url, key.fingerprint), known)
        self._key = key
        self._timeout = timeout
        self._http: Http | None = None
        self._borrowers: dict[Http, int] = {}

    def on(self, api: str) -> Connection:
        """Return the way to another version, with the same key."""
        return Connection(
            api, self.base_url, self._key, timeout=self._timeout, transport=self.transport
        )

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
        """Close what `open` opened, once the last work that it was lent to has ended."""
        http, self._http = self._http, None
        if http and not self._borrowers.get(http):
            await http.__aexit__(None, None, None)

    @asynccontextmanager
    async def backend(
        self, sleep: Callable[[float], Awaitable[None]], api: str | None = None
    ) -> AsyncIterator[Backend]:
        """Lend the API: over what is open, else over connections of its own.

        Args:
            sleep: Waits for so many seconds.
            api: The version that a run was made by; by default the one that serves new runs.

        Raises:
            HeyGenError: It can't be found out which version serves the key.
            ApiRetired: The work in the block found that the version is gone.
        """
        try:
            async with self._lent(self._http) if self._http else self._new(sleep) as http:
                yield await self._backend(http, api)
        except ApiRetired as error:
            wire = self.choice.wire
            if api is None or (wire and api == wire.VERSION):
                self.choice.forget()
            if self._is_newest(api):
                error.advice = _NOTHING_NEWER
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

    async def _backend(self, http: Http, api: str | None) -> Backend:
        from heygen_widgets.api.gateway import Backend  # noqa: PLC0415 - after httpx

        wire = WIRES[api] if api else await self.choice.find(http, self._notify)
        return Backend(wire, http, self._notify)

    def _is_newest(self, api: str | None) -> bool:
        wire = self.choice.wire
        return (api or (wire and wire.VERSION)) == "v3"

    def _notify(self, notice: str) -> None:
        if not self.notice:
            log.warning("HeyGen says: %s", notice)
        self.notice = notice

    def _new(self, sleep: Callable[[float], Awaitable[None]]) -> Http:
        from heygen_widgets.api.http import Http  # noqa: PLC0415 - loads httpx

        return Http(
            self.base_url, self._key, timeout=self._timeout, sleep=sleep, transport=self.transport
        )
