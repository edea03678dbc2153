"""`Pace`: how fast several runs together may talk to HeyGen."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.api.envelope import retry_after
from heygen_widgets.api.retries import RETRY_AFTER_CAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.api.polling import Clock
    from heygen_widgets.api.wire import Reply

QUESTIONS = 4.0
"""How many questions a second all runs together ask HeyGen at most."""

_TOO_MANY = 429
_UNNAMED = 1.0
"""Seconds for which all wait after a 429 that names none."""


@dataclass(frozen=True, eq=False)
class _Turn:
    """A question that waits for its turn."""

    urgency: Callable[[], float]
    come: asyncio.Future[None]


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
        self._waiting: list[_Turn] = []
        self._giving: asyncio.Task[None] | None = None

    @property
    def closed_for(self) -> float:
        """Seconds for which HeyGen asked to send nothing more; 0 if it takes requests."""
        return max(0.0, self._closed_until - self._clock.now())

    async def ready(self) -> None:
        """Wait until HeyGen takes requests again."""
        while seconds := self.closed_for:
            await self._clock.sleep(seconds)

    async def turn(self, urgency: Callable[[], float] | None = None) -> None:
        """Wait until a free question may be sent: at most so many a second, the most urgent first.

        Args:
            urgency: Returns how likely the answer is to bring news. It is looked at whenever
                a turn is given, and of equals the first one to come has it. None goes before all.
        """
        await self.ready()
        now = self._clock.now()
        if now >= self._next_turn and not self._waiting:
            self._next_turn = now + 1 / QUESTIONS
            return
        turn = _Turn(urgency or _first_of_all, asyncio.get_running_loop().create_future())
        self._waiting.append(turn)
        if self._giving is None:
            self._giving = asyncio.get_running_loop().create_task(self._give_turns())
        try:
            await turn.come
        finally:
            self._leave(turn)

    async def _give_turns(self) -> None:
        try:
            while self._waiting:
                await self.ready()
                left = self._next_turn - self._clock.now()
                if left > 0:
                    await self._clock.sleep(left)
                    continue
                self._give_turn()
        except Exception as error:  # noqa: BLE001 - whoever waits must not wait for ever
            for turn in self._waiting:
                if not turn.come.done():
                    turn.come.set_exception(error)
        finally:
            if self._giving is asyncio.current_task():
                self._giving = None

    def _give_turn(self) -> None:
        turn = max(self._waiting, key=lambda each: each.urgency())
        self._waiting.remove(turn)
        # One that is given a moment late makes the next one no later; but after a loop that was
        # held up for long, they don't all go at once.
        pause = 1 / QUESTIONS
        self._next_turn = max(self._next_turn, self._clock.now() - pause) + pause
        if not turn.come.done():
            turn.come.set_result(None)

    def _leave(self, turn: _Turn) -> None:
        """Take a question away that was cancelled; one that had its turn is gone already."""
        if turn in self._waiting:
            self._waiting.remove(turn)
        if not self._waiting and self._giving:
            self._giving.cancel()
            self._giving = None

    def note(self, reply: Reply) -> None:
        """Take up what a reply says about when to come back."""
        if reply.status_code != _TOO_MANY:
            return
        named = retry_after(reply)
        seconds = _UNNAMED if named is None else min(named, RETRY_AFTER_CAP)
        self._closed_until = max(self._closed_until, self._clock.now() + seconds)


def _first_of_all() -> float:
    return math.inf
