"""The person in a picture: parts and colours, chosen by the attributes and the prompt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.models.attributes import Age, Ethnicity, Gender, Style
from heygen_widgets.sandbox.portraits.clothes import choose_clothes
from heygen_widgets.sandbox.portraits.parts import (
    BEARDS,
    CLOTH_COLOURS,
    EXPRESSIONS,
    EYE_COLOURS,
    FLAT_HEADS,
    GLASSES,
    GREY_HAIR_COLOURS,
    HALF_HIDDEN_HEADS,
    HEADS,
    HEADS_BY_CUT,
    LINES_OF_AGE,
    MOUSTACHES,
    NATURAL_HAIR_COLOURS,
    OPEN_EYED,
    OPEN_EYED_EXPRESSIONS,
    PLAITED_HEADS,
    SENIOR_HEADS,
    SKIN_COLOURS,
    SUNGLASSES,
    TEXTURED_HEADS,
    TEXTURED_SENIOR_HEADS,
)
from heygen_widgets.sandbox.portraits.prompt_reading import PromptDetails, read_details
from heygen_widgets.sandbox.portraits.svg import blend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.models.attributes import AvatarAttributes

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person, ready to be drawn. Colours are ``#rrggbb``; an empty part is not drawn.

    Attributes:
        head: Hair or head covering, as the Open Peeps style names it.
        expression: The face, as Open Peeps names it.
        facial_hair: The beard, as Open Peeps names it.
        eyewear: The glasses, as Open Peeps names them.
        skin: Colour of the skin.
        hair: Colour of the hair.
        beard: Colour of the beard.
        cloth: Colour of the garment.
        inner: Colour of what is worn under a jacket, or of an apron.
        below: Colour of trousers or skirt.
        shoes: Colour of the shoes.
        hat: Colour of the head covering.
        garment: A key of `garments.GARMENTS`.
        legs: ``"trousers"``, ``"skirt"`` or ``"shorts"``.
        extras: Other things that are worn, such as ``"scarf"``.
        held: What is in the hands, a key of `catalogue.HELD`; empty for nothing.
        beside: Who or what is beside the person, keys of `catalogue.COMPANIONS`.
        lines: How deep the lines of age are: 0 for none, to 3.
        blush: Colour of the cheeks; empty for none.
        big_eyes: Colour of large eyes; empty for the dots of Open Peeps.
        head_size: The head's size as a fraction of its drawn size.
        colours: The colours that the prompt names, with what has them.
        ink: Colour of the lines.
        body_width: The body's width as a fraction of its drawn width.
    """

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
    held: str
    beside: tuple[str, ...]
    lines: int
    blush: str
    big_eyes: str
    head_size: float
    colours: tuple[tuple[str, str], ...]
    ink: str
    body_width: float

    def colour_of(self, thing: str, default: str) -> str:
        """Return the colour that the prompt gives ``thing``."""
        return dict(self.colours).get(thing, default)


def seeded_random(attributes: AvatarAttributes, *salt: object) -> Random:
    """Return random numbers that depend on the arguments alone."""
    text = json.dumps([attributes.to_dict(), *map(str, salt)], sort_keys=True)
    return Random(hashlib.sha256(text.encode()).digest())  # noqa: S311 - a picture, not a secret


def choose_person(attributes: AvatarAttributes, generation_id: str, index: int) -> Person:
    """Choose the person for one of the pictures of a generation.

    What the prompt names is in every picture. A gender or ethnicity that neither attributes nor
    prompt name is chosen once for the generation. The rest differs from picture to picture.
    """
    details = read_details(attributes.appearance)
    return PersonChooser(attributes, details, generation_id, index).choose()


