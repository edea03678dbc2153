"""What free text must be, and sentences made of several pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
