from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.attributes import (
    FIELDS,
    VOCABULARY,
    Age,
    AvatarAttributes,
    Ethnicity,
    Gender,
    Orientation,
    Pose,
    Style,
    find_problems,
)

ADA = AvatarAttributes(
    name="Ada",
    age="Young Adult",
    gender="Woman",
    ethnicity="South East Asian",
    orientation="vertical",
    pose="close_up",
    style="Noir",
    appearance="A red jacket",
)


def sendable(limit):
    letters = st.characters(exclude_categories=["Cs"])
    return st.text(letters, min_size=1, max_size=limit).filter(str.strip)


@pytest.mark.parametrize(
    ("enum", "words"),
    [
        (Age, "Young Adult|Early Middle Age|Late Middle Age|Senior|Unspecified"),
        (Gender, "Woman|Man|Unspecified"),
        (
            Ethnicity,
            (
                "White|Black|Asian American|East Asian|South East Asian|South Asian|"
                "Middle Eastern|Pacific|Hispanic|Unspecified"
            ),
        ),
        (Orientation, "square|horizontal|vertical"),
        (Pose, "half_body|close_up|full_body"),
        (Style, "Realistic|Pixar|Cinematic|Vintage|Noir|Cyberpunk|Unspecified"),
    ],
)
def test_the_vocabulary_equals_heygens(enum, words):
    assert [member.value for member in enum] == words.split("|")


def test_the_fields_are_heygens_eight_in_heygens_order():
    assert FIELDS == (
        "name",
        "age",
        "gender",
        "ethnicity",
        "orientation",
        "pose",
        "style",
        "appearance",
    )


def test_strings_become_members():
    assert ADA.age is Age.YOUNG_ADULT
    assert ADA.pose is Pose.CLOSE_UP


def test_members_and_strings_are_the_same():
    assert ADA.replace(style=Style.NOIR, orientation=Orientation.VERTICAL) == ADA


def test_only_name_and_appearance_are_needed():
    plain = AvatarAttributes(name="Ada", appearance="A smile")
    assert plain.to_dict() == {
        "name": "Ada",
        "age": "Unspecified",
        "gender": "Unspecified",
        "ethnicity": "Unspecified",
        "orientation": "square",
        "pose": "half_body",
        "style": "Realistic",
        "appearance": "A smile",
    }


def test_to_dict_returns_plain_strings_in_heygens_order():
    assert tuple(ADA.to_dict()) == FIELDS
    assert {type(value) for value in ADA.to_dict().values()} == {str}


def test_the_error_names_every_wrong_field():
    with pytest.raises(InvalidAttributes) as caught:
        AvatarAttributes(
            name=" ",
            age="young",
            gender=None,
            ethnicity=["White"],
            orientation="Square",
            pose=3,
            style="noir",
            appearance="x" * 1001,
        )
    assert tuple(caught.value.problems) == FIELDS
    for field, words in VOCABULARY.items():
        assert all(word in caught.value.problems[field] for word in words)
    assert "1001 characters" in caught.value.problems["appearance"]
    assert "at most 1000" in str(caught.value)


def test_invalid_attributes_is_a_value_error():
    with pytest.raises(ValueError, match="'Elf' is not one of Realistic, Pixar"):
        ADA.replace(style="Elf")


def test_an_appearance_may_have_1000_characters():
    assert len(ADA.replace(appearance="é" * 1000).appearance) == 1000


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000"])
def test_blank_text_is_refused(blank):
    assert find_problems({"name": blank, "appearance": blank}) == {
        "name": "must not be empty",
        "appearance": "must not be empty",
    }


def test_a_name_must_be_text():
    assert find_problems({"name": 7})["name"] == "must be text, not int"


def test_a_lone_surrogate_is_refused():
    with pytest.raises(InvalidAttributes, match="surrogate"):
        ADA.replace(appearance="half an emoji: \ud83d")


def test_attributes_are_keyword_only():
    with pytest.raises(TypeError):
        AvatarAttributes("Ada", "Senior")


def test_attributes_are_frozen():
    with pytest.raises(AttributeError):
        ADA.name = "Eve"


def test_attributes_are_hashable():
    assert {ADA: 1}[ADA.replace()] == 1


def test_replace_returns_a_checked_copy():
    changed = ADA.replace(age="Senior")
    assert (changed.age, ADA.age) == (Age.SENIOR, Age.YOUNG_ADULT)
    with pytest.raises(InvalidAttributes, match="colour: is not an attribute"):
        ADA.replace(colour="red")


@given(
    st.builds(
        AvatarAttributes,
        name=sendable(40),
        appearance=sendable(1000),
        **{field: st.sampled_from(words) for field, words in VOCABULARY.items()},
    )
)
def test_a_dict_round_trip_changes_nothing(attributes):
    assert AvatarAttributes.from_dict(attributes.to_dict()) == attributes


def test_from_dict_names_missing_and_wrong_fields():
    with pytest.raises(InvalidAttributes) as caught:
        AvatarAttributes.from_dict({"age": "old", "name": "Ada"})
    assert caught.value.problems["appearance"] == "is missing"
    assert "not one of" in caught.value.problems["age"]


@pytest.mark.parametrize("name", ["num_images", "", 7])
def test_from_dict_refuses_unknown_fields(name):
    with pytest.raises(InvalidAttributes, match="is not an attribute"):
        AvatarAttributes.from_dict(ADA.to_dict() | {name: "x"})


def test_describe_reads_as_a_sentence():
    said = ADA.describe()
    assert said == "Young Adult South East Asian Woman, close up, Noir: A red jacket"


def test_describe_leaves_out_unspecified_attributes():
    plain = AvatarAttributes(name="A", style="Unspecified", appearance="x")
    assert plain.describe() == "Person, half body: x"
