"""Axes as a form, and back."""

import pytest

from heygen_widgets.sweeps import arguments
from heygen_widgets.sweeps.arguments import Given
from heygen_widgets.widgets.sweep import setup_form


def plan_of(base, given=None, **attributes):
    return arguments.read(base, given or Given(), attributes)


def again(form):
    given = setup_form.arguments_of(form)
    base, reuse = given.pop("base"), given.pop("reuse")
    names = set(Given.__dataclass_fields__)
    options = {name: value for name, value in given.items() if name in names}
    others = {name: value for name, value in given.items() if name not in names}
    assert reuse is False
    return plan_of(base, Given(**options), **others)


PLANS = [
    plan_of("a chef"),
    plan_of("a chef with {a hat|a beard}, {mood: happy|sad} and {mood}", style=["Noir", "Pixar"]),
    plan_of("a {{real}} brace{|, smiling}", age=["Senior", "Young Adult"], name="Ada"),
    plan_of(
        "a chef in Rome",
        Given(repeats=3, sample=2, seed=7, count=8, replace={"Rome": ["Oslo", "Paris"]}),
        pose="close_up",
    ),
    plan_of("a {hat|cap}", Given(combine="zip"), style=["Noir", "Pixar"]),
]


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_a_plan_as_a_form_makes_the_same_cells(plan):
    form = setup_form.form_of(plan, parallel=3, reuse=False)
    assert again(form).ids == plan.ids


@pytest.mark.parametrize(
    "written",
    [
        "a chef with {a hat|a beard}",
        "{a|b} and {c|d}",
        "{hat: a|b}, {c|d}",
        "{prompt: time: noon|night}",
        "{prompt_2: a|b} and {prompt: c|d}",
    ],
)
def test_alternatives_are_shown_as_they_were_written(written):
    form = setup_form.form_of(plan_of(written), parallel=3, reuse=False)
    assert form["appearance"] == written


def test_several_prompts_are_more_than_a_form_can_show():
    plan = plan_of(None, appearance=["a chef", "a nurse"])
    assert setup_form.form_of(plan, parallel=3, reuse=False) is None


def test_lines_of_a_file_that_hold_a_brace_are_more_than_a_form_can_show(tmp_path):
    (tmp_path / "hats.txt").write_text("a {strange} hat\na cap\n")
    plan = plan_of("a chef with {hat: @hats.txt}", Given(folder=tmp_path))
    assert setup_form.form_of(plan, parallel=3, reuse=False) is None


def test_python_names_what_is_not_the_default():
    form = {**setup_form.blank(), "appearance": "a chef", "repeats": 2}
    assert setup_form.as_python(form).splitlines()[2:] == [
        "sweep = AvatarSweep(",
        "    'a chef',",
        "    repeats=2,",
        ")",
        "sweep",
    ]
