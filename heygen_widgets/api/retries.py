"""Retries of a request that may be sent again, with growing pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tenacity

from heygen_widgets.api.envelope import retry_after
from heygen_widgets.api.wire import Reply
from heygen_widgets.errors import HeyGenError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ATTEMPTS = 4
"""How often a request that may be repeated is sent at most."""
RETRY_AFTER_CAP = 30.0
"""Longest `Retry-After` that is honoured, in seconds, as in HeyGen's own command line tool."""

_GROWING = tenacity.wait_random_exponential(multiplier=1, min=0.2, max=8)


class AgainError(Exception):
    """Raised by a try that may be repeated.

    Attributes:
        outcome: The reply to return, or the error to raise, if no tries are left.
        pause: Seconds that the server asked to wait; None if it named none.
        attempts: After how many tries it is given up.
        may_have_acted: Whether HeyGen may have done what the try asked for.
    """

    def __init__(
        self,
        outcome: Reply | HeyGenError,
        pause: float | None = None,
        attempts: int = ATTEMPTS,
        *,
        may_have_acted: bool = False,
    ) -> None:
        self.outcome = outcome
        self.attempts = attempts
        self.may_have_acted = may_have_acted
        self.pause = retry_after(outcome) if isinstance(outcome, Reply) else pause
        super().__init__()


async def repeated(
    sleep: Callable[[float], Awaitable[None]], attempt_once: Callable[[], Awaitable[Reply]]
) -> Reply:
    """Try until an attempt raises no `AgainError`, and return its reply.

    Args:
        sleep: Waits for so many seconds.
        attempt_once: One try.

    Raises:
        HeyGenError: The outcome of the last try.
    """
    tries = tenacity.AsyncRetrying(
        retry=tenacity.retry_if_exception_type(AgainError),
        stop=_is_last,
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )
    try:
        return await tries(attempt_once)
    except AgainError as last:
        if isinstance(last.outcome, HeyGenError):
            raise last.outcome from None
        return last.outcome


def _is_last(state: tenacity.RetryCallState) -> bool:
    last = state.outcome.exception() if state.outcome else None
    return state.attempt_number >= (last.attempts if isinstance(last, AgainError) else ATTEMPTS)


def _pause(state: tenacity.RetryCallState) -> float:
    """Return the seconds before the next try: as the server asks, else growing and jittered."""
    last = state.outcome.exception() if state.outcome else None
    if isinstance(last, AgainError) and last.pause is not None:
        return min(last.pause, RETRY_AFTER_CAP)
    return float(_GROWING(state))
