import pytest

from heygen_widgets import (
    Generation,
    GenerationFailed,
    GenerationStatus,
    GenerationTimeout,
    HeyGenError,
    InsufficientCredit,
    SubmitOutcomeUnknown,
)
from heygen_widgets.widgets.runs import messages


def all_errors(kind=HeyGenError):
    return [kind, *(child for sub in kind.__subclasses__() for child in all_errors(sub))]


@pytest.mark.parametrize("kind", all_errors()[1:])
def test_every_error_has_a_title_of_its_own(kind):
    error = kind({"age": "is odd"}) if kind.__name__ == "InvalidAttributes" else kind("It broke.")
    alert = messages.alert_for_error(error)
    if kind.__name__ != "ImageUnavailable":
        assert alert["title"] != "Something went wrong"
    assert alert["text"]


def test_an_error_shows_what_to_do_and_what_to_quote():
    error = InsufficientCredit("No credit.", status_code=402, code="insufficient_credit")
    alert = messages.alert_for_error(error)
    assert "Top up" in alert["advice"]
    assert alert["reference"] == "HTTP 402 · insufficient_credit"
    assert alert["kind"] == "error"


def test_an_unknown_outcome_is_a_warning_about_money():
    alert = messages.alert_for_error(SubmitOutcomeUnknown("The answer did not arrive."))
    assert alert["kind"] == "warning"
    assert "may have billed" in alert["advice"]


@pytest.mark.parametrize(("sandbox", "bills"), [(True, False), (False, True)])
def test_stopping_says_whether_it_is_billed(sandbox, bills):
    record = Generation(status=GenerationStatus.STOPPED, id="a")
    alert = messages.alert_for_record(record, sandbox=sandbox)
    assert ("bills" in alert["text"]) is bills


BILLED = (
    SubmitOutcomeUnknown("The answer did not arrive."),
    GenerationFailed("It failed."),
    GenerationTimeout("It takes long.", "HeyGen goes on working on it, and bills it."),
)


@pytest.mark.parametrize("error", BILLED, ids=lambda error: type(error).__name__)
def test_in_the_sandbox_no_error_says_that_something_is_billed_there(error):
    assert messages.alert_for_error(error)["advice"] == error.advice
    alert = messages.alert_for_error(error, sandbox=True)
    assert alert["advice"] == f"{messages.IN_SANDBOX} {error.advice}"


def test_an_error_that_costs_nothing_says_the_same_in_the_sandbox():
    error = InsufficientCredit("No credit.")
    assert messages.alert_for_error(error, sandbox=True)["advice"] == error.advice


@pytest.mark.parametrize("sandbox", [True, False])
@pytest.mark.parametrize("status", GenerationStatus)
def test_a_notice_speaks_of_a_bill_only_where_there_is_one(status, sandbox):
    alert = messages.alert_for_record(Generation(status=status, id="a"), sandbox=sandbox)
    said = f"{alert['text']} {alert['advice']}" if alert else ""
    speaks = "bill" in said.replace("Nothing was billed", "").replace(messages.IN_SANDBOX, "")
    is_quoted = messages.IN_SANDBOX in said
    assert not sandbox or is_quoted or not speaks
    assert not is_quoted or sandbox
