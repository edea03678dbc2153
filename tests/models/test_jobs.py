from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.models.jobs import (
    GenerationStatus,
    Job,
    jobs_of,
    joint_id,
    message_of,
    status_of,
)

SUBMITTING, IN_PROGRESS, SUCCESS, FAILED, UNKNOWN = (
    GenerationStatus(word) for word in ("submitting", "in_progress", "success", "failed", "unknown")
)
WORDS = st.sampled_from([SUBMITTING, IN_PROGRESS, SUCCESS, FAILED, UNKNOWN])


def jobs(*words, **fields):
    return [Job(status=GenerationStatus(word), **fields) for word in words]


@pytest.mark.parametrize(
    ("fields", "is_open", "may_cost", "is_repeatable"),
    [
        ({"key": "k"}, True, True, True),
        ({}, True, True, False),
        ({"key": "k", "id": "a", "status": IN_PROGRESS}, True, True, False),
        ({"key": "k", "id": "a", "status": SUCCESS}, False, True, False),
        ({"key": "k", "id": "a", "status": FAILED}, False, True, False),
        ({"key": "k", "status": FAILED}, False, False, False),
        ({"key": "k", "status": UNKNOWN}, False, True, True),
        ({"status": UNKNOWN}, False, True, False),
    ],
)
def test_a_job_says_whether_it_is_open_may_cost_and_is_repeatable(
    fields, is_open, may_cost, is_repeatable
):
    job = Job(**fields)
    assert (job.is_open, job.may_cost, job.is_repeatable) == (is_open, may_cost, is_repeatable)


def test_ending_a_job_changes_only_its_status_and_message():
    job = Job(key="k", id="a", request_id="r", status=IN_PROGRESS).ended(FAILED, "No face")
    assert (job.status, job.message, job.key, job.id) == (FAILED, "No face", "k", "a")
    assert not job.in_doubt


def test_a_job_in_doubt_stays_in_doubt():
    job = Job(key="k").ended(UNKNOWN, "Lost")
    assert job.in_doubt
    assert job.ended(SUBMITTING, None).in_doubt


@pytest.mark.parametrize("repeat", [True, False])
def test_a_job_with_an_id_is_asked_about_again(repeat):
    for word in (SUCCESS, FAILED, IN_PROGRESS):
        job = Job(key="k", id="a", status=word, message="m").reopened(repeat=repeat)
        assert (job.id, job.status, job.message) == ("a", IN_PROGRESS, None)


@pytest.mark.parametrize("word", [SUBMITTING, UNKNOWN])
def test_a_job_without_an_answer_is_only_sent_again_under_its_key(word):
    again = Job(key="k", status=word).reopened(repeat=True)
    assert (again.key, again.status, again.in_doubt) == ("k", SUBMITTING, True)
    assert Job(key="k", status=word).reopened(repeat=False).status is UNKNOWN
    assert Job(status=word).reopened(repeat=True).status is UNKNOWN


@pytest.mark.parametrize("repeat", [True, False])
def test_a_refused_job_stays_refused(repeat):
    refused = Job(key="k", status=FAILED, message="No")
    assert refused.reopened(repeat=repeat) == refused


@pytest.mark.parametrize(
    ("words", "means"),
    [
        (("submitting",), SUBMITTING),
        (("submitting", "failed"), SUBMITTING),
        (("success",), SUCCESS),
        (("success", "failed"), SUCCESS),
        (("failed", "unknown", "success"), SUCCESS),
        (("failed", "unknown"), UNKNOWN),
        (("unknown",) * 4, UNKNOWN),
        (("failed",) * 4, FAILED),
        ((), FAILED),
    ],
)
def test_the_status_of_a_generation_follows_from_its_jobs(words, means):
    assert status_of(jobs(*words)) is means