class PersonChooser:
    """Chooses for one picture, from lists whose order all four pictures share.

    Args:
        attributes: Those of the picture.
        details: What their prompt names.
        generation_id: Its generation.
        index: Its number in the generation, from 0.
    """

    def __init__(
        self, attributes: AvatarAttributes, details: PromptDetails, generation_id: str, index: int
    ) -> None:
        self.attributes = attributes
        self.details = details
        self.generation_id = generation_id
        self.index = index
        self.gender = self._gender()
        self.ethnicity = self._ethnicity()
        self.is_pixar = attributes.style is Style.PIXAR

    def choose(self) -> Person:
        """Return the person."""
        hair = self._hair_colour()
        clothes = choose_clothes(self.details, self.attributes.age, self.index, self._pick)
        skin = self._pick("skin", SKIN_COLOURS[self.ethnicity])
        expression, eyewear = self._expression(), self._eyewear()
        has_big_eyes = self.is_pixar and expression in OPEN_EYED and not eyewear
        return Person(
            head=self._head(),
            expression=expression,
            facial_hair=self._facial_hair(),
            eyewear=eyewear,
            skin=skin,
            hair=hair,
            beard=self._beard_colour(hair),
            cloth=clothes.cloth,
            inner=clothes.inner,
            below=clothes.below,
            shoes=clothes.shoes or skin,
            hat=self._hat_colour(clothes.cloth),
            garment=clothes.garment,
            legs=clothes.legs,
            extras=self._extras(),
            held=self.details.held,
            beside=tuple(self.details.beside),
            lines=LINES_OF_AGE[self.attributes.age],
            blush=self._blush(skin),
            big_eyes=self._pick("eyes", EYE_COLOURS) if has_big_eyes else "",
            head_size=1.12 if self.is_pixar else 1.0,
            colours=tuple(sorted(self.details.colours.items())),
            ink=INK_COLOURS.get(self.attributes.style, "#0c0a10"),
            body_width=0.93 if self.gender is Gender.WOMAN else 1.0,
        )

    def _pick(self, what: str, items: Sequence[Item]) -> Item:
        """Return an item, another one for each picture as far as there are enough.

        Args:
            what: Decides the order of the items, together with attributes and generation.
            items: At least one.
        """
        return self._shuffled(what, items)[self.index % len(items)]

    def _shuffled(self, what: str, items: Sequence[Item]) -> list[Item]:
        shuffled = list(items)
        seeded_random(self.attributes, self.generation_id, what).shuffle(shuffled)
        return shuffled

    def _gender(self) -> Gender:
        if self.attributes.gender is not Gender.UNSPECIFIED:
            return self.attributes.gender
        if self.details.gender:
            return Gender(self.details.gender.capitalize())
        if self.details.extras & {"beard", "moustache", "goatee"}:
            return Gender.MAN
        if self.details.garment == "dress" or self.details.legs == "skirt":
            return Gender.WOMAN
        return self._shuffled("gender", [Gender.WOMAN, Gender.MAN])[0]

    def _ethnicity(self) -> Ethnicity:
        if self.attributes.ethnicity is not Ethnicity.UNSPECIFIED:
            return self.attributes.ethnicity
        return self._shuffled("ethnicity", list(SKIN_COLOURS))[0]

    def _head(self) -> str:
        extras = self.details.extras
        for cover in ("hijab", "turban", "beanie", "hat"):
            if cover in extras:
                return {"beanie": "hatBeanie", "hat": "hatHip"}.get(cover, cover)
        if "chefhat" in extras or self.details.garment == "spacesuit":
            return self._pick("head", FLAT_HEADS[self.gender])
        asked = HEADS_BY_CUT.get((self.details.hair, self.gender))
        if asked:
            return self._pick("head", self._clear(asked))
        textured, plain = (TEXTURED_HEADS, HEADS)
        if self.attributes.age is Age.SENIOR:
            textured, plain = (TEXTURED_SENIOR_HEADS, SENIOR_HEADS)
        heads = textured if self.ethnicity is Ethnicity.BLACK else plain
        return self._pick("head", self._clear(heads[self.gender]))

    def _clear(self, heads: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out heads with hair over an eye if the eyes are large."""
        return tuple(head for head in heads if not (self.is_pixar and head in HALF_HIDDEN_HEADS))

    def _hair_colour(self) -> str:
        named = self.details.colours.get("hair")
        if named:
            return named
        if self.attributes.age is Age.SENIOR:
            return self._pick("grey", GREY_HAIR_COLOURS)
        colour = self._pick("hair", NATURAL_HAIR_COLOURS[self.ethnicity])
        if self.attributes.age is Age.LATE_MIDDLE_AGE:
            return blend(colour, "#a9a7a8", 0.55 if self.index % 2 else 0.3)
        return colour

    def _beard_colour(self, hair: str) -> str:
        for kind in ("beard", "goatee", "moustache"):
            if kind in self.details.colours:
                return self.details.colours[kind]
        return hair

    def _facial_hair(self) -> str:
        extras, excluded = self.details.extras, self.details.excluded
        if "beard" in extras:
            return self._pick("beard", BEARDS)
        if "goatee" in extras:
            return "goatee1"
        if "moustache" in extras:
            return self._pick("moustache", MOUSTACHES)
        if self.gender is Gender.WOMAN or excluded & {"beard", "moustache"}:
            return ""
        return self._pick("facial hair", ["", "", "full", ""])

    def _eyewear(self) -> str:
        if "sunglasses" in self.details.extras:
            return self._pick("sunglasses", SUNGLASSES)
        return self._pick("glasses", GLASSES) if "glasses" in self.details.extras else ""

    def _expression(self) -> str:
        mood = self.details.mood
        if self.is_pixar and (not mood or mood in {"smile", "serious"}):
            return self._pick("expression", OPEN_EYED_EXPRESSIONS[mood])
        if mood in EXPRESSIONS:
            return self._pick("expression", EXPRESSIONS[mood])
        if self.attributes.age is Age.SENIOR:
            return self._pick("expression", EXPRESSIONS["senior"])
        return self._pick("expression", EXPRESSIONS[""])

    def _blush(self, skin: str) -> str:
        has_red_cheeks = self.is_pixar or self.attributes.age is Age.YOUNG_ADULT
        return blend(skin, "#d9444f", 0.34) if has_red_cheeks else ""

    def _extras(self) -> frozenset[str]:
        extras = set(self.details.extras)
        if self.details.hair == "braids" and self._head() in PLAITED_HEADS:
            extras.add("plaits")
        return frozenset(extras)

    def _hat_colour(self, cloth: str) -> str:
        for cover in ("hat", "beanie", "hijab", "turban"):
            if cover in self.details.colours:
                return self.details.colours[cover]
        return blend(self._pick("hat", CLOTH_COLOURS), cloth, 0.15)


INK_COLOURS = {Style.PIXAR: "#45251f", Style.REALISTIC: "#1c1519"}
"""Colour of the lines in styles where black is too hard."""
