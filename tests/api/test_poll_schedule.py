"""When to ask, and how well that does: requests times lag, with simulated jobs."""

from __future__ import annotations

import math
import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.api.job_times import HEYGEN_TIMES, JobTimes, heygen_times
from heygen_widgets.api.poll_schedule import LONGEST, SHORTEST, schedule
from heygen_widgets.models.run_kind import RunKind

STEADY = 0.5
FORTY = JobTimes(median=40, sigma=0.3)
SOME_TIMES = st.builds(JobTimes, median=st.floats(0.1, 1e4), sigma=st.floats(0.05, 2))


def seeded(number):
    return random.Random(number)  # noqa: S311 - the same jobs each time


def lognormal(median, sigma=0.3):
    return lambda chance: chance.lognormvariate(math.log(median), sigma)


JOBS = {
    "lognormal around 40 s": lognormal(40),
    "uniform from 20 to 60 s": lambda chance: chance.uniform(20, 60),
    "uniform from 5 to 120 s": lambda chance: chance.uniform(5, 120),
    "half 15 s, half 50 s": lambda chance: lognormal(chance.choice([15, 50]), 0.1)(chance),
    "a third 15 s, the others 50 s": lambda chance: lognormal(chance.choice([15, 50, 50]), 0.1)(
        chance
    ),
    "around 10 s": lognormal(10),
    "around 120 s": lognormal(120),
    "now and then ten times as long": lambda chance: (
        lognormal(40)(chance) * (10 if chance.random() < 0.05 else 1)
    ),
}


def questions(pacing, end, chance):
    """When a job that ends then is asked about, the last time after its end."""
    asked, now = [], 0.0
    while now < end:
        now += pacing.wait(len(asked), chance.random(), now)
        asked.append(now)
    return asked


def figures(pacing, ends, chance):
    """Requests and seconds of lag, on average."""
    runs = [(end, questions(pacing, end, chance)) for end in ends]
    return (
        fmean(len(asked) for _, asked in runs),
        fmean(asked[-1] - end for end, asked in runs),
    )


def products(runs, jobs, *, histories, each):
    """Requests times lag with what so many runs taught, and at fixed intervals, with the same jobs.

    At an interval d a job of t seconds takes t/d + 1/2 requests, and the lag is d/2. So no interval
    does better than one that is so short that it comes to t/2.
    """
    chance = seeded(11)
    found, all_ends = [], []
    for _ in range(histories):
        learnt = HEYGEN_TIMES.learnt([jobs(chance) for _ in range(runs)])
        ends = [jobs(chance) for _ in range(each)]
        found.append(figures(schedule(learnt), ends, chance))
        all_ends += ends
    ours = fmean(often for often, _ in found) * fmean(lag for _, lag in found)
    return ours, fmean(all_ends) / 2


def test_after_twenty_runs_requests_times_lag_is_near_the_limit():
    ours, _ = products(20, JOBS["lognormal around 40 s"], histories=250, each=25)
    assert ours <= 12.5


def test_without_any_run_requests_times_lag_is_better_than_at_fixed_intervals():
    ours, _ = products(0, JOBS["lognormal around 40 s"], histories=1, each=3000)
    assert ours <= 17


@pytest.mark.parametrize("name", JOBS)
def test_whatever_the_jobs_are_like_fixed_intervals_do_no_better(name):
    unlearnt, fixed = products(0, JOBS[name], histories=1, each=2000)
    assert unlearnt <= fixed
    learnt, fixed = products(20, JOBS[name], histories=60, each=60)
    assert learnt <= fixed


@pytest.mark.parametrize("times", [HEYGEN_TIMES, FORTY, JobTimes(median=90, sigma=0.5)])
def test_a_job_takes_about_fifteen_requests(times):
    chance = seeded(3)
    jobs = lognormal(times.median, times.sigma)
    often, _ = figures(schedule(times), [jobs(chance) for _ in range(1000)], chance)
    assert often == pytest.approx(15, rel=0.15)


