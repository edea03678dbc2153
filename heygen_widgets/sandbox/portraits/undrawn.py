"""Finds what a prompt names and the sandbox can't draw, and says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.prompt_reading import (
    is_excluded,
    read_clauses,
    read_details,
)
from heygen_widgets.sandbox.portraits.prompt_words import COLOURS, MATERIALS, MEANINGS
from heygen_widgets.sandbox.portraits.undrawable_words import (
    AFTER_A_DETERMINER,
    ALWAYS,
    LIKE_AFTER,
    NO_THINGS,
    PEOPLE_AFTER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DETERMINERS = frozenset({"a", "an", "his", "her", "their", "my", "its", "two", "three", "some"})
"""Words after which a noun stands, possibly with other words between."""

CARRYING = frozenset({"holding", "holds", "carrying", "carries", "wearing", "wears", "riding"})
"""Verbs whose object is in the picture, whatever it is."""

MOST_WORDS = 8
"""How many words a notice lists."""

_PHRASE_ENDS = frozenset({
    "in", "on", "off", "at", "with", "and", "or", "of", "by", "to", "from", "for", "while", "as",
    "against", "under", "over", "near", "beside", "behind", "before", "after", "into", "that",
    "which", "who", "is", "are", "the", "a", "an", "his", "her", "their", "up", "down",
    "between", "through", "during", "like", "but", "without", "across", "around", "inside",
    "outside", "above", "below", "looking", "standing", "sitting", "smiling",
})  # fmt: skip
"""Words with which another phrase begins."""

_LONGEST_PHRASE = 4
_SHORTEST_NOUN = 3
_NO_NOUN_ENDINGS = ("ing", "ed", "ly", "ish")
_IRREGULAR = {"flowercrown": "flower crown", "hotdog": "hot dog"}


def undrawn_notice(appearance: str) -> str | None:
    """Return the sentence that says what of a prompt can't be drawn; None if all can."""
    words = find_undrawn(appearance)
    if not words:
        return None
    more = "…" if len(words) > MOST_WORDS else ""
    return f"The sandbox can't draw: {', '.join(words[:MOST_WORDS])}{more}."


def find_undrawn(appearance: str) -> list[str]:
    """Return the nouns of a prompt that a picture would have to show and a portrait can't.

    It would rather miss a noun than report a word that is none: it knows some hundreds of usual
    things, and takes an unknown word as a thing only if somebody holds, carries, wears or rides it.
    """
    found: dict[str, None] = {}
    for words in read_clauses(appearance):
        for place, noun in _nouns(words):
            if not is_excluded(words[:place]):
                found.setdefault(noun)
    found |= dict.fromkeys(read_details(appearance).left_out)
    return list(found)


def _nouns(words: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the place and the text of each thing in a clause that can't be drawn."""
    place = 0
    while place < len(words):
        noun = _known(words, place) or _carried(words, place)
        if noun:
            yield place, _IRREGULAR.get(noun, noun)
        place += noun.count(" ") + 1


def _known(words: list[str], place: int) -> str:
    """Return the noun of the vocabulary that stands here; empty if none does."""
    pair = " ".join(words[place : place + 2])
    noun = pair if pair in ALWAYS or pair in AFTER_A_DETERMINER else words[place]
    before, after = words[:place], words[place + noun.count(" ") + 1 :]
    named = noun in ALWAYS or (
        noun in AFTER_A_DETERMINER and _has_determiner(before) and after[:1] != ["of"]
    )
    return noun if named and not _is_part(before, after) else ""


def _has_determiner(before: list[str]) -> bool:
    """Say whether ``a``, ``her`` or the like stands before a noun, with an adjective at most."""
    return bool(DETERMINERS & set(before[-1:])) or (
        bool(DETERMINERS & set(before[-2:-1])) and before[-1] not in _PHRASE_ENDS
    )


def _is_part(before: list[str], after: list[str]) -> bool:
    """Say whether a noun only says what another word is like, or whose trade it is."""
    following = after[0] if after else ""
    return (
        following in PEOPLE_AFTER | LIKE_AFTER | ALWAYS | AFTER_A_DETERMINER
        or MEANINGS.get(following, ("",))[0] in {"garment", "legs", "extra", "hair", "hair colour"}
        or "like" in before[-3:]
        or before[-2:] in (["as", "a"], ["as", "an"])
    )


def _carried(words: list[str], place: int) -> str:
    """Return the unknown noun here if it is what somebody carries, wears or rides."""
    start = max(0, place - _LONGEST_PHRASE - 1)
    before = words[start:place]
    verbs = [number for number, word in enumerate(before) if word in CARRYING]
    if not verbs or not _ends_phrase(words, place):
        return ""
    phrase = before[verbs[-1] + 1 :]
    is_measure = words[place + 1 : place + 2] == ["of"]
    if not phrase or phrase[0] not in DETERMINERS or _PHRASE_ENDS & set(phrase[1:]) or is_measure:
        return ""
    return words[place] if _may_be_thing(words[place]) else ""


def _ends_phrase(words: list[str], place: int) -> bool:
    return place + 1 == len(words) or words[place + 1] in _PHRASE_ENDS


def _may_be_thing(word: str) -> bool:
    known = word in MEANINGS or word in COLOURS or word in MATERIALS or word in NO_THINGS
    return (
        not known
        and word.isalpha()
        and len(word) >= _SHORTEST_NOUN
        and not word.endswith(_NO_NOUN_ENDINGS)
        and word not in _PHRASE_ENDS
    )
