from __future__ import annotations

import pytest

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox.portraits.draw_process import DrawProcess
from heygen_widgets.sandbox.portraits.identity import Identity
from heygen_widgets.sandbox.portraits.person import choose_person
from heygen_widgets.sandbox.portraits.portrait import draw_portrait
from heygen_widgets.sandbox.portraits.same_person import choose_same_person, known_attributes

PEOPLE = [
    {"age": "Young Adult", "gender": "Woman", "ethnicity": "East Asian"},
    {"age": "Senior", "gender": "Man", "ethnicity": "Black"},
    {},
]


def looks(appearance, *, first="A red jacket", person=0, index=1, **changes):
    """Return a person, and the same in another picture.

    Args:
        appearance: The prompt of the other picture.
        first: The prompt of the first one.
        person: Whom of `PEOPLE` it shows.
        index: The number of the first picture in its generation.
        changes: More attributes of the first picture.
    """
    attributes = AvatarAttributes(name="Ada", appearance=first, **PEOPLE[person] | changes)
    identity = Identity(attributes=attributes, generation_id="g", index=index)
    new = known_attributes(AvatarAttributes(name="New", appearance=appearance), identity)
    known = choose_person(attributes, "g", index)
    return known, choose_same_person(new, "h", 3, identity)


@pytest.mark.parametrize("person", range(len(PEOPLE)))
@pytest.mark.parametrize("index", range(4))
def test_face_hair_and_skin_stay_and_clothes_change(person, index):
    known, again = looks("in a green coat, on a beach", person=person, index=index)
    for part in ("head", "hair", "skin", "facial_hair", "beard", "eyewear", "expression", "lines"):
        assert getattr(again, part) == getattr(known, part), part
    assert again.garment != known.garment
    assert again.cloth != known.cloth


def test_the_age_gender_and_ethnicity_of_a_person_are_known_though_nobody_named_them():
    identity = Identity(
        attributes=AvatarAttributes(name="Ada", appearance="A beard"), generation_id="g", index=0
    )
    new = known_attributes(AvatarAttributes(name="New", appearance="A dress"), identity)
    assert new.gender == "Man"
    assert new.ethnicity != "Unspecified"
    assert new.appearance == "A dress"


def test_a_beard_and_glasses_that_the_first_prompt_named_stay():
    known, again = looks("in a suit", gender="Man", first="A beard and glasses")
    assert (again.facial_hair, again.eyewear) == (known.facial_hair, known.eyewear)
    assert known.facial_hair
    assert known.eyewear


@pytest.mark.parametrize(
    ("appearance", "part"),
    [("with red hair", "hair"), ("wearing a hat", "head"), ("with sunglasses", "eyewear")],
)
def test_what_the_new_prompt_names_changes(appearance, part):
    known, again = looks(appearance)
    assert getattr(again, part) != getattr(known, part)


def test_a_hat_comes_off_in_other_clothes():
    known, again = looks("in a suit", first="Wearing a hat")
    assert known.head == "hatHip"
    assert again.head != "hatHip"
    assert again.hair == known.hair


def test_a_file_stands_for_a_person_of_its_own():
    one, same, other = (Identity.of_file(data) for data in (b"a", b"a", b"b"))
    assert one == same != other


def test_an_identity_survives_the_way_to_the_drawing_process():
    identity = Identity.of_file(b"a")
    assert Identity.from_json(identity.to_json()) == identity


def test_the_drawing_process_draws_a_certain_person():
    process = DrawProcess()
    attributes = AvatarAttributes(name="New", appearance="A blue suit")
    identity = Identity.of_file(b"a")
    try:
        drawn = process.draw(attributes, "g", 0, "PNG", identity)
        assert drawn == draw_portrait(attributes, "g", 0, "PNG", identity)
        assert drawn != process.draw(attributes, "g", 0)
    finally:
        process.stop()
