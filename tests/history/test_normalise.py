"""Texts are found in any language, case and encoding."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.history.normalise import normalised
from tests.history.runs import HERE, LETTERS_THAT_CHANGE, found


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("日本の庭で", "日本"),
        ("東京 日本", "日本 東京"),
        ("Straße in Köln", "STRASSE KÖLN"),
        ("STRASSE", "straße"),
        ("ΌΔΥΣΣΕΎΣ", "όδυσσεύς"),
        ("Ёлка", "ёЛК"),
        ("naïve", "nai\u0308ve"),
        ("nai\u0308ve", "NAÏVE"),
        ("\uff37\uff49\uff44\uff45\u3000hat", "wide HAT"),
        ("عربي", "عربي"),
        ("👩🏽‍🦰 at 50%", "👩🏽‍🦰 50%"),
        ("back\\slash_100%", "\\s _1 0%"),
        ("ﬁne", "FINE"),
        ("what's", "WHAT'S"),
        ("İstanbul", "istanbul"),
        ("İSTANBUL", "istanbul"),
        ("istanbul", "İSTANBUL"),
        ("Isparta", "\u0131sparta"),
        ("\u0131sparta", "ISPARTA"),
        ("I\u0307stanbul", "istanbul"),
        ("lį\u0307sti", "LĮSTI"),
    ],
)
def test_any_language_is_found_in_any_case(record, asked, history, stored, typed):
    asked("other", appearance="Something else, 100 times, back and forth")
    asked("appearance", appearance=f"A person. {stored}")
    asked("name", name=stored)
    record("failed", id="message", message=stored)
    asked("note")
    history.record(history.get("note").with_images(["u"], ["k"]), **HERE)
    history.mark("note", "k", note=stored)
    assert found(history, typed) == ["note", "message", "name", "appearance"]


@given(st.text() | st.text(LETTERS_THAT_CHANGE, max_size=6))
def test_a_normalised_text_stays_the_same_when_it_is_normalised_again(text):
    assert normalised(normalised(text)) == normalised(text)


@given(st.text() | st.text(LETTERS_THAT_CHANGE, max_size=6))
def test_both_encodings_of_an_accent_become_the_same(text):
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(text)


@pytest.mark.parametrize(("text", "other"), [("naïve", "naive"), ("Jȧn", "jan"), ("ḋ", "d")])
def test_other_accents_make_another_word(text, other):
    assert normalised(text) != normalised(other)


def test_no_word_matches_across_the_end_of_a_text(asked, history):
    asked("g", name="Ada", appearance="Red")
    assert found(history, "adared") == found(history, "ada\nredg") == []


def test_a_lone_surrogate_is_found_as_it_is_stored(record, history):
    record("failed", id="g", message="half \ud83d")
    assert found(history, "half \ud83d") == ["g"]
