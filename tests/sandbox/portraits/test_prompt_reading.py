from __future__ import annotations

import pytest

from heygen_widgets.sandbox.portraits.prompt_reading import read_details
from heygen_widgets.sandbox.portraits.prompt_words import COLOURS, HAIR_COLOURS, MATERIALS


def test_a_colour_belongs_to_the_noun_it_stands_before():
    found = read_details("red jacket, blue eyes")
    assert found.garment == "jacket"
    assert found.colours["jacket"] == COLOURS["red"]


def test_a_colour_applies_across_an_adjective():
    assert read_details("a red leather jacket").colours["jacket"] == COLOURS["red"]


def test_a_colour_stays_with_its_own_noun_when_two_are_joined():
    found = read_details("green scarf and navy coat")
    assert found.colours["scarf"] == COLOURS["green"]
    assert found.colours["coat"] == COLOURS["navy"]


def test_a_jacket_over_a_shirt_is_the_garment_and_both_keep_their_colours():
    found = read_details("a blue shirt under a red jacket")
    assert found.garment == "jacket"
    assert (found.colours["shirt"], found.colours["jacket"]) == (COLOURS["blue"], COLOURS["red"])


def test_the_colour_of_a_scarf_is_not_that_of_the_clothes():
    assert "clothes" not in read_details("wearing a red scarf").colours


def test_dressed_in_a_colour_colours_the_clothes():
    assert read_details("dressed in green").colours["clothes"] == COLOURS["green"]


@pytest.mark.parametrize(
    "prompt",
    ["no beard", "without glasses or beard", "without glasses and a beard", "clean-shaven man",
     "no glasses or beard", "a man who isn't wearing a beard"],
)  # fmt: skip
def test_a_negated_thing_is_excluded(prompt):
    assert "beard" not in read_details(prompt).extras


@pytest.mark.parametrize(
    "prompt", ["no hat and a beard", "no glasses, beard", "without hat, beard"]
)
def test_a_negation_ends_with_its_phrase(prompt):
    assert "beard" in read_details(prompt).extras


def test_only_whole_words_count():
    found = read_details("Reddish jacketed glassesmaker in a suitable hatchback, untied")
    assert [found.garment, found.extras, found.colours, found.scene] == ["", set(), {}, ""]


@pytest.mark.parametrize("prompt", ["RED JACKET", "Red Jacket.", "red-jacket", "(red jacket)"])
def test_case_and_punctuation_do_not_matter(prompt):
    assert read_details(prompt).colours == {"jacket": COLOURS["red"]}


def test_long_applies_to_hair_and_not_to_a_coat():
    assert read_details("long blonde hair").hair == "long"
    assert not read_details("long coat").hair
    assert read_details("long coat, short hair").hair == "short"


def test_red_hair_is_not_the_red_of_cloth():
    assert read_details("red hair").colours["hair"] == HAIR_COLOURS["red"] != COLOURS["red"]


def test_a_doctor_wears_a_white_coat_and_a_stethoscope():
    found = read_details("a doctor")
    assert (found.garment, found.extras) == ("coat", {"stethoscope"})


def test_a_doctor_wears_what_the_prompt_says():
    assert read_details("a doctor in a green sweater").garment == "sweater"


def test_not_smiling_is_serious():
    assert read_details("not smiling").mood == "serious"
    assert read_details("smiling").mood == "smile"


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [("on the beach", "beach"), ("in her kitchen", "kitchen"), ("a bookshelf behind", "library"),
     ("coffee shop", "cafe"), ("living room", "home"), ("Tokyo street", "city"), ("", "")],
)  # fmt: skip
def test_places_are_found(prompt, scene):
    assert read_details(prompt).scene == scene


@pytest.mark.parametrize(
    "prompt", ["", "\n\t", "ünïcödé 🙂", "no", "red", "without", "," * 900, "<svg>"]
)
def test_any_text_can_be_read(prompt):
    assert read_details(prompt).garment == ""


