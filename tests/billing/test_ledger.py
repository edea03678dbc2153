from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.billing.ledger import Ledger
from heygen_widgets.billing.order import Order, find_objection
from heygen_widgets.billing.spending import Budget, Spent
from heygen_widgets.errors import BudgetExceeded
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.prices import Price
from tests.billing.test_spending import LOOK, images, looks


@pytest.fixture
def ledger():
    return Ledger()


def reserve(ledger, run_id, quote, *budgets, confirm=False):
    objection = find_objection(quote, budgets, ledger.spent)
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


def test_the_cost_of_a_run_replaces_its_reserved_price(ledger):
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


def test_each_unit_has_its_own_sum(ledger):
    reserve(ledger, "a", looks())
    reserve(ledger, "b", images(2))
    reserve(ledger, "c", images(1, Price(0.5, "credit")))
    assert ledger.spent == Spent((Price(5.28), Price(2.5, "credit")))
    assert ledger.spent.usd == pytest.approx(7.78)


def test_runs_of_unknown_price_are_counted_if_they_may_cost_something(ledger):
    reserve(ledger, "a", looks(each=None))
    assert ledger.spent == Spent((), 1)
    ledger.book("a", 0, None)
    assert ledger.spent == Spent()


def test_an_order_that_exceeds_a_budget_is_not_entered(ledger):
    with pytest.raises(BudgetExceeded, match=r"\$5\.28") as caught:
        reserve(ledger, "a", looks(), Budget(per_generation=5))
    assert ledger.spent == Spent()
    assert caught.value.quote == looks()
    assert "confirm=True" in str(caught.value)


def test_an_order_must_be_within_each_budget(ledger):
    for budgets in ((Budget(), Budget(per_session=5)), (Budget(per_session=5), Budget())):
        with pytest.raises(BudgetExceeded):
            reserve(ledger, "a", looks(), *budgets)


def test_a_confirmed_order_may_exceed_a_budget_and_is_entered(ledger):
    reserve(ledger, "a", looks(), Budget(per_session=1), confirm=True)
    assert ledger.spent == Spent((Price(5.28),))
    with pytest.raises(BudgetExceeded):
        reserve(ledger, "b", looks(1, Price(0.01)), Budget(per_session=1))


def test_a_session_can_be_spent_up_to_its_limit(ledger):
    for run in range(100):
        reserve(ledger, f"{run}", looks(1, Price(0.1)), Budget(per_session=10))
    with pytest.raises(BudgetExceeded):
        reserve(ledger, "one more", looks(1, Price(0.1)), Budget(per_session=10))


def test_an_order_is_compared_again_after_other_spending(
    ledger,
):
    early = reserve(ledger, "first", looks(), Budget(per_session=6))
    with pytest.raises(BudgetExceeded, match=r"With the \$5\.28 spent already"):
        ledger.reserve("second", early)
    ledger.reserve("second", early.confirmed())


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 8)), max_size=30))
def test_the_last_entry_of_each_run_counts(bookings):
    ledger, last = Ledger(), {}
    for run_id, jobs in bookings:
        ledger.book(run_id, jobs, LOOK)
        last[run_id] = jobs
    assert ledger.spent.usd == pytest.approx(1.32 * sum(last.values()))
