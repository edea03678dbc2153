from __future__ import annotations

import itertools
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heygen_widgets.api.v3_prompt import find_problem, room_for_appearance, to_prompt
from heygen_widgets.models.attributes import (
    VOCABULARY,
    Age,
    AvatarAttributes,
    Ethnicity,
    Gender,
    Orientation,
    Pose,
    Style,
)
from heygen_widgets.models.limits import MAX_PROMPT

WORDS = {field: [word.value for word in words] for field, words in VOCABULARY.items()}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)
ATTRIBUTES = st.builds(
    AvatarAttributes,
    name=TEXT,
    appearance=TEXT,
    **{field: st.sampled_from(words) for field, words in WORDS.items()},
)
SHORTEST = {"gender": "Man", "style": "Unspecified", "pose": "close_up", "orientation": "square"}


def attributes(**changes):
    return AvatarAttributes(**{"name": "Ada", "appearance": "A baker"} | changes)


def test_the_prompt_has_the_attributes_before_the_appearance():
    baker = attributes(
        age=Age.SENIOR,
        ethnicity=Ethnicity.SOUTH_ASIAN,
        gender=Gender.WOMAN,
        style=Style.NOIR,
        pose=Pose.HALF_BODY,
        orientation=Orientation.VERTICAL,
        appearance="A baker in her shop",
    )
    assert to_prompt(baker) == (
        "Senior South Asian Woman, Noir style, half body pose, vertical orientation. "
        "A baker in her shop"
    )


def test_unspecified_attributes_make_a_person():
    prompt = to_prompt(attributes(style="Unspecified"))
    assert prompt == "Person, half body pose, square orientation. A baker"


@pytest.mark.parametrize(
    ("field", "word"), [(field, word) for field, words in WORDS.items() for word in words]
)
def test_the_prompt_has_every_word_of_the_vocabulary_except_unspecified(field, word):
    said = to_prompt(attributes(**{field: word})).removesuffix(". A baker")
    if word == "Unspecified":
        assert "unspecified" not in said.lower()
    else:
        assert word.replace("_", " ") in said.replace(",", "").replace("  ", " ")


def test_different_attributes_make_different_prompts():
    fields = tuple(WORDS)
    prompts = [
        to_prompt(attributes(**dict(zip(fields, words, strict=True))))
        for words in itertools.product(*WORDS.values())
    ]
    assert len(set(prompts)) == len(prompts)


def test_the_name_is_not_in_the_prompt():
    assert "Zaphod" not in to_prompt(attributes(name="Zaphod"))


@given(ATTRIBUTES)
@example(attributes(appearance="  kept  as\nit is 🎨 "))
def test_the_prompt_has_the_whole_appearance(given_attributes):
    assert to_prompt(given_attributes).endswith(f". {given_attributes.appearance}")


@given(ATTRIBUTES, st.integers(-3, 3))
@example(attributes(**SHORTEST), 0)
@example(attributes(**SHORTEST), 1)
def test_there_is_a_problem_exactly_if_the_prompt_is_too_long(given_attributes, over):
    wanted = min(max(1, room_for_appearance(given_attributes) + over), MAX_PROMPT)
    filled = given_attributes.replace(appearance="x" * wanted)
    assert (len(to_prompt(filled)) <= MAX_PROMPT) == (find_problem(filled) == "")


@given(ATTRIBUTES)
def test_the_room_for_the_appearance_is_the_rest_of_the_limit(given_attributes):
    room = room_for_appearance(given_attributes)
    full = given_attributes.replace(appearance="é" * room)
    assert len(to_prompt(full)) == MAX_PROMPT == 1000
    assert find_problem(full) == ""


def test_the_problem_says_how_many_characters_are_too_many():
    baker = attributes(style="Unspecified")
    room = room_for_appearance(baker)
    problem = find_problem(baker.replace(appearance="x" * (room + 1)))
    assert f"has {room + 1} characters, 1 too many" in problem
    assert f"the other attributes need {1000 - room} of it" in problem


def test_the_longest_appearance_of_v2_is_too_long_for_v3():
    assert find_problem(attributes(appearance=string.ascii_letters[:50] * 20))
