"""Decides where things are in a picture: how high the hands are, and who sits where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.things.catalogue import COMPANIONS, HELD

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.person import Person

GROUND = 2214
"""The y of the soles, in the figure's own units."""

_MIDDLE = 385
"""The x of the middle of a figure."""

_ROOM_BELOW = 170
"""How far above the lower edge of a picture the middle of what is held must be."""

_SITTING = {"dog": 300, "cat": 180}
"""How much of an animal may be below the lower edge of a picture."""

_HALF_WIDTHS = {"dog": 215, "cat": 165}
"""How far the middle of an animal is from the edge of a picture at least."""


@dataclass(frozen=True)
class Frame:
    """The part of a figure that a picture shows, in the figure's own units.

    Attributes:
        left: Its left edge.
        right: Its right edge.
        bottom: Its lower edge.
        whole: Whether it shows the feet.
        close: Whether it is a close-up.
    """

    left: float
    right: float
    bottom: float
    whole: bool
    close: bool


def find_lift(held: str, frame: Frame) -> float:
    """Return how much higher (below zero) than usual something must be held to be seen."""
    thing = HELD[held]
    return max(-thing.most_lift, min(0.0, frame.bottom - _ROOM_BELOW - thing.middle))


def draw_behind(person: Person, frame: Frame) -> str:
    """Draw what stands behind the person."""
    return "".join(
        _surfboard(person, frame) for name in person.beside if COMPANIONS[name].stands_behind
    )


def draw_before(person: Person, frame: Frame) -> str:
    """Draw who sits in front of the person: the first at the right, the second at the left."""
    sitting = [name for name in person.beside if not COMPANIONS[name].stands_behind]
    return "".join(
        _sitting(name, person, frame, at_left=bool(number)) for number, name in enumerate(sitting)
    )


def _surfboard(person: Person, frame: Frame) -> str:
    thing = COMPANIONS["surfboard"]
    drawn = thing.draw(person.colour_of("beside", thing.colour), person.ink)
    x = min(700.0, frame.right - (60 if frame.close else 120))
    top = GROUND - 2050 - 20 if frame.whole else 40
    return f'<g transform="translate({x:.0f} {top}) rotate(3)">{drawn}</g>'


def _sitting(name: str, person: Person, frame: Frame, *, at_left: bool) -> str:
    thing = COMPANIONS[name]
    drawn = thing.draw(person.colour_of("beside", thing.colour), person.ink)
    size = 0.72 if frame.close else 1.0
    foot = GROUND + 30 if frame.whole else frame.bottom + _SITTING[name] * size
    away = 505 if frame.whole else 395
    inside = frame.right if not at_left else 2 * _MIDDLE - frame.left
    x = min(_MIDDLE + away, inside - _HALF_WIDTHS[name] * size)
    x, across = (2 * _MIDDLE - x, -size) if at_left else (x, size)
    return f'<g transform="matrix({across} 0 0 {size} {x:.0f} {foot:.0f})">{drawn}</g>'
