"""The person of an earlier picture, in the clothes and with the things of a new prompt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from heygen_widgets.models.attributes import Style
from heygen_widgets.sandbox.portraits.parts import OPEN_EYED, PLAITED_HEADS
from heygen_widgets.sandbox.portraits.person import PersonChooser
from heygen_widgets.sandbox.portraits.prompt_reading import COVERS, PromptDetails, read_details
from heygen_widgets.sandbox.portraits.svg import blend

if TYPE_CHECKING:
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.portraits.identity import Identity
    from heygen_widgets.sandbox.portraits.person import Person

HIDES_HAIR = COVERS | {"chefhat"}
"""What hides the hair, and belongs to the clothes."""
BEARDS = frozenset({"beard", "goatee", "moustache"})
_FACE_EXTRAS = BEARDS | {"glasses", "freckles", "plaits"}


def known_attributes(attributes: AvatarAttributes, identity: Identity) -> AvatarAttributes:
    """Return the attributes of a new picture, with the age, gender and ethnicity of a person."""
    known = _chooser(identity)
    return replace(
        attributes,
        age=known.attributes.age,
        gender=known.gender,
        ethnicity=known.ethnicity,
    )


def choose_same_person(
    attributes: AvatarAttributes, generation_id: str, index: int, identity: Identity
) -> Person:
    """Choose what a known person wears and holds in a new picture.

    Face, hair, beard, glasses and skin stay, unless the new prompt names others.

    Args:
        attributes: Those of the new picture, with the person's age, gender and ethnicity.
        generation_id: Its generation.
        index: Its number in the generation.
        identity: Who it shows.
    """
    known = _chooser(identity).choose()
    details = read_details(attributes.appearance)
    new = PersonChooser(attributes, details, generation_id, index).choose()
    head, hair = _hair(known, new, details)
    facial_hair, beard = _beard(known, new, details)
    expression = new.expression if details.mood or attributes.style is Style.PIXAR else ""
    expression = expression or known.expression
    eyewear = new.eyewear or ("" if details.excluded & {"glasses"} else known.eyewear)
    skin = known.skin
    has_big_eyes = attributes.style is Style.PIXAR and expression in OPEN_EYED and not eyewear
    colours = dict(known.colours)
    face_colours = {word: colours[word] for word in ("hair", *BEARDS, "glasses") if word in colours}
    return replace(
        new,
        head=head,
        hair=hair,
        facial_hair=facial_hair,
        beard=beard,
        expression=expression,
        eyewear=eyewear,
        skin=skin,
        shoes=skin if new.shoes == new.skin else new.shoes,
        extras=(new.extras - {"plaits"})
        | (known.extras & _FACE_EXTRAS)
        | ({"plaits"} if details.hair == "braids" and head in PLAITED_HEADS else set()),
        lines=known.lines,
        blush=blend(skin, "#d9444f", 0.34) if new.blush else "",
        big_eyes=(known.big_eyes or new.big_eyes) if has_big_eyes else "",
        colours=tuple(sorted((face_colours | dict(new.colours)).items())),
        body_width=known.body_width,
    )


def _chooser(identity: Identity) -> PersonChooser:
    details = read_details(identity.attributes.appearance)
    return PersonChooser(identity.attributes, details, identity.generation_id, identity.index)


def _hair(known: Person, new: Person, details: PromptDetails) -> tuple[str, str]:
    """Return the head and the colour of the hair."""
    colour = details.colours.get("hair") or known.hair
    has_other_head = details.hair or details.extras & HIDES_HAIR or details.garment == "spacesuit"
    was_covered = known.extras & HIDES_HAIR
    head = new.head if has_other_head or was_covered else known.head
    return head, colour


def _beard(known: Person, new: Person, details: PromptDetails) -> tuple[str, str]:
    """Return the beard and its colour."""
    if details.extras & BEARDS or details.excluded & BEARDS:
        return new.facial_hair, _beard_colour(details) or known.beard
    return known.facial_hair, known.beard


def _beard_colour(details: PromptDetails) -> str:
    return next((details.colours[kind] for kind in BEARDS if kind in details.colours), "")
