"""An order is carried out as it was made, and nowhere else."""

from __future__ import annotations

import pytest

from heygen_widgets import Budget, BudgetExceeded, ConfigurationError


async def test_an_order_is_carried_out_at_its_price(looks, attributes):
    client = looks.client()
    order = await client.order(attributes, count=2)
    generation = await client.generate(order)
    assert str(order.quote) == "about $2.00 · 2 looks"
    assert len(looks.made) == 2
    assert generation.cost == order.quote.total


async def test_an_order_for_another_version_is_refused_before_anything_is_sent(
    server, looks, attributes
):
    order = await server.client().order(attributes)
    assert order.quote.api == "v2"
    client = looks.client()
    for verb in (client.generate, client.submit):
        with pytest.raises(ConfigurationError, match="for HeyGen's v2, and v3 serves"):
            await verb(order)
    assert not looks.posts
    assert str(client.spent) == "nothing"


async def test_options_beside_an_order_are_refused_and_not_dropped(looks, attributes):
    client = looks.client()
    order = await client.order(attributes)
    with pytest.raises(TypeError, match="count"):
        await client.generate(order, count=8)
    assert not looks.posts


async def test_an_order_of_another_client_is_held_against_the_budget_of_the_one_that_pays(
    looks, attributes
):
    order = await looks.client().order(attributes)
    poor = looks.client(budget=Budget(per_generation=1))
    with pytest.raises(BudgetExceeded, match="your limit for one generation"):
        await poor.generate(order)
    assert not looks.posts
