"""Draws what musicians hold: violin, guitar and microphone."""

from __future__ import annotations

from heygen_widgets.sandbox.portraits.cloth import outlined
from heygen_widgets.sandbox.portraits.svg import darker, disc, lighter, stroke

_VIOLIN = (
    "M-128 0C-134 -54 -96 -82 -50 -74C-34 -71 -26 -60 -10 -54C2 -50 12 -52 24 -58"
    "C66 -74 104 -46 104 0C104 46 66 74 24 58C12 52 2 50 -10 54C-26 60 -34 71 -50 74"
    "C-96 82 -134 54 -128 0Z"
)
_GUITAR = (
    "M-250 0C-256 -96 -190 -146 -104 -140C-64 -136 -48 -112 -16 -104C12 -98 24 -114 56 -116"
    "C128 -120 164 -70 164 0C164 70 128 120 56 116C24 114 12 98 -16 104C-48 112 -64 136 -104 140"
    "C-190 146 -256 96 -250 0Z"
)


def draw_violin(colour: str, ink: str) -> str:
    """Draw a violin under the chin, and the bow across its strings."""
    body = (
        outlined(_VIOLIN, colour, ink, 12)
        + stroke("M-112 -30C-100 -60 -70 -62 -50 -58", lighter(colour, 0.3), 9)
        + stroke("M-44 -34C-56 -28 -30 -18 -42 -12M-44 34C-56 28 -30 18 -42 12", ink, 8)
        + outlined(
            "M-150 -34C-132 -44 -100 -40 -92 -22V22C-100 40 -132 44 -150 34Z", "#2b2422", ink, 8
        )
        + outlined("M-20 -16L268 -10V10L-20 16Z", "#2b2422", ink, 8)
        + outlined(
            "M264 -16C290 -26 316 -18 316 0C316 18 290 26 264 16Z", darker(colour, 0.15), ink, 9
        )
        + stroke("M276 -34V-18M296 -36V-20M276 34V18M296 36V20", ink, 11)
        + stroke("M-90 -6H262M-90 6H262", "#e9dfcc", 3)
        + outlined("M-62 -20H-52V20H-62Z", lighter(colour, 0.5), ink, 5)
    )
    bow = (
        stroke("M-330 10L250 -10", ink, 17)
        + stroke("M-330 10L250 -10", "#7a4a2c", 7)
        + stroke("M-300 26L244 10", "#f4eee0", 6)
        + outlined("M-330 0H-280V34H-330Z", "#2b2422", ink, 7)
    )
    return (
        f'<g transform="translate(520 690) rotate(14)">{body}</g>'
        f'<g transform="translate(478 700) rotate(-52)">{bow}</g>'
    )


def draw_guitar(colour: str, ink: str) -> str:
    """Draw an acoustic guitar across the body."""
    strings = "".join(f"M-150 {y}H470" for y in (-12, -4, 4, 12))
    frets = "".join(f"M{x} -19V19" for x in range(196, 440, 40))
    drawn = (
        outlined("M140 -21H452V21H140Z", "#5a3a28", ink, 11)
        + outlined("M446 -30L560 -38C574 -20 574 20 560 38L446 30Z", darker(colour, 0.35), ink, 11)
        + stroke("M478 -54V-34M512 -56V-36M546 -58V-38M478 54V34M512 56V36M546 58V38", ink, 13)
        + outlined(_GUITAR, colour, ink, 14)
        + stroke("M-226 -40C-206 -104 -150 -116 -100 -112", lighter(colour, 0.35), 12)
        + outlined("M40 21H166V-21H40Z", "#5a3a28", ink, 9)
        + disc(24, 0, 54, ink)
        + disc(24, 0, 44, darker(colour, 0.72))
        + stroke("M44 60C70 96 30 100 -10 84", darker(colour, 0.5), 22)
        + outlined("M-172 -42H-146V42H-172Z", "#4a2f22", ink, 8)
        + stroke(frets, "#cbb892", 5)
        + stroke(strings, "#efe6d2", 3)
    )
    return f'<g transform="translate(330 948) rotate(-21)">{drawn}</g>'


def draw_microphone(colour: str, ink: str) -> str:
    """Draw a microphone that is held before the mouth."""
    drawn = (
        outlined("M-20 60L-14 270H14L20 60Z", colour, ink, 12)
        + outlined("M-34 34H34V70H-34Z", "#c9ced8", ink, 10)
        + disc(0, -10, 62, ink)
        + disc(0, -10, 50, "#8f98a8")
        + stroke("M-40 -30C-14 -14 14 -14 40 -30M-46 -4C-16 12 16 12 46 -4M-14 -54V34M16 -54V34",
                 "#5d6676", 6)
        + stroke("M-28 -34C-22 -44 -12 -48 -4 -50", "#ffffff", 8, 0.8)
    )  # fmt: skip
    return f'<g transform="translate(462 636) rotate(24)">{drawn}</g>'
