"""Trait types of our own."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from traitlets import TraitError, TraitType

Word = TypeVar("Word", bound=StrEnum)


class Choice(TraitType[Word, Word | str]):
    """One word of a vocabulary: takes a member or its exact string, and holds the member.

    Args:
        words: The vocabulary.
        default: The member to start with.
    """

    def __init__(self, words: type[Word], default: Word, **details: Any) -> None:  # noqa: ANN401 - traitlets' own
        self._words = words
        self.info_text = f"one of {', '.join(words)}"
        super().__init__(default, **details)

    def validate(self, owner: object, value: object) -> Word:
        """Return the member that ``value`` names."""
        del owner
        try:
            return self._words(str(value))
        except ValueError:
            raise TraitError(f"{self.name} must be {self.info_text}, not {value!r}") from None
