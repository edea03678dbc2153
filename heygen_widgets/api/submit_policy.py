"""Rules for one paid request: whether to send it again, and whether HeyGen may have acted on it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from heygen_widgets.api.envelope import read_error, retry_after
from heygen_widgets.api.retries import AgainError
from heygen_widgets.api.wire import Reply
from heygen_widgets.errors import ConnectionFailed, HeyGenError, SubmitOutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# Measured by users on POST /v3/avatars in October 2026.
PASSING = frozenset({"asset_not_found", "conflict", "resource_not_ready"})
"""HeyGen's codes of refusals that are over within seconds."""

_REPEATED_SAFELY = (
    "HeyGen may have made and billed this. It was sent again under the same key only, by which "
    "HeyGen makes it once. Resume within 24 hours asks again in the same way; else look at your "
    "HeyGen account."
)


PASSING_ATTEMPTS = 8
"""How often a request is sent that HeyGen refuses for something that passes within seconds: another
request at work, an upload that is not known everywhere yet. Users' clients try 8 times."""


class Submission:
    """The tries of one request that HeyGen bills.

    Without an ``Idempotency-Key`` the request is tried again only if nothing was sent, or after
    429, which means that HeyGen did not act. Under a key it is tried again unless the answer is
    clear. Once an answer was lost, no refusal proves that nothing was made: only an id does.

    HeyGen repeats a refusal under its key. So a request that was refused goes on under another key,
    and one in doubt under its own.

    Args:
        read: Returns what a reply says of the job, or raises the error that the reply means.
        is_keyed: Whether it is sent under an ``Idempotency-Key``.
        in_doubt: Whether the answer to an earlier try was lost.

    Attributes:
        is_refused: Whether the last try was refused under a key, and nothing is in doubt.
    """

    def __init__(
        self, read: Callable[[Reply], object], *, is_keyed: bool, in_doubt: bool = False
    ) -> None:
        self._read = read
        self._is_keyed = is_keyed
        self._in_doubt = in_doubt
        self._cut_off = "Stopped before its answer came."
        self.is_refused = False

    @property
    def doubt(self) -> SubmitOutcomeUnknown | None:
        """The error to raise if the tries end now; None if no answer was lost."""
        if not self._in_doubt:
            return None
        return self._unknown(HeyGenError(self._cut_off))

    async def attempt(self, send: Callable[[], Awaitable[Reply]]) -> Reply:
        """Try once, and return a reply that holds the job's id.

        Raises:
            AgainError: It may be tried again.
            asyncio.CancelledError: It was cut off; `doubt` says what that means.
            SubmitOutcomeUnknown: HeyGen may have acted on this try or an earlier one.
            HeyGenError: HeyGen refused it.
        """
        self.is_refused = False
        try:
            reply = await send()
        except asyncio.CancelledError:
            self._in_doubt = True
            self._cut_off = "The request was cut off on its way."
            raise
        except SubmitOutcomeUnknown as error:
            raise self._doubted(error, None) from None
        except AgainError as again:
            if not self._in_doubt:
                self.is_refused = self._is_keyed and isinstance(again.outcome, Reply)
                raise
            raise AgainError(self._unknown(_error_of(again.outcome)), again.pause) from None
        try:
            self._read(reply)
        except HeyGenError as error:
            if self._is_ambiguous(reply):
                raise self._doubted(self._unknown(error), retry_after(reply)) from None
            if self._in_doubt:
                error = self._unknown(error)
            # A page that isn't HeyGen's refuses nothing: the request keeps its key.
            is_heygens = not isinstance(error, ConnectionFailed)
            self.is_refused = self._is_keyed and not self._in_doubt and is_heygens
            if self._is_keyed and _passes(reply, error):
                raise AgainError(error, retry_after(reply), PASSING_ATTEMPTS) from None
            raise error from None
        return reply

    def _doubted(self, error: SubmitOutcomeUnknown, pause: float | None) -> Exception:
        """Return what to raise now that HeyGen may have acted."""
        self._in_doubt = True
        if not self._is_keyed:
            return error
        error.advice = _REPEATED_SAFELY
        return AgainError(error, pause)

    def _unknown(self, error: HeyGenError) -> SubmitOutcomeUnknown:
        return SubmitOutcomeUnknown(
            error.what,
            _REPEATED_SAFELY if self._is_keyed else None,
            status_code=error.status_code,
            code=error.code,
            request_id=error.request_id,
        )

    def _is_ambiguous(self, reply: Reply) -> bool:
        """Return whether HeyGen may have made a job although the reply names none.

        After 5xx and 408 nobody knows. A 2xx that holds no readable error says yes without an id.
        409 means that an earlier try under this key is still under way, unless its code says
        something else.
        """
        if reply.status_code >= 500 or reply.status_code == 408:
            return True
        error = read_error(reply)
        if reply.status_code == 409:
            return self._is_keyed and not _passes(reply, error)
        return reply.status_code < 300 and (error is None or error.code is None)


def _passes(reply: Reply, error: HeyGenError | None) -> bool:
    """Return whether a refusal is over within seconds."""
    code = (error.code or "").lower() if error else ""
    return reply.status_code in {404, 409} and code in PASSING


def _error_of(outcome: Reply | HeyGenError) -> HeyGenError:
    if isinstance(outcome, HeyGenError):
        return outcome
    return read_error(outcome) or HeyGenError("HeyGen's answer can't be read.")
