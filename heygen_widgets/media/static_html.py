"""Images as static HTML: it stays in the saved notebook, with no kernel and no script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Four of these in base64 stay under the 200 kB that a generation may take in a notebook; where
# there are more, each is smaller.
_SIDE, _LIMIT, _USUAL = 448, 33_500, 4

_BOX = "font: 13px/1.5 system-ui, sans-serif; margin: 8px 0;"
_GRID = "display: flex; flex-wrap: wrap; gap: 12px; margin: 8px 0;"
_FIGURE = "margin: 0; width: 224px;"
_PICTURE = "width: 224px; border-radius: 8px; display: block;"
_KEY = "font: 11px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; opacity: 0.8;"
_MISSING = "border: 1px dashed currentColor; border-radius: 8px; padding: 12px; opacity: 0.8;"


@dataclass(frozen=True)
class Picture:
    """One image for a gallery.

    Attributes:
        key: HeyGen's key of it, shown below it.
        alt: What it shows, for those who can't see it.
        read: Returns its bytes, or raises `ImageUnavailable`, whose reason is shown in its place.
    """

    key: str
    alt: str
    read: Callable[[], bytes]


def render_gallery(
    title: str, facts: Sequence[str], message: str, pictures: Sequence[Picture]
) -> str:
    """Return the HTML of a run: what was asked for, where it stands, its pictures.

    Args:
        title: What was asked for.
        facts: Status, duration, id, as HTML.
        message: HeyGen's reason or ours; empty for none.
        pictures: The images, in order.
    """
    said = f"<div>{escape(message)}</div>" if message else ""
    share = _LIMIT * _USUAL // max(_USUAL, len(pictures))
    figures = "".join(render_picture(picture, share) for picture in pictures)
    return (
        f'<div style="{_BOX}"><strong>{escape(title)}</strong>'
        f'<div style="opacity: 0.8">{" · ".join(facts)}</div>{said}'
        f'<div style="{_GRID}">{figures}</div></div>'
    )


def render_picture(picture: Picture, limit: int = _LIMIT) -> str:
    """Return the HTML of one image with its key; the copy has about ``limit`` bytes."""
    return (
        f'<figure style="{_FIGURE}">{_image(picture, limit)}'
        f'<figcaption style="{_KEY}">{escape(picture.key)}</figcaption></figure>'
    )


def _image(picture: Picture, limit: int) -> str:
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    try:
        small = imaging.preview(picture.read(), side=_SIDE, limit=limit)
    except ImageUnavailable as error:
        return f'<div style="{_MISSING}">{escape(error.what)}</div>'
    source = f"data:image/webp;base64,{b64encode(small).decode()}"
    return f'<img style="{_PICTURE}" src="{source}" alt="{escape(picture.alt)}">'
