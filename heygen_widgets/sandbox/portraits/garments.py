"""Draws what a figure wears above the hips, over the torso."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits import suits
from heygen_widgets.sandbox.portraits.cloth import LINE_WIDTH, NECKLINE, contrast, outlined
from heygen_widgets.sandbox.portraits.svg import disc, filled_path, lighter, stroke

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sandbox.portraits.cloth import Outfit

SHORT_SLEEVES = frozenset({"tee", "apron"})

SLEEVELESS = frozenset({"dress", "tank"})


def draw_garment(garment: str, outfit: Outfit) -> str:
    """Draw the details of a garment over the torso; an unknown one is a T-shirt."""
    return GARMENTS.get(garment, _tee)(outfit)


def _tee(outfit: Outfit) -> str:
    return stroke(NECKLINE, outfit.ink, LINE_WIDTH)


def _sweater(outfit: Outfit) -> str:
    band = "M240 596C268 694 326 740 391 740C456 740 512 694 526 596L517 594" + _BACK_OF_NECK
    ribs = "M290 668L274 692M330 700L320 730M391 712V738M448 704L458 730M488 670L502 694"
    knit = "".join(f"M200 {y}C330 {y + 34} 450 {y + 34} 560 {y}" for y in (850, 890, 1000, 1040))
    return (
        stroke(knit, contrast(outfit.cloth), 9)
        + outlined(band, contrast(outfit.cloth, 0.12), outfit.ink)
        + stroke(ribs, outfit.ink, 7)
    )


_BACK_OF_NECK = "C500 660 450 698 391 698C330 698 280 660 247 594Z"


def _collar(fill: str, ink: str) -> str:
    left = "M258 578C254 606 270 650 390 722L306 786L218 632C222 606 240 586 258 578Z"
    right = "M508 578C512 606 500 650 390 722L474 788L546 632C542 606 526 586 508 578Z"
    return outlined(left, fill, ink) + outlined(right, fill, ink)


def _shirt(outfit: Outfit) -> str:
    buttons = "".join(disc(391, y, 10, outfit.ink) for y in (820, 930, 1040, 1150, 1260))
    pocket = "M470 850H572V930L521 958L470 930Z"
    return (
        stroke("M391 722V1340", outfit.ink, 9)
        + buttons
        + outlined(pocket, contrast(outfit.cloth, 0.06), outfit.ink, 9)
        + _tie_under_collar(outfit)
        + _collar(lighter(outfit.cloth, 0.25), outfit.ink)
    )


def _hoodie(outfit: Outfit) -> str:
    hood = (
        "M212 612C222 700 300 786 391 786C484 786 552 700 556 608C540 586 526 586 517 594"
        + _BACK_OF_NECK.replace("247 594Z", "247 594C236 586 222 590 212 612Z")
    )
    strings = "M338 752C330 800 340 850 332 900M444 752C452 800 442 850 450 906"
    pocket = "M236 1350L204 1250L250 1120H520L566 1250L540 1350"
    return (
        outlined(pocket, contrast(outfit.cloth, 0.08), outfit.ink, 11)
        + outlined(hood, contrast(outfit.cloth), outfit.ink)
        + stroke(strings, outfit.ink, 20)
        + stroke(strings, "#f4f1ea", 9)
    )


def _panel(outfit: Outfit, path: str) -> str:
    return filled_path(path, outfit.inner)


def _blazer(outfit: Outfit) -> str:
    panel = "M262 590C280 660 330 698 391 698C450 698 500 660 508 590L546 660L392 1050L222 660Z"
    left = "M236 592C204 630 178 690 166 752L232 776L202 826L392 1066C352 930 292 780 262 620Z"
    right = "M526 592C562 630 590 690 600 752L540 776L568 826L392 1066C424 930 480 780 508 620Z"
    lapel = contrast(outfit.cloth, 0.14)
    pocket = "M474 878L560 868"
    return (
        _panel(outfit, panel)
        + stroke("M391 722V1030", outfit.ink, 8)
        + _tie_under_collar(outfit)
        + _collar(lighter(outfit.inner, 0.3), outfit.ink)
        + outlined(left, lapel, outfit.ink)
        + outlined(right, lapel, outfit.ink)
        + stroke("M392 1066C404 1150 410 1240 420 1340", outfit.ink, 12)
        + disc(362, 1120, 13, outfit.ink)
        + disc(368, 1220, 13, outfit.ink)
        + stroke(pocket, outfit.ink, 12)
    )


def _jacket(outfit: Outfit) -> str:
    panel = "M247 594C280 660 330 698 391 698C450 698 500 660 517 594L496 1350H284Z"
    left = "M244 590C210 610 190 640 178 690L262 782L300 690C276 664 258 632 244 590Z"
    right = "M520 590C556 610 578 640 590 690L506 782L472 688C496 664 510 632 520 590Z"
    edges = "M280 740L262 1350M490 740L512 1350"
    pockets = "M152 1110L196 1226M612 1110L572 1226"
    return (
        _panel(outfit, panel)
        + stroke(NECKLINE, outfit.ink, LINE_WIDTH)
        + stroke("M280 740L262 1350M490 740L512 1350", outfit.ink, 30)
        + stroke(edges, "#d9d4cb", 9).replace("/>", ' stroke-dasharray="1 17"/>')
        + outlined(left, contrast(outfit.cloth, 0.1), outfit.ink)
        + outlined(right, contrast(outfit.cloth, 0.1), outfit.ink)
        + stroke(pockets, outfit.ink, 12)
        + stroke("M160 870C190 884 220 888 256 884M516 884C550 888 584 882 606 870", outfit.ink, 9)
    )


def _coat(outfit: Outfit) -> str:
    panel = "M262 590C280 660 330 698 391 698C450 698 500 660 508 590L546 660L392 1160L222 660Z"
    left = "M236 590C196 634 168 700 158 776L240 800L212 850L384 1170C350 1010 292 800 262 620Z"
    right = "M526 590C568 634 600 700 606 776L532 800L560 850L384 1170C424 1010 480 800 508 620Z"
    lapel = contrast(outfit.cloth, 0.07)
    return (
        _panel(outfit, panel)
        + stroke("M391 722V1130", outfit.ink, 8)
        + _tie_under_collar(outfit)
        + _collar(lighter(outfit.inner, 0.3), outfit.ink)
        + outlined(left, lapel, outfit.ink)
        + outlined(right, lapel, outfit.ink)
        + stroke("M384 1170C388 1230 390 1290 392 1350", outfit.ink, 12)
        + disc(352, 1210, 13, outfit.ink)
        + outlined("M478 930H580V1030H478Z", lapel, outfit.ink, 11)
        + stroke("M508 904V952", "#3467c8", 13)
        + stroke("M166 1180H270M484 1180H588", outfit.ink, 12)
    )


def _apron(outfit: Outfit) -> str:
    cloth = outfit.colour_of("apron", outfit.inner)
    straps = "M286 812C262 740 248 670 244 598M488 812C508 740 518 670 520 598"
    bib = "M270 806H504C506 900 548 980 606 1010L630 1360H124L150 1010C210 980 266 900 270 806Z"
    return (
        stroke(NECKLINE, outfit.ink, LINE_WIDTH)
        + stroke(straps, outfit.ink, 36)
        + stroke(straps, cloth, 16)
        + outlined(bib, cloth, outfit.ink)
        + outlined(
            "M280 1130H500V1290C460 1316 320 1316 280 1290Z", contrast(cloth, 0.08), outfit.ink, 11
        )
    )


def _tie_under_collar(outfit: Outfit) -> str:
    if "tie" not in outfit.extras:
        return ""
    tie = outfit.colour_of("tie", "#a3323c")
    blade = "M364 764L418 764L448 1010L392 1076L336 1010Z"
    knot = "M352 716H430L420 776H362Z"
    stripes = "M350 900L430 850M344 960L440 904M350 1012L446 962"
    return (
        outlined(blade, tie, outfit.ink, 11)
        + stroke(stripes, lighter(tie, 0.35), 10)
        + outlined(knot, tie, outfit.ink, 11)
    )


GARMENTS: dict[str, Callable[[Outfit], str]] = {
    "tee": _tee,
    "shirt": _shirt,
    "sweater": _sweater,
    "hoodie": _hoodie,
    "jacket": _jacket,
    "blazer": _blazer,
    "coat": _coat,
    "dress": suits.draw_dress,
    "tank": suits.draw_tank_top,
    "apron": _apron,
    "chefjacket": suits.draw_chef_jacket,
    "spacesuit": suits.draw_space_suit,
    "wetsuit": suits.draw_wetsuit,
}
"""The garments by name."""
