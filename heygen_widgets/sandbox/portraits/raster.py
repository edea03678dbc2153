"""Turns SVG content into pixels."""

from __future__ import annotations

import io

import resvg_py
from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, width and height."""
Size = tuple[int, int]

Part = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""

_SKETCH_STEP = 8
"""So many pixels are one pixel of the sketch that shows where something is drawn.

resvg looks four times across a pixel, so the sketch misses a filled shape that is thinner than two
pixels of the picture and stands alone. It misses no line: it draws each at least faintly.
"""
_PART_COST = 1000
"""What a second part costs by itself, as pixels of the sketch: all content is read once more."""


def rasterise(content: str, view: Box, size: Size) -> Image.Image:
    """Render SVG content as an RGBA image.

    Args:
        content: The elements between ``<svg>`` and ``</svg>``.
        view: The part to show.
        size: Width and height in pixels.
    """
    corners = " ".join(f"{number:.4f}" for number in view)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{corners}" '
        f'preserveAspectRatio="none">{content}</svg>'
    )
    width, height = size
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("RGBA")


def rasterise_cutout(content: str, view: Box, size: Size) -> Image.Image:
    """Render SVG content that leaves much of the image transparent, as `rasterise` does.

    resvg hands out nothing but PNG, and packing a transparent pixel costs it as much as drawing
    one. So a small sketch shows where there is something, and only those parts are rendered:
    for half a person, the head and the wider body.

    Args:
        content: The elements between ``<svg>`` and ``</svg>``.
        view: The part to show.
        size: Width and height in pixels, multiples of 8.
    """
    left, top, view_width, view_height = view
    across, down = view_width / size[0], view_height / size[1]
    image = Image.new("RGBA", size)
    for x0, y0, x1, y1 in _drawn_parts(content, view, size):
        part = (left + x0 * across, top + y0 * down, (x1 - x0) * across, (y1 - y0) * down)
        image.paste(rasterise(content, part, (x1 - x0, y1 - y0)), (x0, y0))
    return image


def _drawn_parts(content: str, view: Box, size: Size) -> list[Part]:
    """Return one or two parts that contain all that is drawn, the upper one first."""
    step = _SKETCH_STEP
    width, height = size[0] // step, size[1] // step
    sketch = rasterise(content, view, (width, height)).getchannel("A")
    halves = (
        [_drawn(sketch, 0, middle), _drawn(sketch, middle, height)]
        for middle in range(0, height, 4)
    )
    best = min(halves, key=lambda parts: sum(_area(part) + _PART_COST for part in parts if part))
    return [
        (left * step, top * step, right * step, bottom * step)
        for left, top, right, bottom in filter(None, best)
    ]


def _drawn(sketch: Image.Image, top: int, bottom: int) -> Part | None:
    """Return what is drawn between two rows, and a pixel more on each side for what it rounds."""
    found = sketch.crop((0, top, sketch.width, bottom)).getbbox()
    if found is None:
        return None
    left, first, right, last = found
    return (
        max(0, left - 1),
        max(top, top + first - 1),
        min(sketch.width, right + 1),
        min(bottom, top + last + 1),
    )


def _area(part: Part) -> int:
    left, top, right, bottom = part
    return (right - left) * (bottom - top)
