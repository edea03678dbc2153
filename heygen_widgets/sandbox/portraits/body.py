"""Draws the figure below the head: neck, torso, arms, legs and shoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.arms import (
    BENT_ARMS,
    BENT_SLEEVES,
    Side,
    draw_fist,
    draw_forearm,
)
from heygen_widgets.sandbox.portraits.cloth import LINE_WIDTH, contrast, outlined
from heygen_widgets.sandbox.portraits.garments import SHORT_SLEEVES, SLEEVELESS, draw_garment
from heygen_widgets.sandbox.portraits.neckwear import draw_neckwear
from heygen_widgets.sandbox.portraits.skin_marks import draw_body_tattoos
from heygen_widgets.sandbox.portraits.svg import filled_path, lighter, oval, stroke
from heygen_widgets.sandbox.portraits.things.catalogue import HELD
from heygen_widgets.sandbox.portraits.things.placing import GROUND

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.person import Person

MIRROR = 'transform="matrix(-1 0 0 1 725 0)"'
"""Mirrors what is drawn for one side of the body to the other."""

_TORSO = (
    "M247 594C190 602 110 640 70 690L128 880C124 1000 122 1180 112 1346"
    "H652C642 1180 628 1000 622 880L672 690C630 640 574 602 517 594"
    "C500 660 450 698 391 698C330 698 280 660 247 594Z"
)
_NECK_SKIN = (
    "M310 470L322 540C306 580 280 592 247 594C280 660 330 698 391 698"
    "C450 698 500 660 517 594C480 590 470 560 466 500Z"
)
_NECK_LINES = "M324 520C320 560 290 592 247 594M468 540C470 570 490 590 517 594"
_LEFT_SLEEVE = (
    "M247 594C168 604 58 652 2 770C-40 860 -60 960 -62 1070C-62 1150 -58 1224 -50 1296"
    "L66 1306C84 1180 116 1010 132 850"
)
_RIGHT_SLEEVE = (
    "M517 594C592 606 668 656 696 764C722 866 744 980 758 1080C768 1150 772 1220 774 1290"
    "L660 1306C652 1180 632 1010 620 850"
)
_LEFT_SHORT = "M247 594C168 604 58 652 2 770C-24 826 -40 874 -48 916C4 944 64 960 122 960L132 850"
_RIGHT_SHORT = (
    "M517 594C592 606 668 656 696 764C710 824 722 876 732 926C700 948 664 962 630 962L620 850"
)
_LEFT_ARM = "M-38 900C-56 1010 -58 1180 -46 1300L62 1308C78 1200 106 1060 116 930"
_RIGHT_ARM = "M716 900C748 1010 764 1180 768 1296L662 1308C656 1200 640 1060 634 930"
_SIDES = "M129 880C124 1000 122 1180 112 1346M622 880C628 1000 642 1180 652 1346"
_HAND = "M-44 1290C-66 1340 -66 1400 -40 1424C-16 1446 36 1440 54 1404C72 1372 76 1332 62 1292Z"
_THUMB = "M52 1318C78 1336 90 1372 74 1398C64 1408 54 1396 52 1380"
_TROUSERS = (
    "M112 1330C100 1520 122 1820 148 2124H326C340 1920 360 1680 384 1506"
    "C406 1680 424 1920 440 2124H618C642 1820 664 1520 652 1330Z"
)
_SHORTS = (
    "M112 1330C104 1440 100 1570 100 1690H352C360 1620 370 1560 384 1506"
    "C396 1560 404 1620 412 1690H664C664 1570 662 1440 652 1330Z"
)
_LEG = "M142 1500C140 1700 146 1950 168 2140H306C316 1960 326 1700 340 1500Z"
_SKIRT = "M112 1320C84 1450 60 1600 40 1740C260 1790 510 1790 726 1740C704 1600 682 1450 652 1320Z"
_SKIRT_FOLDS = (
    "M220 1420C206 1530 196 1630 184 1756M392 1440V1776M556 1420C570 1530 584 1630 590 1756"
)
_COAT_TAIL = (
    "M114 1320C102 1460 90 1620 82 1760H372L392 1340L412 1760H684C678 1620 664 1460 650 1320Z"
)
_SHOE = "M150 2118H324C330 2150 334 2190 330 2214H62C54 2172 100 2156 150 2118Z"
_SOLE = "M66 2196H330"


def draw_body(person: Person) -> str:
    """Draw a figure from the neck down to the shoes, without forearms that hold something."""
    return _lower(person) + _arms(person) + _upper(person)


def _strap(person: Person) -> str:
    strap = HELD[person.held].strap if person.held else None
    return strap(person.ink) if strap else ""


def _bent(person: Person) -> set[Side]:
    """Return the sides whose arms hold something."""
    return {grip.side for grip in HELD[person.held].grips} if person.held else set()


def draw_held(person: Person, lift: float = 0) -> str:
    """Draw what a figure holds, with the forearms.

    Args:
        person: Who holds it.
        lift: How much higher (below zero) than usual the hands hold it.
    """
    if not person.held:
        return ""
    thing = HELD[person.held]
    bare = _has_bare_arms(person)
    sleeve, cuff = (person.skin, "") if bare else (person.cloth, person.cloth)
    arms = "".join(draw_forearm(grip, lift, sleeve, person.ink, cuff) for grip in thing.grips)
    drawn = thing.draw(person.colour_of("held", thing.colour), person.ink)
    drawn = f'<g transform="translate(0 {lift:.0f})">{drawn}</g>'
    fists = "".join(draw_fist(grip, lift, person.skin, person.ink) for grip in thing.grips)
    return (arms + drawn if thing.over_arms else drawn + arms) + fists


def _upper(person: Person) -> str:
    return (
        filled_path(_NECK_SKIN, person.skin)
        + stroke(_NECK_LINES, person.ink, LINE_WIDTH)
        + filled_path(_TORSO, _chest(person))
        + _sleeves(person)
        + filled_path(
            "M247 594L110 740L140 852V1000L614 1000L612 850L636 740L517 594" + _ROUND,
            _chest(person),
        )
        + stroke(_SIDES, person.ink, LINE_WIDTH)
        + stroke("M132 820V900M620 800V900", person.ink, LINE_WIDTH)
        + _cuffs(person)
        + draw_body_tattoos(person)
        + draw_garment(person.garment, person)
        + draw_neckwear(person)
        + _strap(person)
    )


_ROUND = "C500 660 450 698 391 698C330 698 280 660 247 594Z"


def _chest(person: Person) -> str:
    """Return the colour of the torso under the garment."""
    return person.skin if person.garment in SLEEVELESS else person.cloth


def _sleeves(person: Person) -> str:
    bent = _bent(person)
    if person.garment in SHORT_SLEEVES:
        paths = {"left": _LEFT_SHORT, "right": _RIGHT_SHORT}
    else:
        hanging = {"left": _LEFT_SLEEVE, "right": _RIGHT_SLEEVE}
        paths = {**hanging, **{side: BENT_SLEEVES[side] for side in bent}}
    colour = _chest(person)
    return "".join(outlined(path, colour, person.ink) for path in paths.values())


def _has_bare_arms(person: Person) -> bool:
    return person.garment in SHORT_SLEEVES | SLEEVELESS


def _cuffs(person: Person) -> str:
    if _has_bare_arms(person):
        return ""
    cuffs: dict[Side, str] = {"left": "M-52 1246L72 1256", "right": "M772 1240L656 1256"}
    bent = _bent(person)
    return "".join(stroke(cuff, person.ink, 9) for side, cuff in cuffs.items() if side not in bent)


def _arms(person: Person) -> str:
    hand = outlined(_HAND, person.skin, person.ink) + outlined(_THUMB, person.skin, person.ink)
    hands: dict[Side, str] = {"left": hand, "right": f"<g {MIRROR}>{hand}</g>"}
    hanging: dict[Side, str] = {"left": _LEFT_ARM, "right": _RIGHT_ARM}
    bent = _bent(person)
    drawn = "".join(drawn for side, drawn in hands.items() if side not in bent)
    if not _has_bare_arms(person):
        return drawn
    arms = {**hanging, **{side: BENT_ARMS[side] for side in bent}}
    return drawn + "".join(outlined(arm, person.skin, person.ink) for arm in arms.values())


def _lower(person: Person) -> str:
    shadow = oval(384, GROUND, 460, 34, "#0b0a1c", opacity=0.28)
    shoe = outlined(_SHOE, person.shoes, person.ink) + stroke(
        _SOLE, lighter(person.shoes, 0.75), 16
    )
    shoes = shoe + f'<g transform="matrix(-1 0 0 1 766 0)">{shoe}</g>'
    return shadow + shoes + _legs(person) + _hem(person)


def _legs(person: Person) -> str:
    if person.legs == "trousers":
        fly = stroke("M386 1380L384 1506M150 1380C170 1420 200 1440 230 1446", person.ink, 10)
        return outlined(_TROUSERS, person.below, person.ink) + fly
    leg = outlined(_LEG, person.skin, person.ink)
    bare = leg + f'<g transform="matrix(-1 0 0 1 766 0)">{leg}</g>'
    if person.legs == "shorts":
        return bare + outlined(_SHORTS, person.below, person.ink)
    return bare + outlined(_SKIRT, person.below, person.ink) + stroke(_SKIRT_FOLDS, person.ink, 9)


def _hem(person: Person) -> str:
    if person.garment == "coat":
        return outlined(_COAT_TAIL, person.cloth, person.ink)
    if person.garment == "apron":
        cloth = person.colour_of("apron", person.inner)
        return outlined("M124 1330L140 1660H630L630 1330Z", cloth, person.ink)
    if person.garment in {"dress", "spacesuit", "wetsuit"}:
        return ""
    return outlined("M112 1300V1350H652V1300Z", contrast(person.cloth, 0.1), person.ink)
