"""The errors that HeyGen's API replies with: their statuses, codes and messages.

Codes are those of HeyGen's documentation. Where it is silent (v2's 401, 402 and 404, most
messages) the sandbox makes a choice, and a client should survive others.
"""

from __future__ import annotations

from http import HTTPStatus


class ApiError(Exception):
    """A request that is answered with the envelope of errors.

    Attributes:
        status: The HTTP status.
        code: HeyGen's error code.
        message: HeyGen's message.
        param: The field or header that is wrong, if there is one; v3 puts it beside the message.
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
    def unauthorized(cls) -> ApiError:
        """No key or a wrong key; HeyGen's v3 was measured to answer both alike."""
        return cls(HTTPStatus.UNAUTHORIZED, "unauthorized", "Unauthorized")

    @classmethod
    def invalid(cls, field: str, problem: str) -> ApiError:
        """An invalid field; the message has the form that HeyGen was measured to use."""
        message = f"{field} is invalid: {problem}"
        return cls(HTTPStatus.BAD_REQUEST, "invalid_parameter", message, field)

    @classmethod
    def too_many_requests(cls) -> ApiError:
        """Too many requests, or too many looks in progress."""
        message = "Rate limit exceeded. Try again later."
        return cls(HTTPStatus.TOO_MANY_REQUESTS, "rate_limit_exceeded", message)

    @classmethod
    def insufficient_credit(cls) -> ApiError:
        """The quota does not cover a job of v2."""
        message = "Insufficient credit. This operation requires 'api' credits."
        return cls(HTTPStatus.PAYMENT_REQUIRED, "insufficient_credit", message)

    @classmethod
    def insufficient_wallet(cls, balance: float, price: float) -> ApiError:
        """The wallet does not cover a look; the message is worded as in HeyGen's example."""
        message = f"Your account has ${balance:.2f} but this avatar requires ${price:.2f}."
        return cls(HTTPStatus.PAYMENT_REQUIRED, "insufficient_credit", message)

    @classmethod
    def undocumented(cls) -> ApiError:
        """An error with HTTP 200, whose code HeyGen's documentation does not list."""
        return cls(HTTPStatus.OK, "status_unreadable", "The status could not be read.")

    @classmethod
    def generation_not_found(cls) -> ApiError:
        """No job has this id."""
        return cls(HTTPStatus.NOT_FOUND, "generation_not_found", "Generation not found")

    @classmethod
    def avatar_not_found(cls, param: str | None = None) -> ApiError:
        """No group has this id, or no look that is named in a request."""
        return cls(HTTPStatus.NOT_FOUND, "avatar_not_found", "Avatar not found", param)

    @classmethod
    def look_not_found(cls) -> ApiError:
        """No look has this id; HeyGen was seen to use another code for it than for groups."""
        return cls(HTTPStatus.NOT_FOUND, "not_found", "Avatar look not found")

    @classmethod
    def photo_avatar_not_found(cls) -> ApiError:
        """No look has this id, in the words of v2."""
        return cls(HTTPStatus.NOT_FOUND, "photar_not_found", "Photo avatar not found")

    @classmethod
    def no_valid_image(cls, group_id: str) -> ApiError:
        """A group can't be trained: its looks are not registered yet, or it is being trained."""
        message = f"No valid image for training found in group {group_id}"
        return cls(HTTPStatus.BAD_REQUEST, "invalid_parameter", message)

    @classmethod
    def not_trained(cls) -> ApiError:
        """A group must be trained before looks of it can be generated."""
        return cls.invalid("group_id", "The group is not trained")

    @classmethod
    def forbidden(cls) -> ApiError:
        """It belongs to HeyGen: public groups and looks can't be changed."""
        message = "You don't have permission to change this avatar."
        return cls(HTTPStatus.FORBIDDEN, "forbidden", message)

    @classmethod
    def download_failed(cls, param: str) -> ApiError:
        """A picture can't be fetched from its link."""
        message = "The file could not be downloaded from its URL."
        return cls(HTTPStatus.BAD_REQUEST, "download_failed", message, param)

    @classmethod
    def wrong_file_type(cls, problem: str) -> ApiError:
        """A file is of a type that HeyGen doesn't take, or not of the one that it is said to be."""
        return cls(HTTPStatus.BAD_REQUEST, "asset_format_not_supported", problem)

    @classmethod
    def conflict(cls) -> ApiError:
        """Another request makes an avatar of the same picture at this moment."""
        message = "Photo avatar creation conflicted with an existing operation."
        return cls(HTTPStatus.CONFLICT, "conflict", message)

    @classmethod
    def asset_not_found(cls, param: str, asset_id: str = "") -> ApiError:
        """No asset has this id, or not yet."""
        message = f"Asset {asset_id} not found" if asset_id else "Asset not found"
        return cls(HTTPStatus.NOT_FOUND, "asset_not_found", message, param)

    @classmethod
    def request_in_progress(cls) -> ApiError:
        """Another request with the same idempotency key is not answered yet."""
        message = "A request with this Idempotency-Key is still in progress."
        return cls(HTTPStatus.CONFLICT, "request_in_progress", message)