def test_it_asks_most_often_when_a_job_is_most_likely_to_end():
    plan = schedule(FORTY)
    waits = {age: plan.wait(1, STEADY, age) for age in (5, 20, 30, 45, 300, 900)}
    assert waits[5] > waits[20] > waits[30] > waits[45]
    assert waits[45] < waits[300] < waits[900]


def test_nothing_is_asked_often_before_anything_can_be_ready():
    first = questions(schedule(JobTimes(median=600, sigma=0.1)), 200, seeded(1))
    assert len(first) <= 23


def test_a_job_that_never_ends_is_asked_about_every_ten_seconds():
    asked = questions(schedule(FORTY), 7200, seeded(1))
    assert asked[-1] - asked[-11] == pytest.approx(10 * LONGEST, rel=0.06)


@given(
    times=SOME_TIMES,
    asked=st.integers(0, 10**9),
    chance=st.floats(0, 1),
    elapsed=st.floats(-1e6, 1e9) | st.just(math.inf),
)
def test_every_wait_is_within_the_limits(times, asked, chance, elapsed):
    plan = schedule(times)
    assert SHORTEST <= plan.wait(asked, chance, elapsed) <= plan.longest
    assert plan.longest == pytest.approx(max(LONGEST, times.median / 20), rel=0.03)


def test_a_job_that_takes_minutes_is_not_asked_about_every_few_seconds():
    plan = schedule(heygen_times("v2", RunKind.TRAINING))
    assert plan.longest == pytest.approx(30, rel=0.03)
    assert plan.wait(5, STEADY, 60) == plan.longest


def test_jitter_makes_waits_shorter_and_longer():
    plan = schedule(FORTY)
    steady = plan.wait(3, STEADY, 35)
    assert plan.wait(3, 0, 35) == pytest.approx(0.9 * steady)
    assert plan.wait(3, 1, 35) == pytest.approx(1.1 * steady)


@pytest.mark.parametrize("age", [60, 86_400, math.inf])
def test_an_old_job_that_is_waited_for_again_is_asked_about_at_once(age):
    assert schedule(FORTY).wait(0, STEADY, age) == SHORTEST


def test_a_young_job_that_is_waited_for_again_is_asked_about_when_it_would_have_been():
    plan = schedule(FORTY)
    assert plan.wait(0, STEADY, 4) == pytest.approx(plan.wait(0, STEADY, 0) - 4, abs=0.5)


def test_runs_whose_times_are_nearly_alike_share_a_schedule():
    assert schedule(JobTimes(40.0, 0.3)) is schedule(JobTimes(40.2, 0.301))
    assert schedule(JobTimes(40.0, 0.3)) is not schedule(JobTimes(44.0, 0.3))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        # Nobody has asked about either, and the older one has more likely ended.
        ((40, math.inf), (20, math.inf)),
        # Of two that are equally old, that which was asked about longer ago.
        ((40, 5), (40, 0.5)),
        # A young one that nobody has asked about tells less than one that is due.
        ((35, 3), (10, math.inf)),
        # A job that never ends, not asked about for long, after one that was asked a moment ago.
        ((40, 2), (86_400, 0.4)),
        ((86_400, 9), (86_400, 0.4)),
        ((math.inf, 9), (math.inf, 0.4)),
    ],
)
def test_that_question_is_more_urgent_whose_job_has_more_likely_ended(more, less):
    plan = schedule(FORTY)
    assert plan.urgency(*more) > plan.urgency(*less)


@given(
    times=SOME_TIMES,
    elapsed=st.floats(-1e6, 1e9) | st.just(math.inf),
    since=st.floats(0, 1e9) | st.just(math.inf),
)
def test_urgency_is_a_share(times, elapsed, since):
    assert 0 <= schedule(times).urgency(elapsed, since) <= 1
