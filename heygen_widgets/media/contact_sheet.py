"""Contact sheets: many images in rows and columns, with labels, as PNG and PDF.

It loads Pillow, as `imaging` does.
"""

from __future__ import annotations

import io
import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import imaging

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIDE = 320
"""The width and height of one image in pixels."""

SMALLEST = 48
"""How small an image may become where there are many."""

MAX_PIXELS = 60_000_000
"""Most pixels of one sheet: beyond that, its images become smaller."""

DPI = 150
"""The resolution of a PDF."""

_PAPER, _INK, _FAINT, _EMPTY = "#ffffff", "#1b1b1f", "#5f5f66", "#ececf1"
_GAP, _MARGIN = 8, 24


@dataclass(frozen=True)
class Tile:
    """One place of a sheet.

    Attributes:
        read: Returns the image's bytes, or raises `ImageUnavailable`; None if there is no image.
        caption: What stands below it: why there is no image, or what it is of.
        is_marked: Whether it has a frame: a favourite.
        alt: The image in words.
    """

    read: Callable[[], bytes] | None
    caption: str = ""
    is_marked: bool = False
    alt: str = ""


@dataclass(frozen=True)
class Sheet:
    """A page of images.

    Attributes:
        title: What stands above.
        columns: The label of each column; empty labels for none.
        rows: The label of each row, and its tiles.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Tile, ...]], ...]


def to_png(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets below each other as one PNG."""
    side = _side(len(sheets) and sum(map(_tiles, sheets)))
    pages = [_drawn(sheet, side) for sheet in sheets]
    width, height = max(page.width for page in pages), sum(page.height for page in pages)
    whole = Image.new("RGB", (width, height), _PAPER)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    stream = io.BytesIO()
    whole.save(stream, "PNG")
    return stream.getvalue()


def to_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as a PDF, a page each."""
    pages = [_drawn(sheet, _side(_tiles(sheet))) for sheet in sheets]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return stream.getvalue()


def _tiles(sheet: Sheet) -> int:
    return len(sheet.columns) * len(sheet.rows)


def _side(tiles: int) -> int:
    """Return how large each of so many images may be."""
    return max(SMALLEST, min(SIDE, math.isqrt(MAX_PIXELS // max(1, tiles)) - _GAP))


class _Pen:
    """Draws text that is wrapped to a width.

    Args:
        draw: What draws on the page.
        side: The size of an image, by which the text's size is chosen.
    """

    def __init__(self, draw: ImageDraw.ImageDraw, side: int) -> None:
        self._draw = draw
        self.size = max(9, round(side / 20))
        self._font = ImageFont.load_default(self.size)
        self.line = round(self.size * 1.35)

    def lines(self, text: str, width: int, most: int) -> list[str]:
        """Return a text in lines of a width; what doesn't fit ends in an ellipsis."""
        fitting = max(4, int(width / (self.size * 0.56)))
        lines = textwrap.wrap(text, fitting, break_long_words=True) or [""]
        return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]

    def write(self, place: tuple[int, int], lines: Sequence[str], colour: str = _INK) -> None:
        """Write lines below each other."""
        left, top = place
        for number, line in enumerate(lines):
            at = (left, top + number * self.line)
            self._draw.text(at, line, fill=colour, font=self._font)


def _drawn(sheet: Sheet, side: int) -> Image.Image:
    scratch = _Pen(ImageDraw.Draw(Image.new("RGB", (1, 1))), side)
    has_labels = any(label for label, _ in sheet.rows)
    captions = 3 if any(tile.caption for _, tiles in sheet.rows for tile in tiles) else 0
    label_width = side // 2 if has_labels else 0
    heads = [scratch.lines(column, side, 3) for column in sheet.columns]
    width = 2 * _MARGIN + label_width + len(sheet.columns) * (side + _GAP)
    title = scratch.lines(sheet.title, width - 2 * _MARGIN, 4) if sheet.title else []
    head = max(len(lines) for lines in heads) if any(sheet.columns) else 0
    row_height = side + captions * scratch.line + 2 * _GAP
    top = _MARGIN + len(title) * scratch.line + (_GAP if title else 0)
    height = top + head * scratch.line + len(sheet.rows) * row_height + _MARGIN
    page = Image.new("RGB", (width, height), _PAPER)
    pen = _Pen(ImageDraw.Draw(page), side)
    pen.write((_MARGIN, _MARGIN), title)
    lefts = [_MARGIN + label_width + place * (side + _GAP) for place in range(len(sheet.columns))]
    if head:
        for left, lines in zip(lefts, heads, strict=True):
            pen.write((left, top), lines)
    top += head * scratch.line
    for label, tiles in sheet.rows:
        pen.write((_MARGIN, top), pen.lines(label, label_width - _GAP, 8) if label else [])
        for left, tile in zip(lefts, tiles, strict=False):
            _place(page, pen, (left, top), side, tile)
        top += row_height
    return page


def _place(page: Image.Image, pen: _Pen, place: tuple[int, int], side: int, tile: Tile) -> None:
    left, top = place
    caption, draw = tile.caption, ImageDraw.Draw(page)
    try:
        image = _fitted(tile.read(), side) if tile.read else None
    except ImageUnavailable as error:
        image, caption = None, error.what
    if image:
        page.paste(image, (left + (side - image.width) // 2, top + (side - image.height) // 2))
    else:
        draw.rectangle((left, top, left + side - 1, top + side - 1), fill=_EMPTY)
    if tile.is_marked:
        draw.rectangle((left, top, left + side - 1, top + side - 1), outline="#c2185b", width=4)
    if caption:
        pen.write((left, top + side + 2), pen.lines(caption, side, 3), _FAINT)


def _fitted(data: bytes, side: int) -> Image.Image:
    image = imaging.decode(data).convert("RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    return image
