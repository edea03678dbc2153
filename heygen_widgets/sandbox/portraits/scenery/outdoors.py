"""Draws nature as a backdrop: beach, park, forest and mountains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery.skies import SKIES, is_dark, shade, sky
from heygen_widgets.sandbox.portraits.svg import (
    blend,
    box,
    darker,
    disc,
    filled_path,
    lighter,
    polygon,
    rectangles,
    stroke,
    vertical_gradient,
)

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


def draw_beach(view: View, rng: Random) -> str:
    """Draw sand, sea and a palm."""
    width = view.width
    sea = shade(view, ("#2f9fc0", "#3aa6a8", "#3b8fc4", "#46b3b5")[view.tone % 4])
    sand = shade(view, "#f1d9a7", 0.5)
    w = width / 10
    wave = f"M0 745C{2 * w} 705 {4 * w} 775 {6 * w} 740S{9 * w} 715 {width} 750"
    glints = [
        (rng.uniform(0, width), rng.uniform(580, 690), rng.uniform(30, 90), 4) for _ in range(26)
    ]
    side = width * (0.1 if view.tone % 2 else 0.9)
    return (
        f"{sky(view, low=640)}<defs>{vertical_gradient('sea', sea, lighter(sea, 0.35))}"
        f"{vertical_gradient('sand', sand, darker(sand, 0.12))}</defs>"
        + box(0, 560, width, 240, "url(#sea)")
        + rectangles(glints, lighter(sea, 0.5))
        + _sail(width - side, 560)
        + filled_path(f"{wave}V1000H0Z", lighter(sea, 0.75))
        + filled_path(f"{wave}V1000H0Z", "url(#sand)").replace(
            "<path", '<path transform="translate(0 18)"'
        )
        + _parasol(width - side, 820, view)
        + _palm(side, 900, view, flip=view.tone % 2 == 0)
    )


def _sail(x: float, y: float) -> str:
    return polygon([(x, y - 96), (x, y - 12), (x + 54, y - 12)], "#ffffff") + polygon(
        [(x - 34, y - 6), (x + 62, y - 6), (x + 44, y + 12), (x - 22, y + 12)], "#7a4a36"
    )


def _parasol(x: float, y: float, view: View) -> str:
    red, white = shade(view, "#e8604c", 0.4), shade(view, "#fbf3e4", 0.4)
    top = f"M{x - 130} {y - 150}A130 130 0 0 1 {x + 130} {y - 150}Z"
    stripe = f"M{x - 50} {y - 150}c4 -60 20 -112 50 -130c30 18 46 70 50 130Z"
    return (
        stroke(f"M{x} {y - 150}V{y + 40}", white, 10)
        + filled_path(top, red)
        + filled_path(stripe, white)
    )


def _palm(x: float, y: float, view: View, *, flip: bool) -> str:
    trunk, leaf = shade(view, "#8a5f3c", 0.5), shade(view, "#3f8f56", 0.5)
    fronds = ""
    for number, (dx, dy) in enumerate(
        ((-190, -40), (-150, 90), (-90, -150), (60, -160), (170, -60), (140, 80))
    ):
        colour = leaf if number % 2 else darker(leaf, 0.18)
        fronds += filled_path(
            f"M40 -560Q{dx * 0.5} {-620 + dy * 0.4} {dx + 40} {-540 + dy}"
            f"Q{dx * 0.6 + 20} {-560 + dy * 0.3} 40 -530Z",
            colour,
        )
    stem = stroke("M0 0C-16 -200 0 -420 44 -550", trunk, 30)
    sign = -1 if flip else 1
    return f'<g transform="matrix({sign} 0 0 1 {x} {y})">{stem}{fronds}</g>'


def draw_park(view: View, rng: Random) -> str:
    """Draw a lawn with round trees and a path."""
    width = view.width
    greens = ("#6fb36a", "#8abf5f", "#5fae7c", "#9cb85a")
    green = shade(view, greens[view.tone % 4])
    trees = sorted(
        (rng.uniform(620, 740), x + rng.uniform(-40, 40)) for x in range(20, int(width) + 60, 150)
    )
    flowers = "".join(
        disc(
            rng.uniform(0, width),
            rng.uniform(800, 985),
            rng.uniform(5, 9),
            rng.choice(("#fff6f0", "#f7a1b5", "#ffd766")),
            0.95,
        )
        for _ in range(int(width / 22))
    )
    return (
        sky(view)
        + filled_path(
            f"M0 600C{width * 0.25} 500 {width * 0.5} 610 {width * 0.7} 560"
            f"S{width} 540 {width} 590V1000H0Z",
            blend(green, SKIES[view.light][view.tone % 4][1], 0.45),
        )
        + filled_path(
            f"M0 690C{width * 0.3} 640 {width * 0.7} 650 {width} 680V1000H0Z", lighter(green, 0.12)
        )
        + "".join(_round_tree(x, foot, view, green) for foot, x in trees)
        + filled_path(f"M0 780C{width * 0.3} 740 {width * 0.7} 750 {width} 780V1000H0Z", green)
        + filled_path(
            f"M{width * 0.46} 752C{width * 0.4} 820 {width * 0.3} 900 {width * 0.15} 1000"
            f"H{width * 0.85}C{width * 0.66} 900 {width * 0.56} 820 {width * 0.54} 752Z",
            shade(view, "#ecd9b4", 0.5),
        )
        + flowers
    )


def _round_tree(x: float, foot: float, view: View, green: str) -> str:
    size = 40 + (foot - 600) * 0.5
    crown = blend(darker(green, 0.22), "#2f7a5a", ((x * 7) % 50) / 100)
    return (
        stroke(f"M{x:.0f} {foot + 30:.0f}V{foot - 150:.0f}", shade(view, "#7a5640", 0.5), 20)
        + disc(x, foot - 220, size + 42, crown)
        + disc(x - 52, foot - 168, size + 8, crown)
        + disc(x + 54, foot - 172, size + 10, crown)
        + disc(x - 24, foot - 246, size * 0.7, lighter(crown, 0.14))
    )


def draw_forest(view: View, rng: Random) -> str:
    """Draw three rows of conifers, with light between them."""
    width = view.width
    tones = ("#2f6b52", "#3d7350", "#2b6660", "#4d7a4a")
    green = shade(view, tones[view.tone % 4])
    bright = SKIES[view.light][view.tone % 4][1]
    layers = ""
    for depth, (foot, size) in enumerate(((700, 0.75), (790, 1.0), (880, 1.35))):
        colour = blend(green, bright, (0.62, 0.36, 0.06)[depth])
        layers += box(0, foot - 30, width, 400, colour)
        for x in range(-30, int(width) + 60, int(96 * size)):
            layers += _conifer(
                x + rng.uniform(-24, 24), foot, size * rng.uniform(0.85, 1.2), colour
            )
    beams = "".join(
        polygon([(x, 0), (x + 70, 0), (x - 190, 900), (x - 330, 900)], "#fff7d6", 0.13)
        for x in range(200, int(width) + 400, 260)
    )
    return (
        sky(view)
        + layers
        + ("" if is_dark(view) else beams)
        + box(0, 900, width, 100, darker(green, 0.2))
    )


def _conifer(x: float, foot: float, size: float, colour: str) -> str:
    steps = ((0, 90, 190), (110, 74, 170), (205, 54, 150))
    return "".join(
        polygon(
            [
                (x - half * size, foot - low * size),
                (x + half * size, foot - low * size),
                (x, foot - (low + rise) * size),
            ],
            colour,
        )
        for low, half, rise in steps
    )


def draw_mountains(view: View, rng: Random) -> str:
    """Draw snowy peaks behind a lake and a meadow."""
    width = view.width
    rock = shade(view, ("#7d8fb3", "#8a86b0", "#6f97a8", "#9a8fa8")[view.tone % 4])
    bright = SKIES[view.light][view.tone % 4][1]
    far = "".join(
        _peak(x, 640, rng.uniform(260, 360), blend(rock, bright, 0.5))
        for x in range(0, int(width) + 200, 230)
    )
    near = "".join(
        _peak(x + 90, 680, rng.uniform(330, 470), rock) for x in range(0, int(width) + 200, 400)
    )
    meadow = shade(view, "#7fae6a")
    pine = darker(meadow, 0.45)
    shores = (30, 90, 150, width - 40, width - 110, width - 170)
    ripples = [
        (rng.uniform(0, width), rng.uniform(680, 780), rng.uniform(40, 130), 4) for _ in range(20)
    ]
    return (
        sky(view)
        + far
        + near
        + box(0, 660, width, 160, blend(rock, bright, 0.65))
        + rectangles(ripples, lighter(bright, 0.4))
        + filled_path(f"M0 800C{width * 0.3} 760 {width * 0.6} 800 {width} 770V1000H0Z", meadow)
        + "".join(_conifer(x, 810, rng.uniform(0.3, 0.5), pine) for x in shores)
        + filled_path(
            f"M0 890C{width * 0.3} 850 {width * 0.7} 900 {width} 860V1000H0Z", darker(meadow, 0.12)
        )
    )


def _peak(x: float, foot: float, height: float, colour: str) -> str:
    half, top = height * 0.85, foot - height
    snow = [
        (x, top),
        (x + half * 0.3, top + height * 0.3),
        (x + half * 0.12, top + height * 0.24),
        (x, top + height * 0.36),
        (x - half * 0.13, top + height * 0.25),
        (x - half * 0.28, top + height * 0.28),
    ]
    return (
        polygon([(x - half, foot), (x, top), (x + half, foot)], colour)
        + polygon(
            [
                (x, top),
                (x + half, foot),
                (x + half * 0.1, foot),
                (x - half * 0.1, top + height * 0.5),
            ],
            darker(colour, 0.14),
        )
        + polygon(snow, lighter(colour, 0.85))
    )
