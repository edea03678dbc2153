from __future__ import annotations

import pytest

from heygen_widgets.billing.spending import Budget, Quote, Spent
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.prices import Price

LOOK, CREDIT = Price(1.32), Price(1, "credit")


def looks(jobs=4, each=LOOK):
    return Quote(api="v3", jobs=jobs, images=jobs, each=each, noun="look")


def images(jobs=1, each=CREDIT):
    return Quote(api="v2", jobs=jobs, images=4 * jobs, each=each)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (looks(), "about $5.28 · 4 looks"),
        (looks(1), "about $1.32 · 1 look"),
        (looks(each=None), "price unknown · 4 looks"),
        (looks(1, None), "price unknown · 1 look"),
        (looks(4, Price(0)), "about $0.00 · 4 looks"),
        (images(), "1 credit · 4 images"),
        (images(2), "2 credits · 8 images"),
        (images(1, Price(0.25, "credit")), "0.25 credits · 4 images"),
        (images(each=None), "price unknown · 4 images"),
        (images(each=Price(1)), "about $1.00 · 4 images"),
    ],
)
def test_a_quote_as_text(quote, words):
    assert str(quote) == words


def test_the_total_of_a_quote_is_unknown_if_its_price_is():
    assert looks().total == Price(5.28)
    assert looks(each=None).total is None


def test_a_budget_without_limits_objects_to_nothing():
    spent = Spent((Price(1e6),), unknown=7)
    for quote in (looks(), looks(each=None), images()):
        assert Budget().objection(quote, spent) == ""
    assert not Budget().is_limited


def test_a_number_as_a_budget_is_the_limit_for_a_session():
    assert Budget.of(7.5) == Budget(per_session=7.5)
    assert Budget.of(0) == Budget(per_session=0)
    assert Budget.of(None) == Budget()
    given = Budget(per_generation=1)
    assert Budget.of(given) is given


@pytest.mark.parametrize("limit", [-1, -0.01, float("nan"), float("inf"), "5", "a", [], ()])
@pytest.mark.parametrize("name", ["per_generation", "per_session"])
def test_an_invalid_limit_is_refused(name, limit):
    with pytest.raises(ConfigurationError, match="is not a limit"):
        Budget(**{name: limit})


@pytest.mark.parametrize("kind", ["per_generation", "per_session"])
def test_a_price_may_equal_the_limit(kind):
    assert Budget(**{kind: 5.28}).objection(looks(), Spent()) == ""
    assert Budget(**{kind: 5.27}).objection(looks(), Spent())
    assert Budget(**{kind: 1}).objection(images(), Spent()) == ""
    assert Budget(**{kind: 0.99}).objection(images(), Spent())


def test_a_limit_of_0_allows_only_a_price_of_0():
    assert Budget(per_generation=0).objection(looks(each=Price(0)), Spent()) == ""
    assert Budget(per_generation=0).objection(looks(1, Price(0.01)), Spent())


def test_what_was_spent_counts_only_towards_the_limit_for_a_session():
    spent = Spent((Price(5.28),))
    assert Budget(per_generation=5.28).objection(looks(), spent) == ""
    assert Budget(per_session=10.56).objection(looks(), spent) == ""
    assert Budget(per_session=10.55).objection(looks(), spent)


def test_credits_and_dollars_are_added():
    spent = Spent((Price(1.32), CREDIT))
    assert Budget(per_session=3.32).objection(images(), spent) == ""
    assert Budget(per_session=3.31).objection(images(), spent)


@pytest.mark.parametrize("budget", [Budget(per_generation=1e6), Budget(per_session=1e6)])
def test_an_unknown_price_exceeds_any_limit(budget):
    assert "price is unknown" in budget.objection(looks(each=None), Spent())


def test_an_objection_names_price_limit_and_what_was_spent():
    said = Budget(per_generation=5).objection(looks(), Spent())
    assert "$5.28" in said
    assert "$5.00" in said
    said = Budget(per_session=6).objection(looks(), Spent((Price(1.32),)))
    assert all(figure in said for figure in ("$5.28", "$1.32", "$6.00"))


@pytest.mark.parametrize(
    ("spent", "words"),
    [
        (Spent(), "nothing"),
        (Spent((Price(0),)), "nothing"),
        (Spent((Price(5.28),)), "$5.28"),
        (Spent((Price(5.28), Price(2, "credit"))), "$5.28 + 2 credits"),
        (Spent((), 1), "1 of unknown price"),
        (Spent((Price(5.28),), 2), "$5.28 + 2 of unknown price"),
    ],
)
def test_what_was_spent_as_text(spent, words):
    assert str(spent) == words
