"""Draws what is on the skin: lines of age, blush, freckles, tattoos; and large eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.garments import SHORT_SLEEVES, SLEEVELESS
from heygen_widgets.sandbox.portraits.parts import HALF_HIDDEN_HEADS
from heygen_widgets.sandbox.portraits.svg import blend, disc, filled_path, oval, stroke

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.person import Person

_EYES = ((407, 364), (527, 359))
"""The middles of the eyes of the faces in `parts.OPEN_EYED_EXPRESSIONS`."""

_LINES = (
    (
        "M383 408C392 416 404 419 416 416M518 408C528 412 538 410 546 402M424 452"
        "C414 464 412 478 418 492"
    ),
    (
        "M372 352C362 346 356 340 352 332M370 368C360 368 352 366 346 362M400 284"
        "C430 276 470 276 498 282"
    ),
    (
        "M412 258C440 252 470 252 492 256M388 424C396 431 408 434 418 431M530 452"
        "C538 462 540 476 536 488"
    ),
)
"""The lines that each age adds: eyes and mouth, temples and forehead, more of both."""

_NECK_TATTOO = (
    "M332 604C340 580 366 586 360 606C356 620 338 616 344 602M366 626"
    "C380 600 404 606 400 628M346 640C364 654 388 656 408 646"
)

_ARM_TATTOOS = (
    "M-52 1000C-10 1022 60 1028 118 1014M-50 1024C-10 1046 60 1052 118 1038"
    "M-8 900C-30 860 20 830 36 868C52 830 98 860 78 900C66 926 46 940 36 956C26 940 4 926 -8 900"
    "M640 1016C680 1030 730 1024 762 1004M642 1040C682 1054 730 1048 764 1028"
    "M690 840L702 878L740 880L710 904L722 942L690 920L658 942L670 904L640 880L678 878Z"
)
"""Two bands and a heart on the left arm, two bands and a star on the right one."""


def draw_face_marks(person: Person) -> str:
    """Draw what is on a face, over it."""
    shade = blend(person.skin, "#2a130c", 0.42)
    marks = "".join(stroke(line, shade, 7) for line in _LINES[: person.lines])
    if person.blush:
        if person.head not in HALF_HIDDEN_HEADS:
            marks += oval(372, 424, 40, 24, person.blush, opacity=0.5)
        marks += oval(540, 414, 24, 22, person.blush, opacity=0.5)
    if "freckles" in person.extras:
        spots = ((352, 410), (374, 420), (394, 410), (382, 440), (410, 428), (362, 434),
                 (520, 412), (536, 402), (530, 428), (546, 420))  # fmt: skip
        marks += "".join(disc(x, y, 5, blend(person.skin, "#8a3f1c", 0.6)) for x, y in spots)
    if person.big_eyes:
        marks += "".join(_eye(x, y, person) for x, y in _EYES)
    return marks


def _eye(x: float, y: float, person: Person) -> str:
    return (
        oval(x, y, 33, 40, person.ink)
        + oval(x, y + 1, 26, 33, "#fffdf8")
        + oval(x + 5, y + 3, 19, 24, person.big_eyes)
        + oval(x + 6, y + 4, 11, 15, "#1a1210")
        + disc(x + 12, y - 8, 8, "#ffffff")
        + disc(x - 2, y + 14, 4, "#ffffff", 0.8)
        + filled_path(
            f"M{x - 35} {y - 2}C{x - 34} {y - 56} {x + 34} {y - 56} {x + 35} {y - 4}"
            f"C{x + 16} {y - 26} {x - 16} {y - 26} {x - 35} {y - 2}Z",
            person.skin,
        )
        + stroke(
            f"M{x - 36} {y}C{x - 16} {y - 26} {x + 16} {y - 26} {x + 36} {y - 4}", person.ink, 10
        )
    )


def draw_body_tattoos(person: Person) -> str:
    """Draw tattoos on the neck, and on arms if they are bare."""
    if "tattoos" not in person.extras:
        return ""
    ink = blend(person.skin, "#12283f", 0.8)
    arms = _ARM_TATTOOS if person.garment in SHORT_SLEEVES | SLEEVELESS else ""
    return stroke(_NECK_TATTOO + arms, ink, 9)
