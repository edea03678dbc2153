"""What each kind of fault must come to: one row a kind, for a fault that strikes each time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from heygen_widgets import (
    ApiRetired,
    AuthenticationError,
    ContentRejected,
    GenerationFailed,
    GenerationTimeout,
    InsufficientCredit,
    InvalidAttributes,
    NotFound,
    RateLimited,
    SubmitOutcomeUnknown,
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one click comes to.

    Attributes:
        jobs: How many jobs the server made.
        posts: How many submits were sent.
        error: What `generate` raises, if it does.
        status: In the studio and in the history.
        has_id: Whether the history knows the id.
        images: How many the record names.
        files: How many of them are in the history as files.
        title: Of the notice in the widget; None if there is no notice.
        money: What the notice says about money.
        image_error: What stands in the place of each image that is missing.
    """

    jobs: int = 1
    posts: int = 1
    error: type[Exception] | None = None
    status: str = "success"
    has_id: bool = True
    images: int = 4
    files: int = 4
    title: str | None = None
    money: str = ""
    image_error: str = ""

    @property
    def status_line(self) -> str:
        if self.status != "success":
            return STATUS_LINES[self.status]
        missing = self.images - self.files
        return f"{self.images} images" + (f", {missing} of them can't be shown" if missing else "")


STATUS_LINES = {
    "failed": "Failed",
    "unknown": "Outcome unknown",
    "timed_out": "Not finished in time",
    "stopped": "Stopped waiting",
}

FINE = Outcome()
UNKNOWN = Outcome(
    error=SubmitOutcomeUnknown,
    status="unknown",
    has_id=False,
    images=0,
    files=0,
    title="It is not known whether HeyGen started this",
    money="HeyGen may have billed this. It was not sent again.",
)
UNKNOWN_NOT_MADE = replace(UNKNOWN, jobs=0)
REFUSED = Outcome(
    jobs=0, status="failed", has_id=False, images=0, files=0, money="Nothing is billed"
)
TIMED_OUT = Outcome(
    error=GenerationTimeout,
    status="timed_out",
    images=0,
    files=0,
    title="No result in time",
    money="HeyGen goes on working on it, and bills it.",
)
STOPPED = Outcome(
    status="stopped",
    images=0,
    files=0,
    money="HeyGen bills a generation that it has accepted",
)
FAILED = Outcome(
    error=GenerationFailed,
    status="failed",
    images=0,
    files=0,
    title="The generation failed",
    money="HeyGen may have billed this.",
)


def refused(error: type[Exception], title: str, **changes) -> Outcome:
    return replace(REFUSED, error=error, title=title, **changes)


def stopped(error: type[Exception], title: str) -> Outcome:
    return replace(STOPPED, error=error, title=title)


def missing(image_error: str, files: int = 0) -> Outcome:
    return Outcome(
        files=files,
        title="Images are missing",
        money="HeyGen has billed it",
        image_error=image_error,
    )


NO_KEY = "HeyGen refused the API key"
GONE = "This version of HeyGen's API is gone"
UNSAFE = "not one that is safe to open"
EXPIRED = "has expired or is gone"

ALWAYS: dict[str, Outcome] = {
    "submit:drop-before": UNKNOWN_NOT_MADE,
    "submit:drop-after": UNKNOWN,
    "submit:401": refused(AuthenticationError, NO_KEY),
    "submit:402": refused(InsufficientCredit, "Not enough API credit"),
    "submit:408": UNKNOWN_NOT_MADE,
    "submit:408-made": UNKNOWN,
    "submit:429": refused(RateLimited, "HeyGen asks you to slow down", posts=4),
    "submit:500": UNKNOWN_NOT_MADE,
    "submit:500-made": UNKNOWN,
    "submit:502": UNKNOWN_NOT_MADE,
    "submit:502-made": UNKNOWN,
    "submit:503": UNKNOWN_NOT_MADE,
    "submit:503-made": UNKNOWN,
    "submit:504": UNKNOWN_NOT_MADE,
    "submit:504-made": UNKNOWN,
    "submit:html": UNKNOWN,
    "submit:malformed": UNKNOWN,
    "submit:partial": UNKNOWN,
    "submit:no-id": UNKNOWN,
    "submit:invalid": refused(InvalidAttributes, "HeyGen refused the attributes"),
    "submit:rejected": refused(
        ContentRejected, "HeyGen's moderation refused this", money="Nothing should be billed"
    ),
    "submit:slow": FINE,
    "submit:retired": refused(ApiRetired, GONE),
    "poll:drop": TIMED_OUT,
    "poll:401": stopped(AuthenticationError, NO_KEY),
    "poll:404": stopped(NotFound, "HeyGen doesn't know this generation"),
    "poll:408": TIMED_OUT,
    "poll:429": TIMED_OUT,
    "poll:500": TIMED_OUT,
    "poll:502": TIMED_OUT,
    "poll:503": TIMED_OUT,
    "poll:504": TIMED_OUT,
    "poll:html": TIMED_OUT,
    "poll:malformed": TIMED_OUT,
    "poll:error": TIMED_OUT,
    "poll:partial": TIMED_OUT,
    "poll:unknown-status": FINE,
    "poll:slow": FINE,
    "poll:failed": FAILED,
    "poll:failed-error": FAILED,
    "poll:never": TIMED_OUT,
    "poll:empty": Outcome(images=0, files=0, title="No images", money="HeyGen has billed it"),
    "poll:fewer": Outcome(images=2, files=2),
    "poll:more": Outcome(images=6, files=6),
    "poll:retired": stopped(ApiRetired, GONE),
    "image:drop": missing("did not arrive"),
    "image:cut": missing("did not arrive"),
    "image:truncated": missing("damaged or cut off"),
    "image:expired": missing(EXPIRED),
    "image:404": missing(EXPIRED),
    "image:500": missing("host answered with an error"),
    "image:html": missing("is not an image"),
    "image:lying": FINE,
    "image:oversized": missing("larger than 50 MB"),
    "image:bomb": missing("too many to open safely"),
    "image:garbage": missing("is not an image"),
    "image:slow": FINE,
    "image:redirect-http": missing(UNSAFE),
    "image:redirect-loopback": missing(UNSAFE),
    "image:redirect-file": missing(UNSAFE),
    "image:redirect-loop": missing("without end"),
    "api:slow": FINE,
    "api:sunset": FINE,
    "api:retired": refused(ApiRetired, GONE),
}
"""What a fault comes to that strikes each time."""

_RECOVERS = frozenset(
    """
    submit:429
    poll:drop poll:404 poll:408 poll:429 poll:500 poll:502 poll:503 poll:504
    poll:html poll:malformed poll:error poll:partial poll:retired
    image:drop image:cut image:expired image:404 image:500 image:redirect-loop
    """.split()  # noqa: SIM905 - one a line is harder to read
)
"""Kinds that do no harm if they strike once: the next try is fine."""


def once(kind: str) -> Outcome:
    """Return what a fault comes to that strikes one request alone."""
    always = ALWAYS[kind]
    if kind in _RECOVERS:
        return replace(FINE, posts=2 if kind == "submit:429" else 1)
    return replace(always, files=3) if always.image_error else always


OF_CARE = frozenset({"unknown", "stopped", "timed_out"})
"""Statuses of runs that somebody has to look after."""
