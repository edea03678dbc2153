"""Prices and budgets: what costs too much is not sent."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets import Budget, errors
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.prices import Price
from tests.support.scripted_runs import POOR, failing, unknown_run


async def test_the_price_can_be_set(looks, attributes):
    client = looks.client(prices={"v3": "$1.43"})
    assert str(await client.quote()) == "about $5.72 · 4 looks"
    assert (await client.generate(attributes)).cost == Price(5.72)
    assert str(client.spent) == "$5.72"


async def refused_by_budget(client, attributes, **terms):
    before, spent = len(client.history), client.spent
    error = await failing(client.generate(attributes, **terms), errors.BudgetExceeded)
    assert (len(client.history), client.spent) == (before, spent)
    return error


async def test_beyond_a_budget_nothing_is_sent_or_recorded(looks, attributes, png):
    client = looks.client(budget=3.5)
    error = await refused_by_budget(client, attributes, reference_images=[png])
    assert not looks.requests
    assert str(error.quote) == "about $4.00 · 4 looks"
    assert "confirm=True" in str(error)
    assert error.generation is None
    await failing(client.submit(attributes), errors.BudgetExceeded)
    assert not looks.requests


async def test_what_is_confirmed_goes_beyond_a_budget(looks, attributes):
    client = looks.client(budget=3.5)
    generation = await client.generate(attributes, confirm=True)
    assert len(generation.images) == 4
    assert str(client.spent) == "$4.00"
    await refused_by_budget(client, attributes, count=1)


async def test_a_budget_of_a_session_counts_its_runs(looks, attributes):
    client = looks.client(budget=Budget(per_session=4.0))
    for _ in range(4):
        await client.generate(attributes, count=1)
    await refused_by_budget(client, attributes, count=1)
    assert len(looks.posts) == 4
    assert str(client.spent) == "$4.00"


async def test_a_budget_of_one_generation_does_not_count_others(looks, attributes):
    client = looks.client(budget=Budget(per_generation=2.0))
    for _ in range(3):
        await client.generate(attributes, count=2)
    await refused_by_budget(client, attributes, count=3)


async def test_a_run_may_have_a_budget_of_its_own(looks, attributes):
    client = looks.client()
    await refused_by_budget(client, attributes, budget=Budget(per_generation=0.5))
    await client.generate(attributes, count=1, budget=Budget(per_generation=1.0))
    strict = looks.client(budget=Budget(per_generation=0.5))
    await refused_by_budget(strict, attributes, budget=Budget(per_generation=100))


@pytest.mark.parametrize("limit", [0, 0.0, 1, 3.5])
async def test_a_runs_budget_may_be_a_number_as_the_clients_may(looks, attributes, limit):
    await refused_by_budget(looks.client(), attributes, budget=limit)
    assert not looks.posts


async def test_two_at_once_can_not_both_slip_under_a_limit(looks, attributes):
    client = looks.client(budget=4.5)
    ends = await asyncio.gather(
        *(client.generate(attributes) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(end, Generation) for end in ends) == 1
    assert sum(isinstance(end, errors.BudgetExceeded) for end in ends) == 4
    assert len(looks.posts) == 4
    assert len(client.history) == 1


async def test_a_refused_run_does_not_count(looks, attributes):
    client = looks.client(budget=4.0)
    looks.submits[:] = [POOR] * 4
    await failing(client.generate(attributes), errors.InsufficientCredit)
    assert str(client.spent) == "nothing"
    await client.generate(attributes)


async def test_a_run_of_unknown_outcome_counts(looks, attributes):
    client, _ = await unknown_run(looks, attributes, budget=4.5)
    await refused_by_budget(client, attributes, count=1)


async def test_a_client_without_a_budget_has_no_limit(looks, attributes):
    client = looks.client()
    assert not client.budget.is_limited
    for _ in range(2):
        await client.generate(attributes, download=False)
    assert str(client.spent) == "$8.00"


async def test_an_unknown_price_is_beyond_any_budget(looks, attributes):
    client = looks.client(budget=1000.0, prices={"v3": None})
    error = await refused_by_budget(client, attributes)
    assert "price is unknown" in str(error)
    await client.generate(attributes, confirm=True)
    assert str(client.spent) == "1 of unknown price"


async def test_v2s_credits_count_in_dollars(server, attributes):
    client = server.client(budget=1.0)
    await client.generate(attributes)
    await refused_by_budget(client, attributes)
    assert str(client.spent) == "1 credit"


@pytest.mark.parametrize("budget", [-1, float("nan"), "5", "much"])
def test_a_budget_that_is_none_is_refused(looks, budget):
    with pytest.raises(errors.ConfigurationError, match="is not a limit"):
        looks.client(budget=budget)


@pytest.mark.parametrize("prices", [{"v4": "$1"}, {"v3": "cheap"}, {"v3": -1}])
def test_a_price_that_is_none_is_refused(looks, prices):
    with pytest.raises(errors.ConfigurationError):
        looks.client(prices=prices)
