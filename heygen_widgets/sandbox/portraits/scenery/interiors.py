"""Draws interiors as backdrops: kitchen, office, library, café and home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.scenery.furniture import (
    SPINE_COLOURS,
    draw_books,
    draw_cabinets,
    draw_desk,
    draw_espresso_machine,
    draw_jars,
    draw_pendant_lamp,
    draw_plant,
    draw_shelf,
    draw_string_lights,
    draw_window,
)
from heygen_widgets.sandbox.portraits.scenery.skies import is_dark
from heygen_widgets.sandbox.portraits.svg import (
    box,
    darker,
    disc,
    lighter,
    polygon,
    radial_gradient,
    rectangles,
    stroke,
    vertical_gradient,
)

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.sandbox.portraits.scenery.skies import View


FLOOR = 840
"""The y at which walls end."""


def _room(view: View, wall: str, floor: str) -> str:
    wall = view.colour or wall
    if is_dark(view):
        wall, floor = darker(wall, 0.55), darker(floor, 0.5)
    boards = "".join(
        f"M{x} {FLOOR + 24}L{x * 1.6 - view.width * 0.3:.0f} 1000"
        for x in range(0, int(view.width) + 1, 120)
    )
    return (
        f"<defs>{vertical_gradient('wall', lighter(wall, 0.12), darker(wall, 0.08))}"
        f"{vertical_gradient('floor', floor, darker(floor, 0.15))}"
        f"{radial_gradient('lamp', '#fff0bf', 0.85)}</defs>"
        + box(0, 0, view.width, 1000, "url(#wall)")
        + box(0, FLOOR, view.width, 160, "url(#floor)")
        + stroke(boards, darker(floor, 0.2), 3, 0.6)
        + box(0, FLOOR - 6, view.width, 26, lighter(wall, 0.5))
    )


def draw_kitchen(view: View, rng: Random) -> str:
    """Draw tiles, cabinets, a worktop and a window."""
    width = view.width
    fronts = ("#6fa3a0", "#d98f6c", "#7d94b8", "#8fae7a")
    front = darker(fronts[view.tone % 4], 0.5 if is_dark(view) else 0)
    grid = "".join(f"M0 {y}H{width}" for y in range(330, 600, 45)) + "".join(
        f"M{x} 330V600" for x in range(0, int(width), 45)
    )
    return (
        _room(view, "#f3e6d3", "#c79f74")
        + box(0, 330, width, 270, darker("#fbf7ee", 0.45 if is_dark(view) else 0))
        + stroke(grid, "#d9d0c0", 3, 0.8)
        + draw_cabinets(width, 40, 250, front, hood=width * (0.75 if view.tone % 2 else 0.2))
        + draw_window(
            view, width * (0.12 if view.tone % 2 else 0.62), 300, min(300, width * 0.3), 270
        )
        + draw_jars(width, rng)
        + draw_cabinets(width, 640, 230, darker(front, 0.08), hood=-999)
        + box(0, 600, width, 42, "#b98a5e")
        + box(0, 636, width, 8, "#8a6342")
        + "".join(
            draw_pendant_lamp(x, 210, lighter(front, 0.1)) for x in (width * 0.36, width * 0.64)
        )
    )


def draw_office(view: View, rng: Random) -> str:
    """Draw a window with a skyline, a desk with a screen, shelves and a plant."""
    width = view.width
    walls = ("#dfe6ea", "#e9e2d6", "#d9e3dc", "#e3dfea")
    side = view.tone % 2
    desk = width * (0.04 if side else 0.56)
    return (
        _room(view, walls[view.tone % 4], "#9aa3ad")
        + draw_window(view, width * (0.56 if side else 0.08), 130, width * 0.36, 400)
        + draw_shelf(width * (0.06 if side else 0.58), 210, width * 0.34, rng)
        + draw_shelf(width * (0.06 if side else 0.58), 360, width * 0.34, rng)
        + draw_desk(desk, width * 0.4)
        + draw_plant(width * (0.94 if side else 0.06), FLOOR + 50, 1.3)
        + draw_pendant_lamp(width * 0.5, 110, "#4a566e")
    )


def draw_library(view: View, rng: Random) -> str:
    """Draw shelves full of books from floor to ceiling."""
    width = view.width
    wood = ("#7a5138", "#5e4636", "#8a5f3c", "#6b4a45")[view.tone % 4]
    wood = darker(wood, 0.4) if is_dark(view) else wood
    shelves = ""
    for y in range(130, FLOOR, 142):
        shelves += draw_books(width, y, rng) + box(0, y, width, 16, lighter(wood, 0.12))
    posts = "".join(
        box(x, 0, 24, FLOOR + 10, lighter(wood, 0.2)) for x in range(-10, int(width), 292)
    )
    x = width * (0.12 if view.tone % 2 else 0.84)
    return (
        _room(view, wood, "#7d5a40")
        + box(0, 0, width, FLOOR, darker(wood, 0.45))
        + shelves
        + posts
        + stroke(f"M{x} 60L{x - 60} 930M{x + 90} 60L{x + 70} 930", "#c99a63", 17)
        + stroke(
            "".join(
                f"M{x - 60 * (y - 60) / 870:.0f} {y}H{x + 90 - 20 * (y - 60) / 870:.0f}"
                for y in range(120, 900, 96)
            ),
            "#c99a63",
            13,
        )
        + box(0, 0, width, 1000, "#ffb765").replace("/>", ' opacity="0.1"/>')
        + "".join(draw_pendant_lamp(at, 120, "#3f7a5c") for at in (width * 0.3, width * 0.7))
    )


def draw_cafe(view: View, rng: Random) -> str:
    """Draw a counter with an espresso machine, a menu board and warm lamps."""
    width = view.width
    wall = ("#c98f6b", "#8fa58f", "#b5838a", "#7f96a3")[view.tone % 4]
    side = view.tone % 2
    board = width * (0.06 if side else 0.58)
    return (
        _room(view, wall, "#8a6648")
        + box(board, 150, width * 0.36, 230, "#2b3137", radius=10)
        + stroke(
            "".join(
                f"M{board + 30} {y}h{rng.uniform(0.12, 0.26) * width:.0f}"
                for y in range(200, 370, 36)
            ),
            "#f2ead9",
            8,
        )
        + draw_window(view, width * (0.58 if side else 0.08), 140, width * 0.34, 330)
        + draw_shelf(board, 490, width * 0.36, rng)
        + box(0, 620, width, 36, "#e0bd8e")
        + box(0, 652, width, 240, darker(wall, 0.45))
        + rectangles([(x, 670, 6, 210) for x in range(20, int(width), 60)], darker(wall, 0.55))
        + draw_espresso_machine(width * (0.7 if side else 0.14))
        + "".join(
            draw_pendant_lamp(x, 170 + 30 * (n % 2), "#e8a13c")
            for n, x in enumerate((width * 0.2, width * 0.5, width * 0.8))
        )
        + draw_string_lights(width)
    )


def draw_home(view: View, rng: Random) -> str:
    """Draw a sofa under pictures, a window, a lamp and a plant."""
    width = view.width
    wall = ("#e3cdb8", "#c9d6cc", "#d6cfe0", "#e6d9b8")[view.tone % 4]
    sofa = ("#4f7f8f", "#c9705a", "#6a6fa3", "#5f8f6a")[view.tone % 4]
    x, span = width * 0.12, width * 0.76
    frames = "".join(
        box(at, 180 + 30 * (n % 2), 110, 140, "#fbf6ea", radius=4)
        + polygon(
            [
                (at + 14, 300 + 30 * (n % 2)),
                (at + 56, 220 + 30 * (n % 2)),
                (at + 96, 300 + 30 * (n % 2)),
            ],
            rng.choice(SPINE_COLOURS),
        )
        for n, at in enumerate((width * 0.62, width * 0.78))
    )
    return (
        _room(view, wall, "#b98a64")
        + draw_window(view, width * 0.1, 130, width * 0.34, 370)
        + frames
        + disc(width * 0.93, 400, 230, "url(#lamp)")
        + stroke(f"M{width * 0.93} 420V{FLOOR + 40}", "#4a3f45", 10)
        + polygon(
            [
                (width * 0.93 - 80, 440),
                (width * 0.93 - 46, 340),
                (width * 0.93 + 46, 340),
                (width * 0.93 + 80, 440),
            ],
            "#fbe3ae",
        )
        + box(x, 570, span, 210, sofa, radius=50)
        + box(x - 40, 650, 120, 210, darker(sofa, 0.14), radius=44)
        + box(x + span - 80, 650, 120, 210, darker(sofa, 0.14), radius=44)
        + box(x + 60, 720, span - 120, 120, lighter(sofa, 0.12), radius=24)
        + box(x + 90, 610, 130, 120, "#f0c463", radius=22)
        + draw_plant(width * 0.03, FLOOR + 60, 1.25)
    )
