"""What an account has spent, whichever client spent it."""

from __future__ import annotations

import pytest

from heygen_widgets import HeyGen


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
    quote = await looks.client().quote()
    first._account.reserve("run", quote, None, confirm=False)
    assert str(first.spent) == str(second.spent) == "$5.28"
    assert {str(stranger.spent) for stranger in strangers} == {"nothing"}
