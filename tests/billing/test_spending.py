from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.api import wire_v2, wire_v3
from heygen_widgets.billing.account import Account
from heygen_widgets.billing.ledger import Ledger
from heygen_widgets.billing.order import Order, object_to
from heygen_widgets.billing.spending import Budget, Quote, Spent
from heygen_widgets.errors import BudgetExceeded, ConfigurationError, InvalidAttributes
from heygen_widgets.models.attributes import AvatarAttributes
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
        (images(), "1 credit"),
        (images(2), "2 credits · 8 images"),
        (images(1, Price(0.25, "credit")), "0.25 credits"),
        (images(each=None), "price unknown · 4 images"),
        (images(each=Price(1)), "about $1.00 · 4 images"),
    ],
)
def test_a_quote_in_words(quote, words):
    assert str(quote) == words


def test_the_total_of_a_quote():
    assert looks().total == Price(5.28)
    assert looks(each=None).total is None


@pytest.mark.parametrize(
    ("wire", "count", "words"),
    [
        *((wire_v2, count, "1 credit") for count in (1, 3, 4)),
        *((wire_v2, count, "2 credits · 8 images") for count in (5, 8)),
        (wire_v3, 1, "about $1.32 · 1 look"),
        (wire_v3, 4, "about $5.28 · 4 looks"),
        (wire_v3, 8, "about $10.56 · 8 looks"),
    ],
)
def test_an_account_quotes_for_so_many_images(wire, count, words):
    quote = Account(None, None, None).quote(wire, count)
    assert str(quote) == words
    assert quote.images >= count


@pytest.mark.parametrize("count", [0, 9, -1, "x", "4", None, 1.5, [], float("nan")])
def test_no_number_of_images_but_1_to_8_is_quoted(count):
    for wire in (wire_v2, wire_v3):
        with pytest.raises(InvalidAttributes, match="must be 1 to 8") as caught:
            Account(None, None, None).quote(wire, count)
        assert caught.value.problems.keys() == {"count"}


def test_a_budget_without_limits_objects_to_nothing():
    spent = Spent((Price(1e6),), unknown=7)
    for quote in (looks(), looks(each=None), images()):
        assert Budget().objection(quote, spent) == ""
    assert not Budget().is_limited


def test_a_number_is_the_limit_for_a_session():
    assert Budget.of(7.5) == Budget(per_session=7.5)
    assert Budget.of(0) == Budget(per_session=0)
    assert Budget.of(None) == Budget()
    given = Budget(per_generation=1)
    assert Budget.of(given) is given


@pytest.mark.parametrize("limit", [-1, -0.01, float("nan"), float("inf"), "5", "a", [], ()])
@pytest.mark.parametrize("name", ["per_generation", "per_session"])
def test_what_is_no_limit_is_refused(name, limit):
    with pytest.raises(ConfigurationError, match="is no limit"):
        Budget(**{name: limit})


@pytest.mark.parametrize("kind", ["per_generation", "per_session"])
def test_a_limit_that_is_just_met_is_no_objection(kind):
    assert Budget(**{kind: 5.28}).objection(looks(), Spent()) == ""
    assert Budget(**{kind: 5.27}).objection(looks(), Spent())
    assert Budget(**{kind: 1}).objection(images(), Spent()) == ""
    assert Budget(**{kind: 0.99}).objection(images(), Spent())


def test_a_limit_of_nothing_lets_only_what_is_free_through():
    assert Budget(per_generation=0).objection(looks(each=Price(0)), Spent()) == ""
    assert Budget(per_generation=0).objection(looks(1, Price(0.01)), Spent())


def test_what_was_spent_counts_for_the_session_alone():
    spent = Spent((Price(5.28),))
    assert Budget(per_generation=5.28).objection(looks(), spent) == ""
    assert Budget(per_session=10.56).objection(looks(), spent) == ""
    assert Budget(per_session=10.55).objection(looks(), spent)


def test_credits_and_dollars_count_together():
    spent = Spent((Price(1.32), CREDIT))
    assert Budget(per_session=3.32).objection(images(), spent) == ""
    assert Budget(per_session=3.31).objection(images(), spent)


@pytest.mark.parametrize("budget", [Budget(per_generation=1e6), Budget(per_session=1e6)])
def test_an_unknown_price_goes_beyond_any_limit(budget):
    assert "price is unknown" in budget.objection(looks(each=None), Spent())


