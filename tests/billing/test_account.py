from __future__ import annotations

import pytest

from heygen_widgets import AvatarAttributes, HeyGen
from heygen_widgets.api import wire_v2, wire_v3
from heygen_widgets.billing.account import Account
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.prices import Price


async def test_clients_with_the_same_url_and_key_share_a_ledger(looks):
    first, second = HeyGen("key-1", history=False), HeyGen("key-1", history=False)
    strangers = [
        HeyGen("key-2", history=False),
        HeyGen("key-1", history=False, base_url="https://proxy.example"),
        looks.client(api_key="key-1"),
    ]
    order = await looks.client().order(AvatarAttributes(name="Ada", appearance="A baker"))
    first._account.reserve("run", order)
    assert str(first.spent) == str(second.spent) == "$4.00"
    assert {str(stranger.spent) for stranger in strangers} == {"nothing"}


@pytest.mark.parametrize(
    ("wire", "count", "words"),
    [
        *((wire_v2, count, "1 credit · 4 images") for count in (None, 4)),
        (wire_v2, 8, "2 credits · 8 images"),
        (wire_v3, 1, "about $1.00 · 1 look"),
        *((wire_v3, count, "about $4.00 · 4 looks") for count in (None, 4)),
        (wire_v3, 8, "about $8.00 · 8 looks"),
    ],
)
def test_a_quote_covers_exactly_the_images_that_are_wanted(wire, count, words):
    quote = Account(None, None, None).quote(wire, count)
    assert str(quote) == words
    assert quote.images == (count or 4)


@pytest.mark.parametrize("count", [0, 9, -1, "x", "4", True, 1.5, [], float("nan")])
def test_a_count_must_be_1_to_8(count):
    for wire in (wire_v2, wire_v3):
        with pytest.raises(InvalidAttributes, match="must be 1 to 8") as caught:
            Account(None, None, None).quote(wire, count)
        assert caught.value.problems.keys() == {"count"}


async def test_a_resume_without_a_record_leaves_what_was_spent():
    account = Account(None, None, None)
    account._ledger.book("run", 4, Price(1.0))

    async def nothing():
        return
        yield

    for is_new, left in ((False, 4.0), (True, 0)):
        assert [record async for record in account.booked("run", nothing(), is_new=is_new)] == []
        assert account.spent.usd == pytest.approx(left)
