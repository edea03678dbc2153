"""Draws what goes over or round a head: chef's hat, bubble helmet, headphones, earrings, plaits."""

from __future__ import annotations

from heygen_widgets.sandbox.portraits.cloth import outlined
from heygen_widgets.sandbox.portraits.svg import disc, lighter, oval, stroke

HELMET_TOP = -40
"""The y at which the helmet of a space suit begins."""

CHEF_HAT_TOP = -120
"""The y at which a chef's hat begins."""


def draw_chef_hat(ink: str) -> str:
    """Draw a tall white hat with folds over hair that is close to the head."""
    puff = (
        "M236 190C176 150 168 46 250 20C262 -62 370 -104 430 -58C500 -96 600 -40 584 36"
        "C650 70 640 170 566 190L560 210H240Z"
    )
    band = "M222 196C320 150 480 148 574 186L578 280C480 236 320 238 226 292Z"
    folds = (
        "M300 170C290 130 286 100 292 66M400 154C398 110 400 70 404 30M500 160"
        "C508 120 514 90 510 56"
    )
    return (
        outlined(puff, "#fbfaf6", ink)
        + stroke(folds, "#c9cbd2", 12)
        + outlined(band, "#ffffff", ink)
    )


def draw_helmet(ink: str) -> str:
    """Draw a transparent bubble round the head, with reflections."""
    return (
        oval(391, 325, 352, 362, "#bfe6ff", opacity=0.08)
        + f'<ellipse cx="391" cy="325" rx="352" ry="362" fill="none" stroke="{ink}" '
        'stroke-width="15"/>'
        '<ellipse cx="391" cy="325" rx="338" ry="348" fill="none" stroke="#ffffff" '
        'stroke-width="10" stroke-opacity="0.5"/>'
        + stroke("M104 250C128 130 190 60 270 26", "#ffffff", 30, 0.7)
        + stroke("M96 340C94 326 96 312 98 300", "#ffffff", 26, 0.7)
        + stroke("M690 420C676 500 640 560 600 596", "#ffffff", 16, 0.45)
    )


def draw_headphones(colour: str, ink: str, crown: float) -> str:
    """Draw a band over a head that begins at ``crown``, and one cup."""
    band = f"M238 380C216 {crown} 470 40 540 190"
    cup = "M206 352C206 330 270 330 276 352L282 448C280 472 214 474 208 450Z"
    return stroke(band, ink, 46) + stroke(band, colour, 22) + outlined(cup, colour, ink)


def draw_earring(metal: str, ink: str) -> str:
    """Draw one earring, on the ear that is seen."""
    return disc(250, 452, 21, ink) + disc(250, 452, 12, metal)


def draw_plait(hair: str, ink: str, tie: str) -> str:
    """Draw a plait that hangs from behind the ear over the shoulder."""
    links = ""
    for step in range(7):
        x, y = 214 - 3 * step, 470 + 54 * step
        side = 1 if step % 2 else -1
        lobe = (
            f"M{x - 50 * side} {y - 34}C{x - 66 * side} {y + 20} {x - 20 * side} {y + 62} "
            f"{x + 46 * side} {y + 66}C{x + 70 * side} {y + 20} {x + 30 * side} {y - 26} "
            f"{x - 50 * side} {y - 34}Z"
        )
        links += outlined(lobe, hair, ink, 11) + stroke(
            f"M{x - 26 * side} {y + 2}C{x - 10 * side} {y + 22} {x + 6 * side} {y + 34} "
            f"{x + 24 * side} {y + 40}",
            lighter(hair, 0.22),
            7,
        )
    x, y = 194, 850
    tuft = (
        f"M{x - 30} {y + 10}C{x - 50} {y + 60} {x - 30} {y + 100} {x} {y + 128}C{x + 34} "
        f"{y + 100} {x + 48} {y + 60} {x + 30} {y + 10}Z"
    )
    band = f"M{x - 36} {y - 14}H{x + 36}V{y + 18}H{x - 36}Z"
    return links + outlined(tuft, hair, ink, 11) + outlined(band, tie, ink, 10)