def test_an_objection_names_the_figures():
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
def test_what_was_spent_in_words(spent, words):
    assert str(spent) == words


@pytest.fixture
def ledger():
    return Ledger()


def reserve(ledger, run_id, quote, *budgets, confirm=False):
    objection = object_to(quote, budgets, ledger.spent)
    order = Order(
        attributes=AvatarAttributes(name="Ada", appearance="A baker"),
        quote=quote,
        budgets=budgets,
        spent=ledger.spent,
        objection=objection,
        is_confirmed=confirm,
    )
    ledger.reserve(run_id, order)
    return order


def test_a_new_ledger_is_empty(ledger):
    assert ledger.spent == Spent()
    assert ledger.spent.usd == 0


def test_a_reserved_price_is_spent_at_once(ledger):
    reserve(ledger, "a", looks())
    assert ledger.spent == Spent((Price(5.28),))


def test_what_a_run_costs_replaces_what_was_reserved(ledger):
    reserve(ledger, "a", looks())
    ledger.book("a", 3, LOOK)
    assert ledger.spent == Spent((Price(3.96),))
    ledger.book("a", 0, LOOK)
    assert str(ledger.spent) == "nothing"


def test_a_released_run_costs_nothing(ledger):
    reserve(ledger, "a", looks())
    reserve(ledger, "b", looks(1))
    ledger.release("a")
    ledger.release("a")
    ledger.release("never heard of")
    assert ledger.spent == Spent((LOOK,))


def test_sums_are_kept_by_unit(ledger):
    reserve(ledger, "a", looks())
    reserve(ledger, "b", images(2))
    reserve(ledger, "c", images(1, Price(0.5, "credit")))
    assert ledger.spent == Spent((Price(5.28), Price(2.5, "credit")))
    assert ledger.spent.usd == pytest.approx(7.78)


def test_runs_of_unknown_price_are_counted_if_they_may_have_cost(ledger):
    reserve(ledger, "a", looks(each=None))
    assert ledger.spent == Spent((), 1)
    ledger.book("a", 0, None)
    assert ledger.spent == Spent()


def test_what_goes_beyond_a_budget_is_not_put_down(ledger):
    with pytest.raises(BudgetExceeded, match=r"\$5\.28") as caught:
        reserve(ledger, "a", looks(), Budget(per_generation=5))
    assert ledger.spent == Spent()
    assert caught.value.quote == looks()
    assert "confirm=True" in str(caught.value)


def test_each_of_several_budgets_counts(ledger):
    for budgets in ((Budget(), Budget(per_session=5)), (Budget(per_session=5), Budget())):
        with pytest.raises(BudgetExceeded):
            reserve(ledger, "a", looks(), *budgets)


def test_what_is_confirmed_goes_beyond_a_budget_and_counts(ledger):
    reserve(ledger, "a", looks(), Budget(per_session=1), confirm=True)
    assert ledger.spent == Spent((Price(5.28),))
    with pytest.raises(BudgetExceeded):
        reserve(ledger, "b", looks(1, Price(0.01)), Budget(per_session=1))


def test_a_session_is_used_up_to_its_limit(ledger):
    for run in range(100):
        reserve(ledger, f"{run}", looks(1, Price(0.1)), Budget(per_session=10))
    with pytest.raises(BudgetExceeded):
        reserve(ledger, "one more", looks(1, Price(0.1)), Budget(per_session=10))


def test_an_order_that_was_quoted_before_others_were_paid_for_is_held_against_the_budget_again(
    ledger,
):
    early = reserve(ledger, "first", looks(), Budget(per_session=6))
    with pytest.raises(BudgetExceeded, match=r"With the \$5\.28 spent already"):
        ledger.reserve("second", early)
    ledger.reserve("second", early.confirmed())


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 8)), max_size=30))
def test_the_last_word_about_each_run_counts(bookings):
    ledger, last = Ledger(), {}
    for run_id, jobs in bookings:
        ledger.book(run_id, jobs, LOOK)
        last[run_id] = jobs
    assert ledger.spent.usd == pytest.approx(1.32 * sum(last.values()))


async def test_a_resume_that_never_begins_leaves_what_was_spent():
    account = Account(None, None, None)
    account._ledger.book("run", 4, Price(1.32))

    async def nothing():
        return
        yield

    for is_new, left in ((False, 5.28), (True, 0)):
        assert [record async for record in account.booked("run", nothing(), is_new=is_new)] == []
        assert account.spent.usd == pytest.approx(left)
