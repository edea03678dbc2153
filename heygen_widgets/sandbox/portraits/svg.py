"""Colours, and SVG for the shapes of scenes and figures."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Point = tuple[float, float]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blend(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float) -> str:
    """Return ``colour`` mixed with white."""
    return blend(colour, "#ffffff", share)


def darker(colour: str, share: float) -> str:
    """Return ``colour`` mixed with the bluish black of shadows."""
    return blend(colour, "#0b0a1c", share)


def from_hue(hue: float, lightness: float, saturation: float) -> str:
    """Return the colour of a hue (0 to 1, wraps), as ``#rrggbb``."""
    channels = colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def brightness(colour: str) -> float:
    """Return the perceived brightness of a colour, 0 to 255."""
    red, green, blue = rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def box(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0) -> str:
    """Draw a rectangle."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="{radius:g}" fill="{fill}"/>'
    )


# Not `opacity`, which stands for a layer of its own and takes several times as long.
def disc(x: float, y: float, radius: float, fill: str, opacity: float = 1) -> str:
    """Draw a filled circle."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" '
        f'fill="{fill}" fill-opacity="{opacity}"/>'
    )


def oval(x: float, y: float, across: float, down: float, fill: str, *, opacity: float = 1) -> str:
    """Draw a filled ellipse with the given radii."""
    return (
        f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{across:.1f}" ry="{down:.1f}" '
        f'fill="{fill}" fill-opacity="{opacity}"/>'
    )


def filled_path(path: str, fill: str, opacity: float = 1) -> str:
    """Fill a path."""
    return f'<path d="{path}" fill="{fill}" fill-opacity="{opacity}"/>'


def stroke(path: str, colour: str, width: float, opacity: float = 1) -> str:
    """Draw a path as a line with round ends and joins."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round" stroke-opacity="{opacity}"/>'
    )


def polygon(points: Iterable[Point], fill: str, opacity: float = 1) -> str:
    """Fill the polygon through ``points``."""
    return filled_path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z", fill, opacity)


def rectangles(cells: Iterable[tuple[float, float, float, float]], fill: str) -> str:
    """Fill many rectangles (x, y, width, height) as one path, which renders faster."""
    return filled_path(
        "".join(f"M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{-w:.1f}z" for x, y, w, h in cells), fill
    )


def vertical_gradient(name: str, top: str, bottom: str) -> str:
    """Define the vertical gradient ``url(#name)``."""
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/>'
        "</linearGradient>"
    )


def radial_gradient(name: str, colour: str, strength: float = 1) -> str:
    """Define the radial gradient ``url(#name)``, transparent at its edge."""
    return (
        f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" '
        f'stop-opacity="{strength}"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
        "</radialGradient>"
    )
