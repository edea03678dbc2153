"""`VersionProbe`: finds out by a GET which version of the API serves a key, once in a process.

HeyGen announced the end of v2 for 31 October 2026. What its routes have answered since is not
published. The probe prefers v2 while v2 answers: it accepts the attributes as they are, and costs
less.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from heygen_widgets.api import wire_v2, wire_v3
from heygen_widgets.api.envelope import described, is_enveloped, read_error, read_notice
from heygen_widgets.errors import (
    ApiRetired,
    AuthenticationError,
    ConnectionFailed,
    NotFound,
    RateLimited,
    ServerError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from heygen_widgets.api.http import Http
    from heygen_widgets.api.wire import Reply, Wire
    from heygen_widgets.config.api_key import AccountId
    from heygen_widgets.errors import HeyGenError

WIRES: dict[str, Wire] = {"v2": wire_v2, "v3": wire_v3}
"""Version to the module with its requests and replies."""

NEXT_VERSION = {"v2": "v3"}
"""Version to the newer version that can replace it."""

KNOWN_VERSIONS: dict[AccountId, str] = {}
"""The versions that probes of this process have found."""

# No generation has this id: asking about it only shows whether the route exists.
_UNUSED_ID = "0" * 32
_REMOVED = frozenset({404, 410})
_TEMPORARY = (RateLimited, ServerError)
# Codes with which v3 takes a key, but not for the free question.
_OTHER_SCOPES = ("insufficient_api_key_scope", "resource_access_denied")


class VersionProbe:
    """Finds out which version of the API serves one key at one base URL.

    Args:
        given: ``v2``, ``v3``, or ``auto`` to find out.
        account_id: The base URL and the key's fingerprint.
        known: Versions that were found before; all clients of an account share them.
    """

    def __init__(
        self, given: str, account_id: AccountId, known: MutableMapping[AccountId, str]
    ) -> None:
        self.given = given
        self._account_id = account_id
        self._known = known
        self._wire = WIRES.get(given)
        # A lock works on one loop only, and a client may be used on several.
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = (
            WeakKeyDictionary()
        )

    @property
    def wire(self) -> Wire | None:
        """The version; None before it is known. Once known, it doesn't change."""
        if self._wire is None:
            self._wire = WIRES.get(self._known.get(self._account_id, ""))
        return self._wire

    async def find(self, http: Http, on_notice: Callable[[str], object]) -> Wire:
        """Return the version, and ask HeyGen if it is unknown.

        Asking takes one GET, or two if v2 doesn't answer or refuses the key.

        Args:
            http: Open HTTP connections.
            on_notice: Called with HeyGen's notice that v2 will end, if the answer has one.

        Raises:
            ConnectionFailed: Something else than HeyGen answers; nothing is remembered.
            HeyGenError: HeyGen gives no usable answer now, or both versions refuse the key.
        """
        lock = self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        async with lock:
            if self.wire is None:
                self._wire = await _ask(http, on_notice)
                self._known[self._account_id] = self._wire.VERSION
        return self._wire or wire_v2

    def forget(self) -> None:
        """Let the next client ask again. This one keeps its version."""
        self._known.pop(self._account_id, None)


async def _ask(http: Http, on_notice: Callable[[str], object]) -> Wire:
    reply = await http.send(wire_v2.status_request(_UNUSED_ID))
    if notice := read_notice(reply):
        on_notice(notice)
    error = read_error(reply)
    if isinstance(error, _TEMPORARY):
        raise error
    if isinstance(error, AuthenticationError):
        # A key may be valid for only one of the versions.
        v3_error = read_error(await http.send(wire_v3.balance_request()))
        if v3_error is None:
            return wire_v3
        raise v3_error if isinstance(v3_error, _TEMPORARY) else error
    if is_enveloped(reply) and not isinstance(error, ApiRetired):
        return wire_v2
    return await _ask_v3(http, reply)


async def _ask_v3(http: Http, instead: Reply) -> Wire:
    """Return v3 if it answers itself: a network's sign-in page must not choose the dearer version.

    Args:
        http: Open HTTP connections.
        instead: What was answered where v2 should have.

    Raises:
        ConnectionFailed: Something else than HeyGen answers.
        HeyGenError: v3 refuses the key, or gives no usable answer now.
    """
    reply = await http.send(wire_v3.balance_request())
    error = read_error(reply)
    if isinstance(error, _TEMPORARY):
        raise error
    if not _is_heygens(reply, error):
        raise ConnectionFailed(
            f"{described(instead)} answered instead of HeyGen, so it is not known which version of "
            "its API serves you.",
            "Nothing was sent and nothing is billed. If this network has a sign-in page, open it "
            "in your browser; else check the proxy and HEYGEN_BASE_URL. Then try again.",
            status_code=instead.status_code,
        )
    if isinstance(error, AuthenticationError) and error.code not in _OTHER_SCOPES:
        raise error
    return wire_v3


def may_mean_retired(error: ConnectionFailed) -> bool:
    """Return whether HeyGen answers like that where it has removed a route."""
    status = error.status_code or 0
    return status in _REMOVED or 300 <= status < 400


async def is_heygen_there(http: Http) -> bool:
    """Ask v3's free question, and return whether HeyGen itself answers it.

    If it does, HeyGen has removed what a web page or a redirect stands for. If it doesn't, that may
    be the sign-in page of a network.

    Args:
        http: Open HTTP connections.
    """
    try:
        reply = await http.send(wire_v3.balance_request())
    except ConnectionFailed:
        return False
    error = read_error(reply)
    return _is_heygens(reply, error) and not isinstance(error, _TEMPORARY)


def _is_heygens(reply: Reply, error: HeyGenError | None) -> bool:
    """Return whether v3 itself answered its free question, which it knows."""
    return is_enveloped(reply) and not isinstance(error, ApiRetired | NotFound)
