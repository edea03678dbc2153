"""What a run is searched by: its words, as people mean them when they type a few.

The words stand in the history. Whoever changes here what a word is adds a migration that writes
them anew.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def folded(value: str) -> str:
    """Return a text without the differences that a search overlooks: case, and ways to write it.

    An accent may be part of a letter or follow it, and Japanese keyboards have wide Latin letters.
    """
    # Folding undoes some of the first, and the first uncovers some of what is to be folded.
    return _normal(_normal(value).casefold())


def joined(values: Iterable[str | None]) -> str:
    """Return the words of several texts as one; no word reaches from one text into the next."""
    return "\n".join(folded(value) for value in values if value)


def _normal(value: str) -> str:
    return unicodedata.normalize("NFKC", value)
