import pytest

from heygen_widgets import Age, AvatarAttributes, InvalidAttributes, Style
from heygen_widgets.sweeps.arguments import Given, read


def problems(base=None, *, given=None, **keywords):
    with pytest.raises(InvalidAttributes) as caught:
        read(base, Given(**(given or {})), keywords)
    return caught.value.problems


def axes(base=None, *, given=None, **keywords):
    return {axis.name: axis.values for axis in read(base, Given(**(given or {})), keywords).axes}


def test_the_base_may_be_attributes_a_text_a_mapping_or_keywords():
    expected = read(None, Given(), {"appearance": "a {b|c}", "name": "Ada"})
    base = AvatarAttributes(name="Ada", appearance="a {b|c}")
    for given, keywords in (
        (base, {}),
        ({"name": "Ada", "appearance": "a {b|c}"}, {}),
        ("a {b|c}", {"name": "Ada"}),
    ):
        assert list(read(given, Given(), keywords)) == list(expected)


def test_one_value_is_no_axis_and_several_are():
    assert axes("a chef", style="Noir", age=["Senior"]) == {"age": ("Senior",)}


def test_a_whole_vocabulary_may_be_an_axis():
    assert axes("a chef", age=list(Age), style=Style) == {
        "age": tuple(map(str, Age)),
        "style": tuple(map(str, Style)),
    }


def test_axes_come_in_the_order_in_which_they_are_given():
    given = {"replace": {"chef": ["cook"]}}
    found = axes(given=given, style=["Noir"], appearance="a chef {a|b}", age=["Senior"])
    assert list(found) == ["style", "prompt", "age", "chef"]


def test_the_lines_of_a_file_are_prompts(tmp_path):
    (tmp_path / "prompts.txt").write_text("a chef\na nurse\n")
    assert axes(appearance=tmp_path / "prompts.txt") == {"appearance": ("a chef", "a nurse")}


def test_everything_that_is_wrong_is_said_at_once():
    found = problems(
        "a {b",
        given={"parallel": 0, "repeats": 0, "sample": -1, "seed": "x", "count": 9, "combine": "x"},
        style=["Noir", "Nior"],
        age="Old",
        gender=[],
        stile=["Noir"],
    )
    assert found.keys() == {
        *("appearance", "parallel", "repeats", "sample", "seed", "count", "combine"),
        *("style", "age", "gender", "stile"),
    }
    assert "did you mean style?" in found["stile"]
    assert "'Nior' is not one of" in found["style"]


@pytest.mark.parametrize(
    ("keywords", "name", "said"),
    [
        ({}, "appearance", "is missing"),
        ({"appearance": "a", "style": ["Noir", "Noir"]}, "style", "'Noir' twice"),
        ({"appearance": "{style: a|b}"}, "style", "is taken"),
        ({"appearance": "{rating: a|b}"}, "rating", "is taken"),
        ({"appearance": ["a {b|c}"]}, "appearance", "one of several prompts"),
        ({"appearance": ["a {b"]}, "appearance", "nothing ends"),
        ({"appearance": "a" * 999 + "{b|bb|bbb}"}, "appearance", "1001 characters"),
        ({"appearance": "{a|}"}, "appearance", "must not be empty"),
        ({"appearance": 3}, "appearance", "must be text"),
        ({"appearance": "{a b|a} {c|b c}"}, "cells", "1 would be the same"),
    ],
)
def test_what_is_wrong_is_named(keywords, name, said):
    assert said in problems(**keywords)[name]


def test_two_texts_are_refused():
    assert "twice" in problems("a", appearance="b")["appearance"]


def test_axes_of_different_lengths_cannot_be_zipped():
    found = problems("{a|b}", style=["Noir"], given={"combine": "zip"})
    assert found["combine"] == "'zip' needs as many values of each axis: style has 1, prompt has 2"


def test_words_to_replace_must_be_in_the_prompt():
    found = problems("a chef", given={"replace": {"Rome": ["Paris"]}})
    assert "not in the prompt" in found["Rome"]


def test_a_sweep_that_is_too_large_asks_for_a_sample():
    text = " ".join(f"{{v{n}: a|b|c|d}}" for n in range(9))
    assert "262,144 cells" in problems(text)["sample"]


def test_something_else_than_attributes_is_refused():
    assert "not int" in problems(3, appearance="a")["base"]
