import pytest

from heygen_widgets import ConfigurationError, InvalidAttributes
from heygen_widgets.sweeps import plan_file

PLAN = """
appearance = "a chef with {hat: @hats.txt}"
style = ["Noir", "Pixar"]
age = "Senior"
parallel = 2
repeats = 2

[replace]
chef = ["cook"]
"""


@pytest.fixture
def plan(tmp_path):
    (tmp_path / "hats.txt").write_text("a beret\na cap\n")
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


def test_a_file_holds_the_arguments_of_a_sweep(plan, service):
    sweep, was_begun = plan_file.sweep_of(plan, service.client)
    assert not was_begun
    assert {axis.name: axis.values for axis in sweep.axes} == {
        "hat": ("a beret", "a cap"),
        "style": ("Noir", "Pixar"),
        "chef": ("chef", "cook"),
        "repeat": ("1", "2"),
    }
    assert len(sweep) == 16


async def test_the_same_file_goes_on_with_the_same_sweep(plan, service):
    sweep, _ = plan_file.sweep_of(plan, service.client)
    await sweep.run(3, progress=False)
    again, was_begun = plan_file.sweep_of(plan, service.client)
    assert was_begun
    assert (again.id, again.progress.done) == (sweep.id, 3)
    plan.write_text(PLAN.replace("Senior", "Young Adult"))
    other, was_begun = plan_file.sweep_of(plan, service.client)
    assert not was_begun
    assert other.id != sweep.id


def test_how_many_at_a_time_makes_no_other_sweep():
    found = {"appearance": "a {b|c}"}
    other = plan_file.id_of(found | {"parallel": 9, "reuse": True}, "here")
    assert plan_file.id_of(found, "here") == other
    assert plan_file.id_of(found, "there") != other


@pytest.mark.parametrize(
    ("text", "said"), [("a =", "is not TOML"), ("client = 3", "sets client, which a file can't")]
)
def test_a_file_that_is_no_plan_says_so(plan, service, text, said):
    plan.write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        plan_file.sweep_of(plan, service.client)


def test_a_file_that_is_not_there_says_so(tmp_path, service):
    with pytest.raises(ConfigurationError, match="can't be read: No such file"):
        plan_file.sweep_of(tmp_path / "plan.toml", service.client)


def test_what_is_wrong_in_it_is_named(plan, service):
    plan.write_text('appearance = "a {b"\nstile = "Noir"')
    with pytest.raises(InvalidAttributes) as caught:
        plan_file.sweep_of(plan, service.client)
    assert caught.value.problems.keys() == {"appearance", "stile"}
