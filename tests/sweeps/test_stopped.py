"""Which sweeps of a history can be gone on with."""

import pytest

from heygen_widgets.sweeps.stopped import stopped
from heygen_widgets.sweeps.sweep import Sweep


@pytest.fixture
async def left(service, sweep_of):
    """A sweep of six cells that stopped at one."""
    sweep = sweep_of(service)
    await sweep.run(budget=1.0, progress=False)
    return sweep


def ids(sweep, **given):
    return [each.id for each in stopped(sweep.history, sweep.client.host, **given)]


async def test_one_that_is_complete_is_none_of_them(made):
    assert ids(made) == []


async def test_the_latest_comes_first(left, service, sweep_of):
    other = sweep_of(service)
    await other.run(budget=2.0, progress=False)
    assert ids(other) == [other.id, left.id]
    assert ids(other, without=other.id) == [left.id]


async def test_one_that_a_process_carries_out_is_none_of_them(left):
    left.history.sweeps.claim(left.id, "another")
    assert ids(left) == []
    left.history.sweeps.release(left.id, "another")
    assert ids(left) == [left.id]


async def test_one_of_another_host_is_none_of_them(left):
    assert list(stopped(left.history, "api.heygen.com")) == []
    assert Sweep.load(left.id, client=left.client).id == left.id
