"""Draws furniture, windows and lamps for interiors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery.skies import WET, sky_colours
from heygen_widgets.sandbox.portraits.svg import (
    blend,
    box,
    darker,
    disc,
    filled_path,
    oval,
    rectangles,
    stroke,
    vertical_gradient,
)

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


def draw_window(view: View, x: float, y: float, width: float, height: float) -> str:
    """Draw a window with hills behind it."""
    top, bottom = sky_colours(view)
    frame = "#f7f2e8"
    half, quarter = width / 2, height / 4
    hills = f"M{x} {y + 3 * quarter}q{half / 2} {-quarter} {half} 0t{half} 0v{quarter}h{-width}Z"
    rim = f"M{x} {y}h{width}v{height}h{-width}Z"
    bars = f"{rim}M{x + half} {y}v{height}M{x} {y + height * 0.45}h{width}"
    name = f"pane{int(x)}"
    return (
        f"<defs>{vertical_gradient(name, top, bottom)}</defs>"
        + box(x, y, width, height, f"url(#{name})")
        + filled_path(hills, blend(bottom, "#4f8a6a", 0.6))
        + (stroke(_drops(x, y, width, height), "#e6eef7", 4, 0.7) if view.weather in WET else "")
        + stroke(bars, frame, 16)
        + box(x - 22, y + height + 4, width + 44, 18, frame, radius=4)
    )


def _drops(x: float, y: float, width: float, height: float) -> str:
    """Return the lines of drops that run down a pane."""
    columns = range(1, int(width / 26))
    return "".join(
        f"M{x + 26 * n:.0f} {y + (n * 67) % (height - 60):.0f}v{24 + (n * 31) % 34}"
        for n in columns
    )


def draw_plant(x: float, foot: float, size: float) -> str:
    """Draw a plant in a pot that stands at ``foot``."""
    leaves = ""
    for number, (dx, dy) in enumerate(
        ((-90, -150), (-50, -230), (0, -260), (56, -220), (92, -140), (-24, -150), (40, -150))
    ):
        colour = ("#3f8f63", "#2f7552", "#57a873")[number % 3]
        leaves += filled_path(
            f"M0 -60Q{dx * 0.2 - 26} {dy * 0.7} {dx} {dy}Q{dx * 0.7 + 30} {dy * 0.5} 0 -60Z", colour
        )
    pot = filled_path("M-56 -70H56L42 0H-42Z", "#d9825b") + box(
        -62, -84, 124, 24, "#c46f4b", radius=4
    )
    return f'<g transform="matrix({size} 0 0 {size} {x:.0f} {foot:.0f})">{leaves}{pot}</g>'


def draw_pendant_lamp(x: float, drop: float, colour: str) -> str:
    """Draw a lamp that hangs from the ceiling; uses the gradient ``lamp``."""
    return (
        disc(x, drop + 40, 210, "url(#lamp)")
        + stroke(f"M{x} 0V{drop - 50}", "#3a3540", 5)
        + filled_path(
            f"M{x - 74} {drop + 20}C{x - 66} {drop - 44} {x + 66} {drop - 44} "
            f"{x + 74} {drop + 20}Z",
            colour,
        )
        + oval(x, drop + 22, 42, 14, "#fff4cf")
    )


def draw_cabinets(width: float, top: float, height: float, colour: str, hood: float) -> str:
    """Draw a row of cabinet doors, with a gap at ``hood``."""
    doors = ""
    for x in range(0, int(width), 170):
        if abs(x + 85 - hood) < 150:  # noqa: PLR2004 - room for the window beside it
            continue
        doors += box(x + 4, top, 162, height, colour, radius=8)
        panel = f"M{x + 24} {top + 20}h122v{height - 40}h-122Z"
        doors += stroke(panel, darker(colour, 0.18), 5)
        doors += disc(x + 146, top + height * 0.5, 9, "#f0d9a8")
    return doors


def draw_jars(width: float, rng: Random) -> str:
    """Draw jars on a worktop."""
    jars, x = "", 24.0
    while x < width - 60:
        tall = rng.uniform(60, 110)
        colour = rng.choice(("#e8b04e", "#c9584a", "#5f8f6a", "#efe6d6", "#7a8fb5"))
        jars += box(x, 600 - tall, 54, tall, colour, radius=10) + box(
            x + 6, 588 - tall, 42, 18, "#6b4a35", radius=4
        )
        x += rng.choice((66, 70, 190, 260))
    return jars


def draw_shelf(x: float, y: float, width: float, rng: Random) -> str:
    """Draw a board with books."""
    books, at = "", x + 10
    while at < x + width - 40:
        thick, tall = rng.uniform(16, 30), rng.uniform(60, 96)
        books += box(at, y - tall, thick, tall, rng.choice(SPINE_COLOURS), radius=2)
        at += thick + rng.choice((2, 2, 2, 46))
    return books + box(x, y, width, 14, "#a9794f", radius=3)


SPINE_COLOURS = (
    "#c9584a",
    "#39537f",
    "#d9a441",
    "#5f8f6a",
    "#efe3cc",
    "#7d5a86",
    "#8a4b32",
    "#4f7f8f",
)


def draw_desk(x: float, width: float) -> str:
    """Draw a desk with a screen."""
    screen = x + width * 0.3
    return (
        box(screen, 470, width * 0.46, 150, "#2f3545", radius=10)
        + box(screen + 10, 480, width * 0.46 - 20, 130, "#7fb2d9", radius=4)
        + stroke(
            f"M{screen + 30} 515h{width * 0.2}M{screen + 30} 545h{width * 0.3}"
            f"M{screen + 30} 575h{width * 0.14}",
            "#e9f4fb",
            9,
        )
        + box(screen + width * 0.2, 620, 24, 44, "#2f3545")
        + box(x, 660, width, 24, "#b98a5e", radius=4)
        + box(x + 16, 684, 18, 190, "#4a4f5e")
        + box(x + width - 34, 684, 18, 190, "#4a4f5e")
        + box(x + 36, 612, 40, 48, "#e8674f", radius=6)
    )


def draw_books(width: float, shelf: float, rng: Random) -> str:
    """Draw a row of books as wide as the room."""
    stacks: dict[str, list[tuple[float, float, float, float]]] = {
        colour: [] for colour in SPINE_COLOURS
    }
    bands = []
    x = 0.0
    while x < width:
        thick, tall = rng.uniform(15, 34), rng.uniform(80, 118)
        stacks[rng.choice(SPINE_COLOURS)].append((x, shelf - tall, thick - 2, tall))
        bands.append((x + 3, shelf - tall + 14, thick - 8, 5))
        x += thick + rng.choice((0, 0, 0, 0, 0, 0, 22))
    return "".join(
        rectangles(cells, darker(colour, 0.12)) for colour, cells in stacks.items()
    ) + rectangles(bands, "#ecd9a6")


def draw_espresso_machine(x: float) -> str:
    """Draw an espresso machine."""
    return (
        box(x, 500, 190, 120, "#c9ced6", radius=12)
        + box(x + 12, 515, 166, 34, "#8f3b35", radius=6)
        + box(x + 40, 560, 20, 26, "#4a4f5e")
        + box(x + 126, 560, 20, 26, "#4a4f5e")
        + box(x + 32, 590, 36, 28, "#fbf6ea", radius=5)
        + box(x + 118, 590, 36, 28, "#fbf6ea", radius=5)
    )


def draw_string_lights(width: float) -> str:
    """Draw a string of lights."""
    wire = f"M0 40Q{width * 0.25} 120 {width * 0.5} 50T{width} 50"
    lights = "".join(
        disc(x, 62 + 28 * ((x // 60) % 2), 11, "#ffe7a6") for x in range(30, int(width), 60)
    )
    return stroke(wire, "#4a3a35", 4) + lights
