"""Requests and replies as plain data, independent of any HTTP library."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.jobs import Job
    from heygen_widgets.models.prices import PriceKind
    from heygen_widgets.models.references import Reference


EXPIRED = frozenset({403, 404, 410})
"""HTTP statuses with which image hosts answer an expired link."""


_SUCCESS = frozenset({"success", "succeeded", "successful", "completed", "complete", "done"})
_FAILED = frozenset({"failed", "failure", "error"})
_IN_WORK = frozenset({"in_progress", "processing", "pending", "waiting", "queued", "running"})


@dataclass(frozen=True)
class Request:
    """A request to the API.

    Attributes:
        method: ``GET``, ``POST``, ``PATCH`` or ``DELETE``.
        path: Absolute path, percent-encoded.
        json: The body; None for no body.
        key: The ``Idempotency-Key``; None for no such header.
        file: A file to upload in a form instead of a JSON body: its name, bytes and MIME type.
        raw: A file that is the whole body (v2's uploads): its bytes and MIME type.
        to_upload_host: Whether it goes to the host of v2's uploads.
        urgency: Returns how likely its answer is to bring news, where requests take turns.
    """

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    key: str | None = None
    file: tuple[str, bytes, str] | None = field(default=None, repr=False)
    raw: tuple[bytes, str] | None = field(default=None, repr=False)
    to_upload_host: bool = False
    urgency: Callable[[], float] | None = field(default=None, repr=False, compare=False)

    @property
    def is_free(self) -> bool:
        """Whether HeyGen bills nothing for it, so that it may be repeated.

        That is any GET, any upload, and what has the same effect when it is done twice.
        """
        is_upload = self.file is not None or self.raw is not None
        return self.method in {"GET", "PATCH", "DELETE"} or is_upload


@dataclass(frozen=True)
class Reply:
    """The reply to a request.

    Attributes:
        status_code: The HTTP status.
        body: The body's bytes.
        headers: Header name, in lower case, to value.
        follows_lost: Whether an earlier try of its request may have reached HeyGen, and its answer
            was lost or was an error of the server.
    """

    status_code: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    follows_lost: bool = False

    @property
    def request_id(self) -> str | None:
        """HeyGen's id of the request (``X-Request-Id``, as its command line tool reads it)."""
        return self.headers.get("x-request-id")

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """Return the decoded body, or None if it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True)
class Accepted:
    """What HeyGen answers when it accepts a job.

    Attributes:
        id: The job's id.
        group_id: The avatar group that holds its look; None on v2, or if HeyGen doesn't say.
        result: The result, where the answer holds it already; else None.
    """

    id: str
    group_id: str | None = None
    result: JobState | None = None

    def of(self, job: Job, request_id: str | None) -> Job:
        """Return the job as HeyGen has accepted it."""
        accepted = replace(
            job,
            id=self.id,
            group_id=self.group_id,
            status=GenerationStatus.IN_PROGRESS,
            message=None,
            request_id=request_id,
        )
        return self.result.of(accepted) if self.result else accepted


@dataclass(frozen=True)
class JobState:
    """The state of a job, as HeyGen answers it.

    Attributes:
        status: ``in_progress``, ``success`` or ``failed``.
        message: HeyGen's reason for the status, or what the sandbox says about its images; None
            if there is none.
        urls: Links of the images, in order.
        keys: Keys of the images, in order.
        group_id: The avatar group that holds its look; None on v2, or if HeyGen doesn't say.
    """

    status: GenerationStatus
    message: str | None = None
    urls: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    group_id: str | None = None

    def of(self, job: Job) -> Job:
        """Return the job in this state."""
        changed = replace(
            job.ended(self.status, self.message), group_id=self.group_id or job.group_id
        )
        if self.status is not GenerationStatus.SUCCESS:
            return changed
        return replace(changed, urls=self.urls, keys=self.keys)


@dataclass(frozen=True)
class Balance:
    """How much money or credit an account has left.

    Attributes:
        amount: The amount, in units.
        unit: ``usd`` or ``credits``; a credit of v3 is not a credit of v2.
    """

    amount: float
    unit: str

    def __str__(self) -> str:
        if self.unit == "usd":
            return f"${self.amount:,.2f}"
        return f"{self.amount:,.2f}".rstrip("0").rstrip(".") + " credits"


def status_of(word: object, *, has_result: bool) -> GenerationStatus:
    """Return what a status word of a job means.

    HeyGen's docs name few words, and typed clients others. An unknown word means that HeyGen is
    still working, unless the result is there.

    Args:
        word: The status as the reply has it.
        has_result: Whether the reply names an image.
    """
    folded = str(word or "").strip().lower()
    if folded in _SUCCESS or (has_result and folded not in _FAILED | _IN_WORK):
        return GenerationStatus.SUCCESS
    return GenerationStatus.FAILED if folded in _FAILED else GenerationStatus.IN_PROGRESS


class Wire(Protocol):
    """One version of HeyGen's API: makes requests, and reads replies."""

    VERSION: str
    """``v2`` or ``v3``."""
    NOUN: str
    """The version's word for an image."""
    IMAGES_PER_JOB: int
    """How many images one job makes."""
    PRICE_KIND: PriceKind
    """What one job is in the price table."""
    REPLAYS_FOR: float
    """Seconds for which an ``Idempotency-Key`` makes a repeat safe; 0 without such keys."""
    NOT_FOUND_GRACE: float
    """Seconds for which HeyGen may not know the id of a new job."""

    def find_problems(
        self, attributes: AvatarAttributes, references: Sequence[Reference]
    ) -> dict[str, str]:
        """Return what this version can't make: field to problem; empty if all is well."""

    def room_for_appearance(self, attributes: AvatarAttributes) -> int:
        """Return the longest appearance, in characters, that fits with the other attributes."""

    def submit_request(
        self, attributes: AvatarAttributes, references: Sequence[Reference], key: str | None
    ) -> Request:
        """Return the request that submits a job."""

    def read_submit(self, reply: Reply) -> Accepted:
        """Return what was accepted, or raise the error that the reply means."""

    def hint(self, error: HeyGenError, request: Request) -> str:
        """Return what may be behind an error of a submit, beyond what it says; else nothing."""

    def status_request(self, job_id: str) -> Request:
        """Return the request for the status of a job."""

    def read_status(self, reply: Reply) -> JobState:
        """Return the state of the job, or raise the error that the reply means."""

    def group_request(self, group_id: str) -> Request:
        """Return the request for the looks of an avatar group."""

    def read_group(self, reply: Reply, job_id: str) -> JobState | None:
        """Return the state of a job whose look may have another id by now; None without it."""

    def balance_request(self) -> Request:
        """Return the request for the account's balance."""

    def read_balance(self, reply: Reply) -> Balance | None:
        """Return the balance (None if it is missing), or raise the error that the reply means."""

    def upload_request(self, data: bytes, mime_type: str) -> Request:
        """Return the request that uploads a reference image."""

    def read_upload(self, reply: Reply) -> str:
        """Return the id of the uploaded image, or raise the error that the reply means."""
