"""Texts as a search compares them: without differences of case and of encoding.

The history stores texts in this form. Whoever changes the form adds a migration that writes the
stored texts in the new one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Turkish has an i with a dot and an i without, in both cases: the small letter of I is \u0131, and
# the capital of i is \u0130, whose small letter Unicode writes as i and a combining dot.
_DOTLESS_I = "\u0131"
_COMBINING_DOT = "\u0307"
_I_WITH_ACCENTS = re.compile("i[\u0300-\u036f]+")


def normalised(value: str) -> str:
    """Return a text in the form in which searches compare texts.

    Upper and lower case become one, and so do the encodings of a character: an accent may be part
    of a letter or follow it, and Japanese keyboards type wide Latin letters. The four letters i of
    Turkish are one letter too, because the case alone doesn't tell which of them is meant.
    """
    # Composing can make a character that folds, and folding can take a composed one apart.
    folded = unicodedata.normalize("NFKD", _composed(value).casefold())
    folded = _I_WITH_ACCENTS.sub(_without_dot, folded.replace(_DOTLESS_I, "i"))
    return _composed(folded)


def search_text(values: Iterable[str | None]) -> str:
    """Return several texts as one to search in; no word matches across the end of a text."""
    return "\n".join(normalised(value) for value in values if value)


def _without_dot(match: re.Match[str]) -> str:
    return match[0].replace(_COMBINING_DOT, "")


def _composed(value: str) -> str:
    return unicodedata.normalize("NFKC", value)
