"""What can be typed: a text, attributes by name, options, and what is said of the rest."""

from __future__ import annotations

import pytest

from heygen_widgets import AvatarAttributes, InvalidAttributes
from heygen_widgets.runs import arguments

ADA = AvatarAttributes(name="Ada", appearance="A red jacket", style="Noir")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a chef in Rome", "A chef in Rome"),
        ("A violinist in a red dress, long dark hair, smiling", "A violinist in a red dress"),
        ("  an\n astronaut\t. On the moon", "An astronaut"),
        ("Dr. Smith, in a lab coat", "Dr. Smith"),
        ("x" * 999, "X" + "x" * 39),
        ("one two three four five six seven eight nine", "One two three four five six seven eight"),
        ("élodie", "Élodie"),
        ("👩‍🍳 …", "Avatar"),
        ("half \ud800 a smile", "Half a smile"),
    ],
)
def test_a_name_is_made_of_the_beginning_of_the_text(text, name):
    assert arguments._name_for(text) == name


def test_a_text_is_the_appearance_and_keywords_are_the_other_attributes():
    found, options = arguments.read("generate", "a chef in Rome", {"style": "Noir", "count": 4})
    assert found == AvatarAttributes(
        name="A chef in Rome", appearance="a chef in Rome", style="Noir"
    )
    assert options == {"count": 4}


def test_keywords_alone_are_enough():
    found, _ = arguments.read("generate", None, {"appearance": "a chef", "name": "Bo"})
    assert found == AvatarAttributes(name="Bo", appearance="a chef")


def test_keywords_replace_those_of_attributes():
    found, options = arguments.read("generate", ADA, {"style": "Pixar", "confirm": True})
    assert found == ADA.replace(style="Pixar")
    assert options == {"confirm": True}


def test_attributes_alone_stay_what_they_are():
    assert arguments.read("generate", ADA, {})[0] is ADA


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [
        ("styl", "style"),
        ("Style", "style"),
        ("cuont", "count"),
        ("apearance", "appearance"),
        ("prompt", "appearance"),
        ("n", "count"),
        ("sex", "gender"),
        ("timout", "timeout"),
        ("referenceimages", "reference_images"),
    ],
)
def test_a_keyword_that_is_nearly_right_gets_a_suggestion(keyword, meant):
    with pytest.raises(TypeError) as caught:
        arguments.read("generate", "a chef", {keyword: "?"}, arguments.OF_GENERATE)
    assert str(caught.value) == f"generate() takes no {keyword!r} (did you mean {meant}?)"


def test_a_keyword_that_is_like_none_gets_no_suggestion():
    with pytest.raises(TypeError, match=r"^submit\(\) takes no 'zzz'$"):
        arguments.read("submit", "a chef", {"zzz": 1})


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(TypeError) as caught:
        arguments.read("generate", None, {"styl": "Noir", "cuont": 2, "age": "Old", "pose": "x"})
    for said in ("'styl'", "'cuont'", "needs an appearance", "age 'Old' is not", "pose 'x' is not"):
        assert said in str(caught.value)


def test_wrong_values_are_invalid_attributes_all_at_once():
    with pytest.raises(InvalidAttributes) as caught:
        arguments.read("generate", "a chef", {"style": "noir", "age": "Old"})
    assert set(caught.value.problems) == {"style", "age"}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_no_appearance(text):
    with pytest.raises(InvalidAttributes) as caught:
        arguments.read("generate", text, {})
    assert caught.value.problems == {"appearance": "must not be empty"}


def test_half_a_character_is_told_of_the_appearance_alone():
    with pytest.raises(InvalidAttributes) as caught:
        arguments.read("generate", "half \ud800", {})
    assert set(caught.value.problems) == {"appearance"}


@pytest.mark.parametrize("given", [5, {"appearance": "a chef"}, ["a chef"], b"a chef"])
def test_what_is_neither_text_nor_attributes_is_told_by_its_type(given):
    with pytest.raises(
        TypeError, match=f"takes a text or AvatarAttributes, not {type(given).__name__}"
    ):
        arguments.read("generate", given, {})


def test_two_appearances_are_one_too_many():
    with pytest.raises(TypeError, match="takes one appearance"):
        arguments.read("generate", "a chef", {"appearance": "a baker"})
