from __future__ import annotations

import pytest
from PIL import ImageChops

from heygen_widgets.models.attributes import AvatarAttributes, Gender
from heygen_widgets.sandbox.portraits.figure import draw_figure
from heygen_widgets.sandbox.portraits.person import choose_person
from heygen_widgets.sandbox.portraits.prompt_words import MEANINGS
from heygen_widgets.sandbox.portraits.raster import rasterise
from heygen_widgets.sandbox.portraits.things.catalogue import COMPANIONS, HELD
from heygen_widgets.sandbox.portraits.things.placing import Frame

VIEWS = {
    "close_up": (15, 36, 740, 740),
    "tall close_up": (95, 36, 580, 1015),
    "half_body": (-145, -10, 1060, 1060),
    "tall half_body": (-25, -149, 820, 1434),
    "full_body": (-730, 50, 2230, 2230),
    "tall full_body": (-252, 50, 1274, 2230),
}
THINGS = [*HELD, *COMPANIONS]
WORDS = {
    word: value for word, (kind, value) in MEANINGS.items() if kind in {"held", "tool", "beside"}
}


def person(prompt):
    attributes = AvatarAttributes(name="n", appearance=prompt, gender=Gender.WOMAN)
    return choose_person(attributes, "g", 0)


def drawn(someone, view):
    left, top, width, height = VIEWS[view]
    frame = Frame(left, left + width, top + height, whole="full" in view, close="close" in view)
    return rasterise(draw_figure(someone, frame), VIEWS[view], (width // 4, height // 4))


def visible(one, other):
    """Return the share of a picture in which two figures differ."""
    changed = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L")
    return sum(changed.point(lambda value: value > 40).histogram()[1:]) / (one.width * one.height)


def test_every_word_names_something_that_can_be_drawn():
    assert set(WORDS.values()) == set(THINGS)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_puts_its_thing_into_the_picture(word):
    someone = person(f"a person with a {word}")
    assert WORDS[word] in {someone.held, *someone.beside}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_can_be_seen_in_every_pose(thing, view):
    from dataclasses import replace  # noqa: PLC0415 - only here

    alone = person("a green sweater, short hair")
    named = {"held": thing} if thing in HELD else {"beside": (thing,)}
    share = visible(drawn(replace(alone, **named), view), drawn(alone, view))
    assert share > (0.004 if "full" in view else 0.02)


@pytest.mark.parametrize("thing", HELD)
def test_what_is_held_has_the_colour_that_the_prompt_names(thing):
    red, blue = (person(f"a person with a {colour} {thing}") for colour in ("red", "blue"))
    assert red.colour_of("held", "") != blue.colour_of("held", "")
    assert visible(drawn(red, "half_body"), drawn(blue, "half_body")) > 0.002


@pytest.mark.parametrize("thing", THINGS)
def test_what_is_negated_is_not_drawn(thing):
    someone = person(f"a person without a {thing}")
    assert not someone.held
    assert not someone.beside


def test_a_dog_and_a_cat_sit_at_both_sides():
    both, dog = person("with a dog and a cat"), person("with a dog")
    assert both.beside == ("dog", "cat")
    assert dog.beside == ("dog",)


@pytest.mark.parametrize("thing", HELD)
def test_every_hand_that_holds_something_has_one_arm(thing):
    sides = [grip.side for grip in HELD[thing].grips]
    assert len(sides) == len(set(sides)) >= 1
