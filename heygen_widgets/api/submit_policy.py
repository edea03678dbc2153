"""Rules for one paid request: whether to send it again, and whether HeyGen may have acted on it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from heygen_widgets.api.envelope import read_error, retry_after
from heygen_widgets.api.retries import AgainError
from heygen_widgets.errors import HeyGenError, SubmitOutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from heygen_widgets.api.wire import Reply

_REPEATED_SAFELY = (
    "HeyGen may have made and billed this. It was sent again under the same key only, by which "
    "HeyGen makes it once. Resume within 24 hours asks again in the same way; else look at your "
    "HeyGen account."
)


class Submission:
    """The tries of one request that HeyGen bills.

    Without an ``Idempotency-Key`` the request is tried again only if nothing was sent, or after
    429, which means that HeyGen did not act. Under a key it is tried again unless the answer is
    clear. Once an answer was lost, no refusal proves that nothing was made: only an id does.

    Args:
        read: Returns the job's id from a reply, or raises the error that the reply means.
        is_keyed: Whether it is sent under an ``Idempotency-Key``.
        in_doubt: Whether the answer to an earlier try was lost.
    """

    def __init__(
        self, read: Callable[[Reply], str], *, is_keyed: bool, in_doubt: bool = False
    ) -> None:
        self._read = read
        self._is_keyed = is_keyed
        self._in_doubt = in_doubt
        self._cut_off = "Stopped before its answer came."

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
                raise
            raise AgainError(self._unknown(_error_of(again.outcome)), again.pause) from None
        try:
            self._read(reply)
        except HeyGenError as error:
            if self._is_ambiguous(reply):
                raise self._doubted(self._unknown(error), retry_after(reply)) from None
            raise self._unknown(error) if self._in_doubt else error from None
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
        409 means that an earlier try under this key is still under way.
        """
        if reply.status_code >= 500 or reply.status_code == 408:
            return True
        if reply.status_code == 409:
            return self._is_keyed
        error = read_error(reply)
        return reply.status_code < 300 and (error is None or error.code is None)


def _error_of(outcome: Reply | HeyGenError) -> HeyGenError:
    if isinstance(outcome, HeyGenError):
        return outcome
    return read_error(outcome) or HeyGenError("HeyGen's answer can't be read.")
