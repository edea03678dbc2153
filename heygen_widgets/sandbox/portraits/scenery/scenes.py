"""Draws the backdrop behind the person as SVG, a thousand units high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery import interiors, outdoors, streets
from heygen_widgets.sandbox.portraits.svg import (
    blend,
    box,
    darker,
    disc,
    filled_path,
    from_hue,
    lighter,
    oval,
    radial_gradient,
    stroke,
    vertical_gradient,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View

HEIGHT = 1000
"""Height of every scene; the orientation decides the width."""

STUDIO_TONES = (
    ("#f3b99a", "#e98f72"), ("#a9d4d9", "#6fb0bd"), ("#f4d58d", "#e6b45a"), ("#c7bfe8", "#9a8fd0"),
    ("#b9d8b4", "#83b58a"), ("#f2b8c6", "#db8ba3"), ("#b7cbe8", "#7f9fce"), ("#e7d3bd", "#c9a987"),
)  # fmt: skip
"""Light and dark tone of a studio's wall."""


def draw_scene(name: str, view: View, rng: Random) -> str:
    """Draw a backdrop.

    Args:
        name: A key of `SCENES`; any other name is a studio.
        view: Its width, light, tone and colour.
        rng: Decides the places of trees, books, windows and the like.
    """
    return SCENES.get(name, _studio)(view, rng)


def _studio(view: View, rng: Random) -> str:
    light, deep = STUDIO_TONES[view.tone % len(STUDIO_TONES)]
    if view.colour:
        light, deep = lighter(view.colour, 0.35), view.colour
    width, side = view.width, rng.choice((0.28, 0.72))
    return (
        f"<defs>{vertical_gradient('wall', light, blend(light, deep, 0.6))}"
        f"{vertical_gradient('floor', deep, darker(deep, 0.12))}"
        f"{radial_gradient('spot', lighter(light, 0.75), 0.9)}</defs>"
        + box(0, 0, width, HEIGHT, "url(#wall)")
        + disc(width * side, 420, 640, "url(#spot)")
        + _studio_shapes(view, deep, rng)
        + filled_path(
            f"M0 850C{width * 0.3} 832 {width * 0.7} 832 {width} 850V1000H0Z", "url(#floor)"
        )
    )


def _studio_shapes(view: View, deep: str, rng: Random) -> str:
    width, pale = view.width, lighter(deep, 0.45)
    ring = rng.uniform(0.4, 0.6) * width
    shapes = [
        disc(ring, 440, 330, pale, 0.55),
        stroke(f"M{ring - 390} 440A390 390 0 0 1 {ring + 390} 440", lighter(deep, 0.65), 10, 0.6),
        _arches(width, deep),
        _dots(width, rng, deep),
    ]
    return shapes[0] + shapes[1] + shapes[2 + view.tone % 2]


def _arches(width: float, deep: str) -> str:
    left = "".join(
        stroke(f"M{x} 860V700A{r} {r} 0 0 1 {x + 2 * r} 700V860", deep, 26, 0.45)
        for x, r in ((-90, 150), (-40, 100), (10, 50))
    )
    return left + f'<g transform="matrix(-1 0 0 1 {width} 0)">{left}</g>'


def _dots(width: float, rng: Random, deep: str) -> str:
    places = [(rng.uniform(0, width), rng.uniform(60, 800)) for _ in range(int(width / 60))]
    return "".join(disc(x, y, rng.uniform(6, 26), lighter(deep, 0.6), 0.5) for x, y in places)


def _space(view: View, rng: Random) -> str:
    width, hue = view.width, 0.62 + 0.09 * (view.tone % 4)
    stars = "".join(
        disc(rng.uniform(0, width), rng.uniform(0, 900), rng.choice((1.5, 2, 2.5, 4)), "#ffffff",
             round(rng.uniform(0.5, 1), 2))
        for _ in range(110)
    )  # fmt: skip
    return (
        f"<defs>{vertical_gradient('sky', '#0d0b2b', from_hue(hue, 0.28, 0.5))}"
        f"{radial_gradient('cloud', from_hue(hue + 0.12, 0.6, 0.8), 0.55)}"
        f"{radial_gradient('mist', from_hue(hue - 0.12, 0.6, 0.8), 0.5)}"
        f"{vertical_gradient('moon', '#8d8fb5', '#4a4a72')}</defs>"
        + box(0, 0, width, HEIGHT, "url(#sky)")
        + oval(width * 0.25, 300, width * 0.5, 330, "url(#cloud)")
        + oval(width * 0.85, 620, width * 0.45, 300, "url(#mist)")
        + stars
        + _planet(width * rng.choice((0.16, 0.84)), 230, 118, from_hue(hue + 0.4, 0.62, 0.65))
        + disc(width * 0.5 + rng.uniform(-200, 200), 90, 34, "#e9e4d4")
        + filled_path(
            f"M0 880C{width * 0.3} 830 {width * 0.7} 830 {width} 880V1000H0Z", "url(#moon)"
        )
        + "".join(
            oval(
                rng.uniform(0, width),
                rng.uniform(890, 980),
                rng.uniform(20, 70),
                12,
                "#3d3d63",
                opacity=0.6,
            )
            for _ in range(9)
        )
    )


def _planet(x: float, y: float, radius: float, colour: str) -> str:
    back = f"M{x - 210} {y + 40}C{x - 160} {y - 60} {x + 160} {y - 110} {x + 210} {y - 60}"
    front = f"M{x - 210} {y + 40}C{x - 150} {y + 80} {x + 190} {y + 10} {x + 210} {y - 60}"
    bands = f"M{x - 105} {y + 46}C{x - 30} {y + 72} {x + 60} {y + 50} {x + 108} {y + 10}"
    return (
        stroke(back, lighter(colour, 0.5), 12, 0.7)
        + disc(x, y, radius, colour)
        + disc(x - 30, y - 34, radius * 0.62, lighter(colour, 0.25), 0.6)
        + stroke(bands, darker(colour, 0.2), 16, 0.6)
        + stroke(front, lighter(colour, 0.6), 15)
    )


SCENES: dict[str, Callable[[View, Random], str]] = {
    "studio": _studio,
    "space": _space,
    "city": streets.draw_city,
    "beach": outdoors.draw_beach,
    "park": outdoors.draw_park,
    "forest": outdoors.draw_forest,
    "mountains": outdoors.draw_mountains,
    "kitchen": interiors.draw_kitchen,
    "office": interiors.draw_office,
    "library": interiors.draw_library,
    "cafe": interiors.draw_cafe,
    "home": interiors.draw_home,
}
"""The functions that draw, by place."""
