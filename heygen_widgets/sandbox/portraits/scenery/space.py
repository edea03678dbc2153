"""Draws space, and the surface of the moon, as backdrops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.svg import (
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
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


def draw_space(view: View, rng: Random) -> str:
    """Draw stars, clouds of gas and a planet with rings."""
    width, hue = view.width, 0.62 + 0.09 * (view.tone % 4)
    stars = _stars(width, rng)
    return (
        f"<defs>{vertical_gradient('sky', '#0d0b2b', from_hue(hue, 0.28, 0.5))}"
        f"{radial_gradient('cloud', from_hue(hue + 0.12, 0.6, 0.8), 0.55)}"
        f"{radial_gradient('mist', from_hue(hue - 0.12, 0.6, 0.8), 0.5)}"
        f"{vertical_gradient('moon', '#8d8fb5', '#4a4a72')}</defs>"
        + box(0, 0, width, 1000, "url(#sky)")
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


def _stars(width: float, rng: Random) -> str:
    # Lines of no length have round ends, and one path of them renders faster than many discs.
    stars = dict.fromkeys(((3, 0.6), (4, 0.75), (5, 0.9), (8, 1.0)), "")
    kinds = list(stars)
    for _ in range(110):
        stars[rng.choice(kinds)] += f"M{rng.uniform(0, width):.0f} {rng.uniform(0, 900):.0f}h.1"
    return "".join(stroke(path, "#ffffff", *kind) for kind, path in stars.items())


def draw_moon_surface(view: View, rng: Random) -> str:
    """Draw grey hills and craters under a black sky with the earth in it."""
    width, tone = view.width, view.tone % 4
    ground = ("#b9bac4", "#a8adba", "#c2bdb8", "#b0b4c0")[tone]
    x = width * (0.2, 0.8, 0.16, 0.84)[tone]
    hills = (
        f"M0 640C{width * 0.2} 560 {width * 0.35} 650 {width * 0.55} 610S{width * 0.85} 54"
        f"0 {width} 620V1000H0Z"
    )
    near = f"M0 780C{width * 0.3} 710 {width * 0.7} 760 {width} 720V1000H0Z"
    return (
        f"<defs>{vertical_gradient('sky', '#05060f', '#1a1e3a')}"
        f"{radial_gradient('halo', '#7fb8ff', 0.6)}</defs>"
        + box(0, 0, width, 1000, "url(#sky)")
        + _stars(width, rng)
        + disc(x, 230, 230, "url(#halo)")
        + _earth(x, 230, 124)
        + filled_path(hills, darker(ground, 0.42))
        + filled_path(near, ground)
        + "".join(_crater(rng, width, ground) for _ in range(int(width / 90)))
    )


def _earth(x: float, y: float, radius: float) -> str:
    r = radius / 100
    land = (
        f"M{x - 60 * r} {y - 50 * r}c{30 * r} {-30 * r} {60 * r} {-20 * r} {50 * r} {10 * r}"
        f"s{-40 * r} {20 * r} {-30 * r} {50 * r}s{-50 * r} {10 * r} {-50 * r} {-20 * r}Z"
        f"M{x + 20 * r} {y + 10 * r}c{30 * r} {-20 * r} {60 * r} 0 {50 * r} {30 * r}"
        f"s{-40 * r} {40 * r} {-50 * r} {20 * r}Z"
    )
    clouds = (
        f"M{x - 80 * r} {y + 30 * r}c{40 * r} {-16 * r} {70 * r} {10 * r} {110 * r} "
        f"{-8 * r}M{x - 40 * r} {y - 66 * r}c{40 * r} {8 * r} {70 * r} {-10 * r} {96 * r} "
        f"{8 * r}"
    )
    return (
        disc(x, y, radius, "#3f86d8")
        + filled_path(land, "#5fae6f")
        + stroke(clouds, "#ffffff", 13, 0.85)
        + disc(x - 26, y - 26, radius * 0.7, "#ffffff", 0.12)
    )


def _crater(rng: Random, width: float, ground: str) -> str:
    x, y, across = rng.uniform(0, width), rng.uniform(790, 980), rng.uniform(26, 84)
    return oval(x, y, across, across * 0.3, darker(ground, 0.28)) + oval(
        x + across * 0.08, y + across * 0.07, across * 0.84, across * 0.22, darker(ground, 0.12)
    )
