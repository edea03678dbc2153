"""What an account has spent, whichever client spent it."""

from __future__ import annotations

import pytest

from heygen_widgets import AvatarAttributes, HeyGen


@pytest.fixture
def ledgers(monkeypatch):
    monkeypatch.setattr("heygen_widgets.billing.account._LEDGERS", {})


@pytest.mark.usefixtures("ledgers")
async def test_clients_of_one_key_share_what_they_have_spent(looks):
    first, second = HeyGen("key-1", history=False), HeyGen("key-1", history=False)
    strangers = [
        HeyGen("key-2", history=False),
        HeyGen("key-1", history=False, base_url="https://proxy.example"),
        looks.client(api_key="key-1"),
    ]
    order = await looks.client().order(AvatarAttributes(name="Ada", appearance="A baker"))
    first._account.reserve("run", order)
    assert str(first.spent) == str(second.spent) == "$5.28"
    assert {str(stranger.spent) for stranger in strangers} == {"nothing"}
