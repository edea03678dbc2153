from __future__ import annotations

import pytest

from heygen_widgets import Generation, GenerationStatus, InsufficientCredit
from heygen_widgets.models.jobs import Job
from heygen_widgets.widgets.runs import messages

SUCCESS, FAILED = GenerationStatus.SUCCESS, GenerationStatus.FAILED
RAW = '{"error": {"code": "internal_error", "message": "' + "x" * 200 + '"}}'


def run(*reasons):
    """A run of four looks; None is one that was made."""
    jobs = [
        Job(id=f"look-{number}", status=FAILED if reason else SUCCESS, message=reason)
        for number, reason in enumerate(reasons)
    ]
    record = Generation(status=FAILED).with_jobs(jobs)
    assert record.status is (SUCCESS if None in reasons else FAILED)
    return record


def test_four_looks_that_fail_for_one_reason_are_one_message_with_a_count():
    alert = messages.alert_for_record(run(*["No face was found"] * 4), sandbox=False)
    assert alert["text"] == "All 4 failed for one reason: No face was found."
    assert alert["reference"] == ""


@pytest.mark.parametrize("reason", [RAW, "x" * 141, "<html>"])
def test_raw_and_long_words_of_heygen_are_among_the_details(reason):
    alert = messages.alert_for_record(run(*[reason] * 4), sandbox=False)
    assert alert["text"] == "All 4 failed for one reason; see the details."
    assert alert["reference"] == f"4 times: {reason}."


def test_different_reasons_are_among_the_details_each_with_its_count():
    record = run("No face", "Blurred", "Blurred", "Blurred")
    alert = messages.alert_for_record(record, sandbox=False)
    assert alert["text"] == "0 of 4 were made. The reasons differ; see the details."
    assert alert["reference"] == "No face. 3 times: Blurred."


def test_the_reasons_of_a_partial_success_are_counted():
    # Images are missing from the record; the notice is about the looks.
    record = run(None, None, "No face", "No face")
    alert = messages._alert_for_some(record, 0, sandbox=False)
    assert alert["text"] == "2 of 4 were made. 2 failed for one reason: No face."


def test_an_error_about_all_requests_keeps_what_to_quote_to_heygen():
    record = run(*[RAW] * 4)
    error = InsufficientCredit("Odd.", status_code=402, generation=record)
    alert = messages.alert_for_error(error)
    assert alert["reference"] == f"4 times: {RAW}. · HTTP 402"


@pytest.mark.parametrize("reasons", [("No face",), (None, "No face")])
def test_one_failed_request_is_told_in_its_own_words(reasons):
    record = run(*reasons)
    alert = messages.alert_for_error(InsufficientCredit("No credit.", generation=record))
    assert alert["text"] == "No credit."
