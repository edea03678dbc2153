"""`Mark`: your favourite, rating and note for a picture."""

from __future__ import annotations

from dataclasses import dataclass

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.limits import MAX_RATING
from heygen_widgets.models.text import find_text_problem


@dataclass(frozen=True)
class Mark:
    """Your own opinion of a picture; it is never sent to HeyGen.

    Args:
        favourite: Whether it is one of your favourites.
        rating: From 1 to 5; None if you gave none.
        note: What you wrote about it.

    Raises:
        ConfigurationError: One or more values are invalid; names all of them.
    """

    favourite: bool = False
    rating: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        problems = {
            "favourite": _favourite_problem(self.favourite),
            "rating": _rating_problem(self.rating),
            "note": find_text_problem(self.note, "stored"),
        }
        named = [f"{field} {problem}" for field, problem in problems.items() if problem]
        if named:
            raise ConfigurationError(f"This mark is not valid: {'; '.join(named)}.")


def _favourite_problem(value: object) -> str:
    return "" if isinstance(value, bool) else f"must be True or False, not {value!r}"


def _rating_problem(value: object) -> str:
    # In Python, True is an int.
    is_rating = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_RATING
    return "" if is_rating or value is None else f"must be 1 to {MAX_RATING} or None, not {value!r}"
