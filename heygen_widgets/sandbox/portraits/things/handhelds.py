"""Draws what people hold: book, laptop, cup, phone, camera and flowers."""

from __future__ import annotations

from heygen_widgets.sandbox.portraits.cloth import outlined
from heygen_widgets.sandbox.portraits.svg import box, darker, disc, lighter, oval, stroke

PETALS = ("#f2708f", "#ffd166", "#f7f3ea", "#f08a4b", "#b58ad6")
"""The colours of a bouquet unless the prompt names one."""


def draw_book(colour: str, ink: str) -> str:
    """Draw an open book from outside, as somebody reads it."""
    pages = "M385 800C330 772 260 772 208 790L212 830H558L562 790C510 772 440 772 385 800Z"
    left = "M385 818C330 794 250 796 190 808V1004C250 992 330 994 385 1018Z"
    right = "M385 818C440 794 520 796 580 808V1004C520 992 440 994 385 1018Z"
    return (
        outlined(pages, "#fbf6ea", ink, 11)
        + outlined(left, colour, ink)
        + outlined(right, colour, ink)
        + outlined("M372 812H398V1022H372Z", darker(colour, 0.2), ink, 10)
        + stroke(
            "M430 850C470 838 510 840 546 846M430 884C460 876 490 876 516 880",
            lighter(colour, 0.6),
            10,
        )
        + outlined("M246 850H326V930H246Z", lighter(colour, 0.55), ink, 8)
    )


def draw_laptop(colour: str, ink: str) -> str:
    """Draw an open laptop from behind."""
    lid = "M226 786H544C562 786 572 796 572 812V1000H198V812C198 796 208 786 226 786Z"
    return (
        outlined(lid, colour, ink)
        + stroke("M224 960V822C224 814 230 810 238 810H330", lighter(colour, 0.5), 9)
        + disc(385, 892, 27, ink)
        + disc(385, 892, 18, lighter(colour, 0.7))
        + outlined(
            ("M166 1000H604L590 1034C588 1040 582 1042 576 1042H194C188 1042 182 1040 180 1034Z"),
            lighter(colour, 0.35),
            ink,
            12,
        )
    )


def draw_cup(colour: str, ink: str) -> str:
    """Draw a steaming mug."""
    mug = "M262 850H398L390 978C388 1002 376 1012 356 1012H304C284 1012 272 1002 270 978Z"
    steam = "M300 812C284 786 316 768 300 738M344 806C328 776 362 756 344 720"
    return (
        stroke(steam, "#ffffff", 15, 0.75)
        + stroke("M268 880C206 872 206 976 274 966", ink, 40)
        + stroke("M268 880C206 872 206 976 274 966", colour, 14)
        + outlined(mug, colour, ink)
        + stroke("M270 920H390", lighter(colour, 0.5), 20)
        + oval(330, 850, 68, 20, ink)
        + oval(330, 850, 58, 12, "#6b4226")
    )


def draw_phone(colour: str, ink: str) -> str:
    """Draw a phone from behind."""
    drawn = (
        outlined(
            "M-56 -118H56C68 -118 76 -110 76 -98V98C76 110 68 118 56 118H-56C-68 118 -76 110"
            " -76 98V-98C-76 -110 -68 -118 -56 -118Z",
            colour,
            ink,
        )
        + box(-56, -98, 62, 66, lighter(colour, 0.22), radius=14)
        + disc(-38, -80, 12, ink)
        + disc(-12, -80, 12, ink)
        + disc(-38, -52, 12, ink)
        + disc(-36, -82, 4, "#9fd4ff")
        + disc(-10, -82, 4, "#9fd4ff")
        + stroke("M56 -90V40", lighter(colour, 0.35), 8)
    )
    return f'<g transform="translate(286 838) rotate(10)">{drawn}</g>'


def draw_strap(ink: str) -> str:
    """Draw the strap of a camera, from the neck to the chest."""
    strap = "M262 600C250 700 236 780 244 850M512 600C524 700 540 780 530 850"
    return stroke(strap, ink, 34) + stroke(strap, "#8a5a3a", 16)


def draw_camera(colour: str, ink: str) -> str:
    """Draw a camera that is held before the chest; its strap is `draw_strap`."""
    body = (
        "M244 832H526C542 832 550 840 550 856V1000C550 1016 542 1024 526 1024H244"
        "C228 1024 220 1016 220 1000V856C220 840 228 832 244 832Z"
    )
    return (
        outlined("M320 834L338 786H434L452 834Z", lighter(colour, 0.2), ink, 12)
        + outlined("M244 832V810H296V832Z", lighter(colour, 0.3), ink, 10)
        + outlined(body, colour, ink)
        + box(228, 872, 314, 104, darker(colour, 0.35))
        + disc(385, 926, 86, ink)
        + disc(385, 926, 73, "#c9ced8")
        + disc(385, 926, 56, "#20242f")
        + disc(385, 926, 34, "#3f5f96")
        + disc(366, 906, 13, "#ffffff", 0.85)
        + disc(500, 858, 12, "#f1b83a")
    )


def draw_flowers(colour: str, ink: str) -> str:
    """Draw a bouquet in paper.

    Args:
        colour: Of all flowers; empty for several colours.
        ink: Colour of the lines.
    """
    leaves = "".join(
        outlined(
            (
                f"M360 960C{x} {y + 60} {x - 30} {y + 20} {x} {y}C{x + 40} {y + 30} {x + 20} "
                f"{y + 70} 360 960Z"
            ),
            "#4f9a5c",
            ink,
            9,
        )
        for x, y in ((214, 790), (500, 780), (330, 700), (440, 716))
    )
    places = ((268, 800), (462, 796), (364, 742), (310, 858), (420, 856), (366, 826))
    blooms = "".join(
        _bloom(x, y, colour or PETALS[number % len(PETALS)], ink)
        for number, (x, y) in enumerate(places)
    )
    paper = "M232 880C290 930 440 930 498 876L404 1100H330Z"
    return (
        leaves
        + blooms
        + outlined(paper, "#f3e3c3", ink)
        + stroke("M300 922L352 1080M430 922L384 1080", "#d9c295", 9)
    )


def _bloom(x: float, y: float, colour: str, ink: str) -> str:
    around = ((0, -34), (32, -11), (20, 28), (-20, 28), (-32, -11))
    rims = "".join(disc(x + dx, y + dy, 34, ink) for dx, dy in around)
    petals = "".join(disc(x + dx, y + dy, 25, colour) for dx, dy in around)
    return rims + petals + disc(x, y, 21, lighter(colour, 0.35) if colour[1] < "e" else "#f1b83a")
