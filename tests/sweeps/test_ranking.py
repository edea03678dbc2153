import math
import random

import pytest

from heygen_widgets import ConfigurationError
from heygen_widgets.sweeps import ranking, results
from heygen_widgets.sweeps.tally import Tally

STRENGTHS = {"Noir": 1.2, "Pixar": 0.0, "Vintage": -1.2}


def tally_of(*choices):
    tally = Tally(tuple(STRENGTHS))
    for left, right, outcome in choices:
        tally.note(left, right, outcome)
    return tally


def drawn(number, seed=1):
    """Return so many comparisons as the model makes them."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    tally = Tally(tuple(STRENGTHS))
    for _ in range(number):
        left, right = chance.sample(sorted(STRENGTHS), 2)
        odds = 1 / (1 + math.exp(STRENGTHS[right] - STRENGTHS[left]))
        tally.note(left, right, "left" if chance.random() < odds else "right")
    return tally


@pytest.fixture
def _choix():
    pytest.importorskip("choix")


@pytest.mark.usefixtures("_choix")
def test_many_comparisons_find_the_strengths():
    found = ranking.ranked("style", drawn(2000))
    assert [each.value for each in found] == list(STRENGTHS)
    for each in found:
        low, high = each.interval
        assert low < STRENGTHS[each.value] < high
        assert high - low < 0.5
    assert found.message == ""
    assert found.values[0].best > 0.99


@pytest.mark.usefixtures("_choix")
def test_the_strengths_are_the_likeliest():
    tally = drawn(60)
    found = {each.value: each.strength for each in ranking.ranked("style", tally)}
    # Where the likelihood with its prior is highest, its slope is nothing.
    for value in STRENGTHS:
        slope = -ranking.PRIOR * found[value]
        for other in STRENGTHS:
            if other != value:
                odds = 1 / (1 + math.exp(found[other] - found[value]))
                slope += tally.wins[value, other] * (1 - odds) - tally.wins[other, value] * odds
        assert slope == pytest.approx(0, abs=0.01)


@pytest.mark.usefixtures("_choix")
def test_intervals_hold_the_truth_as_often_as_they_say():
    inside = total = 0
    for seed in range(60):
        for each in ranking.ranked("style", drawn(60, seed)):
            low, high = each.interval
            inside += low < STRENGTHS[each.value] < high
            total += 1
    assert 0.88 < inside / total <= 1


def test_before_any_comparison_the_table_has_no_figures():
    html = ranking.ranked("style", tally_of())._repr_html_()
    assert "Noir" in html
    assert "50%" not in html
    assert "0 of 0" not in html


@pytest.mark.usefixtures("_choix")
def test_too_few_comparisons_are_told():
    found = ranking.ranked("style", drawn(8))
    assert found.message == (
        "8 comparisons between these 3 values: too few, so the order is a guess. "
        "It takes at least 15."
    )


@pytest.mark.usefixtures("_choix")
def test_ties_leave_two_values_level_and_that_is_told():
    ties = [("Noir", "Pixar", "tie")] * 20
    lost = [(value, "Vintage", "left") for value in ("Noir", "Pixar")] * 10
    found = ranking.ranked("style", tally_of(*ties, *lost))
    first, second, third = found
    assert first.strength == pytest.approx(second.strength, abs=0.01)
    assert third.value == "Vintage"
    assert found.ties == 20
    assert "can't be told apart yet" in found.message
    assert "20 ties" in found._repr_html_()


@pytest.mark.usefixtures("_choix")
def test_a_value_that_was_never_compared_is_told():
    found = ranking.ranked("style", tally_of(*[("Noir", "Pixar", "left")] * 20))
    assert found.message == "Not compared yet: Vintage. Compare more."
    assert all(math.isfinite(end) for each in found for end in each.interval)


@pytest.mark.usefixtures("_choix")
def test_a_value_that_wins_all_is_not_infinitely_strong():
    found = ranking.ranked("style", tally_of(*[("Noir", "Pixar", "left")] * 3))
    assert found.values[0].strength < 5


def test_without_comparisons_there_is_no_order():
    found = ranking.ranked("style", Tally(("Noir", "Pixar")))
    assert "no order" in found.message
    assert "Noir" in str(found)
    assert "Noir" in found._repr_html_()


def test_without_choix_it_says_what_to_install(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(results.importlib, "import_module", missing)
    with pytest.raises(ConfigurationError, match=r"pip install 'heygen-widgets\[ranking\]'"):
        ranking.ranked("style", drawn(5))
