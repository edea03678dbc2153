"""What a prompt names: garments, colours, glasses, beards, hair, mood and place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from heygen_widgets.sandbox.portraits.prompt_words import (
    COLOURS,
    HAIR_COLOURS,
    IMPLIED,
    MATERIALS,
    PHRASES,
    THINGS,
)

NEAR = 4
"""How many words a colour or a 'no' may stand before its noun."""

STOPS = frozenset({"and", "with", "in", "on", "at", "wearing", "but", "has", "against", "by"})
"""Words that end the reach of a colour."""


@dataclass
class Wording:
    """What one prompt names; whatever it leaves open is empty.

    Attributes:
        garment: The outermost of what is worn above, such as ``"jacket"``.
        garments: All that is worn above, from shirt to coat.
        legs: What is worn below, such as ``"skirt"``.
        hair: A cut, such as ``"long"`` or ``"bald"``.
        mood: A face, such as ``"smile"``.
        scene: A place, such as ``"beach"``.
        gender: ``"woman"`` or ``"man"``, if the prompt says so.
        light: ``"night"``, ``"neon"`` or ``"sunset"``.
        extras: Things worn besides, such as ``"glasses"``.
        refused: Things that the prompt says are not there.
        colours: The colour (``#rrggbb``) of each kind or thing that was given one.
    """

    garment: str = ""
    garments: set[str] = field(default_factory=set)
    legs: str = ""
    hair: str = ""
    mood: str = ""
    scene: str = ""
    gender: str = ""
    light: str = ""
    extras: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    colours: dict[str, str] = field(default_factory=dict)


def read_wording(appearance: str) -> Wording:
    """Find what ``appearance`` names.

    Whole words only. A colour belongs to the noun it stands before, and ``no`` or ``without``
    takes away the noun that follows.
    """
    text = " ".join(re.findall(r"[a-z0-9']+|[,.;:!?]", appearance.lower().replace("-", " ")))
    for phrase, word in PHRASES.items():
        text = re.sub(rf"\b{phrase}\b", word, text)
    found = Wording()
    for clause in re.split(r"[,.;:!?]", text):
        _read_clause(clause.split(), found)
    _conclude(found)
    return found


def _read_clause(words: list[str], found: Wording) -> None:
    for place, word in enumerate(words):
        if word in COLOURS:
            taken = _give_colour(word, words[place + 1 : place + 1 + NEAR], found)
            if not taken and {"wearing", "dressed", "wears"} & set(
                words[max(0, place - 2) : place]
            ):
                found.colours.setdefault("clothes", COLOURS[word])
        if word in {"long", "short", "straight"} and _is_about_hair(words[place + 1 :]):
            _set_once(found, "hair", word)
        if word in MATERIALS:
            _give_colour(word, words[place + 1 : place + 1 + NEAR], found)
        if word in THINGS:
            kind, value = THINGS[word]
            _note(kind, value, found, refused=_is_refused(words[:place]))
            if word in IMPLIED and not _is_refused(words[:place]):
                found.colours.setdefault(_owner(kind, value), IMPLIED[word])


def _is_about_hair(following: list[str]) -> bool:
    return any(THINGS.get(word, ("",))[0] in {"hair", "blond"} for word in following[:3])


def _give_colour(colour: str, following: list[str], found: Wording) -> bool:
    """Give a colour to the noun it stands before, and tell whether there is one."""
    for word in following:
        if word in STOPS:
            return False
        if word in THINGS:
            kind, value = THINGS[word]
            if colour in COLOURS:
                shade = _hair_shade(colour, COLOURS[colour], kind, value)
                found.colours[_owner(kind, value)] = shade
            else:
                found.colours.setdefault(_owner(kind, value), MATERIALS[colour])
            return True
    return False


def _hair_shade(colour: str, shade: str, kind: str, value: str) -> str:
    of_hair = kind == "hair" or value in {"beard", "moustache", "goatee"}
    return HAIR_COLOURS.get(colour, shade) if of_hair else shade


def _owner(kind: str, value: str) -> str:
    """Say whose colour it is: a kind has one, but what is worn has each its own."""
    return value if kind in {"extra", "garment"} else kind


def _note(kind: str, value: str, found: Wording, *, refused: bool) -> None:
    if refused and kind != "gender":
        found.refused.add(value)
    elif kind == "extra":
        found.extras.add(value)
    elif kind == "garment":
        found.garments.add(value)
    elif value and kind in {"legs", "hair", "mood", "scene", "gender", "light"}:
        _set_once(found, kind, value)
    elif kind == "blond":
        found.colours.setdefault("hair", value)


def _set_once(found: Wording, kind: str, value: str) -> None:
    if not getattr(found, kind):
        setattr(found, kind, value)


def _is_refused(before: list[str]) -> bool:
    """Tell whether a ``no`` among the words before a noun is about that noun.

    It is about the next noun, and about those joined to it: by ``or``, after ``without`` also
    by ``and``.
    """
    between: set[str] = set()
    for word in reversed(before[-NEAR:]):
        if word in {"without", "lacks"} | NOT:
            joints = {"or", "nor"} if word in NOT else {"or", "nor", "and"}
            return not any(thing in THINGS for thing in between) or bool(between & joints)
        between.add(word)
        if word in {"but", "with"}:
            return False
    return False


NOT = frozenset({"no", "not", "never", "isn't", "doesn't"})
"""Words that take away the noun they stand before."""


Trade = Literal["doctor", "chef", "business"]


def _conclude(found: Wording) -> None:
    found.extras -= found.refused
    if "smile" in found.refused and not found.mood:
        found.mood = "serious"
    found.garment = next((worn for worn in OUTERMOST_FIRST if worn in found.garments), "")
    for trade, (garment, colour, extra) in TRADES.items():
        if trade in found.extras:
            found.extras.discard(trade)
            if not found.garment:
                found.garment = garment
                found.colours.setdefault(garment, colour)
            if extra and extra not in found.refused:
                found.extras.add(extra)
    if "sunglasses" in found.extras:
        found.extras.discard("glasses")


OUTERMOST_FIRST = (
    "apron", "coat", "jacket", "blazer", "hoodie", "dress", "sweater", "shirt", "tee",
)  # fmt: skip
"""A garment covers those that come after it."""

TRADES: dict[Trade, tuple[str, str, str]] = {
    "doctor": ("coat", "#f4f6f8", "stethoscope"),
    "chef": ("apron", "#f4f6f8", ""),
    "business": ("blazer", "#34405e", ""),
}
"""What people of a trade wear, where the prompt doesn't say: garment, colour, extra."""
