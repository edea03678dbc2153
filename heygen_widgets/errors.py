"""Everything that can go wrong, as one tree.

* HeyGenError
  + ConfigurationError      no key, a bad URL, no event loop
  + InvalidAttributes       the form is wrong; also a ValueError
  + BudgetExceeded          it would cost more than your limit; nothing was sent
  + AuthenticationError     HeyGen refused the key
  + InsufficientCredit      the account can't pay
  + ContentRejected         HeyGen's moderation refused the request
  + NotFound                HeyGen knows no such id
  + RateLimited             too many requests, and waiting did not help
  + ApiRetired              this version of the API is gone
  + ServerError             HeyGen answered 5xx to a question
  + ConnectionFailed        HeyGen could not be reached; nothing was sent
  + SubmitOutcomeUnknown    a submit may or may not have reached HeyGen
  + UnexpectedResponse      an answer that can't be read
  + GenerationFailed        HeyGen worked on it and gave up
  + GenerationTimeout       we stopped waiting; HeyGen goes on
  + ImageUnavailable        one picture can't be had; its key can
  + HistoryError            the local record can't be read or written
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class RunFacts(Protocol):
    """What an error tells of its run; a `Generation` has all of it, and more."""

    @property
    def id(self) -> str | None:
        """HeyGen's generation id; None until HeyGen has answered the submit."""

    @property
    def run_id(self) -> str | None:
        """Our own id of the run, by which the history knows it."""

    @property
    def status(self) -> str:
        """Where the run stands, a `GenerationStatus`."""

    @property
    def message(self) -> str | None:
        """The reason for that, in words."""

    @property
    def image_keys(self) -> tuple[str, ...]:
        """The keys of the images that were made."""

    @property
    def is_resumable(self) -> bool:
        """Whether waiting on may bring more."""


class QuoteFacts(Protocol):
    """What an error tells of a price; a `Quote` has all of it, and more."""

    @property
    def api(self) -> str:
        """The version of HeyGen's API that would serve it."""

    @property
    def jobs(self) -> int:
        """How many requests HeyGen would bill."""

    @property
    def images(self) -> int:
        """How many images to expect."""


class HeyGenError(Exception):
    """Something went wrong between you and HeyGen; the base of all errors here.

    Attributes:
        what: What happened, one or two sentences.
        advice: What it means for your money, and what to do.
        status_code: The HTTP status, where HeyGen answered.
        code: HeyGen's own error code, where it gave one (``invalid_parameter``, ``400112``).
        request_id: HeyGen's ``X-Request-Id``, to quote to their support.
        generation: The run as far as it got, where there is one. Its ``id`` can be resumed.
    """

    default_advice = ""

    def __init__(
        self,
        what: str,
        advice: str | None = None,
        *,
        status_code: int | None = None,
        code: str | None = None,
        request_id: str | None = None,
        generation: RunFacts | None = None,
    ) -> None:
        self.what = what
        self.advice = self.default_advice if advice is None else advice
        self.status_code = status_code
        self.code = code
        self.request_id = request_id
        self.generation = generation
        super().__init__(what)

    def __str__(self) -> str:
        text = " ".join(part for part in (self.what, self.advice) if part)
        return f"{text} ({self.reference})" if self.reference else text

    @property
    def reference(self) -> str:
        """The figures to quote to support: ``HTTP 400 · invalid_parameter · request 7f…``."""
        parts = (
            f"HTTP {self.status_code}" if self.status_code else "",
            self.code or "",
            f"request {self.request_id}" if self.request_id else "",
        )
        return " · ".join(part for part in parts if part)


class ConfigurationError(HeyGenError):
    """The client can't start: no key, an address that would expose the key, no event loop."""


