"""Accounts that take fewer requests at a time than a run has."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets import PollPolicy, errors
from heygen_widgets.api.retries import ATTEMPTS
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.prices import Price
from tests.support.sandbox.rig import Rig
from tests.support.scripted_runs import SLOW, failing, turns


@pytest.mark.parametrize("parallel", [1, 2, 3])
async def test_beyond_what_the_account_takes_at_a_time_all_four_are_made(
    tmp_path, attributes, parallel
):
    rig = Rig(tmp_path, duration=20, parallel=parallel)
    client = rig.client("v3")
    generation = await client.generate(attributes)
    assert (generation.status, generation.message) == (GenerationStatus.SUCCESS, None)
    assert len(generation.images) == len(rig.sandbox.looks) == 4
    assert rig.answers[429] > 0
    assert client.spent.usd == pytest.approx(4.0)


async def test_two_runs_that_share_the_accounts_places_both_come_to_their_end(tmp_path, attributes):
    rig = Rig(tmp_path, duration=5, parallel=2)
    client = rig.client("v3")
    first = asyncio.ensure_future(client.generate(attributes))
    await turns(5)
    ends = await asyncio.gather(first, client.generate(attributes), return_exceptions=True)
    made = [end for end in ends if isinstance(end, Generation)]
    # One that finds no place at all may be refused; one that found one waits for more.
    assert made
    for generation in made:
        assert (len(generation.images), generation.message) == (4, None)
    assert rig.now < 120


async def test_one_that_waits_for_a_place_is_sent_when_a_stranger_leaves_it(looks, attributes):
    # Others of the account hold all places for longer than this run has something in work.
    looks.submits[:] = [None, *[SLOW] * 5 * ATTEMPTS]
    client = looks.client(poll=PollPolicy(first=2, longest=5))
    generation = await client.generate(attributes, count=2)
    assert (len(generation.images), generation.message) == (2, None)


async def test_a_run_left_with_some_unsent_is_completed_when_resumed(tmp_path, attributes):
    rig = Rig(tmp_path, duration=100, parallel=1)
    client = rig.client("v3")
    error = await failing(client.generate(attributes, timeout=50), errors.GenerationTimeout)
    assert len(rig.sandbox.looks) == 1
    assert error.generation.is_resumable
    resumed = await client.resume(error.generation, timeout=2000)
    assert (len(resumed.images), resumed.message) == (4, None)
    assert len(rig.sandbox.looks) == 4


async def test_what_was_never_accepted_costs_nothing(tmp_path, attributes):
    rig = Rig(tmp_path, duration=100, parallel=1)
    client = rig.client("v3")
    error = await failing(client.generate(attributes, timeout=50), errors.GenerationTimeout)
    assert error.generation.cost == Price(1.0)
    assert client.spent.usd == pytest.approx(1.0)
