"""Draws rain and snow in front of a backdrop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.svg import box, oval, stroke

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


def draw_weather(view: View, rng: Random) -> str:
    """Draw what falls from the sky; nothing in other weather."""
    if view.weather == "rain":
        return _rain(view, rng)
    return _snow(view, rng) if view.weather == "snow" else ""


def _rain(view: View, rng: Random) -> str:
    lines = dict.fromkeys((3, 5), "")
    for number in range(int(view.width / 6)):
        x, y, long = rng.uniform(0, view.width + 200), rng.uniform(-60, 980), rng.uniform(46, 100)
        lines[(3, 5)[number % 2]] += f"M{x:.0f} {y:.0f}l{-long * 0.3:.0f} {long:.0f}"
    puddles = "".join(
        oval(rng.uniform(0, view.width), rng.uniform(880, 980), rng.uniform(50, 130), 11, "#cfe0f0",
             opacity=0.35)
        for _ in range(int(view.width / 160))
    )  # fmt: skip
    return (
        box(0, 0, view.width, 1000, "#31405c").replace("/>", ' fill-opacity="0.3"/>')
        + puddles
        + "".join(stroke(path, "#e3eefa", width, 0.6) for width, path in lines.items())
    )


def _snow(view: View, rng: Random) -> str:
    # Lines of no length have round ends, and one path of them renders faster than many discs.
    flakes = dict.fromkeys((8, 14, 22), "")
    for number in range(int(view.width / 7)):
        x, y = rng.uniform(0, view.width), rng.uniform(0, 1000)
        flakes[(8, 14, 22)[number % 3]] += f"M{x:.0f} {y:.0f}h.1"
    drift = (
        f"M0 930C{view.width * 0.3:.0f} 900 {view.width * 0.7:.0f} 940 {view.width:.0f} 905V1000H0Z"
    )
    return (
        box(0, 0, view.width, 1000, "#e8eef6").replace("/>", ' fill-opacity="0.24"/>')
        + f'<path d="{drift}" fill="#ffffff" fill-opacity="0.92"/>'
        + "".join(stroke(path, "#ffffff", width, 0.9) for width, path in flakes.items())
    )
