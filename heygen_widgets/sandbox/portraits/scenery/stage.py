"""Draws a stage as a backdrop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.svg import (
    box,
    darker,
    disc,
    lighter,
    oval,
    polygon,
    rectangles,
    stroke,
    vertical_gradient,
)

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View

_CURTAINS = ("#9c2438", "#6a2a6e", "#23466e", "#8a2f2a")
_BEAMS = ("#ffd98a", "#ff8fb8", "#8fd8ff", "#c3a2ff")


def draw_stage(view: View, rng: Random) -> str:
    """Draw curtains at both sides, lamps and their beams over a floor of boards."""
    width, tone = view.width, view.tone % 4
    curtain = view.colour or _CURTAINS[tone]
    lamps = [width * share for share in (0.26, 0.42, 0.58, 0.74)]
    boards = "".join(
        f"M{x} 836L{width * 0.5 + (x - width * 0.5) * 1.6:.0f} 1000"
        for x in range(0, int(width) + 1, 90)
    )
    dust = "".join(
        disc(rng.uniform(0, width), rng.uniform(120, 760), rng.uniform(2, 6), "#fff4d6", 0.4)
        for _ in range(40)
    )
    return (
        f"<defs>{vertical_gradient('back', '#141022', '#352447')}"
        f"{vertical_gradient('floor', '#7a5236', '#3b2620')}</defs>"
        + box(0, 0, width, 1000, "url(#back)")
        + box(0, 830, width, 170, "url(#floor)")
        + stroke(boards, "#2b1b18", 4, 0.6)
        + "".join(_beam(x, width, _BEAMS[(number + tone) % 4]) for number, x in enumerate(lamps))
        + dust
        + _curtain(width * 0.2, curtain)
        + f'<g transform="matrix(-1 0 0 1 {width:.0f} 0)">{_curtain(width * 0.2, curtain)}</g>'
        + _valance(width, curtain)
        + "".join(_lamp(x) for x in lamps)
    )


def _beam(x: float, width: float, colour: str) -> str:
    foot = width * 0.5 + (x - width * 0.5) * 0.35
    spread = 190
    return polygon(
        [(x - 16, 150), (x + 16, 150), (foot + spread, 900), (foot - spread, 900)], colour, 0.2
    ) + oval(foot, 900, spread, 44, colour, opacity=0.25)


def _lamp(x: float) -> str:
    return (
        box(x - 30, 96, 60, 62, "#20202a", radius=10)
        + oval(x, 158, 30, 12, "#fff6d8")
        + box(x - 4, 60, 8, 40, "#20202a")
    )


def _curtain(width: float, colour: str) -> str:
    folds = [(x, 0, width / 13, 880) for x in (width * n / 6.5 for n in range(7)) if x < width]
    return (
        box(-10, 0, width + 10, 880, colour)
        + rectangles(folds, darker(colour, 0.28))
        + rectangles([(width - 12, 0, 12, 880)], lighter(colour, 0.2))
        + box(-10, 860, width + 10, 20, "#d9a93b")
    )


def _valance(width: float, colour: str) -> str:
    span = width / 6
    swags = "".join(
        f"M{n * span:.0f} 40Q{(n + 0.5) * span:.0f} 150 {(n + 1) * span:.0f} 40Z" for n in range(6)
    )
    return (
        box(0, 0, width, 66, darker(colour, 0.1))
        + f'<path d="{swags}" fill="{lighter(colour, 0.08)}" stroke="#d9a93b" stroke-width="7"/>'
    )
