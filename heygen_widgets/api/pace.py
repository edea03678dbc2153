"""`Pace`: how fast several runs together may talk to HeyGen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from heygen_widgets.api.envelope import retry_after
from heygen_widgets.api.retries import RETRY_AFTER_CAP

if TYPE_CHECKING:
    from heygen_widgets.api.polling import Clock
    from heygen_widgets.api.wire import Reply

QUESTIONS = 4.0
"""How many questions a second all runs together ask HeyGen at most."""

_TOO_MANY = 429
_UNNAMED = 1.0
"""Seconds for which all wait after a 429 that names none."""


class Pace:
    """What runs that go on side by side share: turns for questions, and one wait after a 429.

    HeyGen's limits hold for an account. So a `Retry-After` that one run is told holds for all of
    them: otherwise each would find out by a request of its own.

    Args:
        clock: The time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next_turn = 0.0
        self._closed_until = 0.0

    @property
    def closed_for(self) -> float:
        """Seconds for which HeyGen asked to send nothing more; 0 if it takes requests."""
        return max(0.0, self._closed_until - self._clock.now())

    async def ready(self) -> None:
        """Wait until HeyGen takes requests again."""
        while seconds := self.closed_for:
            await self._clock.sleep(seconds)

    async def turn(self) -> None:
        """Wait until a free question may be sent: in turn, and at most so many a second."""
        await self.ready()
        now = self._clock.now()
        at = max(now, self._next_turn)
        self._next_turn = at + 1 / QUESTIONS
        try:
            if at > now:
                await self._clock.sleep(at - now)
            await self.ready()
        except asyncio.CancelledError:
            # Nobody else may have taken a later turn; then this one is free again.
            if self._next_turn == at + 1 / QUESTIONS:
                self._next_turn = at
            raise

    def note(self, reply: Reply) -> None:
        """Take up what a reply says about when to come back."""
        if reply.status_code != _TOO_MANY:
            return
        named = retry_after(reply)
        seconds = _UNNAMED if named is None else min(named, RETRY_AFTER_CAP)
        self._closed_until = max(self._closed_until, self._clock.now() + seconds)
