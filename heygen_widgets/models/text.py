"""What free text must be, and sentences made of several pieces."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONGEST_TITLE = 40
"""Most characters of a title that is made from a longer text."""


def find_text_problem(value: object, use: str) -> str:
    """Return what is wrong with a value that should be text, in words; empty if all is well.

    Args:
        value: What was given.
        use: What happens to the text, as a participle: ``sent``, ``stored`` or ``shown``.
    """
    if not isinstance(value, str):
        return f"must be text, not {type(value).__name__}"
    # UTF-8 has no bytes for a lone surrogate, which a Python string can hold.
    if any("\ud800" <= character <= "\udfff" for character in value):
        return f"holds half a character (a lone surrogate), which can't be {use}"
    return ""


def find_text_problems(values: Mapping[str, object], use: str) -> dict[str, str]:
    """Return what is wrong with several values, by name, as `find_text_problem` says it."""
    found = {name: find_text_problem(value, use) for name, value in values.items()}
    return {name: problem for name, problem in found.items() if problem}


def to_sentence(text: str) -> str:
    """Return a text with exactly one full stop at its end."""
    return text.rstrip(". ") + "."


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 cell``, ``1,200 cells``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def to_title(text: str) -> str:
    """Return a short title for a text: its beginning, up to a comma, a full stop or some words.

    Empty if the text has no letter or digit in its beginning.
    """
    # UTF-8 has no bytes for half a character; the text itself is refused for it.
    words = text.encode("utf-8", "ignore").decode().split()
    kept: list[str] = []
    for word in words:
        if kept and len(" ".join([*kept, word])) > LONGEST_TITLE:
            break
        kept.append(word)
        # Not after one word: "Dr." and "Smiling," say little.
        if len(kept) > 1 and word[-1] in ",.;:!?":
            break
    title = " ".join(kept)[:LONGEST_TITLE].strip(" ,.;:!?")
    return title[:1].upper() + title[1:] if any(map(str.isalnum, title)) else ""


def did_you_mean(
    name: str, known: Collection[str], aliases: Mapping[str, str] | None = None
) -> str:
    """Return a suggestion in parentheses for a name that is not among ``known``; or nothing.

    Args:
        name: The unknown name.
        known: The names that there are.
        aliases: Other words for some of them.
    """
    folded = str(name).lower()
    also = {other: meant for other, meant in (aliases or {}).items() if meant in known}
    close = difflib.get_close_matches(folded, [*known, *also], n=1)
    return f" (did you mean {also.get(close[0], close[0])}?)" if close else ""
