"""Draws the backdrop behind the person as SVG, a thousand units high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery import (
    field,
    hospital,
    interiors,
    outdoors,
    space,
    stage,
    streets,
    weather,
)
from heygen_widgets.sandbox.portraits.svg import (
    blend,
    box,
    darker,
    disc,
    filled_path,
    lighter,
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
    drawn = SCENES.get(name, _studio)(view, rng)
    return drawn + (weather.draw_weather(view, rng) if name in UNDER_THE_SKY else "")


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


UNDER_THE_SKY = frozenset({"city", "beach", "park", "forest", "mountains", "field"})
"""The places where it rains and snows."""

SCENES: dict[str, Callable[[View, Random], str]] = {
    "studio": _studio,
    "space": space.draw_space,
    "moon": space.draw_moon_surface,
    "stage": stage.draw_stage,
    "city": streets.draw_city,
    "beach": outdoors.draw_beach,
    "park": outdoors.draw_park,
    "forest": outdoors.draw_forest,
    "mountains": outdoors.draw_mountains,
    "field": field.draw_field,
    "hospital": hospital.draw_hospital,
    "kitchen": interiors.draw_kitchen,
    "office": interiors.draw_office,
    "library": interiors.draw_library,
    "cafe": interiors.draw_cafe,
    "home": interiors.draw_home,
}
"""The functions that draw, by place."""
