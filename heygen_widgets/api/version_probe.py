"""Which version of the API serves a key: asked once, by a GET, and remembered in this process.

HeyGen announced the end of v2 for 31 October 2026, and nobody has published what its routes
answer since. v2 is taken where it answers: it takes the attributes as they are, and costs less.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heygen_widgets.api import wire_v2, wire_v3
from heygen_widgets.api.envelope import read_error, read_notice
from heygen_widgets.errors import ApiRetired, AuthenticationError, RateLimited, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from heygen_widgets.api.http import Http
    from heygen_widgets.api.wire import Reply, Wire

WIRES: dict[str, Wire] = {"v2": wire_v2, "v3": wire_v3}

NEWER = {"v2": "v3"}
"""What does the same job where a version is gone."""

CHOSEN: dict[tuple[str, str], str] = {}
"""What was found out in this process: address and fingerprint of the key to version."""

# No generation has this id, so asking about it shows whether the route is there, and nothing else.
_NOBODYS_ID = "0" * 32
_PASSING = (RateLimited, ServerError)
_IN_AN_ENVELOPE = frozenset({"error", "data", "code"})


class Choice:
    """The version that one key is served by at one address.

    Args:
        given: ``v2``, ``v3``, or ``auto`` to find out.
        place: Address and fingerprint of the key.
        known: What was found out before; shared by all clients of one place.
    """

    def __init__(
        self, given: str, place: tuple[str, str], known: MutableMapping[tuple[str, str], str]
    ) -> None:
        self.given = given
        self._place = place
        self._known = known
        self._wire = WIRES.get(given)
        # A lock belongs to the loop that it is first waited for on; a client may meet several.
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = (
            WeakKeyDictionary()
        )

    @property
    def wire(self) -> Wire | None:
        """The version, if it is known by now; it doesn't change any more once it is."""
        if self._wire is None:
            self._wire = WIRES.get(self._known.get(self._place, ""))
        return self._wire

    async def find(self, http: Http, on_notice: Callable[[str], object]) -> Wire:
        """Return the version, found out if need be: by one GET, or two where v2 refuses the key.

        Args:
            http: Open connections.
            on_notice: Called with HeyGen's notice that v2 will go, if its answer holds one.

        Raises:
            HeyGenError: It can't be found out now, or both versions refuse the key.
        """
        lock = self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        async with lock:
            if self.wire is None:
                self._wire = await _ask(http, on_notice)
                self._known[self._place] = self._wire.VERSION
        return self._wire or wire_v2

    def forget(self) -> None:
        """Let the next client find out again; this one stays with its version."""
        self._known.pop(self._place, None)


async def _ask(http: Http, on_notice: Callable[[str], object]) -> Wire:
    reply = await http.send(wire_v2.status_request(_NOBODYS_ID))
    if notice := read_notice(reply):
        on_notice(notice)
    error = read_error(reply)
    if isinstance(error, AuthenticationError):
        # A key may be good for one of the two alone.
        of_v3 = read_error(await http.send(wire_v3.balance_request()))
        if of_v3 is None:
            return wire_v3
        raise of_v3 if isinstance(of_v3, _PASSING) else error
    if isinstance(error, _PASSING):
        raise error
    is_there = _is_answered(reply) and not isinstance(error, ApiRetired)
    return wire_v2 if is_there else wire_v3


def _is_answered(reply: Reply) -> bool:
    """Return whether v2 itself answered: in its envelope, not with a page or a gateway's word."""
    envelope = reply.json()
    return isinstance(envelope, dict) and not _IN_AN_ENVELOPE.isdisjoint(envelope)
