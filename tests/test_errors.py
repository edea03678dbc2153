from __future__ import annotations

import copy
import inspect
import pickle

import pytest

import heygen_widgets
from heygen_widgets import errors
from heygen_widgets.errors import HeyGenError, InvalidAttributes, RateLimited

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception) and kind is not HeyGenError
]
DETAILS = {"status_code": 402, "code": "insufficient_credit", "request_id": "7f3a"}


def make(kind, **details):
    given = {"age": "is wrong"} if kind is InvalidAttributes else "It broke."
    return kind(given, **details)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_a_heygen_error_and_public(kind):
    assert issubclass(kind, HeyGenError)
    assert getattr(heygen_widgets, kind.__name__) is kind


def test_the_docstring_draws_the_whole_tree():
    drawn = {
        line.split()[1]
        for line in errors.__doc__.splitlines()
        if line.strip().startswith(("*", "+"))
    }
    assert drawn >= {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_keeps_and_quotes_its_status_code_and_request(kind):
    error = make(kind, **DETAILS)
    assert {name: getattr(error, name) for name in DETAILS} == DETAILS
    assert str(error).endswith("(HTTP 402 · insufficient_credit · request 7f3a)")


@pytest.mark.parametrize("kind", KINDS)
def test_the_message_says_what_happened_then_what_to_do(kind):
    error = make(kind, advice="Do this.")
    assert str(error) == f"{error.what} Do this."


def test_an_error_without_details_ends_with_its_advice():
    assert str(RateLimited("Slow down.")) == f"Slow down. {RateLimited.default_advice}"


def test_an_empty_advice_leaves_no_trailing_space():
    assert str(HeyGenError("It broke.", "")) == "It broke."


def test_submit_outcome_unknown_says_that_it_may_be_billed():
    assert "may have billed" in str(errors.SubmitOutcomeUnknown("Gone."))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("duplicate", [copy.copy, lambda e: pickle.loads(pickle.dumps(e))])  # noqa: S301
def test_errors_survive_copying_and_pickling(kind, duplicate):
    error = make(kind, **DETAILS)
    twin = duplicate(error)
    assert (type(twin), str(twin), vars(twin)) == (kind, str(error), vars(error))
