"""Draws clothes that cover more than the torso: dress, space suit, wetsuit and chef's jacket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.cloth import LINE_WIDTH, contrast, outlined
from heygen_widgets.sandbox.portraits.svg import blend, box, darker, disc, lighter, stroke

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.cloth import Outfit

_BODICE = (
    "M112 1350C122 1180 122 1000 128 872C160 830 196 760 206 606L262 597C270 700 318 792 391 792"
    "C464 792 506 700 508 597L560 608C568 760 596 830 622 872C630 1000 642 1180 652 1350"
)
_DARTS = "M250 1350C262 1240 268 1160 270 1076M514 1350C502 1240 496 1160 494 1076"


def draw_dress(outfit: Outfit) -> str:
    """Draw a sleeveless dress with a sash; dots only if the prompt names them."""
    sash = "M121 1000C250 1034 500 1034 630 1000L634 1066C500 1102 250 1102 119 1066Z"
    bust = "M206 868C250 900 300 904 340 880M552 868C510 900 460 904 424 880"
    return (
        outlined(_BODICE, outfit.cloth, outfit.ink)
        + (_dots(outfit) if "polkadot" in outfit.extras else stroke(bust, outfit.ink, 9))
        + stroke(_DARTS, outfit.ink, 9)
        + outlined(sash, contrast(outfit.cloth, 0.22), outfit.ink, 11)
    )


def draw_tank_top(outfit: Outfit) -> str:
    """Draw a sleeveless top."""
    seams = "M234 610C246 730 304 826 391 826C480 826 534 730 534 610"
    return outlined(_BODICE, outfit.cloth, outfit.ink) + stroke(
        seams, contrast(outfit.cloth, 0.22), 8
    )


def _dots(outfit: Outfit) -> str:
    return "".join(
        disc(x, y, 12, lighter(outfit.cloth, 0.65))
        for row, y in enumerate(range(850, 1340, 84))
        for x in range(190 + 44 * (row % 2), 600, 88)
        if not 1000 <= y <= 1100  # noqa: PLR2004 - the sash
    )


def draw_chef_jacket(outfit: Outfit) -> str:
    """Draw a double-breasted jacket with a stand-up collar and a neckerchief."""
    scarf = outfit.colour_of("scarf", "#c8493d")
    flap = "M262 640C300 720 330 760 340 800L336 1350H620C624 1200 620 1000 560 800L508 640"
    collar = "M244 590C240 640 270 700 391 742C506 700 530 640 520 590L548 640L520 720L391 790"
    knot = "M352 716L391 700L430 716L420 776L440 850L391 812L342 850L362 776Z"
    buttons = "".join(
        disc(x, y, 15, outfit.ink) for y in (870, 960, 1050, 1140) for x in (300, 480)
    )
    return (
        stroke(flap.split("H", maxsplit=1)[0], outfit.ink, 10)
        + outlined(f"{collar}L262 720L222 640Z", lighter(outfit.cloth, 0.3), outfit.ink)
        + stroke("M391 742V790", outfit.ink, 9)
        + buttons
        + outlined(knot, scarf, outfit.ink, 11)
        + stroke("M166 1170H262M500 1170H596", contrast(outfit.cloth, 0.2), 10)
    )


def draw_space_suit(outfit: Outfit) -> str:
    """Draw a space suit with a neck ring, a control unit, a flag and seams."""
    ring = (
        "M226 604C240 700 316 752 391 752C466 752 540 700 548 604L500 590"
        "C490 650 450 690 391 690C332 690 290 650 274 590Z"
    )
    grey, accent = blend(outfit.cloth, "#8d97a8", 0.45), outfit.colour_of("accent", "#e2683c")
    unit = (
        "M280 850H492C504 850 512 858 512 870V1010C512 1022 504 1030 492 1030H280"
        "C268 1030 260 1022 260 1010V870C260 858 268 850 280 850Z"
    )
    hoses = "M282 1030C262 1090 210 1110 150 1100M490 1030C510 1090 560 1110 606 1096"
    seams = "M136 850C190 880 230 884 262 874M622 850C570 880 540 884 512 874"
    belt = "M113 1240C250 1262 520 1262 648 1240V1300C520 1322 250 1322 112 1300Z"
    return (
        stroke(seams, outfit.ink, 9)
        + stroke(hoses, outfit.ink, 34)
        + stroke(hoses, grey, 14)
        + outlined(unit, grey, outfit.ink, 12)
        + box(286, 880, 90, 56, "#33415c", radius=8)
        + stroke("M300 918L320 900L338 912L360 894", "#7fe0c4", 6)
        + disc(420, 906, 20, "#d8433b")
        + disc(470, 906, 20, "#f1b83a")
        + stroke("M296 980H476", outfit.ink, 12)
        + outlined("M160 780H236V830H160Z", "#3467c8", outfit.ink, 9)
        + stroke("M170 805H226", "#ffffff", 8)
        + disc(578, 806, 34, outfit.ink)
        + disc(578, 806, 25, accent)
        + stroke("M560 816L596 796", "#ffffff", 7)
        + outlined(belt, grey, outfit.ink, 11)
        + outlined(ring, lighter(grey, 0.35), outfit.ink)
    )


def draw_wetsuit(outfit: Outfit) -> str:
    """Draw a wetsuit with a high collar, a zip and coloured panels."""
    panel = outfit.colour_of("accent", "#39b4c4")
    collar = (
        "M250 590C262 566 300 560 318 552C330 640 450 640 466 552C490 560 506 566 514 590"
        "C500 662 450 700 391 700C330 700 280 662 250 590Z"
    )
    left = "M128 880C180 960 196 1120 176 1350H112C122 1180 122 1000 128 880Z"
    right = "M622 880C572 960 556 1120 576 1350H652C642 1180 630 1000 622 880Z"
    yoke = "M196 626C240 740 320 790 391 790C462 790 540 740 568 626"
    return (
        outlined(left, panel, outfit.ink, 10)
        + outlined(right, panel, outfit.ink, 10)
        + stroke(yoke, lighter(outfit.cloth, 0.3), 9)
        + outlined(collar, lighter(outfit.cloth, 0.1), outfit.ink)
        + stroke("M391 700V1000", outfit.ink, LINE_WIDTH + 4)
        + stroke("M391 700V1000", darker("#cfd6dd", 0.1), 6)
        + disc(391, 1006, 13, "#cfd6dd")
        + outlined("M452 850H548V890H452Z", panel, outfit.ink, 8)
    )