def test_a_generation_is_in_progress_as_soon_as_one_job_has_an_id():
    assert status_of([Job(key="a"), Job(key="b", id="7", status=IN_PROGRESS)]) is IN_PROGRESS
    assert status_of([Job(key="a"), Job(key="b", id="7", status=SUCCESS)]) is IN_PROGRESS
    assert status_of([Job(id="6", status=FAILED), Job(id="7", status=IN_PROGRESS)]) is IN_PROGRESS


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_generation_is_final_when_no_job_is_open(words):
    made = jobs(*words)
    assert status_of(made).is_final == (not any(job.is_open for job in made))


def test_a_single_job_gives_the_generation_its_message():
    assert message_of(jobs("failed", message="No face.")) == "No face."
    assert message_of(jobs("success")) is None
    assert message_of([]) is None


def test_while_a_job_is_open_the_first_message_is_the_generations():
    made = [*jobs("in_progress", "in_progress"), *jobs("in_progress", message="Asking again.")]
    assert message_of(made) == "Asking again."


def test_a_partial_success_is_counted_and_each_reason_is_said_once():
    made = [*jobs("success", "success"), *jobs("failed", "failed", message="No face.")]
    assert message_of(made) == "2 of 4 were made. 2 times: No face."
    made[3] = made[3].ended(FAILED, "Blurred")
    assert message_of(made) == "2 of 4 were made. No face. Blurred."


def test_jobs_that_fail_for_one_reason_are_one_message_with_a_count():
    made = jobs(*["failed"] * 4, message="HeyGen answered: Insufficient credit.")
    assert message_of(made) == "0 of 4 were made. 4 times: HeyGen answered: Insufficient credit."


def test_a_complete_success_has_no_message():
    assert message_of(jobs("success", "success")) is None


def test_ids_are_joined_in_order_and_split_again():
    made = [Job(id="a"), Job(), Job(id="b")]
    assert joint_id(made) == "a+b"
    assert [job.id for job in jobs_of("a+b")] == ["a", "b"]


def test_a_single_id_is_not_joined():
    assert joint_id([Job(id="a")]) == "a"
    assert [job.id for job in jobs_of(" a ")] == ["a"]


@pytest.mark.parametrize("nothing", ["", " ", "+", " + + "])
def test_an_empty_id_has_no_jobs(nothing):
    assert jobs_of(nothing) == ()
    assert joint_id([Job(), Job()]) is None


@given(st.lists(st.text("0123456789abcdef_-", min_size=1, max_size=32), min_size=1, max_size=8))
def test_any_ids_can_be_joined_and_split(ids):
    made = jobs_of(joint_id([Job(id=one) for one in ids]))
    assert [job.id for job in made] == ids
    assert {job.status for job in made} == {IN_PROGRESS}


def test_what_is_said_of_every_success_is_said_once_and_counts_nothing():
    assert message_of(jobs(*["success"] * 4, message="No harp.")) == "No harp."


def test_what_keeps_a_look_from_being_made_is_said_before_a_remark_on_another():
    made = [*jobs("success", message="No harp."), *jobs("in_progress", message="Asking again.")]
    assert message_of(made) == "Asking again."
    made = [*jobs("success", message="No harp."), *jobs("failed", message="No face.")]
    assert message_of(made) == "1 of 2 were made. No face. No harp."


def test_a_refused_job_gets_a_key_that_it_never_had():
    keys = [Job(key="heygen-widgets:ab:1").key]
    for _ in range(12):
        keys.append(Job(key=keys[-1]).renewed().key)
    assert keys[:3] == ["heygen-widgets:ab:1", "heygen-widgets:ab:1.2", "heygen-widgets:ab:1.3"]
    assert len(set(keys)) == 13


@pytest.mark.parametrize("fields", [{"in_doubt": True}, {"id": "a"}, {"key": None}])
def test_a_job_that_may_have_been_made_keeps_its_key(fields):
    job = Job(**{"key": "heygen-widgets:ab:1"} | fields)
    assert job.renewed() is job