def test_a_material_colours_a_garment_unless_a_colour_does():
    assert read_details("a denim jacket").colours["jacket"] == MATERIALS["denim"]
    assert read_details("a red denim jacket").colours["jacket"] == COLOURS["red"]
    assert read_details("a leather red jacket").colours["jacket"] == COLOURS["red"]


@pytest.mark.parametrize(
    ("prompt", "held"),
    [("a violinist", "violin"), ("drinking coffee", "cup"), ("a mug of tea", "cup"),
     ("reading a book", "book"), ("holding two books", "book"), ("with his cell-phone", "phone"),
     ("a bouquet of roses", "flowers"), ("a photographer", "camera"),
     ("with a vintage camera", "camera"),
     ("holding an old film camera", "camera"), ("a singer", "microphone"), ("MacBook", "laptop"),
     ("a singer with a guitar", "guitar"), ("an electric guitar", "guitar")],
)  # fmt: skip
def test_what_is_held_is_found(prompt, held):
    assert read_details(prompt).held == held


@pytest.mark.parametrize(
    "prompt",
    ["looking at the camera", "facing the camera", "eye-level camera", "shot on an iPhone",
     "shot on a vintage film camera", "a coffee shop", "shelves of books", "no phone",
     "wearing a flower print"],
)  # fmt: skip
def test_what_nobody_holds_is_not_in_the_hands(prompt):
    assert read_details(prompt).held == ""


@pytest.mark.parametrize(
    ("prompt", "beside"),
    [("with her puppy", ["dog"]), ("a golden retriever", ["dog"]), ("two kittens", ["cat"]),
     ("a surfer", ["surfboard"]), ("a surfer without a surfboard", []),
     ("a cat and a dog", ["cat", "dog"]),
     ("cat-eye glasses", []), ("a hot dog", [])],
)  # fmt: skip
def test_who_is_beside_the_person_is_found(prompt, beside):
    assert read_details(prompt).beside == beside


@pytest.mark.parametrize(
    ("prompt", "scene", "weather"),
    [("on stage", "stage", ""), ("on a TED stage", "stage", ""), ("early-stage founder", "", ""),
     ("in a hospital", "hospital", ""), ("a field of golden wheat", "field", ""),
     ("shallow depth of field", "", ""), ("in a field", "park", ""), ("in the rain", "", "rain"),
     ("rainy Tokyo street", "city", "rain"), ("on the moon", "moon", ""), ("full moon", "", "moon"),
     ("moonlit beach", "beach", "moon"), ("snowy mountains", "mountains", "snow"),
     ("an astronaut", "space", ""), ("an astronaut at the beach", "beach", "")],
)  # fmt: skip
def test_places_and_weather_are_found(prompt, scene, weather):
    found = read_details(prompt)
    assert (found.scene, found.weather) == (scene, weather)


@pytest.mark.parametrize(
    ("prompt", "garment", "extras"),
    [("a red dress", "dress", set()), ("a polka-dot dress", "dress", {"polkadot"}),
     ("an astronaut", "spacesuit", set()), ("in a space suit", "spacesuit", set()),
     ("a wet suit", "wetsuit", set()), ("a chef", "chefjacket", {"chefhat"}),
     ("a chef\u2019s hat and a blue shirt", "shirt", {"chefhat"}),
     ("a chef, no chef's hat", "chefjacket", set()),
     ("a baker", "apron", set()), ("a tank top", "tank", set()),
     ("a chef in a red apron", "apron", {"chefhat"}),
     ("a chef with a white hat", "chefjacket", {"chefhat"}),
     ("a chef in a hat", "chefjacket", {"chefhat"}),
     ("a chef with a red hat", "chefjacket", {"hat"}),
     ("a chef with a hijab", "chefjacket", {"hijab"})],
)  # fmt: skip
def test_clothes_of_trades_are_found(prompt, garment, extras):
    found = read_details(prompt)
    assert (found.garment, found.extras) == (garment, extras)
