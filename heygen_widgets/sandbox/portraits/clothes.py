"""The clothes of a person, chosen by the prompt, the age and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from heygen_widgets.sandbox.portraits.parts import (
    CLOTH_COLOURS,
    GARMENTS_BY_AGE,
    LEG_COLOURS,
    SHOE_COLOURS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.models.attributes import Age
    from heygen_widgets.sandbox.portraits.prompt_reading import PromptDetails


class Pick(Protocol):
    """Chooses one of some items, by what they are for."""

    def __call__(self, what: str, items: Sequence[str], /) -> str:
        """Return an item."""


@dataclass(frozen=True)
class Clothes:
    """What a person wears.

    Attributes:
        garment: A key of `garments.GARMENTS`.
        cloth: Its colour.
        inner: Colour of what is worn under a jacket, or of an apron.
        legs: ``"trousers"``, ``"skirt"`` or ``"shorts"``.
        below: Colour of trousers or skirt.
        shoes: Colour of the shoes; empty for bare feet.
    """

    garment: str
    cloth: str
    inner: str
    legs: str
    below: str
    shoes: str


def choose_clothes(details: PromptDetails, age: Age, index: int, pick: Pick) -> Clothes:
    """Choose the clothes for one picture.

    Args:
        details: What the prompt names.
        age: It decides what is likely if the prompt names nothing.
        index: The number of the picture.
        pick: Leaves the rest to chance.
    """
    garment = _garment(details, age, index, pick)
    cloth = _cloth(details, garment, pick)
    whole = garment in WHOLE_SUITS
    return Clothes(
        garment=garment,
        cloth=cloth,
        inner=_inner(details, garment),
        legs=SUIT_LEGS.get(garment) or details.legs or "trousers",
        below=cloth if whole else details.colours.get("legs", pick("legs", LEG_COLOURS)),
        shoes=SUIT_SHOES[garment] if garment in SUIT_SHOES else pick("shoes", SHOE_COLOURS),
    )


def _garment(details: PromptDetails, age: Age, index: int, pick: Pick) -> str:
    if details.garment:
        return details.garment
    if "tie" in details.extras:
        return "blazer" if index % 2 else "shirt"
    if "tattoos" in details.extras:
        return "tank"
    return pick("garment", GARMENTS_BY_AGE[age])


def _cloth(details: PromptDetails, garment: str, pick: Pick) -> str:
    named = details.colours
    if garment == "apron":  # It covers little: the cloth is that of the shirt under it.
        return _under(details, garment) or pick("cloth", CLOTH_COLOURS)
    return named.get(garment) or named.get("clothes") or pick("cloth", CLOTH_COLOURS)


def _inner(details: PromptDetails, garment: str) -> str:
    if garment == "apron":
        return details.colours.get("apron", "#f3efe6")
    return _under(details, garment) or "#f3efe6"


def _under(details: PromptDetails, garment: str) -> str:
    """Return the colour of a named garment that is worn under ``garment``."""
    named = details.colours
    found = (named[under] for under in GARMENTS_UNDERNEATH if under != garment and under in named)
    return next(found, "")


SUIT_LEGS = {"dress": "skirt", "spacesuit": "trousers", "wetsuit": "trousers"}
"""What garments that cover the legs as well look like there."""

WHOLE_SUITS = frozenset(SUIT_LEGS)
"""Garments that cover the legs as well."""

SUIT_SHOES = {"spacesuit": "#dfe4ec", "wetsuit": ""}
"""The shoes that belong to a suit; a wetsuit has none."""

GARMENTS_UNDERNEATH = ("shirt", "tee", "sweater", "hoodie", "dress", "tank")
"""Garments that can be seen under a jacket or an apron."""
