"""All errors of this package, as one tree.

* HeyGenError
  + ConfigurationError      no key, a bad URL, no event loop
  + InvalidAttributes       one or more attributes are wrong; also a ValueError
  + BudgetExceeded          the generation would cost more than your limit; nothing was sent
  + AuthenticationError     HeyGen refused the key
  + InsufficientCredit      the account can't pay
  + ContentRejected         HeyGen's moderation refused the request
  + NotFound                HeyGen knows no such id
  + RateLimited             too many requests, even after waiting
  + NotReady                HeyGen is still at work on what was named, even after waiting
  + NotOffered              this version of HeyGen's API can't do it; nothing was sent
  + LimitReached            the plan allows no more of what was asked for
  + ApiRetired              this version of the API is gone
  + ServerError             HeyGen answered 5xx to a request that costs nothing
  + ConnectionFailed        HeyGen could not be reached; nothing was sent
  + SubmitOutcomeUnknown    a submit may or may not have reached HeyGen
  + UnexpectedResponse      HeyGen's answer can't be read
  + GenerationFailed        HeyGen could not make the images
  + GenerationTimeout       we stopped waiting; HeyGen goes on
  + ImageUnavailable        one picture can't be downloaded or read; its key stays valid
  + HistoryError            a local file (history, presets) can't be read or written
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class RunFacts(Protocol):
    """What an error says about its run; a `Generation` has all of this, and more."""

    @property
    def id(self) -> str | None:
        """HeyGen's generation id; None until HeyGen has answered the submit."""

    @property
    def run_id(self) -> str | None:
        """Our own id of the run; the history's key of it."""

    @property
    def status(self) -> str:
        """The status of the run, a `GenerationStatus`."""

    @property
    def message(self) -> str | None:
        """The reason for the status, in words."""

    @property
    def image_keys(self) -> tuple[str, ...]:
        """The keys of the images that HeyGen made."""

    @property
    def is_resumable(self) -> bool:
        """Whether a resume may bring images."""


class QuoteFacts(Protocol):
    """What an error says about a price; a `Quote` has all of this, and more."""

    @property
    def api(self) -> str:
        """The version of HeyGen's API that would be used."""

    @property
    def jobs(self) -> int:
        """How many requests HeyGen would bill."""

    @property
    def images(self) -> int:
        """How many images to expect."""


class HeyGenError(Exception):
    """The base of all errors of this package.

    Attributes:
        what: What happened, in one or two sentences.
        advice: What it means for your money, and what to do.
        status_code: The HTTP status, if HeyGen answered.
        code: HeyGen's own error code, if it gave one (``invalid_parameter``, ``400112``).
        request_id: HeyGen's ``X-Request-Id``, to quote to their support.
        generation: The run as far as it got, if there is one. Its ``id`` can be resumed.
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
        """What to quote to HeyGen's support: ``HTTP 400 · invalid_parameter · request 7f…``."""
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
        problems: Field name to what is wrong with it, for every wrong field.
    """

    default_advice = "Nothing was sent and nothing is billed."

    def __init__(self, problems: Mapping[str, str], **details: object) -> None:
        self.problems = dict(problems)
        listed = "; ".join(f"{field}: {problem}" for field, problem in self.problems.items())
        super().__init__(f"{listed}.", **details)  # type: ignore[arg-type]
        # Copying and pickling call the class with `args`.
        self.args = (self.problems,)


class BudgetExceeded(HeyGenError):
    """A generation would cost more than the limit that you set. Nothing was sent.

    Attributes:
        quote: The price, the number of requests and of images; None if unknown.
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
    """HeyGen answered 429 to every try.

    Attributes:
        retry_after: Seconds that HeyGen asked us to wait; None if it didn't say.
    """

    default_advice = "Nothing is billed: HeyGen did not act on it. Wait a moment, then try again."
    retry_after: float | None = None


class NotReady(HeyGenError):
    """HeyGen is still at work on what was named, and every try met it (HTTP 409).

    Codes ``conflict``, ``resource_not_ready`` and ``request_in_progress``; ``no_valid_image`` is
    ours for v2's 'No valid image for training found', said of a look that is not registered yet and
    of a group that is in training already.
    """

    default_advice = "Nothing is billed: HeyGen did not act on it. Try again in a minute."


class NotOffered(HeyGenError):
    """This version of HeyGen's API can't do what was asked for. Nothing was sent."""

    default_advice = "Nothing was sent and nothing is billed."


class LimitReached(HeyGenError):
    """The account has as many avatars, or other things, as its plan allows."""

    default_advice = (
        "Nothing is billed. Delete some in HeyGen's app, or ask HeyGen for a larger plan."
    )


class ApiRetired(HeyGenError):
    """HeyGen has removed this version of its API.

    HeyGen says so (410), or a web page or a redirect answers while v3's free question is answered.
    """

    default_advice = (
        "Nothing is billed. HeyGen announced the end of v1 and v2 for 31 October 2026. v3 does the "
        'same job at its own price: try HeyGen(api="v3"), and look at its quote() first.'
    )


class ServerError(HeyGenError):
    """HeyGen answered 5xx to every try of a request that costs nothing."""

    default_advice = "Asking costs nothing: try again in a minute."


class ConnectionFailed(HeyGenError):
    """HeyGen could not be reached: nothing was sent, or something else answered in its place."""

    default_advice = "Nothing was sent and nothing is billed. Check the network, then try again."


class SubmitOutcomeUnknown(HeyGenError):
    """A submit was sent, and no answer says whether HeyGen acted on it. It may be billed."""

    default_advice = (
        "HeyGen may have billed this. It was not sent again. Look at your HeyGen account before "
        "you generate once more."
    )


class UnexpectedResponse(HeyGenError):
    """This package can't read HeyGen's answer."""

    default_advice = "If it happens again, HeyGen's API may have changed: look for a newer release."


class GenerationFailed(HeyGenError):
    """HeyGen could not make the images; the message has its reason."""

    default_advice = "HeyGen may have billed this. Change the attributes or try again."


class GenerationTimeout(HeyGenError):
    """We stopped waiting. HeyGen goes on and bills the generation; its id can be resumed."""


class ImageUnavailable(HeyGenError):
    """One picture can't be downloaded or read. Its key and the other pictures stay valid."""

    default_advice = "Its key still works. Try to download it again: that costs nothing."


class HistoryError(HeyGenError):
    """A local file (the history or the presets) can't be read or written."""

    default_advice = (
        "Runs go on and are billed as usual, but they are not being recorded: write down the ids "
        "and keys that you need."
    )
