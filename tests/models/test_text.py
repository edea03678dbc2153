from __future__ import annotations

import pytest

from heygen_widgets.models.text import find_text_problem, to_sentence


@pytest.mark.parametrize("text", ["", " ", "Ada", "🎨", "\x00", "\ud7ff\ue000"])
def test_text_that_utf_8_can_encode_has_no_problem(text):
    assert find_text_problem(text, "sent") == ""


@pytest.mark.parametrize("text", ["\ud800", "half an emoji: \ud83d", "\udc00!"])
def test_a_lone_surrogate_is_a_problem(text):
    problem = find_text_problem(text, "stored")
    assert problem == "holds half a character (a lone surrogate), which can't be stored"


@pytest.mark.parametrize(("value", "kind"), [(7, "int"), (None, "NoneType"), (b"x", "bytes")])
def test_a_value_of_another_type_is_a_problem(value, kind):
    assert find_text_problem(value, "shown") == f"must be text, not {kind}"


@pytest.mark.parametrize("text", ["No face", "No face.", "No face. ", "No face..."])
def test_a_sentence_ends_with_one_full_stop(text):
    assert to_sentence(text) == "No face."
