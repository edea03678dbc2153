"""A generation as static HTML: it stays in the saved notebook, with no kernel and no script."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable

if TYPE_CHECKING:
    from heygen_widgets.records import AvatarImage, Generation

# Four of these in base64 stay under the 200 kB that a generation may take in a notebook; where
# there are more, each is smaller.
_SIDE, _LIMIT, _USUAL = 448, 34_000, 4

_BOX = "font: 13px/1.5 system-ui, sans-serif; margin: 8px 0;"
_GRID = "display: flex; flex-wrap: wrap; gap: 12px; margin: 8px 0;"
_FIGURE = "margin: 0; width: 224px;"
_PICTURE = "width: 224px; border-radius: 8px; display: block;"
_KEY = "font: 11px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; opacity: 0.8;"
_MISSING = "border: 1px dashed currentColor; border-radius: 8px; padding: 12px; opacity: 0.8;"


def render_generation(generation: Generation) -> str:
    """Return the HTML of a generation: what was asked for, where it stands, its pictures."""
    about = generation.attributes.describe() if generation.attributes else "Avatar photos"
    facts = [generation.status.value.replace("_", " ")]
    if generation.elapsed is not None:
        facts.append(f"{generation.elapsed:.1f} s")
    if generation.id:
        facts.append(f"generation <code>{escape(generation.id)}</code>")
    message = f"<div>{escape(generation.message)}</div>" if generation.message else ""
    share = _LIMIT * _USUAL // max(_USUAL, len(generation.images))
    figures = "".join(render_image(image, share) for image in generation.images)
    return (
        f'<div style="{_BOX}"><strong>{escape(about)}</strong>'
        f'<div style="opacity: 0.8">{" · ".join(facts)}</div>{message}'
        f'<div style="{_GRID}">{figures}</div></div>'
    )


def render_image(image: AvatarImage, limit: int = _LIMIT) -> str:
    """Return the HTML of one picture with its key; the picture has about ``limit`` bytes."""
    return (
        f'<figure style="{_FIGURE}">{_picture(image, limit)}'
        f'<figcaption style="{_KEY}">{escape(image.key)}</figcaption></figure>'
    )


def _picture(image: AvatarImage, limit: int) -> str:
    from heygen_widgets import imaging  # noqa: PLC0415 - loads Pillow

    try:
        small = imaging.preview(image.bytes, side=_SIDE, limit=limit)
    except ImageUnavailable as error:
        return f'<div style="{_MISSING}">{escape(error.what)}</div>'
    source = f"data:image/webp;base64,{b64encode(small).decode()}"
    return f'<img style="{_PICTURE}" src="{source}" alt="{escape(image.alt)}">'
