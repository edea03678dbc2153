"""Draws a wheat field as a backdrop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery.skies import shade, sky, sky_colours
from heygen_widgets.sandbox.portraits.svg import blend, box, darker, filled_path, lighter, stroke

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


def draw_field(view: View, rng: Random) -> str:
    """Draw ripe wheat up to low hills."""
    width = view.width
    wheat = shade(view, ("#e2b04a", "#dba63f", "#e8bd5e", "#d39b3c")[view.tone % 4], 0.5)
    hill = blend(shade(view, "#8aa85f"), sky_colours(view)[1], 0.35)
    far = f"M0 560C{width * 0.3:.0f} 490 {width * 0.6:.0f} 570 {width:.0f} 510V1000H0Z"
    rows = "".join(
        f"M{width * 0.5 + (x - width * 0.5) * 0.25:.0f} 604L{x:.0f} 1000"
        for x in range(-int(width), int(width * 2), 130)
    )
    return (
        sky(view, low=520)
        + filled_path(far, hill)
        + box(0, 590, width, 410, lighter(wheat, 0.14))
        + stroke(rows, darker(wheat, 0.12), 14, 0.5)
        + "".join(
            _ears(view, rng, foot, size, blend(wheat, "#8a5f22", share))
            for foot, size, share in ((760, 0.5, 0.0), (880, 0.8, 0.1), (1020, 1.15, 0.22))
        )
    )


def _ears(view: View, rng: Random, foot: float, size: float, colour: str) -> str:
    """Draw a row of ears on their stalks."""
    stalks = ears = grains = ""
    x = -20.0
    while x < view.width + 20:
        tall, lean = rng.uniform(150, 230) * size, rng.uniform(-26, 26) * size
        top = foot - tall
        stalks += f"M{x:.0f} {foot}Q{x:.0f} {foot - tall * 0.5:.0f} {x + lean:.0f} {top:.0f}"
        ears += f"M{x + lean:.0f} {top:.0f}l{lean * 0.4:.0f} {-60 * size:.0f}"
        for step in (10, 28, 46):
            y = top - step * size
            grains += (
                f"M{x + lean * 1.2:.0f} {y:.0f}l{-15 * size:.0f} {-18 * size:.0f}m"
                f"{15 * size:.0f} {18 * size:.0f}l{15 * size:.0f} {-18 * size:.0f}"
            )
        x += rng.uniform(30, 52) * size
    return (
        stroke(stalks, darker(colour, 0.16), 6 * size)
        + stroke(ears, colour, 19 * size)
        + stroke(grains, lighter(colour, 0.3), 8 * size)
    )
