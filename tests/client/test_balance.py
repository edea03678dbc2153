"""What the account has left."""

from __future__ import annotations

import pytest

from tests.support.sandbox.rig import Rig


async def test_the_balance_is_v3s_wallet(looks):
    assert str(await looks.client().balance()) == "$12.50"
    [ask] = looks.requests
    assert (ask.method, ask.url.path) == ("GET", "/v3/users/me")


async def test_the_balance_is_v2s_quota(server):
    data = {"remaining_quota": 600, "details": {"api": 90}}
    server.statuses[:] = [(200, {"error": None, "data": data})]
    assert str(await server.client().balance()) == "1.5 credits"
    [ask] = server.requests
    assert (ask.method, ask.url.path) == ("GET", "/v2/user/remaining_quota")


@pytest.mark.parametrize(("api", "held"), [("v2", "1,000 credits"), ("v3", "$1,000.00")])
async def test_a_sandbox_has_a_balance(tmp_path, attributes, api, held):
    client = Rig(tmp_path).client(api)
    assert str(await client.balance()) == held
    await client.generate(attributes)
    assert str(await client.balance()) == {"v2": "999 credits", "v3": "$996.00"}[api]


async def test_a_balance_that_is_not_told_is_none(looks):
    looks.balance = (200, {"data": {"username": "5d"}})
    assert await looks.client().balance() is None
