from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.prices import Price, PriceKind, credit_in_usd, read_prices

TABLE = json.loads(files("heygen_widgets.models").joinpath("prices.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("given", "amount", "unit"),
    [
        ("$1.32", 1.32, "usd"),
        (" $ 1.32 ", 1.32, "usd"),
        ("$0", 0, "usd"),
        ("$.5", 0.5, "usd"),
        ("1 credit", 1, "credit"),
        ("0.25 credits", 0.25, "credit"),
        ("26 Credits", 26, "credit"),
        ("2credits", 2, "credit"),
        (1.32, 1.32, "usd"),
        (2, 2, "usd"),
        (0, 0, "usd"),
        (Price(3, "credit"), 3, "credit"),
    ],
)
def test_a_price_is_parsed(given, amount, unit):
    assert Price.parse(given) == Price(amount, unit)


@pytest.mark.parametrize(
    "given",
    [
        *(
            "",
            " ",
            "free",
            "1.32",
            "$",
            "credit",
            "$1.2.3",
            "$.",
            "$1,32",
            "-$1",
            "$-1",
            "-1 credit",
        ),
        *("€1", "1 euro", "$1 credit", -1, -0.01, float("nan"), float("inf"), None, [], {}),
    ],
)
def test_an_invalid_price_is_refused(given):
    with pytest.raises(ConfigurationError, match="is not a price"):
        Price.parse(given)


@pytest.mark.parametrize("unit", ["eur", "", "credits"])
def test_an_unknown_unit_is_refused(unit):
    with pytest.raises(ConfigurationError, match="is not a price"):
        Price(1, unit)


@pytest.mark.parametrize("amount", ["1", None])
def test_an_amount_must_be_a_number(amount):
    with pytest.raises(ConfigurationError, match="is not a price"):
        Price(amount)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (Price(1.32), "$1.32"),
        (Price(1.3), "$1.30"),
        (Price(1234.5), "$1,234.50"),
        (Price(0), "$0.00"),
        (Price(1, "credit"), "1 credit"),
        (Price(2, "credit"), "2 credits"),
        (Price(0.25, "credit"), "0.25 credits"),
        (Price(0, "credit"), "0 credits"),
        (Price(1500000, "credit"), "1,500,000 credits"),
    ],
)
def test_a_price_as_text(price, words):
    assert str(price) == words


def test_a_price_is_multiplied_by_a_count():
    assert Price(1.32) * 4 == Price(5.28)
    assert Price(0.25, "credit") * 3 == Price(0.75, "credit")
    assert Price(1.32) * 0 == Price(0)


@given(st.integers(0, 10_000), st.integers(0, 100))
def test_multiplication_keeps_whole_cents(cents, count):
    assert (Price(cents / 100) * count).amount == pytest.approx(cents * count / 100, abs=1e-9)


@given(st.integers(0, 100_000))
def test_a_price_is_parsed_back_from_its_text(cents):
    price = Price(cents / 100)
    assert Price.parse(str(price).replace(",", "")) == price


def test_credits_are_converted_to_dollars_by_the_table():
    assert Price(2, "credit").usd == 2 * credit_in_usd() == 2
    assert Price(1.32).usd == 1.32


def test_the_table_has_a_price_for_each_kind_of_request():
    assert read_prices(None) == {
        "photo generation": Price(1, "credit"),
        "look generation": Price(0.25, "credit"),
        "training": Price(4, "credit"),
        "motion": Price(1, "credit"),
        "upscale": Price(0.5, "credit"),
        "sound effect": Price(0, "credit"),
        "prompt look": Price(1.0),
        "photo look": Price(1.32),
    }


@pytest.mark.parametrize("name", [*PriceKind, "credit"])
def test_each_price_has_a_source_and_a_date(name):
    entry = TABLE["credit"] if name == "credit" else TABLE["kinds"][name]
    assert Price.parse(entry["price"]).amount > 0 or name == "sound effect"
    assert len(entry["source"]) > 20
    assert entry["date"][:4].isdecimal()
    assert entry.keys() == {"price", "date", "source"}


def test_the_table_has_no_other_prices():
    assert TABLE.keys() == {"about", "kinds", "credit"}
    assert TABLE["kinds"].keys() == set(PriceKind)


def test_prices_can_be_changed_by_kind():
    prices = read_prices({"photo look": "$1.43", "training": 3})
    assert (prices["photo look"], prices["training"]) == (Price(1.43), Price(3))
    assert prices["prompt look"] == Price(1.0)


def test_a_version_stands_for_what_its_generations_are_made_of():
    prices = read_prices({"v2": "0.25 credits", "v3": "$1.43"})
    assert prices["photo generation"] == Price(0.25, "credit")
    assert prices["prompt look"] == Price(1.43)
    assert prices["photo look"] == Price(1.32)


def test_a_changed_price_does_not_change_the_table():
    read_prices({"v3": "$9"})
    assert read_prices({})["prompt look"] == Price(1.0)


def test_a_price_can_be_unknown():
    assert read_prices({"v3": None})["prompt look"] is None


@pytest.mark.parametrize("changes", [{"v4": "$1"}, {"V3": "$1"}, {"": None}])
def test_a_price_for_an_unknown_kind_is_refused(changes):
    with pytest.raises(ConfigurationError, match="no kind of request") as caught:
        read_prices(changes)
    assert "v2, v3, photo generation" in str(caught.value)


def test_all_unknown_kinds_are_named_at_once():
    with pytest.raises(ConfigurationError, match="'v4', 'trainng'"):
        read_prices({"v4": 1, "trainng": 2})


def test_a_change_to_an_invalid_price_is_refused():
    with pytest.raises(ConfigurationError, match="is not a price"):
        read_prices({"v3": "cheap"})
