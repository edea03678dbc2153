"""Reads attributes out of the free prompt of v3, so that the portrait follows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.models.attributes import (
    MAX_APPEARANCE,
    Age,
    AvatarAttributes,
    Ethnicity,
    Gender,
    Orientation,
    Pose,
    Style,
)
from heygen_widgets.sandbox.portraits.prompt_words import MEANINGS

if TYPE_CHECKING:
    from enum import StrEnum

Word = TypeVar("Word", bound="StrEnum")

_GAP = r"[\s_-]+"
_ORIENTATIONS = {
    Orientation.SQUARE: "square",
    Orientation.HORIZONTAL: "landscape|horizontal",
    Orientation.VERTICAL: rf"portrait{_GAP}orientation|orientation:?\s+portrait|vertical",
}
_POSES = {
    Pose.CLOSE_UP: r"close[\s_-]*up",
    Pose.HALF_BODY: rf"half{_GAP}body|waist{_GAP}up",
    Pose.FULL_BODY: rf"full{_GAP}body|head{_GAP}to{_GAP}toe",
}

_COLOURS = frozenset({Ethnicity.WHITE, Ethnicity.BLACK})
_PEOPLE = "|".join(
    ["person|people|adult|young|early|late|middle|senior|american|ethnicity"]
    + [word for word, (kind, _) in MEANINGS.items() if kind == "gender"]
)


def attributes_from_prompt(prompt: str, name: str) -> AvatarAttributes:
    """Return the attributes that a prompt names; the others are unspecified.

    Only whole words count, in upper or lower case. If a prompt names two values of an attribute,
    the first one counts.

    Args:
        prompt: Any text; it becomes the appearance as well.
        name: The avatar's name.
    """
    return AvatarAttributes(
        name=_usable(name),
        age=_find(Age, prompt) or Age.UNSPECIFIED,
        gender=_find(Gender, prompt) or Gender.UNSPECIFIED,
        ethnicity=_find(Ethnicity, prompt) or Ethnicity.UNSPECIFIED,
        orientation=_match(_ORIENTATIONS, prompt) or Orientation.SQUARE,
        pose=_match(_POSES, prompt) or Pose.HALF_BODY,
        style=_find(Style, prompt) or Style.UNSPECIFIED,
        appearance=_usable(prompt[:MAX_APPEARANCE]),
    )


def _find(vocabulary: type[Word], prompt: str) -> Word | None:
    # The longest first, because "South East Asian" contains "East Asian".
    longest_first = sorted(vocabulary, key=lambda word: len(word.value), reverse=True)
    patterns = {word: _pattern_of(word) for word in longest_first if word.value != "Unspecified"}
    return _match(patterns, prompt)


def _pattern_of(word: StrEnum) -> str:
    form = _GAP.join(map(re.escape, word.value.split()))
    if word not in _COLOURS:
        return form
    # "A white shirt" is no ethnicity, so the word must stand before a person or alone.
    ahead = rf"(?=[\s-]+(?:{_PEOPLE})\b)"
    alone = rf"(?:(?<=[,;:.(\n]\s)|(?<=[,;:.(\n])|^){form}(?=\s*(?:[,;.)\n]|$))"
    return rf"{form}{ahead}|{alone}"


def _match(patterns: dict[Word, str], prompt: str) -> Word | None:
    """Return the word whose pattern matches first in the prompt, or None."""
    pattern = "|".join(f"({form})" for form in patterns.values())
    found = re.search(rf"\b(?:{pattern})\b", prompt, re.IGNORECASE)
    return list(patterns)[found.lastindex - 1] if found and found.lastindex else None


def _usable(text: str) -> str:
    """Return the text as attributes accept it: without half surrogate pairs, and not blank."""
    return text.encode("utf-8", "replace").decode() if text.strip() else "?"
