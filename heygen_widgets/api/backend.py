"""The API as the rest of the package sees it: submit, ask, download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets import background
from heygen_widgets.api.envelope import read_error
from heygen_widgets.errors import HeyGenError, SubmitOutcomeUnknown

if TYPE_CHECKING:
    from heygen_widgets.api.exchange import JobState, Reply, Wire
    from heygen_widgets.api.http import Http
    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.records import AvatarImage


@dataclass(frozen=True)
class Submitted:
    """HeyGen's receipt.

    Attributes:
        generation_id: To ask with.
        request_id: HeyGen's id of the submit, for their support; None if it gave none.
    """

    generation_id: str
    request_id: str | None


class Backend:
    """One version of the API over one set of connections.

    Args:
        wire: What requests and replies look like.
        http: Open connections.
    """

    def __init__(self, wire: Wire, http: Http) -> None:
        self._wire = wire
        self._http = http
        self.version = wire.VERSION

    async def submit(self, attributes: AvatarAttributes) -> Submitted:
        """Start a generation: one POST, never sent again once HeyGen may have acted on it.

        Raises:
            SubmitOutcomeUnknown: HeyGen may have acted on it, but gave no id.
            HeyGenError: HeyGen refused it, or nothing was sent.
        """
        reply = await self._http.send(self._wire.submit_request(attributes))
        try:
            return Submitted(self._wire.read_submit(reply), reply.request_id)
        except HeyGenError as error:
            if _is_ambiguous(reply):
                raise SubmitOutcomeUnknown(
                    error.what,
                    status_code=error.status_code,
                    code=error.code,
                    request_id=error.request_id,
                ) from None
            raise

    async def ask(self, generation_id: str) -> JobState:
        """Ask how a generation stands: one GET, repeated after trouble.

        Raises:
            HeyGenError: There is no answer, or it is an error of asking.
        """
        return self._wire.read_status(
            await self._http.send(self._wire.status_request(generation_id))
        )

    async def download(self, image: AvatarImage) -> AvatarImage:
        """Return the image with its bytes, decoded once to be sure that it is one.

        Raises:
            ImageUnavailable: It can't be had or is no image.
        """
        from heygen_widgets import imaging  # noqa: PLC0415 - loads Pillow

        data = await self._http.get_image(image.url)
        mime_type, size = await background.decode(imaging.inspect, data)
        return image.with_data(data, mime_type, size)


def _is_ambiguous(reply: Reply) -> bool:
    """Return whether HeyGen may have made a job although the reply names none.

    After 5xx and 408 nobody knows. A 2xx that holds no readable error says yes without an id.
    """
    if reply.status_code >= 500 or reply.status_code == 408:
        return True
    error = read_error(reply)
    return reply.status_code < 300 and (error is None or error.code is None)
