"""Requests that HeyGen refuses: with which status, which code and which words.

Codes are those of HeyGen's pages. Where they are silent (v2's 401, 402 and 404, most sentences)
the sandbox makes a choice, and a client should survive others.
"""

from __future__ import annotations

from http import HTTPStatus


class Refusal(Exception):
    """A request that is answered with an error envelope.

    Attributes:
        status: The HTTP status.
        code: HeyGen's error code.
        message: HeyGen's message.
        param: The field or header that is wrong, if one is; v3 names it beside the message.
    """

    def __init__(
        self, status: HTTPStatus, code: str, message: str, param: str | None = None
    ) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        super().__init__(message)

    @classmethod
    def unauthorized(cls) -> Refusal:
        """No key, or a wrong one: HeyGen's v3 was measured to answer both alike."""
        return cls(HTTPStatus.UNAUTHORIZED, "unauthorized", "Unauthorized")

    @classmethod
    def invalid(cls, field: str, problem: str) -> Refusal:
        """Say what is wrong with one field, in the form that HeyGen was measured to use."""
        message = f"{field} is invalid: {problem}"
        return cls(HTTPStatus.BAD_REQUEST, "invalid_parameter", message, field)

    @classmethod
    def too_many(cls) -> Refusal:
        """Too many requests, or too much in the making."""
        message = "Rate limit exceeded. Try again later."
        return cls(HTTPStatus.TOO_MANY_REQUESTS, "rate_limit_exceeded", message)

    @classmethod
    def insufficient_credit(cls) -> Refusal:
        """The account can't pay for a v2 job."""
        message = "Insufficient credit. This operation requires 'api' credits."
        return cls(HTTPStatus.PAYMENT_REQUIRED, "insufficient_credit", message)

    @classmethod
    def insufficient_wallet(cls, balance: float, need: float) -> Refusal:
        """The wallet can't pay for a look: as HeyGen's sample says it, with both sums."""
        message = f"Your account has ${balance:.2f} but this avatar requires ${need:.2f}."
        return cls(HTTPStatus.PAYMENT_REQUIRED, "insufficient_credit", message)

    @classmethod
    def generation_not_found(cls) -> Refusal:
        """No job has that id."""
        return cls(HTTPStatus.NOT_FOUND, "generation_not_found", "Generation not found")

    @classmethod
    def avatar_not_found(cls, param: str | None = None) -> Refusal:
        """No look, or no group, has that id."""
        return cls(HTTPStatus.NOT_FOUND, "avatar_not_found", "Avatar not found", param)

    @classmethod
    def asset_not_found(cls, param: str) -> Refusal:
        """No asset has that id."""
        return cls(HTTPStatus.NOT_FOUND, "asset_not_found", "Asset not found", param)

    @classmethod
    def in_progress(cls) -> Refusal:
        """A request with the same idempotency key is still being answered."""
        message = "A request with this Idempotency-Key is still in progress."
        return cls(HTTPStatus.CONFLICT, "request_in_progress", message)
