"""One request and its reply as plain data, with no HTTP library in sight."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.jobs import GenerationStatus
    from heygen_widgets.models.references import Reference


EXPIRED = frozenset({403, 404, 410})
"""What the hosts of images answer to a link that has expired."""


@dataclass(frozen=True)
class Request:
    """What to send to the API host.

    Attributes:
        method: ``GET`` or ``POST``.
        path: Absolute path, already escaped.
        json: The body, if any.
        key: The ``Idempotency-Key``, if any.
        file: A file to upload in place of a body: its name, its bytes and its MIME type.
    """

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    key: str | None = None
    file: tuple[str, bytes, str] | None = field(default=None, repr=False)

    @property
    def is_free(self) -> bool:
        """Whether it may be sent any number of times: a question, or an upload."""
        return self.method == "GET" or self.file is not None


@dataclass(frozen=True)
class Reply:
    """What came back.

    Attributes:
        status_code: The HTTP status.
        body: The raw body.
        headers: Header names in lower case.
    """

    status_code: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def request_id(self) -> str | None:
        """HeyGen's id of the request (``X-Request-Id``, as its own command line reads it)."""
        return self.headers.get("x-request-id")

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """Return the decoded body, or None if it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True)
class JobState:
    """What the API says of a generation.

    Attributes:
        status: ``in_progress``, ``success`` or ``failed``.
        message: The API's reason, if it gave one.
        urls: Links of the images, in order.
        keys: Keys of the images, in order.
    """

    status: GenerationStatus
    message: str | None = None
    urls: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Balance:
    """What an account still holds.

    Attributes:
        amount: How much.
        unit: ``usd`` or ``credits``; v3's credits are not v2's.
    """

    amount: float
    unit: str

    def __str__(self) -> str:
        if self.unit == "usd":
            return f"${self.amount:,.2f}"
        return f"{self.amount:,.2f}".rstrip("0").rstrip(".") + " credits"


class Wire(Protocol):
    """One version of HeyGen's API: records to requests, replies to records or errors."""

    VERSION: str
    NOUN: str
    """What it calls an image."""
    IMAGES_PER_JOB: int
    """How many images one paid request makes."""
    REPLAYS_FOR: float
    """Seconds for which an ``Idempotency-Key`` makes a request safe to repeat; 0: it takes none."""
    NOT_FOUND_GRACE: float
    """Seconds for which a new job may be unknown to the API although it was made."""

    def find_problems(
        self, attributes: AvatarAttributes, references: Sequence[Reference]
    ) -> dict[str, str]:
        """Return what this version can't be asked for: field to problem, empty if all is well."""

    def room_for_appearance(self, attributes: AvatarAttributes) -> int:
        """Return how many characters the appearance may have beside the other attributes."""

    def submit_request(
        self, attributes: AvatarAttributes, references: Sequence[Reference], key: str | None
    ) -> Request:
        """Return the request that starts a job."""

    def read_submit(self, reply: Reply) -> str:
        """Return the job's id, or raise the error that the reply means."""

    def status_request(self, job_id: str) -> Request:
        """Return the request that asks how a job stands."""

    def read_status(self, reply: Reply) -> JobState:
        """Return how the job stands, or raise the error that the reply means."""

    def balance_request(self) -> Request:
        """Return the request that asks what the account holds."""

    def read_balance(self, reply: Reply) -> Balance | None:
        """Return what the account holds, or raise the error that the reply means."""

    def upload_request(self, data: bytes, mime_type: str) -> Request:
        """Return the request that uploads an image to refer to."""

    def read_upload(self, reply: Reply) -> str:
        """Return the id of the uploaded image, or raise the error that the reply means."""
