from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.models.attributes import Age, AvatarAttributes, Ethnicity, Gender, Style
from heygen_widgets.sandbox.server.prompt_to_attributes import attributes_from_prompt


def read(prompt):
    return attributes_from_prompt(prompt, "Ada")


def words(kind):
    return [word for word in kind if word.value != "Unspecified"]


@pytest.mark.parametrize(
    "form", ["{0} {1} {2} picture, {3}", "{3}: {1}, {0}, {2}, smiling", "A {1} {2}. {0}. {3}."]
)
def test_every_word_of_the_vocabulary_is_found(form):
    for said in product(words(Age), words(Ethnicity), words(Gender), words(Style)):
        found = read(form.format(*said))
        assert (found.age, found.ethnicity, found.gender, found.style) == said


def test_woman_does_not_contain_man_and_only_whole_words_count():
    assert read("A woman in a coat").gender is Gender.WOMAN
    assert read("A salesman and a womanly vase").gender is Gender.UNSPECIFIED


@pytest.mark.parametrize("prompt", ["SOUTH EAST ASIAN", "south east asian", "South-East  Asian"])
def test_the_longest_value_is_found_in_any_case(prompt):
    assert read(prompt).ethnicity is Ethnicity.SOUTH_EAST_ASIAN


def test_the_first_of_two_values_counts():
    assert read("A senior beside a young adult").age is Age.SENIOR
    assert read("Noir, not Pixar").style is Style.NOIR


@pytest.mark.parametrize(
    "prompt",
    ["a white shirt", "a black leather jacket", "A white wall behind", "hair of black",
     "white hair", "White-haired, old", "black and white", "Blackboard", "dressed in white"],
)  # fmt: skip
def test_the_colour_of_a_thing_is_not_an_ethnicity(prompt):
    assert read(prompt).ethnicity is Ethnicity.UNSPECIFIED


@pytest.mark.parametrize(
    "prompt",
    ["A Black man in a white shirt", "Woman, black, in white", "Black", "Ethnicity: Black.",
     "a black young adult", "in a white shirt, a black woman", "Gender: Man\nBlack\nOld"],
)  # fmt: skip
def test_the_colour_of_a_person_or_a_colour_alone_is_an_ethnicity(prompt):
    assert read(prompt).ethnicity is Ethnicity.BLACK


@pytest.mark.parametrize(
    ("prompt", "orientation"),
    [("square", "square"), ("Square picture", "square"), ("in landscape", "horizontal"),
     ("Horizontal.", "horizontal"), ("vertical", "vertical"), ("portrait orientation", "vertical"),
     ("Orientation: portrait", "vertical"), ("a portrait", "square"), ("", "square")],
)  # fmt: skip
def test_the_orientation_is_found(prompt, orientation):
    assert read(prompt).orientation == orientation


@pytest.mark.parametrize(
    ("prompt", "pose"),
    [("close-up", "close_up"), ("Close up", "close_up"), ("closeup", "close_up"),
     ("close_up", "close_up"), ("half-body", "half_body"), ("half body", "half_body"),
     ("waist-up", "half_body"), ("full-body", "full_body"), ("full_body", "full_body"),
     ("from head to toe", "full_body"), ("head-to-toe", "full_body"), ("somebody", "half_body")],
)  # fmt: skip
def test_the_pose_is_found(prompt, pose):
    assert read(prompt).pose == pose


def test_what_the_prompt_does_not_name_is_unspecified_and_the_prompt_is_the_appearance():
    assert read("A red jacket") == AvatarAttributes(
        name="Ada", style="Unspecified", appearance="A red jacket"
    )


@given(st.text(), st.text())
def test_any_text_can_be_read(prompt, name):
    attributes_from_prompt(prompt, name).to_dict()


@pytest.mark.parametrize(
    "text", ["", " \n", "\ud800", "x" * 5000, "\0", "(" * 999, "south " * 200, "- " * 5000]
)
def test_texts_that_no_api_would_accept_can_be_read(text):
    attributes = attributes_from_prompt(text, text)
    assert attributes.appearance.encode()
    assert attributes.name.encode()
