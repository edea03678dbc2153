"""How long jobs take: what is expected, and what is learnt from those that were."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.api.job_times import HEYGEN_TIMES, JobTimes, sandbox_times

FORTY = JobTimes(median=40, sigma=0.3)
SOME_TIMES = st.builds(JobTimes, median=st.floats(0.1, 1e4), sigma=st.floats(0.05, 2))


def some_jobs(number, median=20, sigma=0.3):
    chance = random.Random(7)  # noqa: S311 - the same jobs each time
    return [chance.lognormvariate(math.log(median), sigma) for _ in range(number)]


def test_half_of_the_jobs_take_longer_than_the_median():
    assert FORTY.survival(40) == pytest.approx(0.5)


def test_the_density_is_what_the_survival_loses():
    step = 0.01
    for seconds in (5, 20, 40, 60, 200):
        lost = FORTY.survival(seconds - step) - FORTY.survival(seconds + step)
        assert FORTY.density(seconds) == pytest.approx(lost / (2 * step), rel=1e-3)


def test_a_job_is_most_likely_to_end_when_it_has_taken_about_as_long_as_such_jobs_take():
    hazards = {seconds: FORTY.hazard(seconds) for seconds in range(1, 400)}
    assert 40 < max(hazards, key=hazards.get) < 80
    assert hazards[5] < hazards[20] < hazards[40]


def test_a_job_that_takes_far_longer_than_others_is_less_and_less_likely_to_end():
    hazards = [FORTY.hazard(seconds) for seconds in range(100, 4000, 50)]
    assert all(later < earlier for earlier, later in pairwise(hazards))


@given(times=SOME_TIMES, seconds=st.floats(1e-3, 1e6))
def test_all_figures_are_finite_and_none_is_negative(times, seconds):
    figures = times.density(seconds), times.survival(seconds), times.hazard(seconds)
    assert all(math.isfinite(figure) and figure >= 0 for figure in figures)


def test_one_job_in_five_is_quicker_than_usual_and_one_in_five_slower():
    low, high = FORTY.usual_seconds
    ends = some_jobs(4000, median=40)
    assert sum(end < low for end in ends) / 4000 == pytest.approx(0.2, abs=0.02)
    assert sum(end > high for end in ends) / 4000 == pytest.approx(0.2, abs=0.02)


def test_where_nothing_is_known_of_jobs_what_was_expected_stands():
    assert HEYGEN_TIMES.learnt([]) == HEYGEN_TIMES


def test_twenty_jobs_count_for_more_than_what_was_expected():
    learnt = HEYGEN_TIMES.learnt(some_jobs(20))
    assert learnt.median == pytest.approx(20, rel=0.15)
    assert learnt.sigma == pytest.approx(0.3, abs=0.1)


def test_one_job_alone_does_not_make_us_sure():
    learnt = HEYGEN_TIMES.learnt([20])
    assert 20 < learnt.median < 45
    assert learnt.sigma > 0.4


@pytest.mark.parametrize("outlier", [2.0, 900.0])
def test_an_outlier_changes_nothing(outlier):
    took = some_jobs(19)
    assert HEYGEN_TIMES.learnt([*took, outlier]) == HEYGEN_TIMES.learnt(took)


def test_a_few_jobs_that_took_rather_long_change_little():
    took = some_jobs(20)
    learnt, stretched = HEYGEN_TIMES.learnt(took), HEYGEN_TIMES.learnt([*took[2:], 80, 90])
    assert stretched.median == pytest.approx(learnt.median, rel=0.1)
    assert stretched.sigma == pytest.approx(learnt.sigma, rel=0.35)


def test_the_order_of_the_jobs_does_not_matter():
    took = some_jobs(20)
    assert HEYGEN_TIMES.learnt(took[::-1]) == HEYGEN_TIMES.learnt(took)


@given(took=st.lists(st.floats(0, 1e9)))
def test_whatever_the_history_holds_makes_a_distribution(took):
    learnt = HEYGEN_TIMES.learnt(took)
    assert 0 < learnt.median < math.inf
    assert 0 < learnt.sigma < math.inf


@pytest.mark.parametrize(("duration", "median"), [(4, 4), (0, 0.1), (600, 600)])
def test_the_sandbox_takes_as_long_as_its_scenario_says(duration, median):
    assert sandbox_times(duration).median == median