class InvalidAttributes(HeyGenError, ValueError):
    """One or more attributes are wrong. Nothing was sent.

    Attributes:
        problems: Field name to what is wrong with it, for every wrong field at once.
    """

    default_advice = "Nothing was sent and nothing is billed."

    def __init__(self, problems: Mapping[str, str], **details: object) -> None:
        self.problems = dict(problems)
        listed = "; ".join(f"{field}: {problem}" for field, problem in self.problems.items())
        super().__init__(f"{listed}.", **details)  # type: ignore[arg-type]
        # Copies and pickles are made from these.
        self.args = (self.problems,)


class BudgetExceeded(HeyGenError):
    """A generation would cost more than the limit that you set. Nothing was sent.

    Attributes:
        quote: What it would cost.
    """

    default_advice = (
        "Nothing was sent and nothing is billed. To go ahead all the same, confirm it "
        "(confirm=True), or set another limit."
    )

    quote: QuoteFacts | None = None


class AuthenticationError(HeyGenError):
    """HeyGen refused the API key (HTTP 401 or 403)."""

    default_advice = (
        "Nothing is billed. Check that the key is complete, not revoked, and an API key of the "
        "account that you mean (HeyGen, Settings, API)."
    )


class InsufficientCredit(HeyGenError):
    """The account has too few API credits (HTTP 402, or 400 with ``insufficient_credit``).

    API credits are a pool of their own: a studio plan's credits don't count.
    """

    default_advice = (
        "Nothing is billed. Top up the API balance in HeyGen's settings; credits of a studio plan "
        "don't count for the API. HeyGen may also answer this when it is asked too fast."
    )


class ContentRejected(HeyGenError):
    """HeyGen's moderation refused the request."""

    default_advice = "Nothing should be billed. Reword the appearance and try again."


class NotFound(HeyGenError):
    """HeyGen knows no generation with this id, for this key."""

    default_advice = (
        "Asking costs nothing. Check the id, and that the key belongs to the account that made it."
    )


class RateLimited(HeyGenError):
    """HeyGen answered 429 and went on doing so.

    Attributes:
        retry_after: Seconds that HeyGen asked to wait, where it said so.
    """

    default_advice = "Nothing is billed: HeyGen did not act on it. Wait a moment, then try again."
    retry_after: float | None = None


class ApiRetired(HeyGenError):
    """The routes of this API version are gone (HTML 404, 410, or a redirect to a docs page)."""

    default_advice = (
        "Nothing is billed. HeyGen announced the end of v1 and v2 for 31 October 2026. v3 does the "
        'same job at its own price: try HeyGen(api="v3"), and look at its quote() first.'
    )


class ServerError(HeyGenError):
    """HeyGen answered 5xx to a question, several times. Nothing new was billed by asking."""

    default_advice = "Asking costs nothing: try again in a minute."


class ConnectionFailed(HeyGenError):
    """HeyGen could not be reached, and nothing was sent."""

    default_advice = "Nothing was sent and nothing is billed. Check the network, then try again."


class SubmitOutcomeUnknown(HeyGenError):
    """A submit left, and no answer says whether HeyGen acted on it. It may have been billed."""

    default_advice = (
        "HeyGen may have billed this. It was not sent again. Look at your HeyGen account before "
        "you generate once more."
    )


class UnexpectedResponse(HeyGenError):
    """HeyGen answered something that this package can't read."""

    default_advice = "If it stays so, HeyGen's API may have changed: look for a newer release."


class GenerationFailed(HeyGenError):
    """HeyGen worked on the generation and gave up; its reason is in the message."""

    default_advice = "HeyGen may have billed this. Change the attributes or try again."


class GenerationTimeout(HeyGenError):
    """We stopped waiting. HeyGen goes on working, and bills it; the id can be resumed."""


class ImageUnavailable(HeyGenError):
    """One picture can't be had or can't be read. Its key stays valid, and so do the others."""

    default_advice = "Its key still works. Try to download it again: that costs nothing."


class HistoryError(HeyGenError):
    """The local record can't be read or written."""

    default_advice = (
        "Runs go on and are billed as usual, but they are not being recorded: write down the ids "
        "and keys that you need."
    )
