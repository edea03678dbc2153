import pytest

from heygen_widgets import Price, Quote
from heygen_widgets.sweeps.quote import SweepQuote


def quote(**changes):
    each = Quote(api="v3", jobs=4, images=4, each=Price(1.0), noun="look")
    values = {
        "cells": 12,
        "done": 2,
        "reusable": 0,
        "to_resume": 1,
        "unknown": 0,
        "to_make": 9,
        "each": each,
        "seconds": (100.0, 400.0),
        "parallel": 2,
    }
    return SweepQuote(**(values | changes))


def test_it_says_what_is_left_and_what_that_costs():
    assert str(quote()) == (
        "Cells: 12 · Made already: 2 · To wait for, already paid: 1 · To make: 9 · 36 looks · "
        "Price: $36.00 ($4.00 a cell) · Time: 2 min to 7 min, 2 at a time"
    )
    assert (quote().jobs, quote().images, quote().usd) == (36, 36, 36.0)


def test_credits_count_a_dollar_each():
    each = Quote(api="v2", jobs=1, images=4, each=Price(1.0, "credit"))
    assert quote(each=each).usd == 9.0


def test_credits_are_told_in_dollars_too():
    each = Quote(api="v2", jobs=1, images=4, each=Price(1.0, "credit"))
    assert "Price: 9 credits, about $9.00 (1 credit a cell)" in str(quote(each=each))


@pytest.mark.parametrize(
    ("to_make", "said"), [(4, "5, reused"), (9, "5, made again without reuse")]
)
def test_cells_that_were_made_earlier_are_reused_or_made_again(to_make, said):
    assert f"Made earlier: {said}" in str(quote(reusable=5, to_make=to_make))


def test_an_unknown_price_is_said_to_be_unknown():
    found = quote(each=Quote(api="v3", jobs=4, images=4, each=None))
    assert found.total is found.usd is None
    assert "Price: unknown" in str(found)


def test_where_nothing_is_left_there_is_no_price():
    said = str(quote(done=12, to_make=0, to_resume=0, seconds=(0, 0)))
    assert said == "Cells: 12 · Made already: 12"


def test_where_all_is_only_to_be_waited_for_nothing_is_to_make():
    said = str(quote(done=0, to_make=0, to_resume=12))
    assert "To make: nothing" in said


def test_it_shows_itself_as_a_table():
    assert "Made already" in quote()._repr_html_()
