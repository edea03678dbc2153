"""What can be held or be beside a person: how it is drawn, and where the hands are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.arms import Grip
from heygen_widgets.sandbox.portraits.things import companions, handhelds, instruments

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[str, str], str]


@dataclass(frozen=True)
class Held:
    """Something in the hands.

    Attributes:
        draw: Draws it, with its colour and that of the lines.
        colour: Its colour unless the prompt names one.
        grips: The hands on it.
        middle: The y of its middle.
        most_lift: How far it may be raised so that a close-up shows it.
        over_arms: Whether the forearms are behind it.
        strap: Draws what it hangs from, round the neck, with the colour of the lines.
    """

    draw: Draw
    colour: str
    grips: tuple[Grip, ...]
    middle: float = 890
    most_lift: float = 230
    over_arms: bool = True
    strap: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Companion:
    """Somebody or something beside a person.

    Attributes:
        draw: Draws it, with its colour and that of the lines.
        colour: Its colour unless the prompt names one.
        stands_behind: Whether it stands behind the person, and not in front.
    """

    draw: Draw
    colour: str
    stands_behind: bool = False


HELD: dict[str, Held] = {
    "violin": Held(
        instruments.draw_violin,
        "#b5652f",
        (Grip("left", 272, 950), Grip("right", 764, 752, 100)),
        700,
        0,
    ),
    "guitar": Held(
        instruments.draw_guitar,
        "#d9954f",
        (Grip("left", 316, 916, 60), Grip("right", 680, 812, -110)),
        890,
        170,
        over_arms=False,
    ),
    "microphone": Held(
        instruments.draw_microphone, "#2b2f3a", (Grip("left", 388, 806, -30),), 640, 0
    ),
    "book": Held(
        handhelds.draw_book,
        "#b5443c",
        (Grip("left", 190, 940, -10), Grip("right", 580, 940, 190)),
        most_lift=200,
    ),
    "laptop": Held(
        handhelds.draw_laptop,
        "#b9c0cb",
        (Grip("left", 168, 1010, 0), Grip("right", 604, 1010, 180)),
        900,
        190,
    ),
    "cup": Held(handhelds.draw_cup, "#e9634c", (Grip("left", 236, 924, -20),)),
    "phone": Held(handhelds.draw_phone, "#333a4d", (Grip("left", 252, 900, -25),), 860),
    "camera": Held(
        handhelds.draw_camera,
        "#4a4f5c",
        (Grip("left", 214, 950, -15), Grip("right", 556, 950, 195)),
        most_lift=190,
        strap=handhelds.draw_strap,
    ),
    "flowers": Held(handhelds.draw_flowers, "", (Grip("left", 346, 1016, -10),), 860, 150),
}
"""What can be held, by its name in a prompt."""

COMPANIONS: dict[str, Companion] = {
    "dog": Companion(companions.draw_dog, "#c98a4b"),
    "cat": Companion(companions.draw_cat, "#e0964f"),
    "surfboard": Companion(companions.draw_surfboard, "#f2b84b", stands_behind=True),
}
"""What can be beside a person, by its name in a prompt."""
