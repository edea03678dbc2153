import pytest

from heygen_widgets import AvatarAttributes, HistoryError
from heygen_widgets.sweeps.arguments import Given, read
from heygen_widgets.sweeps.plan import Plan

TWO_HATS = "a chef with {hat: a beret|a cap}"


def plan(base=TWO_HATS, *, given=None, **keywords):
    return read(base, Given(**(given or {})), keywords)


def test_each_value_meets_each_other_and_the_last_axis_varies_first():
    made = plan(style=["Noir", "Pixar"])
    assert [cell.values for cell in made] == [
        {"style": "Noir", "hat": "a beret"},
        {"style": "Noir", "hat": "a cap"},
        {"style": "Pixar", "hat": "a beret"},
        {"style": "Pixar", "hat": "a cap"},
    ]


def test_a_cell_has_the_attributes_that_are_asked_for():
    cell = plan(style=["Noir", "Pixar"], age="Senior").cell(3)
    assert cell.attributes == AvatarAttributes(
        name="A chef with a cap", age="Senior", style="Pixar", appearance="a chef with a cap"
    )


def test_zip_takes_the_first_values_together():
    made = plan(style=["Noir", "Pixar"], given={"combine": "zip"})
    assert [tuple(cell.values.values()) for cell in made] == [
        ("Noir", "a beret"),
        ("Pixar", "a cap"),
    ]


def test_repeats_are_cells_of_their_own_with_another_id():
    made = plan("a chef", given={"repeats": 3})
    assert [cell.repeat for cell in made] == [1, 2, 3]
    assert [cell.values for cell in made] == [{"repeat": "1"}, {"repeat": "2"}, {"repeat": "3"}]
    assert len({cell.id for cell in made}) == 3
    assert len({cell.attributes.to_dict()["appearance"] for cell in made}) == 1


def test_the_id_of_a_cell_depends_on_its_attributes_and_not_on_its_place():
    one = {cell.id for cell in plan(style=["Noir", "Pixar"])}
    assert one == {cell.id for cell in plan(style=["Pixar", "Noir"])}
    assert one != {cell.id for cell in plan(style=["Pixar", "Noir"], age="Senior")}


def test_a_sample_is_the_same_for_the_same_seed():
    def sampled(seed):
        given = {"sample": 5, "seed": seed, "repeats": 2}
        return plan(age=["Senior", "Unspecified"], style=["Noir", "Pixar", "Vintage"], given=given)

    assert len(sampled(1)) == 10
    assert sampled(1).ids == sampled(1).ids
    assert sampled(1).ids != sampled(2).ids


def test_a_sample_of_a_product_too_large_to_list_is_taken():
    text = " ".join(f"{{v{n}: a{n}|b{n}|c{n}|d{n}}}" for n in range(30))
    assert len(plan(text, given={"sample": 10, "seed": 1})) == 10


def test_a_sample_larger_than_what_there_is_takes_all():
    assert len(plan(given={"sample": 10})) == 2


def test_words_that_are_replaced_are_an_axis_that_begins_with_them():
    made = plan("a chef in Rome, Rome", given={"replace": {"Rome": ["Paris", "Oslo"]}})
    assert [cell.attributes.appearance for cell in made] == [
        "a chef in Rome, Rome",
        "a chef in Paris, Paris",
        "a chef in Oslo, Oslo",
    ]
    assert [cell.values["Rome"] for cell in made] == ["Rome", "Paris", "Oslo"]


def test_words_that_take_the_place_of_others_are_not_replaced_again():
    made = plan("red and blue", given={"replace": {"red": ["blue"], "blue": ["green"]}})
    assert [cell.attributes.appearance for cell in made] == [
        "red and blue",
        "red and green",
        "blue and blue",
        "blue and green",
    ]


def test_several_prompts_are_the_axis_appearance():
    made = plan(None, appearance=["a chef", "a nurse {{x}}"], style=["Noir"])
    assert [cell.values["appearance"] for cell in made] == ["a chef", "a nurse {x}"]
    assert [cell.attributes.appearance for cell in made] == ["a chef", "a nurse {x}"]


def test_a_plan_comes_back_as_it_was_stored():
    given = {"repeats": 2, "sample": 3, "seed": 4, "count": 8, "replace": {"chef": ["cook"]}}
    made = plan(style=["Noir", "Pixar"], given=given)
    assert list(Plan.from_dict(made.to_dict())) == list(made)


@pytest.mark.parametrize("stored", [{}, {"version": 2}, {"version": 1, "axes": 3}])
def test_a_plan_that_cannot_be_read_is_no_raw_error(stored):
    with pytest.raises(HistoryError, match="can't be read"):
        Plan.from_dict(stored)


def test_there_is_no_cell_beyond_the_last():
    with pytest.raises(IndexError):
        plan().cell(2)


def test_a_cell_says_its_values():
    assert str(plan("a{| b}", style=["Noir"]).cell(0)) == "style: Noir, prompt: nothing"
