"""The request that makes a video of a look, in words and as text to copy. Nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets import snippets
from heygen_widgets.widgets.avatars.contract import VideoRequest

if TYPE_CHECKING:
    from heygen_widgets.client import HeyGen

_FILL_IN = "Put in your text and the id of a voice"
_VOICES = {
    "v2": ": GET /v2/voices lists HeyGen's voices.",
    "v3": ", which may be left out if the look has a voice of its own.",
}
_NOTHING_SENT = "Nothing is sent from here; HeyGen bills the video when you send it."
_SANDBOX = (
    "This look lives in the sandbox: HeyGen doesn't know its id. With a look of your account, this "
    "request makes a video of it. "
)


def video_request(client: HeyGen, look_id: str, api: str, view: str) -> VideoRequest:
    """Return the request that makes a video of a look.

    Args:
        client: Who serves the look.
        look_id: The look.
        api: The version of HeyGen's API that it was read by.
        view: The view that asked.
    """
    request = snippets.video_request(look_id, api)
    return VideoRequest(
        look_id=look_id,
        about=f"{_SANDBOX if client.is_sandbox else ''}{_FILL_IN}{_VOICES.get(api, '.')} "
        f"{_NOTHING_SENT}",
        curl=snippets.as_curl(request, client.public_url),
        python=snippets.video_as_python(request, client.public_url),
        view=view,
    )
