"""Reads out of a prompt what a portrait can show: clothes, hair, mood, place and colours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from heygen_widgets.sandbox.portraits.prompt_words import (
    COLOURS,
    HAIR_COLOURS,
    IMPLIED_COLOURS,
    MATERIALS,
    MEANINGS,
    PHRASES,
)

REACH = 4
"""How many words before its noun a colour or a negation may stand."""

REACH_ENDS = frozenset({"and", "with", "in", "on", "at", "wearing", "but", "has", "against", "by"})
"""Words after which a colour no longer applies."""


@dataclass
class PromptDetails:
    """What one prompt names; what it does not name is empty.

    Attributes:
        garment: The outermost garment above the waist, such as ``"jacket"``.
        garments: All garments above the waist, from shirt to coat.
        legs: The garment below the waist, such as ``"skirt"``.
        hair: A haircut, such as ``"long"`` or ``"bald"``.
        mood: A mood, such as ``"smile"``.
        scene: A place, such as ``"beach"``.
        gender: ``"woman"`` or ``"man"``.
        weather: ``"rain"``, ``"snow"`` or ``"moon"``.
        light: ``"night"``, ``"neon"`` or ``"sunset"``.
        held: A thing in the hands, such as ``"violin"``.
        tool: What people of a profession hold, unless they hold something else.
        beside: Who or what is beside the person, such as ``"dog"``.
        left_out: Things that could be drawn, but not together with the others.
        extras: Other things that are worn, such as ``"glasses"``.
        excluded: Things that the prompt says are not there, as in ``"no beard"``.
        colours: The named colours (``#rrggbb``), by what has them.
    """

    garment: str = ""
    garments: set[str] = field(default_factory=set)
    legs: str = ""
    hair: str = ""
    mood: str = ""
    scene: str = ""
    gender: str = ""
    light: str = ""
    weather: str = ""
    held: str = ""
    tool: str = ""
    beside: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    extras: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    colours: dict[str, str] = field(default_factory=dict)


def read_details(appearance: str) -> PromptDetails:
    """Find what ``appearance`` names.

    Only whole words count. A colour belongs to the next noun, and ``no`` or ``without`` excludes
    the next noun.
    """
    found = PromptDetails()
    for words in read_clauses(appearance):
        _read_clause(words, found)
    _complete(found)
    return found


def read_clauses(appearance: str) -> list[list[str]]:
    """Return the words of a prompt, clause by clause, with `PHRASES` replaced."""
    plain = appearance.lower().translate(_PLAIN)
    text = " ".join(re.findall(r"[\w']+|[,.;:!?]", plain))
    for phrase, word in PHRASES.items():
        text = re.sub(rf"\b(?:{phrase})\b", word, text)
    return [clause.split() for clause in re.split(r"[,.;:!?]", text)]


_PLAIN = str.maketrans({"-": " ", "\u2019": "'"})
"""Hyphens and typographic apostrophes, as `PHRASES` have them."""


def _read_clause(words: list[str], found: PromptDetails) -> None:
    for index, word in enumerate(words):
        if word in COLOURS:
            is_assigned = _assign_colour(word, words[index + 1 : index + 1 + REACH], found)
            if not is_assigned and {"wearing", "dressed", "wears"} & set(
                words[max(0, index - 2) : index]
            ):
                found.colours.setdefault("clothes", COLOURS[word])
        if word in {"long", "short", "straight"} and _is_about_hair(words[index + 1 :]):
            _set_once(found, "hair", word)
        if word in MATERIALS:
            _assign_colour(word, words[index + 1 : index + 1 + REACH], found)
        if word in MEANINGS:
            kind, value = MEANINGS[word]
            _record(kind, value, found, excluded=is_excluded(words[:index]))
            if word in IMPLIED_COLOURS and not is_excluded(words[:index]):
                found.colours.setdefault(_colour_key(kind, value), IMPLIED_COLOURS[word])


def _is_about_hair(following: list[str]) -> bool:
    return any(MEANINGS.get(word, ("",))[0] in {"hair", "hair colour"} for word in following[:3])


def _assign_colour(colour: str, following: list[str], found: PromptDetails) -> bool:
    """Assign a colour to the noun that follows it, and say whether there is one."""
    for word in following:
        if word in REACH_ENDS:
            return False
        if word in MEANINGS:
            kind, value = MEANINGS[word]
            if colour in COLOURS:
                shade = _hair_shade(colour, COLOURS[colour], kind, value)
                found.colours[_colour_key(kind, value)] = shade
            else:
                found.colours.setdefault(_colour_key(kind, value), MATERIALS[colour])
            return True
    return False


def _hair_shade(colour: str, shade: str, kind: str, value: str) -> str:
    of_hair = kind == "hair" or value in {"beard", "moustache", "goatee"}
    return HAIR_COLOURS.get(colour, shade) if of_hair else shade


def _colour_key(kind: str, value: str) -> str:
    """Return the key of a thing in `PromptDetails.colours`: its kind, or for clothes itself."""
    return value if kind in {"extra", "garment"} else kind


def _record(kind: str, value: str, found: PromptDetails, *, excluded: bool) -> None:
    if excluded and kind != "gender":
        found.excluded.add(value)
    elif kind == "extra":
        found.extras.add(value)
    elif kind == "garment":
        found.garments.add(value)
    elif kind == "beside":
        found.beside += [] if value in found.beside else [value]
    elif kind == "held" and found.held not in {"", value}:
        found.left_out.append(value)
    elif value and kind in _SINGLE:
        _set_once(found, kind, value)
    elif kind == "hair colour":
        found.colours.setdefault("hair", value)


_SINGLE = frozenset({"legs", "hair", "mood", "scene", "gender", "light", "weather", "held", "tool"})
"""The kinds of which a picture shows the first that the prompt names."""


def _set_once(found: PromptDetails, kind: str, value: str) -> None:
    if not getattr(found, kind):
        setattr(found, kind, value)


def is_excluded(before: list[str]) -> bool:
    """Say whether a negation among the words before a noun applies to that noun.

    It applies to the next noun, and to those joined to it by ``or``; after ``without`` also to
    those joined by ``and``.
    """
    between: set[str] = set()
    for word in reversed(before[-REACH:]):
        if word in {"without", "lacks"} | NEGATIONS:
            conjunctions = {"or", "nor"} if word in NEGATIONS else {"or", "nor", "and"}
            return not any(thing in MEANINGS for thing in between) or bool(between & conjunctions)
        between.add(word)
        if word in {"but", "with"}:
            return False
    return False


NEGATIONS = frozenset({"no", "not", "never", "isn't", "doesn't"})
"""Words that exclude the noun after them."""


Profession = Literal["doctor", "chef", "cook", "business", "astronaut", "surfer"]


def _complete(found: PromptDetails) -> None:
    found.extras -= found.excluded
    if "smile" in found.excluded and not found.mood:
        found.mood = "serious"
    found.garment = next((worn for worn in OUTERMOST_FIRST if worn in found.garments), "")
    for profession, (garment, colour, extra) in PROFESSION_CLOTHES.items():
        if profession in found.extras:
            found.extras.discard(profession)
            if not found.garment:
                found.garment = garment
                found.colours.setdefault(garment, colour)
            if extra and extra not in found.excluded:
                found.extras.add(extra)
    if "sunglasses" in found.extras:
        found.extras.discard("glasses")
    _complete_things(found)
    _complete_hats(found)


def _complete_things(found: PromptDetails) -> None:
    if found.tool and found.held not in {"", found.tool}:
        found.left_out.append(found.tool)
    found.held = found.held or ("" if found.tool in found.excluded else found.tool)
    if found.garment == "wetsuit" and "surfboard" not in found.beside:
        found.beside += [] if "surfboard" in found.excluded else ["surfboard"]
    if found.garment == "spacesuit":
        found.scene = found.scene or "space"


def _complete_hats(found: PromptDetails) -> None:
    """Leave one thing on a head: a chef's white hat is a chef's hat, and no other goes under it."""
    if found.garment == "spacesuit":
        found.extras.discard("hat")
    named = found.extras & COVERS
    if named and "chefhat" in found.extras:
        is_the_chefs = named == {"hat"} and found.colours.get("hat", WHITE) == WHITE
        found.extras.discard("hat" if is_the_chefs else "chefhat")


COVERS = frozenset({"hijab", "turban", "beanie", "hat"})
"""What is worn on a head, but for a chef's hat and a helmet."""

WHITE = COLOURS["white"]

OUTERMOST_FIRST = (
    "spacesuit", "wetsuit", "apron", "chefjacket", "coat", "jacket", "blazer", "hoodie", "dress",
    "sweater", "shirt", "tee", "tank",
)  # fmt: skip
"""A garment covers those after it in this list."""

PROFESSION_CLOTHES: dict[Profession, tuple[str, str, str]] = {
    "doctor": ("coat", "#f4f6f8", "stethoscope"),
    "chef": ("chefjacket", "#f6f6f4", "chefhat"),
    "cook": ("apron", "#f4f6f8", ""),
    "astronaut": ("spacesuit", "#eef1f5", ""),
    "surfer": ("wetsuit", "#2c3440", ""),
    "business": ("blazer", "#34405e", ""),
}
"""What people of a profession wear unless the prompt says otherwise: garment, colour, extra."""
