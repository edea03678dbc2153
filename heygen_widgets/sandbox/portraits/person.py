"""Who is in a picture: parts and colours chosen from the attributes and the prompt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.attributes import Age, Ethnicity, Gender, Style
from heygen_widgets.sandbox.portraits.parts import (
    ASKED_HEADS,
    BEARDS,
    BELOW,
    CLOTH,
    FACES,
    GLASSES,
    GREY_HAIR,
    HAIR,
    HEADS,
    MOUSTACHES,
    SENIOR_HEADS,
    SHOES,
    SKIN,
    SUNGLASSES,
    TEXTURED_HEADS,
    TEXTURED_SENIOR_HEADS,
    WARDROBE,
)
from heygen_widgets.sandbox.portraits.prompt_reading import Wording, read_wording
from heygen_widgets.sandbox.portraits.svg import blend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.attributes import AvatarAttributes

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """One person, ready to be drawn: part names and colours (``#rrggbb``)."""

    head: str
    expression: str
    facial_hair: str
    eyewear: str
    skin: str
    hair: str
    beard: str
    cloth: str
    inner: str
    below: str
    shoes: str
    hat: str
    garment: str
    legs: str
    extras: frozenset[str]
    colours: tuple[tuple[str, str], ...]
    ink: str
    slim: float

    def colour_of(self, thing: str, default: str) -> str:
        """Return the colour that the prompt gives ``thing``."""
        return dict(self.colours).get(thing, default)


def seeded(attributes: AvatarAttributes, *salt: object) -> Random:
    """Return randomness that depends on nothing but its arguments."""
    text = json.dumps([attributes.to_dict(), *map(str, salt)], sort_keys=True)
    return Random(hashlib.sha256(text.encode()).digest())  # noqa: S311 - a picture, not a secret


def cast_person(attributes: AvatarAttributes, generation_id: str, index: int) -> Cast:
    """Choose the person for one of the pictures of a generation.

    What the prompt names is in every picture; gender and ethnicity, where they are open, are
    chosen once for the generation; the rest differs from picture to picture.
    """
    wording = read_wording(attributes.appearance)
    return _Casting(attributes, wording, generation_id, index).cast()


class _Casting:
    """The choices for one picture, each from a shuffle that the four pictures share."""

    def __init__(
        self, attributes: AvatarAttributes, wording: Wording, generation_id: str, index: int
    ) -> None:
        self.attributes = attributes
        self.wording = wording
        self.generation_id = generation_id
        self.index = index
        self.gender = self._gender()
        self.ethnicity = self._ethnicity()

    def cast(self) -> Cast:
        hair = self._hair_colour()
        garment = self._garment()
        cloth = self._cloth(garment)
        named = self.wording.colours
        return Cast(
            head=self._head(),
            expression=self._expression(),
            facial_hair=self._facial_hair(),
            eyewear=self._eyewear(),
            skin=self._deal("skin", SKIN[self.ethnicity]),
            hair=hair,
            beard=self._beard_colour(hair),
            cloth=cloth,
            inner=self._inner(garment),
            below=cloth if garment == "dress" else named.get("legs", self._deal("legs", BELOW)),
            shoes=self._deal("shoes", SHOES),
            hat=self._hat_colour(cloth),
            garment=garment,
            legs=self._legs(garment),
            extras=frozenset(self.wording.extras),
            colours=tuple(sorted(named.items())),
            ink=INK.get(self.attributes.style, "#0c0a10"),
            slim=0.93 if self.gender is Gender.WOMAN else 1.0,
        )

    def _deal(self, what: str, items: Sequence[Item]) -> Item:
        """Give each of the pictures another of ``items``, as far as there are enough."""
        return self._shuffled(what, items)[self.index % len(items)]

    def _shuffled(self, what: str, items: Sequence[Item]) -> list[Item]:
        pack = list(items)
        seeded(self.attributes, self.generation_id, what).shuffle(pack)
        return pack

    def _gender(self) -> Gender:
        if self.attributes.gender is not Gender.UNSPECIFIED:
            return self.attributes.gender
        if self.wording.gender:
            return Gender(self.wording.gender.capitalize())
        if self.wording.extras & {"beard", "moustache", "goatee"}:
            return Gender.MAN
        if self.wording.garment == "dress" or self.wording.legs == "skirt":
            return Gender.WOMAN
        return self._shuffled("gender", [Gender.WOMAN, Gender.MAN])[0]

    def _ethnicity(self) -> Ethnicity:
        if self.attributes.ethnicity is not Ethnicity.UNSPECIFIED:
            return self.attributes.ethnicity
        return self._shuffled("ethnicity", list(SKIN))[0]

    def _head(self) -> str:
        extras = self.wording.extras
        for cover in ("hijab", "turban", "beanie", "hat"):
            if cover in extras:
                return {"beanie": "hatBeanie", "hat": "hatHip"}.get(cover, cover)
        asked = ASKED_HEADS.get((self.wording.hair, self.gender))
        if asked:
            return self._deal("head", asked)
        textured, plain = (TEXTURED_HEADS, HEADS)
        if self.attributes.age is Age.SENIOR:
            textured, plain = (TEXTURED_SENIOR_HEADS, SENIOR_HEADS)
        heads = textured if self.ethnicity is Ethnicity.BLACK else plain
        return self._deal("head", heads[self.gender])

    def _hair_colour(self) -> str:
        named = self.wording.colours.get("hair")
        if named:
            return named
        if self.attributes.age is Age.SENIOR:
            return self._deal("grey", GREY_HAIR)
        colour = self._deal("hair", HAIR[self.ethnicity])
        if self.attributes.age is Age.LATE_MIDDLE_AGE and self.index % 2:
            return blend(colour, "#a9a7a8", 0.55)
        return colour

    def _beard_colour(self, hair: str) -> str:
        for kind in ("beard", "goatee", "moustache"):
            if kind in self.wording.colours:
                return self.wording.colours[kind]
        return hair

    def _facial_hair(self) -> str:
        extras, refused = self.wording.extras, self.wording.refused
        if "beard" in extras:
            return self._deal("beard", BEARDS)
        if "goatee" in extras:
            return "goatee1"
        if "moustache" in extras:
            return self._deal("moustache", MOUSTACHES)
        if self.gender is Gender.WOMAN or refused & {"beard", "moustache"}:
            return ""
        return self._deal("facial hair", ["", "", "full", ""])

    def _eyewear(self) -> str:
        if "sunglasses" in self.wording.extras:
            return self._deal("sunglasses", SUNGLASSES)
        return self._deal("glasses", GLASSES) if "glasses" in self.wording.extras else ""

    def _expression(self) -> str:
        mood = self.wording.mood
        if mood in FACES:
            return self._deal("expression", FACES[mood])
        if self.attributes.age is Age.SENIOR:
            return self._deal("expression", FACES["senior"])
        return self._deal("expression", FACES[""])

    def _garment(self) -> str:
        if self.wording.garment:
            return self.wording.garment
        if "tie" in self.wording.extras:
            return "blazer" if self.index % 2 else "shirt"
        return self._deal("garment", WARDROBE)

    def _cloth(self, garment: str) -> str:
        named = self.wording.colours
        if garment == "apron":  # covers little: the cloth is that of the shirt under it
            return self._under(garment) or self._deal("cloth", CLOTH)
        return named.get(garment) or named.get("clothes") or self._deal("cloth", CLOTH)

    def _inner(self, garment: str) -> str:
        if garment == "apron":
            return self.wording.colours.get("apron", "#f3efe6")
        return self._under(garment) or "#f3efe6"

    def _under(self, garment: str) -> str:
        """Return the colour of a named garment that is worn under ``garment``."""
        worn = self.wording.colours
        return next((worn[under] for under in LAYERS if under != garment and under in worn), "")

    def _hat_colour(self, cloth: str) -> str:
        for cover in ("hat", "beanie", "hijab", "turban"):
            if cover in self.wording.colours:
                return self.wording.colours[cover]
        return blend(self._deal("hat", CLOTH), cloth, 0.15)

    def _legs(self, garment: str) -> str:
        if garment == "dress":
            return "skirt"
        return self.wording.legs or "trousers"


LAYERS = ("shirt", "tee", "sweater", "hoodie", "dress")
"""What can be seen under a jacket or an apron."""

INK = {Style.PIXAR: "#33201f", Style.REALISTIC: "#1c1519"}
"""Colour of the lines where a style wants them softer than black."""
