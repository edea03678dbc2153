"""Images as static HTML, which a saved notebook shows without a kernel and without scripts."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import small_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# A generation may take 200 kB of a notebook: four small copies, in base64. If there are more than
# four images, each copy may have to be smaller.
_MAX_SIDE, _MAX_BYTES, _COPIES = 448, small_copies.LIMIT, 4

AS_WRITTEN = "mathjax_ignore tex2jax_ignore"
"""Classes of what holds no formula: notebooks take words between two dollars for one."""

_BOX = "font: 13px/1.5 system-ui, sans-serif; margin: 8px 0;"
_GRID = "display: flex; flex-wrap: wrap; gap: 12px; margin: 8px 0;"
_FIGURE = "margin: 0; width: 224px;"
_PICTURE = "width: 224px; border-radius: 8px; display: block;"
_KEY = "font: 11px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; opacity: 0.8;"
_CAPTION = "text-align: left; caption-side: top; padding: 4px 0;"
_HEAD = "text-align: left;"
_CELL = "text-align: left; overflow-wrap: anywhere;"
_MISSING = "border: 1px dashed currentColor; border-radius: 8px; padding: 12px; opacity: 0.8;"


@dataclass(frozen=True)
class Picture:
    """One image for a gallery.

    Attributes:
        key: HeyGen's key of it, shown below it.
        alt: The alt text, for people who can't see the image.
        read: Returns the image's bytes, or raises `ImageUnavailable`; the gallery then shows the
            reason instead of the image.
    """

    key: str
    alt: str
    read: Callable[[], bytes]


def render_gallery(
    title: str, facts: Sequence[str], message: str, pictures: Sequence[Picture]
) -> str:
    """Return the HTML of a run: what was asked for, its status and its images.

    Args:
        title: What was asked for; empty for nothing.
        facts: Status, duration and id, as HTML; empty for nothing.
        message: HeyGen's reason for the status, or ours, as text; empty if there is none.
        pictures: The images, in order.
    """
    reason = f"<div>{escape(message)}</div>" if message else ""
    limit = _MAX_BYTES * _COPIES // max(_COPIES, len(pictures))
    figures = "".join(render_picture(picture, limit) for picture in pictures)
    above = f"<strong>{escape(title)}</strong>" if title else ""
    about = f'<div style="opacity: 0.8">{" · ".join(facts)}</div>' if facts else ""
    grid = f'<div style="{_GRID}">{figures}</div>'
    return f'<div class="{AS_WRITTEN}" style="{_BOX}">{above}{about}{reason}{grid}</div>'


def render_lines(lines: Iterable[str]) -> str:
    """Return the HTML of lines of text, the first one in bold."""
    first, *others = lines
    below = "".join(f"<div>{escape(line)}</div>" for line in others)
    shown = f"<strong>{escape(first)}</strong>{below}"
    return f'<div class="{AS_WRITTEN}" style="{_BOX}">{shown}</div>'


def render_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the HTML of a table.

    Args:
        title: What stands above, as text; empty for nothing.
        head: The names of the columns, as text; empty for none.
        rows: The cells of each row, as text.
    """
    above = f'<caption style="{_CAPTION}">{escape(title)}</caption>' if title else ""
    # Notebooks set heads to the right.
    names = "".join(f'<th style="{_HEAD}">{escape(name)}</th>' for name in head)
    first = f"<thead><tr>{names}</tr></thead>" if names else ""
    lines = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f'<table class="{AS_WRITTEN}">{above}{first}<tbody>{lines}</tbody></table>'


def _cell(text: str) -> str:
    return f'<td style="{_CELL}">{escape(text)}</td>'


def render_picture(picture: Picture, limit: int = _MAX_BYTES) -> str:
    """Return the HTML of one image with its key; the image's copy has about ``limit`` bytes."""
    return (
        f'<figure style="{_FIGURE}">{_image(picture, limit)}'
        f'<figcaption style="{_KEY}">{escape(picture.key)}</figcaption></figure>'
    )


def _image(picture: Picture, limit: int) -> str:
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    try:
        copy = small_copies.small_copy(picture.read())
        if len(copy) > limit:
            copy = imaging.preview(copy, side=_MAX_SIDE, limit=limit)
    except ImageUnavailable as error:
        return f'<div style="{_MISSING}">{escape(error.what)}</div>'
    source = f"data:image/webp;base64,{b64encode(copy).decode()}"
    return f'<img style="{_PICTURE}" src="{source}" alt="{escape(picture.alt)}">'
