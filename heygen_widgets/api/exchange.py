"""One request and its reply as plain data, with no HTTP library in sight."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.records import GenerationStatus


EXPIRED = frozenset({403, 404, 410})
"""What the hosts of images answer to a link that has expired."""


@dataclass(frozen=True)
class Request:
    """What to send to the API host.

    Attributes:
        method: ``GET`` or ``POST``.
        path: Absolute path, already escaped.
        json: The body, if any.
    """

    method: str
    path: str
    json: Mapping[str, Any] | None = None


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


class Wire(Protocol):
    """One version of HeyGen's API: records to requests, replies to records or errors."""

    VERSION: str

    def submit_request(self, attributes: AvatarAttributes) -> Request:
        """Return the request that starts a generation."""

    def read_submit(self, reply: Reply) -> str:
        """Return the generation id, or raise the error that the reply means."""

    def status_request(self, generation_id: str) -> Request:
        """Return the request that asks how a generation stands."""

    def read_status(self, reply: Reply) -> JobState:
        """Return how the generation stands, or raise the error that the reply means."""
