"""Trait types of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import TraitError, TraitType

if TYPE_CHECKING:
    from enum import StrEnum


class Choice(TraitType[Any, Any]):
    """One word of a vocabulary: takes a member or its exact string, and holds the member.

    Args:
        words: The vocabulary.
        default: The member to start with.
    """

    def __init__(self, words: type[StrEnum], default: StrEnum, **details: Any) -> None:  # noqa: ANN401 - traitlets' own
        self._words = words
        self.info_text = f"one of {', '.join(words)}"
        super().__init__(default, **details)

    def validate(self, owner: object, value: object) -> StrEnum:
        """Return the member that ``value`` names."""
        del owner
        try:
            return self._words(str(value))
        except ValueError:
            raise TraitError(f"{self.name} must be {self.info_text}, not {value!r}") from None
