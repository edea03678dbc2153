"""Idempotency keys: a repeated request gets the first reply again, and nothing is made twice."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from heygen_widgets.sandbox.server.api_errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIFETIME = 24 * 60 * 60
"""Seconds for which HeyGen replays a reply."""

IN_PROGRESS = ApiError.request_in_progress().code

_NOT_FINAL = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT})


@dataclass(frozen=True, kw_only=True)
class Scope:
    """An idempotency key, with the endpoint and the account for which it counts."""

    endpoint: str
    api_key: str
    key: str


class IdempotentReplies:
    """The final replies by idempotency key, and the keys of requests in progress.

    HeyGen replays successes and definite refusals (source: a user's measurements on v3, October
    2026); not server errors, and not the refusal of a key to the API, which no account has.

    Args:
        clock: Returns seconds that never run backwards.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._replies: dict[Scope, tuple[float, JSONResponse]] = {}
        self._in_progress: set[Scope] = set()

    @contextmanager
    def claim(self, scope: Scope) -> Iterator[None]:
        """Reserve a key for as long as its request is in progress.

        Raises:
            ApiError: If another request has reserved it.
        """
        if scope in self._in_progress:
            raise ApiError.request_in_progress()
        self._in_progress.add(scope)
        try:
            yield
        finally:
            self._in_progress.discard(scope)

    def store(self, scope: Scope, reply: JSONResponse) -> None:
        """Store a reply, unless another one is stored for the key already."""
        if self.find(scope) is None:
            self._replies[scope] = self._clock(), _copy(reply)

    def find(self, scope: Scope) -> JSONResponse | None:
        """Return the stored reply to a key, or None if there is none or it is too old."""
        stored_at, reply = self._replies.get(scope, (0.0, None))
        is_fresh = self._clock() < stored_at + LIFETIME
        return _copy(reply) if reply and is_fresh else None


def is_refusal(reply: Response) -> bool:
    """Say whether a reply is one of HeyGen's refusals that are final for their key."""
    is_client_error = HTTPStatus.BAD_REQUEST <= reply.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    if not is_client_error or reply.status_code in _NOT_FINAL:
        return False
    if not isinstance(reply, JSONResponse):
        return False  # a gateway's page
    error = json.loads(bytes(reply.body)).get("error") or {}
    return bool(error.get("code") != IN_PROGRESS)


def _copy(reply: JSONResponse) -> JSONResponse:
    # Each reply that leaves gets headers of its own.
    retry_after = reply.headers.get("Retry-After")
    headers = {"Retry-After": retry_after} if retry_after else None
    return JSONResponse(json.loads(bytes(reply.body)), reply.status_code, headers)
