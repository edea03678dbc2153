"""Draws what is on the skin: lines of age, blush, freckles, tattoos; and large eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.svg import blend, disc, oval, stroke

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.person import Person

_EYES = ((407, 364), (527, 359))
"""The middles of the eyes of the faces in `parts.OPEN_EYED_EXPRESSIONS`."""

_LINES = (
    "M383 408C392 416 404 419 416 416M518 408C528 412 538 410 546 402M424 452C414 464 412 478 418 492",
    "M372 352C362 346 356 340 352 332M370 368C360 368 352 366 346 362M400 284C430 276 470 276 498 282",
    "M412 258C440 252 470 252 492 256M388 424C396 431 408 434 418 431M530 452C538 462 540 476 536 488",
)
"""The lines that each age adds: eyes and mouth, temples and forehead, more of both."""

_NECK_TATTOO = "M332 604C340 580 366 586 360 606C356 620 338 616 344 602M366 626C380 600 404 606 400 628M346 640C364 654 388 656 408 646"


def draw_face_marks(person: Person) -> str:
    """Draw what is on a face, over it."""
    shade = blend(person.skin, "#2a130c", 0.42)
    marks = "".join(stroke(line, shade, 7) for line in _LINES[: person.lines])
    if person.blush:
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
    )


def draw_body_tattoos(person: Person) -> str:
    """Draw tattoos on the neck and on bare arms."""
    if "tattoos" not in person.extras:
        return ""
    return stroke(_NECK_TATTOO, "#27405a", 9, 0.85)
