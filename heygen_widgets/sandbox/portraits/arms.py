"""Draws arms that are bent to hold something: upper arms, forearms and fists."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from heygen_widgets.sandbox.portraits.cloth import outlined
from heygen_widgets.sandbox.portraits.svg import stroke

Side = Literal["left", "right"]
"""A side of the picture."""

ELBOWS: dict[Side, tuple[float, float]] = {"left": (28, 1072), "right": (690, 1072)}
"""Where the elbows of bent arms are, in the figure's own units."""

BENT_SLEEVES: dict[Side, str] = {
    "left": "M247 594C168 604 58 652 2 770C-40 860 -64 960 -64 1040C-64 1108 -20 1146 36 1140"
    "C92 1132 118 1080 122 1010L132 850",
    "right": "M517 594C592 606 668 656 696 764C728 850 772 960 774 1040C774 1108 734 1146 680 1140"
    "C624 1132 604 1080 610 1010L620 850",
}
"""The sleeves of bent arms, from the shoulder to the elbow."""

BENT_ARMS: dict[Side, str] = {
    "left": "M-40 880C-56 950 -64 1000 -64 1040C-64 1108 -20 1146 36 1140C92 1132 116 1080 118 930",
    "right": "M718 880C750 950 774 1000 774 1040C774 1108 734 1146 680 1140"
    "C624 1132 608 1080 632 930",
}
"""Bare upper arms of bent arms, below a short sleeve."""

_ELBOW, _WRIST = 62, 45
"""Half the thickness of a forearm, at either end."""

_FIST = (
    "M-44 -46C-20 -64 30 -66 52 -46C70 -28 70 28 54 46C34 66 -20 64 -44 46C-58 30 -58 -30 -44 -46Z"
)
_FINGERS = "M2 -30H58M4 0H64M2 30H58"


@dataclass(frozen=True)
class Grip:
    """A hand on a thing.

    Attributes:
        side: Which hand.
        x: Where the fist is.
        y: Where the fist is.
        turn: How far the fist is turned, in degrees; None: as the forearm points.
    """

    side: Side
    x: float
    y: float
    turn: float | None = None


def draw_forearm(grip: Grip, lift: float, sleeve: str, ink: str, cuff: str) -> str:
    """Draw a forearm from the elbow to a grip.

    Args:
        grip: Where the hand is.
        lift: How much lower (above zero) or higher the hand is than usual.
        sleeve: Colour of the forearm: cloth or skin.
        ink: Colour of the lines.
        cuff: Colour of the cuff; empty for a bare arm.
    """
    (x0, y0), x1, y1 = ELBOWS[grip.side], grip.x, grip.y + lift
    angle = _angle(grip, lift)
    right, down = -math.sin(angle), math.cos(angle)
    corners = [
        (x0 + right * _ELBOW, y0 + down * _ELBOW),
        (x1 + right * _WRIST, y1 + down * _WRIST),
        (x1 - right * _WRIST, y1 - down * _WRIST),
        (x0 - right * _ELBOW, y0 - down * _ELBOW),
    ]
    first, *others = (f"{x:.0f} {y:.0f}" for x, y in corners)
    path = f"M{first}L{'L'.join(others)}A{_ELBOW} {_ELBOW} 0 0 0 {first}"
    arm = outlined(path, sleeve, ink)
    if not cuff:
        return arm
    back = 44
    bx, by = x1 - math.cos(angle) * back, y1 - math.sin(angle) * back
    edge = (
        f"M{bx + right * _WRIST:.0f} {by + down * _WRIST:.0f}"
        f"L{bx - right * _WRIST:.0f} {by - down * _WRIST:.0f}"
    )
    return arm + stroke(edge, ink, 9)


def draw_fist(grip: Grip, lift: float, skin: str, ink: str) -> str:
    """Draw a closed hand in front of what it holds."""
    turn = math.degrees(_angle(grip, lift)) if grip.turn is None else grip.turn
    mirror = "" if grip.side == "left" else " scale(1 -1)"
    return (
        f'<g transform="translate({grip.x:.0f} {grip.y + lift:.0f}) rotate({turn:.0f}){mirror}">'
        f"{outlined(_FIST, skin, ink)}{stroke(_FINGERS, ink, 9)}</g>"
    )


def _angle(grip: Grip, lift: float) -> float:
    x0, y0 = ELBOWS[grip.side]
    return math.atan2(grip.y + lift - y0, grip.x - x0)
