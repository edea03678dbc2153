"""What garments are drawn with: lines, shades, and what they know of who wears them."""

from __future__ import annotations

from typing import Protocol

from heygen_widgets.sandbox.portraits.svg import brightness, darker, lighter

LINE_WIDTH = 15
"""Width of a line, in the figure's own units."""

NECKLINE = "M247 594C280 660 330 698 391 698C450 698 500 660 517 594"
"""The neckline, from the wearer's right to left."""


class Outfit(Protocol):
    """The part of a `Person` that garments depend on."""

    @property
    def cloth(self) -> str:
        """Colour of the garment."""

    @property
    def inner(self) -> str:
        """Colour of what is worn under a jacket."""

    @property
    def ink(self) -> str:
        """Colour of the lines."""

    @property
    def extras(self) -> frozenset[str]:
        """Other things that are worn, such as ``"scarf"``."""

    def colour_of(self, thing: str, default: str) -> str:
        """Return the colour that the prompt gives ``thing``."""


def outlined(path: str, fill: str, ink: str, width: float = LINE_WIDTH) -> str:
    """Fill a path and draw its outline; an open path has an open outline."""
    return (
        f'<path d="{path}" fill="{fill}" stroke="{ink}" stroke-width="{width}" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def contrast(colour: str, share: float = 0.18) -> str:
    """Return a shade of ``colour`` that stands out from it a little."""
    light = brightness(colour) < 70  # noqa: PLR2004 - a darker shade of dark cloth would not show
    return lighter(colour, share * 0.8) if light else darker(colour, share)
