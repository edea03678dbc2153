"""Texts as a search compares them: without differences of case and of encoding.

The history stores texts in this form. Whoever changes the form adds a migration that writes the
stored texts in the new one.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def normalised(value: str) -> str:
    """Return a text in the form in which searches compare texts.

    Upper and lower case become one, and so do the encodings of a character: an accent may be part
    of a letter or follow it, and Japanese keyboards type wide Latin letters.
    """
    # Folding the case can take a composed character apart, and composing can make one that folds.
    return _composed(_composed(value).casefold())


def search_text(values: Iterable[str | None]) -> str:
    """Return several texts as one to search in; no word matches across the end of a text."""
    return "\n".join(normalised(value) for value in values if value)


def _composed(value: str) -> str:
    return unicodedata.normalize("NFKC", value)
