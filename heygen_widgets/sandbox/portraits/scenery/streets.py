"""Draws a city as a backdrop: skyline, windows, signs and street lamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery.skies import (
    SKIES,
    WINDOW_COLOURS,
    is_dark,
    shade,
    sky,
)
from heygen_widgets.sandbox.portraits.svg import (
    blend,
    box,
    darker,
    disc,
    lighter,
    oval,
    radial_gradient,
    rectangles,
    stroke,
)

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


Cell = tuple[float, float, float, float]
"""A rectangle: x, y, width, height."""


def draw_city(view: View, rng: Random) -> str:
    """Draw a skyline above a street."""
    far, near = SKIES[view.light][view.tone % 4]
    bases = ("#8fa3c4", "#a894b8", "#8fb0ae", "#c0a08f")
    base = shade(view, bases[view.tone % 4], 0.75)
    street = shade(view, "#8b8f9c", 0.7)
    return (
        sky(view)
        + _row(view, rng, 640, (150, 420), blend(near, base, 0.4), depth=0)
        + _row(view, rng, 760, (180, 560), blend(base, far, 0.15), depth=1)
        + _row(view, rng, 860, (110, 400), darker(base, 0.35), depth=2)
        + _signs(view, rng)
        + box(0, 845, view.width, 155, street)
        + box(0, 845, view.width, 22, lighter(street, 0.2))
        + rectangles(
            [(x, 935, 90, 10) for x in range(-20, int(view.width), 190)], lighter(street, 0.55)
        )
        + _lamps(view)
    )


def _row(
    view: View, rng: Random, foot: float, heights: tuple[int, int], colour: str, *, depth: int
) -> str:
    walls: list[Cell] = []
    roofs: list[Cell] = []
    lit: list[Cell] = []
    x = -rng.uniform(0, 60)
    while x < view.width:
        width, height = rng.uniform(70, 150), rng.uniform(*heights)
        walls.append((x, foot - height, width - 2, height + 300))
        if rng.random() < 0.4:  # noqa: PLR2004 - two roofs in five
            roofs.append((x + width / 2 - 3, foot - height - 60, 6, 60))
            roofs.append((x + width * 0.25, foot - height - 22, width * 0.5, 22))
        lit += _windows(rng, x, foot - height, width, height) if depth else []
        x += width + rng.choice((0, 0, 14))
    glass = WINDOW_COLOURS[view.light]
    glass = glass if is_dark(view) else blend(colour, glass, 0.45)
    return rectangles(walls + roofs, colour) + rectangles(lit, glass)


def _windows(rng: Random, x: float, y: float, width: float, height: float) -> list[Cell]:
    columns = int((width - 16) // 22)
    inset = (width - columns * 22 + 10) / 2
    return [
        (x + inset + column * 22, y + 20 + line * 34, 11, 18)
        for column in range(columns)
        for line in range(int(height // 34))
        if rng.random() < 0.55  # noqa: PLR2004 - somewhat more than half are lit
    ]


def _signs(view: View, rng: Random) -> str:
    if view.light != "neon":
        return ""
    signs = ""
    for number in range(int(view.width / 130)):
        colour = ("#ff3fa4", "#2de2e6", "#f9c80e", "#a05bff")[(number + view.tone) % 4]
        x, y = number * 140 + rng.uniform(0, 60), rng.uniform(430, 720)
        tall = rng.choice((0, 1))
        width, height = (34, 130) if tall else (110, 40)
        signs += f"<defs>{radial_gradient(f'sign{number}', colour, 0.8)}</defs>"
        signs += oval(
            x + width / 2, y + height / 2, width * 1.5, height * 1.3, f"url(#sign{number})"
        )
        signs += box(x, y, width, height, "#140a28", radius=8)
        signs += stroke(f"M{x + 8} {y + 8}h{width - 16}v{height - 16}h{16 - width}Z", colour, 7)
    return signs


def _lamps(view: View) -> str:
    post, light = shade(view, "#4a4f63", 0.5), "#ffe9b0"
    lamps = f"<defs>{radial_gradient('lamp', light, 0.8)}</defs>"
    for x in (view.width * 0.07, view.width * 0.93):
        lamps += stroke(f"M{x} 900V560", post, 13)
        if is_dark(view) or view.light == "sunset":
            lamps += disc(x, 540, 130, "url(#lamp)")
        lamps += disc(x, 540, 28, light)
    return lamps
