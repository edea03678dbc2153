"""What a step costs that may take several requests."""

import pytest

from heygen_widgets.billing.spending import Budget
from heygen_widgets.widgets.studio.avatar.bill import Bills

FREE = Budget()


def bill(client, *requests, budget=FREE):
    return Bills(client, budget).known(requests)


@pytest.fixture
def v2(service_of):
    return service_of("v2").client


def test_requests_are_added_up(v2):
    found = bill(v2, ("train", 1), ("generate_looks", 4))
    assert str(found.quote.total) == "4.25 credits"


def test_the_sandbox_says_what_heygen_charges_in_credits_and_in_dollars(v2):
    shown = bill(v2, ("train", 1)).shown(sandbox=True)
    assert shown["price"] == "free"
    assert shown["note"].endswith("HeyGen itself charges 4 credits, about $4.00.")


def test_the_sandbox_says_that_heygen_charges_nothing_for_what_is_free(v2):
    shown = bill(v2, ("create_group", 1)).shown(sandbox=True)
    assert shown["note"].endswith("HeyGen itself charges nothing for this either.")


def test_heygen_has_its_price_on_the_button(v2):
    shown = bill(v2, ("train", 1)).shown(sandbox=False)
    assert (shown["price"], shown["note"]) == (
        "4 credits",
        "HeyGen bills it at its published price.",
    )


def test_what_is_above_a_limit_says_so_in_the_question(v2):
    found = bill(v2, ("train", 1), budget=Budget(per_generation=1))
    question = found.question("Train", sandbox=False)
    assert question["title"] == "This is above your limit"
    assert question["go"] == "Train for 4 credits"
