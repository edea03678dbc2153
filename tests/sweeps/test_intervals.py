import pytest

from heygen_widgets.sweeps.intervals import mean_interval, share_interval


def test_nothing_has_no_interval():
    assert share_interval(0, 0) is None
    assert mean_interval([], 1, 5) is None
    assert mean_interval([4.0], 1, 5) is None


@pytest.mark.parametrize(
    ("part", "number", "interval"),
    [
        (0, 10, (0.0, 0.278)),
        (10, 10, (0.722, 1.0)),
        (5, 10, (0.237, 0.763)),
        (1, 2, (0.095, 0.905)),
    ],
)
def test_a_share_has_wilsons_interval(part, number, interval):
    assert share_interval(part, number) == pytest.approx(interval, abs=0.001)


@pytest.mark.parametrize(
    ("values", "half"),
    # Student's quantiles times the standard error: 12.706, 4.303, 3.182, 2.262.
    [
        ([2, 3], 12.706 * 0.5),
        ([2, 3, 4], 4.303 / 3**0.5),
        ([2, 3, 3, 4], 3.182 * 0.8165 / 2),
        ([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], 2.262 * 1.4907 / 10**0.5),
    ],
)
def test_a_mean_has_students_interval(values, half):
    low, high = mean_interval(values, -100, 100)
    assert (high - low) / 2 == pytest.approx(half, rel=0.01)


def test_an_interval_of_ratings_stays_within_what_a_rating_can_be():
    assert mean_interval([5, 4], 1, 5) == (1, 5)


def test_equal_ratings_are_not_certain():
    low, high = mean_interval([4, 4, 4], 1, 5)
    assert low < 4 < high
