from __future__ import annotations

from itertools import product

import pytest

from heygen_widgets.models.attributes import Age, AvatarAttributes, Ethnicity, Gender
from heygen_widgets.sandbox.portraits.parts import (
    ALLOWED_EXPRESSIONS,
    ALLOWED_EYEWEAR,
    ALLOWED_FACIAL_HAIR,
    ALLOWED_HEADS,
    COVERED_HEADS,
    FLAT_HEADS,
    SKIN_COLOURS,
)
from heygen_widgets.sandbox.portraits.person import choose_person
from heygen_widgets.sandbox.portraits.svg import brightness, rgb

CARICATURES = {
    "angryWithFang", "monster", "cyclops", "awe", "rage", "fear", "hectic", "smileLOL",
    "lovingGrin1", "lovingGrin2", "eatingHappy", "bear", "eyepatch", "moustache3", "moustache8",
}  # fmt: skip


def made(appearance="a person", **changes):
    return AvatarAttributes(name="n", appearance=appearance, **changes)


def four(attributes, generation="g"):
    return [choose_person(attributes, generation, index) for index in range(4)]


@pytest.mark.parametrize(("age", "gender", "ethnicity"), list(product(Age, Gender, Ethnicity)))
def test_every_person_has_allowed_parts_only(age, gender, ethnicity):
    attributes = made(age=age, gender=gender, ethnicity=ethnicity)
    for generation, index in product("abcde", range(4)):
        person = choose_person(attributes, generation, index)
        parts = {person.head, person.expression, person.facial_hair, person.eyewear}
        assert person.head in ALLOWED_HEADS - set(COVERED_HEADS)
        assert person.expression in ALLOWED_EXPRESSIONS
        assert person.facial_hair in ALLOWED_FACIAL_HAIR
        assert person.eyewear == ""
        assert not parts & CARICATURES
        if ethnicity is not Ethnicity.UNSPECIFIED:
            assert person.skin in SKIN_COLOURS[ethnicity]
        if gender is Gender.WOMAN:
            assert person.facial_hair == ""


def test_no_allowed_part_is_a_caricature():
    allowed = ALLOWED_HEADS | ALLOWED_EXPRESSIONS | ALLOWED_FACIAL_HAIR | ALLOWED_EYEWEAR
    assert not allowed & CARICATURES


def test_every_allowed_part_exists_in_the_style():
    import json  # noqa: PLC0415 - only here
    from importlib.resources import files  # noqa: PLC0415

    text = files("dicebear_styles").joinpath("open-peeps.json").read_text(encoding="utf-8")
    components = json.loads(text)["components"]
    assert set(components["head"]["variants"]) >= ALLOWED_HEADS
    assert set(components["expression"]["variants"]) >= ALLOWED_EXPRESSIONS
    assert set(components["facialHair"]["variants"]) >= ALLOWED_FACIAL_HAIR - {""}
    assert set(components["accessories"]["variants"]) >= ALLOWED_EYEWEAR - {""}


def test_the_four_people_of_a_generation_differ_in_head_skin_and_cloth():
    for gender in (Gender.WOMAN, Gender.MAN):
        people = four(made(gender=gender, ethnicity=Ethnicity.HISPANIC))
        assert len({person.head for person in people}) == 4
        assert len({person.skin for person in people}) == 4
        assert len({person.cloth for person in people}) == 4


def test_what_the_prompt_names_is_in_all_four_pictures():
    for person in four(made("red jacket, round glasses, blonde hair, scarf", gender="Woman")):
        assert person.garment == "jacket"
        assert person.cloth == "#d3352f"
        assert person.eyewear.startswith("glasses")
        assert person.hair == "#e2bd6d"
        assert "scarf" in person.extras


@pytest.mark.parametrize("prompt", ["a beard", "bearded"])
def test_a_woman_has_a_beard_only_if_the_prompt_says_so(prompt):
    assert all(person.facial_hair for person in four(made(prompt, gender="Woman")))


def test_no_beard_excludes_beards():
    for generation in "abcdefgh":
        people = four(made("no beard", gender="Man"), generation)
        assert not any(person.facial_hair for person in people)


