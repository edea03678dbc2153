from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.api.polling import Clock, Deadline, PollPolicy
from heygen_widgets.errors import ConfigurationError

STEADY = 0.5


class ManualClock:
    """A clock that the test sets."""

    def __init__(self):
        self.time = 100.0
        self.clock = Clock(now=lambda: self.time)


def test_the_first_wait_is_two_seconds_and_the_longest_five():
    policy = PollPolicy()
    waits = [policy.wait(asked, STEADY) for asked in range(16)]
    assert waits[0] == 2
    assert waits == sorted(waits)
    assert waits[-1] == 5


def test_jitter_makes_waits_shorter_and_longer():
    policy = PollPolicy(first=2, jitter=0.1)
    assert policy.wait(0, 0) == pytest.approx(1.8)
    assert policy.wait(0, 1) == pytest.approx(2.2)


def test_without_jitter_the_random_number_has_no_effect():
    assert {PollPolicy(jitter=0).wait(0, chance / 10) for chance in range(11)} == {2.0}


def test_a_policy_can_ask_without_pause():
    assert {PollPolicy(first=0, longest=0).wait(asked, 1.0) for asked in range(100)} == {0.0}


def test_the_first_wait_is_no_longer_than_the_longest():
    assert PollPolicy(first=60, longest=5).wait(0, STEADY) == 5


@given(
    policy=st.builds(
        PollPolicy,
        first=st.floats(0, 1e6),
        growth=st.floats(1, 10),
        longest=st.floats(0, 1e6),
        jitter=st.floats(0, 1),
    ),
    asked=st.integers(0, 10**9),
    chance=st.floats(0, 1),
)
def test_every_wait_is_finite_and_within_the_limits(policy, asked, chance):
    wait = policy.wait(asked, chance)
    assert 0 <= wait <= policy.longest * (1 + policy.jitter)
    assert math.isfinite(wait)


@pytest.mark.parametrize(
    "figure",
    [
        {"first": -1},
        {"first": math.nan},
        {"first": math.inf},
        {"longest": -0.1},
        {"longest": math.nan},
        {"longest": math.inf},
        {"growth": 0.9},
        {"growth": math.nan},
        {"growth": 1e300},
        {"jitter": -0.1},
        {"jitter": 1.1},
        {"jitter": math.nan},
    ],
)
def test_values_out_of_range_are_refused(figure):
    with pytest.raises(ConfigurationError, match="is not valid"):
        PollPolicy(**figure)


def test_the_time_left_until_a_deadline_reaches_0():
    manual = ManualClock()
    deadline = Deadline.after(10, manual.clock)
    manual.time += 4
    assert deadline.left == 6
    manual.time += 100
    assert deadline.left == 0


def test_without_a_limit_a_deadline_is_never_reached():
    manual = ManualClock()
    deadline = Deadline.after(None, manual.clock)
    manual.time += 1e12
    assert deadline.left == math.inf


@pytest.mark.parametrize("seconds", [0, -5])
def test_a_deadline_after_0_seconds_is_reached_at_once(seconds):
    assert Deadline.after(seconds, ManualClock().clock).left == 0
