from __future__ import annotations

from itertools import product

import pytest

from heygen_widgets.attributes import Age, AvatarAttributes, Ethnicity, Gender
from heygen_widgets.sandbox.portraits.parts import (
    ALLOWED_EYEWEAR,
    ALLOWED_FACES,
    ALLOWED_FACIAL_HAIR,
    ALLOWED_HEADS,
    COVERED_HEADS,
    SKIN,
)
from heygen_widgets.sandbox.portraits.person import cast_person
from heygen_widgets.sandbox.portraits.svg import brightness, rgb

CARICATURES = {
    "angryWithFang", "monster", "cyclops", "awe", "rage", "fear", "hectic", "smileLOL", "veryAngry",
    "lovingGrin1", "lovingGrin2", "eatingHappy", "bear", "eyepatch", "moustache3", "moustache8",
}  # fmt: skip


def made(appearance="a person", **changes):
    return AvatarAttributes(name="n", appearance=appearance, **changes)


def four(attributes, generation="g"):
    return [cast_person(attributes, generation, index) for index in range(4)]


@pytest.mark.parametrize(("age", "gender", "ethnicity"), list(product(Age, Gender, Ethnicity)))
def test_every_person_is_made_of_allowed_parts(age, gender, ethnicity):
    attributes = made(age=age, gender=gender, ethnicity=ethnicity)
    for generation, index in product("abcde", range(4)):
        cast = cast_person(attributes, generation, index)
        parts = {cast.head, cast.expression, cast.facial_hair, cast.eyewear}
        assert cast.head in ALLOWED_HEADS - set(COVERED_HEADS)
        assert cast.expression in ALLOWED_FACES
        assert cast.facial_hair in ALLOWED_FACIAL_HAIR
        assert cast.eyewear == ""
        assert not parts & CARICATURES
        if ethnicity is not Ethnicity.UNSPECIFIED:
            assert cast.skin in SKIN[ethnicity]
        if gender is Gender.WOMAN:
            assert cast.facial_hair == ""


def test_no_allowed_part_is_a_caricature():
    allowed = ALLOWED_HEADS | ALLOWED_FACES | ALLOWED_FACIAL_HAIR | ALLOWED_EYEWEAR
    assert not allowed & CARICATURES


def test_every_allowed_part_exists_in_the_style():
    import json  # noqa: PLC0415 - only here
    from importlib.resources import files  # noqa: PLC0415

    text = files("dicebear_styles").joinpath("open-peeps.json").read_text(encoding="utf-8")
    components = json.loads(text)["components"]
    assert set(components["head"]["variants"]) >= ALLOWED_HEADS
    assert set(components["expression"]["variants"]) >= ALLOWED_FACES
    assert set(components["facialHair"]["variants"]) >= ALLOWED_FACIAL_HAIR - {""}
    assert set(components["accessories"]["variants"]) >= ALLOWED_EYEWEAR - {""}


def test_the_four_of_a_generation_differ_in_head_skin_and_cloth():
    for gender in (Gender.WOMAN, Gender.MAN):
        casts = four(made(gender=gender, ethnicity=Ethnicity.HISPANIC))
        assert len({cast.head for cast in casts}) == 4
        assert len({cast.skin for cast in casts}) == 4
        assert len({cast.cloth for cast in casts}) == 4


def test_what_the_prompt_names_is_in_all_four():
    for cast in four(made("red jacket, round glasses, blonde hair, scarf", gender="Woman")):
        assert cast.garment == "jacket"
        assert cast.cloth == "#d3352f"
        assert cast.eyewear.startswith("glasses")
        assert cast.hair == "#e2bd6d"
        assert "scarf" in cast.extras


@pytest.mark.parametrize("prompt", ["a beard", "bearded"])
def test_a_woman_has_a_beard_only_if_the_prompt_says_so(prompt):
    assert all(cast.facial_hair for cast in four(made(prompt, gender="Woman")))


def test_no_beard_means_none():
    for generation in "abcdefgh":
        casts = four(made("no beard", gender="Man"), generation)
        assert not any(cast.facial_hair for cast in casts)


def test_some_men_have_a_beard_unasked():
    beards = [cast.facial_hair for name in "abcdef" for cast in four(made(gender="Man"), name)]
    assert "" in beards
    assert "full" in beards


def test_sunglasses_are_dark_and_only_one_pair_is_worn():
    for cast in four(made("sunglasses and glasses")):
        assert cast.eyewear.startswith("sunglasses")


@pytest.mark.parametrize("ethnicity", Ethnicity)
def test_a_senior_has_grey_hair(ethnicity):
    for cast in four(made(age="Senior", ethnicity=ethnicity)):
        red, green, blue = rgb(cast.hair)
        assert max(red, green, blue) - min(red, green, blue) < 12
        assert brightness(cast.hair) > 140


def test_a_senior_has_the_hair_that_the_prompt_names():
    assert {cast.hair for cast in four(made("black hair", age="Senior"))} == {"#1d1a1c"}


def test_a_beard_may_be_of_another_colour_than_the_hair():
    casts = four(made("grey beard, black hair", gender="Man"))
    assert {(cast.hair, cast.beard) for cast in casts} == {("#1d1a1c", "#a9a7a8")}


@pytest.mark.parametrize(
    ("prompt", "head"),
    [("a hijab", "hijab"), ("a turban", "turban"), ("a beanie", "hatBeanie"), ("a hat", "hatHip")],
)
def test_the_head_is_covered_when_the_prompt_asks(prompt, head):
    assert {cast.head for cast in four(made(prompt))} == {head}


def test_an_open_gender_is_the_same_in_all_four_and_follows_the_prompt():
    assert {cast.slim for cast in four(made("a woman"))} == {0.93}
    assert {cast.slim for cast in four(made("a man"))} == {1.0}
    assert all(len({cast.slim for cast in four(made(), name)}) == 1 for name in "abcdefgh")


def test_moods_show_in_the_face():
    assert {cast.expression for cast in four(made("serious"))} == {"serious"}
    assert {cast.expression for cast in four(made("talking"))} == {"explaining"}
    assert {cast.expression for cast in four(made("smiling"))} <= {"smile", "calm", "cute"}
