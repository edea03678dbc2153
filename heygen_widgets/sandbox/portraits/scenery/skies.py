"""Draws the sky, and gives colours the light of the scene."""

from __future__ import annotations

from dataclasses import dataclass

from heygen_widgets.sandbox.portraits.svg import (
    blend,
    box,
    disc,
    lighter,
    oval,
    radial_gradient,
    vertical_gradient,
)


@dataclass(frozen=True)
class View:
    """What a scene depends on.

    Attributes:
        width: In scene units, where the height is 1000.
        light: ``"night"``, ``"neon"``, ``"sunset"``, or empty for day.
        tone: Decides colours and places; another number for each picture of a generation.
        weather: ``"rain"``, ``"snow"``, ``"moon"`` for a full one, or empty.
        colour: The colour of the background that the prompt names, or empty.
    """

    width: float
    light: str
    tone: int
    colour: str = ""
    weather: str = ""


SKIES = {
    "": (
        ("#7fc4ea", "#dff1f5"),
        ("#8fb8e8", "#f8e3d0"),
        ("#6fb3d9", "#f3f0dc"),
        ("#9ac9e3", "#fbeaf0"),
    ),
    "sunset": (
        ("#6b5ca5", "#ffb073"),
        ("#d2668a", "#ffd28a"),
        ("#41548f", "#ff9a76"),
        ("#8a6bb8", "#ffc2a0"),
    ),
    "night": (
        ("#0f1638", "#33417d"),
        ("#12122f", "#4a3a75"),
        ("#0b1b33", "#2a5375"),
        ("#161033", "#5a3f7a"),
    ),
    "neon": (
        ("#120a2e", "#5b1f7a"),
        ("#0c1038", "#7a1f6e"),
        ("#0b1433", "#274f9c"),
        ("#1a0833", "#8a2560"),
    ),
}
"""Colours of the top and the bottom of the sky, by light; one pair for each picture."""


WINDOW_COLOURS = {"": "#f4f7fa", "sunset": "#ffe2a8", "night": "#ffd98a", "neon": "#7af3ff"}


def is_dark(view: View) -> bool:
    """Say whether a scene is lit by lamps."""
    return view.light in {"night", "neon"}


def sky(view: View, *, low: float = 620) -> str:
    """Draw the sky, with sun or moon above ``low``, and with clouds by day."""
    top, bottom = sky_colours(view)
    x = view.width * (0.2, 0.8, 0.3, 0.7)[view.tone % 4]
    high = low - 160 if view.light == "sunset" else 190
    orb, halo = ("#fdf6dc", "#ffffff") if is_dark(view) else ("#fff3c4", "#fff0b8")
    return (
        f"<defs>{vertical_gradient('sky', top, bottom)}{radial_gradient('halo', halo, 0.75)}</defs>"
        + box(0, 0, view.width, 1000, "url(#sky)")
        + _orb(view, x, high, orb)
        + ("" if is_dark(view) else _clouds(view))
    )


def sky_colours(view: View) -> tuple[str, str]:
    """Return the colours of the top and the bottom of the sky, greyer in rain and snow."""
    top, bottom = SKIES[view.light][view.tone % 4]
    if view.weather not in WET:
        return top, bottom
    grey = "#2f3442" if is_dark(view) else "#8b95a5"
    return blend(top, grey, 0.7), blend(bottom, grey, 0.5)


WET = frozenset({"rain", "snow"})
"""The weather that hides sun and moon."""


def _orb(view: View, x: float, y: float, colour: str) -> str:
    """Draw sun or moon; a full moon is large and has seas."""
    if view.weather in WET:
        return ""
    if view.weather != "moon":
        return disc(x, y, 260, "url(#halo)") + disc(x, y, 46 if is_dark(view) else 62, colour)
    seas = ((-34, -20, 26), (22, -44, 17), (30, 22, 30), (-22, 44, 15))
    return (
        disc(x, y, 340, "url(#halo)")
        + disc(x, y, 108, "#fdf6dc")
        + "".join(disc(x + dx, y + dy, radius, "#e3d8b4", 0.8) for dx, dy, radius in seas)
    )


def _clouds(view: View) -> str:
    colour = lighter(sky_colours(view)[1], 0.25 if view.weather in WET else 0.55)
    shift = 97 * (view.tone % 4)
    puffs = ""
    for number, y in enumerate((120, 250, 90, 300)):
        x = (number * 470 + 60 + shift) % (view.width + 200) - 60
        puffs += oval(x, y, 120, 22, colour, opacity=0.85) + disc(x - 34, y - 18, 34, colour, 0.85)
        puffs += disc(x + 22, y - 26, 44, colour, 0.85)
    return puffs


def shade(view: View, colour: str, share: float = 0.55) -> str:
    """Return how a colour looks in the light of the scene."""
    if is_dark(view):
        return blend(colour, SKIES[view.light][view.tone % 4][0], share)
    if view.light == "sunset":
        return blend(colour, "#c2557a", share * 0.45)
    return colour