def test_some_men_have_a_beard_without_a_prompt_for_it():
    beards = [person.facial_hair for name in "abcdef" for person in four(made(gender="Man"), name)]
    assert "" in beards
    assert "full" in beards


def test_sunglasses_are_dark_and_only_one_pair_is_worn():
    for person in four(made("sunglasses and glasses")):
        assert person.eyewear.startswith("sunglasses")


@pytest.mark.parametrize("ethnicity", Ethnicity)
def test_a_senior_has_grey_hair(ethnicity):
    for person in four(made(age="Senior", ethnicity=ethnicity)):
        red, green, blue = rgb(person.hair)
        assert max(red, green, blue) - min(red, green, blue) < 12
        assert brightness(person.hair) > 140


def test_a_senior_has_the_hair_that_the_prompt_names():
    assert {person.hair for person in four(made("black hair", age="Senior"))} == {"#1d1a1c"}


def test_a_beard_may_be_of_another_colour_than_the_hair():
    people = four(made("grey beard, black hair", gender="Man"))
    assert {(person.hair, person.beard) for person in people} == {("#1d1a1c", "#a9a7a8")}


@pytest.mark.parametrize(
    ("prompt", "head"),
    [("a hijab", "hijab"), ("a turban", "turban"), ("a beanie", "hatBeanie"), ("a hat", "hatHip")],
)
def test_the_head_is_covered_if_the_prompt_names_a_covering(prompt, head):
    assert {person.head for person in four(made(prompt))} == {head}


def test_an_unspecified_gender_follows_the_prompt_and_is_the_same_in_all_four_pictures():
    assert {person.body_width for person in four(made("a woman"))} == {0.93}
    assert {person.body_width for person in four(made("a man"))} == {1.0}
    assert all(
        len({person.body_width for person in four(made(), name)}) == 1 for name in "abcdefgh"
    )


def test_the_mood_decides_the_expression():
    assert {person.expression for person in four(made("serious"))} == {"serious"}
    assert {person.expression for person in four(made("talking"))} == {"explaining"}
    assert {person.expression for person in four(made("smiling"))} <= {"smile", "calm", "cute"}


@pytest.mark.parametrize(
    ("prompt", "face"), [("an angry man", "veryAngry"), ("sad", "solemn"), ("tired", "tired")]
)
def test_a_strong_mood_is_shown_only_if_the_prompt_names_it(prompt, face):
    assert {person.expression for person in four(made(prompt))} == {face}
    for generation in "abcdefgh":
        assert face not in {person.expression for person in four(made(), generation)}


def test_pixar_has_large_eyes_on_a_large_head_with_no_hair_over_them():
    for generation in "abcdefgh":
        for person in four(made("long hair", gender="Woman", style="Pixar"), generation):
            assert person.big_eyes
            assert person.head_size > 1
            assert person.head not in {"mediumStraight", "longBangs"}


def test_large_eyes_are_not_drawn_over_sunglasses_or_another_face():
    for prompt in ("sunglasses", "angry", "eyes closed"):
        assert {person.big_eyes for person in four(made(prompt, style="Pixar"))} == {""}


def test_each_age_has_deeper_lines_than_the_one_before():
    ages = ("Young Adult", "Early Middle Age", "Late Middle Age", "Senior")
    lines = [{person.lines for person in four(made(age=age))} for age in ages]
    assert lines == [{0}, {1}, {2}, {3}]
    assert all(person.blush for person in four(made(age="Young Adult")))
    assert not any(person.blush for person in four(made(age="Early Middle Age")))


@pytest.mark.parametrize("gender", ["Woman", "Man"])
def test_braids_are_plaits_beside_hair_of_another_head(gender):
    for person in four(made("blonde braids", gender=gender)):
        assert "plaits" in person.extras
        assert person.head not in {"cornrows", "cornrows2"}


def test_nobody_but_who_asks_for_braids_has_plaits():
    assert not any("plaits" in person.extras for person in four(made("long hair", gender="Woman")))


@pytest.mark.parametrize("prompt", ["an astronaut", "a chef"])
def test_hair_fits_under_a_helmet_and_a_chefs_hat(prompt):
    for generation in "abcd":
        for person in four(made(prompt), generation):
            assert person.head in {head for heads in FLAT_HEADS.values() for head in heads}
