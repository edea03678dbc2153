"""What you think of a picture: a favourite, a rating, a note."""

from __future__ import annotations

from dataclasses import dataclass

from heygen_widgets.errors import ConfigurationError

BEST = 5
"""The best rating; the worst is 1."""


@dataclass(frozen=True)
class Mark:
    """Your own opinion of a picture; HeyGen never sees it.

    Args:
        favourite: Whether it is one of your favourites.
        rating: From 1 to 5; None if you gave none.
        note: What you wrote about it.

    Raises:
        ConfigurationError: Names every wrong value at once.
    """

    favourite: bool = False
    rating: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        problems = {
            "favourite": _favourite_problem(self.favourite),
            "rating": _rating_problem(self.rating),
            "note": _note_problem(self.note),
        }
        said = [f"{field} {problem}" for field, problem in problems.items() if problem]
        if said:
            raise ConfigurationError(f"This can't be noted: {'; '.join(said)}.")


def _favourite_problem(value: object) -> str:
    return "" if isinstance(value, bool) else f"must be True or False, not {value!r}"


def _rating_problem(value: object) -> str:
    # True is a whole number to Python.
    is_number = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= BEST
    return "" if is_number or value is None else f"must be 1 to {BEST} or None, not {value!r}"


def _note_problem(value: object) -> str:
    if not isinstance(value, str):
        return f"must be text, not {type(value).__name__}"
    if any("\ud800" <= character <= "\udfff" for character in value):
        return "holds half a character (a lone surrogate), which can't be stored"
    return ""
