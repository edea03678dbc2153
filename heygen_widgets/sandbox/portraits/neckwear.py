"""Draws what a figure wears round the neck, over the garment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.cloth import outlined
from heygen_widgets.sandbox.portraits.svg import blend, disc, lighter, stroke

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sandbox.portraits.cloth import Outfit


def draw_neckwear(outfit: Outfit) -> str:
    """Draw what is worn round the neck, over the garment."""
    parts = [draw(outfit) for name, draw in NECKWEAR.items() if name in outfit.extras]
    return "".join(parts)


def _scarf(outfit: Outfit) -> str:
    cloth = outfit.colour_of("scarf", "#d39a2b")
    tail = "M292 720C272 800 262 890 268 990L376 1000C372 900 384 820 404 730Z"
    wrap = (
        "M214 604C224 716 310 776 391 776C478 776 548 712 554 598C546 560 508 548 486 560"
        "C450 628 330 628 282 548C246 546 214 566 214 604Z"
    )
    folds = "M250 640C300 706 460 716 520 632M262 594C310 664 440 676 506 596"
    fringe = "M284 996V1030M312 998V1032M340 1000V1034M364 1000V1034"
    return (
        stroke(fringe, outfit.ink, 11)
        + outlined(tail, blend(cloth, "#0b0a1c", 0.1), outfit.ink)
        + stroke("M270 930L376 940", lighter(cloth, 0.4), 16)
        + outlined(wrap, cloth, outfit.ink)
        + stroke(folds, outfit.ink, 8)
    )


def _stethoscope(outfit: Outfit) -> str:
    tube = "M250 606C220 740 250 870 330 912M516 606C552 690 548 750 504 800"
    return (
        stroke(tube, outfit.ink, 26)
        + stroke(tube, "#5d6b86", 13)
        + disc(336, 922, 34, outfit.ink)
        + disc(336, 922, 22, "#cfd6e2")
        + disc(336, 922, 10, "#8d99ad")
        + stroke("M504 800C476 814 462 840 466 866M504 800C530 814 538 836 534 862", outfit.ink, 16)
    )


def _necklace(outfit: Outfit) -> str:
    metal = outfit.colour_of("necklace", "#e0b23e")
    return stroke("M282 620C300 700 350 740 391 752C440 740 484 700 500 618", metal, 9) + (
        disc(391, 766, 20, outfit.ink) + disc(391, 766, 13, metal)
    )


NECKWEAR: dict[str, Callable[[Outfit], str]] = {
    "necklace": _necklace,
    "stethoscope": _stethoscope,
    "scarf": _scarf,
}
"""Things round the neck. The tie is not among them: it is drawn under the collar."""
