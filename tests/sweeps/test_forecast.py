import math
import random
from statistics import NormalDist, fmean

import pytest

from heygen_widgets.sweeps.forecast import duration_text, forecast, mean_seconds

USUAL = (27.0, 75.0)
"""Median 45 s, as HeyGen's texts say."""


def simulated(cells, parallel, rounds=400):
    """Return how long so many cells take in each of some rounds, simulated."""
    chance = random.Random(1)  # noqa: S311 - nothing secret
    sigma = math.log(USUAL[1] / USUAL[0]) / (2 * NormalDist().inv_cdf(0.8))
    took = []
    for _ in range(rounds):
        lanes = [0.0] * parallel
        for _ in range(cells):
            lanes.sort()
            lanes[0] += chance.lognormvariate(math.log(45), sigma)
        took.append(max(lanes))
    return sorted(took)


@pytest.mark.parametrize(("cells", "parallel"), [(1, 1), (3, 3), (24, 3), (200, 10), (50, 1)])
def test_it_is_close_to_what_a_simulation_says(cells, parallel):
    low, high = forecast(USUAL, cells, parallel)
    took = simulated(cells, parallel)
    inside = sum(low <= each <= high for each in took) / len(took)
    assert 0.4 < inside < 0.8
    assert (low + high) / 2 == pytest.approx(fmean(took), rel=0.2)


def test_nothing_takes_no_time():
    assert forecast(USUAL, 0, 3) == (0, 0)


def test_the_mean_is_above_the_median():
    assert mean_seconds(USUAL) > math.sqrt(USUAL[0] * USUAL[1])


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1 s"),
        (59, "59 s"),
        (100, "2 min"),
        (5000, "83 min"),
        (6000, "1.7 h"),
        (3e5, "3.5 days"),
    ],
)
def test_times_are_told_roughly(seconds, text):
    assert duration_text(seconds) == text
