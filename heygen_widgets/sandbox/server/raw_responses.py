"""Responses that are no JSON of the API: web pages, images, the image store's errors, cuts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from heygen_widgets.sandbox.server import replies_v2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send


def html_page(status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """Return a web page that shows a status."""
    return HTMLResponse(replies_v2.html_page(status), status, headers)


def store_error(status: HTTPStatus, code: str, message: str) -> Response:
    """Return an error of the object store that holds the images, as XML."""
    return Response(replies_v2.store_error(code, message), status, media_type="application/xml")


def image_not_found() -> Response:
    """Return the store's error for an unknown image."""
    return store_error(HTTPStatus.NOT_FOUND, "NoSuchKey", "The specified key does not exist.")


def expired_link() -> Response:
    """Return the store's error for an expired link."""
    return store_error(HTTPStatus.FORBIDDEN, "AccessDenied", "Request has expired")


def unsigned_link() -> Response:
    """Return the store's error for a link without its signature, or with a wrong one."""
    return store_error(HTTPStatus.FORBIDDEN, "AccessDenied", "Access denied")


def image(data: bytes, media_type: str = "image/png") -> Response:
    """Return an image."""
    return Response(data, media_type=media_type)


def image_type(data: bytes) -> str:
    """Return the MIME type of a picture, which is a WebP or a PNG."""
    return "image/webp" if data[8:12] == b"WEBP" else "image/png"


class CutConnection(Response):
    """Cuts the connection instead of answering.

    Under uvicorn it closes the connection; ASGI itself has no message for that. Under any other
    server or transport the application returns without a response, or in the middle of one.

    Args:
        response: A response whose headers and first half of the body are sent before the cut.
    """

    def __init__(self, response: Response | None = None) -> None:
        super().__init__()
        self._response = response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's
        """Send the beginning of the response, if there is one, and cut the connection."""
        if self._response:
            body = self._response.body
            await send(
                {
                    "type": "http.response.start",
                    "status": self._response.status_code,
                    "headers": self._response.raw_headers,
                }
            )
            await send(
                {
                    "type": "http.response.body",
                    "body": bytes(body[: len(body) // 2]),
                    "more_body": True,
                }
            )
        # In both of uvicorn's protocols `receive` is a method of an object with the connection.
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport:
            transport.close()
            # Until uvicorn has noticed, it would answer with status 500 if this returned.
            while (await receive())["type"] != "http.disconnect":
                pass
