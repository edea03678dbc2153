"""Requests that may be sent twice and act once: what each idempotency key stands for."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heygen_widgets.sandbox.server.api_errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REMEMBERED_FOR = 24 * 60 * 60
"""Seconds for which HeyGen replays an answer."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where an idempotency key counts: another endpoint or another account has its own keys."""

    endpoint: str
    api_key: str
    key: str


class Replays:
    """The good answers that keys stand for, and the keys whose requests are being answered.

    Args:
        clock: Returns seconds that never run backwards.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: dict[Scope, tuple[float, dict[str, Any]]] = {}
        self._in_flight: set[Scope] = set()

    @contextmanager
    def claim(self, scope: Scope) -> Iterator[None]:
        """Hold a key while its request is being answered.

        Raises:
            Refusal: Another request holds it.
        """
        if scope in self._in_flight:
            raise Refusal.in_progress()
        self._in_flight.add(scope)
        try:
            yield
        finally:
            self._in_flight.discard(scope)

    def remember(self, scope: Scope, data: dict[str, Any]) -> None:
        """Keep the data of a good answer; refusals are not to be remembered."""
        self._answers[scope] = self._clock(), data

    def recall(self, scope: Scope) -> dict[str, Any] | None:
        """Return the data that a key stands for, unless there is none or it is too old."""
        remembered_at, data = self._answers.get(scope, (0.0, None))
        is_fresh = self._clock() < remembered_at + REMEMBERED_FOR
        return data if is_fresh else None
