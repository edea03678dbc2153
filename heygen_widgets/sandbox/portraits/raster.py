"""Turns SVG content into pixels."""

from __future__ import annotations

import novasvg
from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, width and height."""
Size = tuple[int, int]

_TRANSPARENT = 0
"""What is behind the content. The default of novasvg is an opaque black."""


def rasterise(content: str, view: Box, size: Size) -> Image.Image:
    """Render SVG content as an RGBA image.

    Args:
        content: The elements between ``<svg>`` and ``</svg>``.
        view: The part to show.
        size: Width and height in pixels.

    Raises:
        ValueError: If the content is not well-formed.
    """
    width, height = size
    corners = " ".join(f"{number:.4f}" for number in view)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{corners}" preserveAspectRatio="none">{content}</svg>'
    )
    document = novasvg.Document.load_from_data(svg)
    if document is None:
        raise ValueError("the SVG is not well-formed")
    pixels = document.render_to_bitmap(width, height, _TRANSPARENT).tobytes()
    return Image.frombytes("RGBA", size, pixels)
