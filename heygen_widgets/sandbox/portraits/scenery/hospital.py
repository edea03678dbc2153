"""Draws a room in a hospital as a backdrop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery.furniture import draw_window
from heygen_widgets.sandbox.portraits.scenery.skies import is_dark
from heygen_widgets.sandbox.portraits.svg import (
    box,
    darker,
    disc,
    lighter,
    rectangles,
    stroke,
    vertical_gradient,
)

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View

_WALLS = ("#d5e8ea", "#dce8dc", "#dbe3f0", "#e6e4da")
_CURTAINS = ("#6fb6b8", "#85b58c", "#7f9fd0", "#c2a878")


def draw_hospital(view: View, rng: Random) -> str:
    """Draw a bed behind a curtain, a monitor, a drip and a window."""
    width, tone = view.width, view.tone % 4
    wall = view.colour or _WALLS[tone]
    wall = darker(wall, 0.5) if is_dark(view) else wall
    curtain = darker(_CURTAINS[tone], 0.4 if is_dark(view) else 0)
    side = tone % 2
    drawn = (
        draw_window(view, width * 0.6, 150, width * 0.3, 330)
        + _curtain(width, curtain)
        + _bed(width)
        + _drip(width * 0.9)
        + _monitor(width * 0.33, rng)
        + _cross(width * 0.5, 190)
    )
    return (
        f"<defs>{vertical_gradient('wall', lighter(wall, 0.2), wall)}</defs>"
        + box(0, 0, width, 1000, "url(#wall)")
        + box(0, 560, width, 16, darker(wall, 0.12))
        + box(0, 850, width, 150, darker(wall, 0.18))
        + box(0, 842, width, 16, lighter(wall, 0.4))
        + (f'<g transform="matrix(-1 0 0 1 {width:.0f} 0)">{drawn}</g>' if side else drawn)
    )


def _curtain(width: float, colour: str) -> str:
    span = width * 0.2
    folds = [(span * n / 5, 96, span / 10, 700) for n in range(5)]
    return (
        box(0, 80, width, 12, "#b9c3cc")
        + box(0, 92, span, 708, colour)
        + rectangles(folds, darker(colour, 0.14))
    )


def _bed(width: float) -> str:
    left, right = width * 0.58, width * 1.02
    return (
        box(left - 14, 640, 26, 260, "#aab5c0", radius=8)
        + box(left, 740, right - left, 70, "#f4f7fa", radius=20)
        + box(left + 10, 690, 150, 70, "#ffffff", radius=30)
        + box(left + 130, 716, right - left - 130, 100, "#8fc1d8", radius=22)
        + box(left, 806, right - left, 26, "#aab5c0", radius=8)
        + disc(left + 40, 896, 22, "#5d6773")
    )


def _drip(x: float) -> str:
    return (
        stroke(f"M{x} 300V880M{x - 46} 316H{x + 46}M{x - 60} 890H{x + 60}", "#98a4b0", 11)
        + box(x + 16, 330, 60, 96, "#e8f4fb", radius=16)
        + box(x + 16, 376, 60, 50, "#a9d8ee", radius=16)
        + stroke(f"M{x + 46} 426C{x + 46} 560 {x - 70} 560 {x - 90} 720", "#cfe3ee", 5)
    )


def _monitor(x: float, rng: Random) -> str:
    beat = f"M{x - 78} {366}h44l12 -34l18 70l16 -52l10 16h56"
    low = rng.uniform(10, 26)
    return (
        stroke(f"M{x} 470V850M{x - 54} 860H{x + 54}", "#98a4b0", 13)
        + box(x - 104, 296, 208, 176, "#39434f", radius=16)
        + box(x - 90, 310, 180, 148, "#16222c", radius=8)
        + stroke(beat, "#61e0a2", 6)
        + stroke(f"M{x - 78} 428q20 {-low:.0f} 40 0t40 0t40 0t36 0", "#6fc2ff", 5)
    )


def _cross(x: float, y: float) -> str:
    return (
        disc(x, y, 58, "#ffffff")
        + box(x - 14, y - 40, 28, 80, "#d8433b", radius=4)
        + box(x - 40, y - 14, 80, 28, "#d8433b", radius=4)
    )
