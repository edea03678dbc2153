from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.attributes import VOCABULARY, Age, AvatarAttributes, Gender
from heygen_widgets.models.shuffle import shuffled, variations

PLAIN = AvatarAttributes(name="Ada", appearance="A red jacket")
ANY = st.builds(
    AvatarAttributes,
    name=st.just("Ada"),
    appearance=st.just("A red jacket"),
    **{field: st.sampled_from(words) for field, words in VOCABULARY.items()},
)
LOCKS = st.sets(st.sampled_from([*VOCABULARY, "name", "appearance"]))


def chance(seed=1):
    return random.Random(seed)  # noqa: S311 - nothing secret


@given(ANY, LOCKS, st.integers())
def test_shuffling_changes_every_field_that_is_not_locked(attributes, locked, seed):
    found = shuffled(attributes, locked, chance(seed))
    for field in VOCABULARY:
        before, after = getattr(attributes, field), getattr(found, field)
        assert (after == before) == (field in locked)
        assert field in locked or after != "Unspecified"
    assert (found.name, found.appearance) == (attributes.name, attributes.appearance)


@pytest.mark.parametrize("field", VOCABULARY)
def test_every_other_value_can_be_drawn(field):
    for word in VOCABULARY[field]:
        attributes = PLAIN.replace(**{field: word})
        drawn = {getattr(shuffled(attributes, (), chance(seed)), field) for seed in range(300)}
        assert drawn == {other for other in VOCABULARY[field] if other != "Unspecified"} - {word}


def test_the_same_seed_draws_the_same_values():
    assert shuffled(PLAIN, (), chance(7)) == shuffled(PLAIN, (), chance(7))
    assert len({shuffled(PLAIN, (), chance(seed)) for seed in range(20)}) > 10


def test_a_locked_field_may_stay_unspecified():
    assert shuffled(PLAIN, {"age"}, chance()).age is Age.UNSPECIFIED


@pytest.mark.parametrize("locked", [{"colour"}, ["age", "colour"], "age"])
def test_a_lock_on_an_unknown_field_is_refused(locked):
    with pytest.raises(InvalidAttributes, match="is not an attribute"):
        shuffled(PLAIN, locked, chance())


@given(ANY, st.sampled_from(sorted(VOCABULARY)))
def test_variations_contain_each_other_value_once(attributes, field):
    found = variations(attributes, field)
    values = [getattr(variation, field) for variation in found]
    assert values == [word for word in VOCABULARY[field] if word != getattr(attributes, field)]
    original = {field: getattr(attributes, field)}
    assert {variation.replace(**original) for variation in found} == {attributes}


def test_variations_are_in_the_order_of_the_vocabulary():
    found = variations(PLAIN.replace(gender="Man"), "gender")
    assert [each.gender for each in found] == [Gender.WOMAN, Gender.UNSPECIFIED]


@pytest.mark.parametrize("field", ["name", "appearance", "colour", ""])
def test_only_fields_with_fixed_values_have_variations(field):
    with pytest.raises(InvalidAttributes, match="is not one of age, gender"):
        variations(PLAIN, field)
