"""Reads the eight attributes back out of a free prompt, which is all that v3 takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.attributes import (
    MAX_APPEARANCE,
    Age,
    AvatarAttributes,
    Ethnicity,
    Gender,
    Orientation,
    Pose,
    Style,
)
from heygen_widgets.sandbox.portraits.prompt_words import THINGS

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
    + [word for word, (kind, _) in THINGS.items() if kind == "gender"]
)


def read_prompt(prompt: str, name: str) -> AvatarAttributes:
    """Return what a prompt says of a person; what it leaves open is unspecified.

    Whole words count, whatever their case. Where a prompt names two of a kind the first one does.

    Args:
        prompt: Any text; it is the appearance, too.
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


def _find(words: type[Word], prompt: str) -> Word | None:
    # The longest first: "South East Asian" holds "East Asian".
    longest_first = sorted(words, key=lambda word: len(word.value), reverse=True)
    forms = {word: _form(word) for word in longest_first if word.value != "Unspecified"}
    return _match(forms, prompt)


def _form(word: StrEnum) -> str:
    form = _GAP.join(map(re.escape, word.value.split()))
    if word not in _COLOURS:
        return form
    # A white shirt says nothing of who wears it: the word must stand before a person or alone.
    ahead = rf"(?=[\s-]+(?:{_PEOPLE})\b)"
    alone = rf"(?:(?<=[,;:.(\n]\s)|(?<=[,;:.(\n])|^){form}(?=\s*(?:[,;.)\n]|$))"
    return rf"{form}{ahead}|{alone}"


def _match(forms: dict[Word, str], prompt: str) -> Word | None:
    """Return the word whose form stands first in the prompt, if one does."""
    pattern = "|".join(f"({form})" for form in forms.values())
    found = re.search(rf"\b(?:{pattern})\b", prompt, re.IGNORECASE)
    return list(forms)[found.lastindex - 1] if found and found.lastindex else None


def _usable(text: str) -> str:
    """Return a text that attributes can hold: with no half characters, and not blank."""
    return text.encode("utf-8", "replace").decode() if text.strip() else "?"
