"""Idempotency keys: a repeated request gets the first reply again, and nothing is made twice."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heygen_widgets.sandbox.server.api_errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIFETIME = 24 * 60 * 60
"""Seconds for which HeyGen replays a reply."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """An idempotency key, with the endpoint and the account for which it counts."""

    endpoint: str
    api_key: str
    key: str


class IdempotentReplies:
    """The successful replies by idempotency key, and the keys of requests in progress.

    Args:
        clock: Returns seconds that never run backwards.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._replies: dict[Scope, tuple[float, dict[str, Any]]] = {}
        self._in_progress: set[Scope] = set()

    @contextmanager
    def claim(self, scope: Scope) -> Iterator[None]:
        """Reserve a key for as long as its request is in progress.

        Raises:
            ApiError: If another request has reserved it.
        """
        if scope in self._in_progress:
            raise ApiError.request_in_progress()
        self._in_progress.add(scope)
        try:
            yield
        finally:
            self._in_progress.discard(scope)

    def store(self, scope: Scope, data: dict[str, Any]) -> None:
        """Store the data of a successful reply. Errors are not to be stored."""
        self._replies[scope] = self._clock(), data

    def find(self, scope: Scope) -> dict[str, Any] | None:
        """Return the stored data for a key, or None if there is none or it is too old."""
        stored_at, data = self._replies.get(scope, (0.0, None))
        is_fresh = self._clock() < stored_at + LIFETIME
        return data if is_fresh else None
