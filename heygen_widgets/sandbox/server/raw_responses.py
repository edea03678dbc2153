"""Answers without an envelope: a page, a picture, a store's refusal, a connection that is cut."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from heygen_widgets.sandbox.server import replies_v2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send


def page(status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a web page."""
    return HTMLResponse(replies_v2.html_page(status), status, headers)


def withhold(status: HTTPStatus, code: str, message: str) -> Response:
    """Answer as an object store that won't hand out a picture."""
    return Response(replies_v2.store_error(code, message), status, media_type="application/xml")


def lost_picture() -> Response:
    """Answer as a store that doesn't have the picture."""
    return withhold(HTTPStatus.NOT_FOUND, "NoSuchKey", "The specified key does not exist.")


def expired_picture() -> Response:
    """Answer as a store whose link is too old."""
    return withhold(HTTPStatus.FORBIDDEN, "AccessDenied", "Request has expired")


def picture(data: bytes, media_type: str = "image/png") -> Response:
    """Answer with a picture."""
    return Response(data, media_type=media_type)


class Cut(Response):
    """Cuts the connection in place of an answer.

    Over a port the connection is really closed, if the server is uvicorn: ASGI has no word for it.
    Elsewhere the application ends without an answer, or in the middle of one.

    Args:
        begun: An answer of which the first half of the body is still sent.
    """

    def __init__(self, begun: Response | None = None) -> None:
        super().__init__()
        self._begun = begun

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's
        """Send what is to be sent, and cut."""
        if self._begun:
            body = self._begun.body
            await send(
                {
                    "type": "http.response.start",
                    "status": self._begun.status_code,
                    "headers": self._begun.raw_headers,
                }
            )
            await send(
                {
                    "type": "http.response.body",
                    "body": bytes(body[: len(body) // 2]),
                    "more_body": True,
                }
            )
        # Both of uvicorn's protocols hand out a method of an object that holds the connection.
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport:
            transport.close()
            # uvicorn would answer in our place until it has noticed.
            while (await receive())["type"] != "http.disconnect":
                pass
