from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.paging import FIRST_PAGE, page_of


def place(item):
    return item


def read_all(items, limit):
    token, found = None, []
    while True:
        query = {"limit": str(limit)} | ({"token": token} if token else {})
        page, token = page_of(items, place, query)
        found += page
        if token is None:
            return found


@given(st.sets(st.integers(-(10**9), 10**9)), st.integers(1, 50))
def test_the_pages_of_a_list_are_the_list(numbers, limit):
    items = sorted(numbers)
    assert read_all(items, limit) == items


def test_a_full_last_page_has_no_token():
    assert page_of([1, 2], place, {"limit": "2"}) == ([1, 2], None)


def test_a_page_goes_on_after_an_item_that_is_gone():
    _, token = page_of([1, 2, 3, 4], place, {"limit": "2"})
    assert page_of([1, 3, 4], place, {"token": token}) == ([3, 4], None)


def test_the_token_of_the_first_page_leads_to_it():
    assert page_of([-5, 1], place, {"token": FIRST_PAGE}) == ([-5, 1], None)


@pytest.mark.parametrize("limit", ["0", "51", "-1", "1.5", "", "x"])
def test_a_limit_is_from_1_to_50(limit):
    with pytest.raises(ApiError, match="limit is invalid"):
        page_of([1], place, {"limit": limit})


@pytest.mark.parametrize("token", ["x", "####", "YWZ0ZXI6", "é"])
def test_an_unknown_token_is_refused(token):
    with pytest.raises(ApiError, match="token is invalid"):
        page_of([1], place, {"token": token})
