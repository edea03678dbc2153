"""The paid requests of v3: each is made once, whatever becomes of its answer."""

from __future__ import annotations

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.prices import Price
from tests.support.scripted_heygen import Made
from tests.support.scripted_runs import (
    HTML,
    LOGIN_PAGES,
    POOR,
    SLOW,
    failing,
    joined,
    unknown_run,
    words,
)

BUSY = (409, {"error": {"code": "request_in_progress", "message": "Busy"}})
LOST = [
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.RemoteProtocolError,
    500,
    (502, HTML),
    503,
    504,
    408,
    (200, {"data": {"avatar_item": None}}),
    (200, {"data": {"avatar_item": {"id": ""}}}),
    (200, b'{"data": {"avatar_it'),
    (200, HTML),
    (200, b""),
    204,
]
REFUSED = [
    ((401, {"error": {"code": "unauthorized", "message": "No"}}), errors.AuthenticationError),
    (POOR, errors.InsufficientCredit),
    (
        (400, {"error": {"code": "content_policy_violation", "message": "No"}}),
        errors.ContentRejected,
    ),
    (
        (400, {"error": {"code": "invalid_parameter", "message": "No", "param": "prompt"}}),
        errors.InvalidAttributes,
    ),
    ((404, HTML), errors.ApiRetired),
    (410, errors.ApiRetired),
    (SLOW, errors.RateLimited),
    (httpx.ConnectError, errors.ConnectionFailed),
]


async def test_submit_returns_when_all_are_accepted(looks, attributes):
    client = looks.client()
    generation = await client.submit(attributes, count=3)
    assert (generation.id, generation.status) == (joined(0, 1, 2), GenerationStatus.IN_PROGRESS)
    assert len(looks.requests) == len(looks.posts) == 3
    [row] = client.history
    assert row.id == generation.id


@pytest.mark.parametrize("line", LOST)
async def test_a_lost_answer_is_asked_for_again_under_the_same_key(looks, attributes, line):
    looks.submits[:] = [Made(line)]
    generation = await looks.client().generate(attributes)
    assert (generation.status, generation.message) == (GenerationStatus.SUCCESS, None)
    assert len(looks.posts) == 5
    assert len(set(looks.sent_keys)) == len(looks.made) == 4
    assert len(set(generation.image_keys)) == 4


async def test_one_that_a_page_took_is_sent_again_under_its_own_key(looks, attributes):
    looks.submits[:] = [(302, b"", {"location": "https://login.hotel.example/"})]
    looks.balance = 503
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), len(looks.posts)) == (4, 5)
    assert len(set(looks.sent_keys)) == len(looks.made) == 4


@pytest.mark.parametrize("name", [*LOGIN_PAGES][1:])
async def test_a_sign_in_page_that_takes_all_submits_retires_nothing(looks, attributes, name):
    line, said = LOGIN_PAGES[name]
    looks.submits[:], looks.balance = [line] * 4, line
    client = looks.client()
    error = await failing(client.generate(attributes), errors.ConnectionFailed)
    assert said in error.what
    assert "nothing should be billed" in error.advice
    assert (str(client.spent), len(looks.posts)) == ("nothing", 4)


@pytest.mark.parametrize("line", LOST)
async def test_all_answers_lost_once_are_asked_for_again(looks, attributes, line):
    looks.submits[:] = [Made(line)] * 4
    generation = await looks.client().generate(attributes)
    assert len(set(generation.image_keys)) == len(looks.made) == 4


async def test_a_request_in_progress_is_waited_for(looks, attributes):
    looks.submits[:] = [Made(httpx.ReadTimeout), None, None, None, BUSY, BUSY]
    generation = await looks.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert len(looks.made) == len(generation.images) == 4
    assert len(looks.posts) == 7
    assert all(seconds > 0 for seconds in looks.sleeps[:3])


async def test_a_refusal_after_a_lost_answer_leaves_it_unknown(looks, attributes):
    looks.submits[:] = [Made(httpx.ReadTimeout), *[POOR] * 9]
    client = looks.client()
    error = await failing(client.generate(attributes, count=1), errors.SubmitOutcomeUnknown)
    [job] = error.generation.jobs
    assert (job.status, job.id, job.is_repeatable) == (GenerationStatus.UNKNOWN, None, True)
    assert error.generation.is_resumable
    assert client.spent.usd == pytest.approx(1.0)
    assert "24 hours" in str(error)


@pytest.mark.parametrize(("line", "kind"), REFUSED)
async def test_a_run_that_is_refused_as_a_whole_costs_nothing(looks, attributes, line, kind):
    looks.submits[:] = [line] * 40
    client, updates = looks.client(), []
    error = await failing(client.generate(attributes, on_update=updates.append), errors.HeyGenError)
    assert type(error) is kind
    assert words(updates) == ["submitting", "failed"]
    assert error.generation is updates[-1]
    assert not error.generation.is_resumable
    assert error.generation.paid_jobs == 0
    assert str(client.spent) == "nothing"
    assert not looks.made


async def test_what_is_refused_for_good_is_not_sent_again(looks, attributes):
    looks.submits[:] = [POOR] * 40
    await failing(looks.client().generate(attributes), errors.InsufficientCredit)
    assert len(looks.posts) == 4


async def test_when_nothing_is_known_of_any_it_is_unknown_and_all_may_cost(looks, attributes):
    client, generation = await unknown_run(looks, attributes)
    assert (generation.status, generation.id) == (GenerationStatus.UNKNOWN, None)
    assert generation.cost == Price(4.0)
    assert client.spent.usd == pytest.approx(4.0)
    assert len(looks.made) == len(set(looks.sent_keys)) == 4
    [row] = client.history
    assert (row.status, row.is_resumable, len(row.jobs)) == ("unknown", True, 4)
    assert (await client.left_over())[1][0].run_id == row.run_id


async def test_one_that_stays_refused_leaves_a_success_with_a_note(looks, attributes):
    looks.submits[:] = [POOR, None, None, None, POOR]
    generation = await looks.client().generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message.startswith("3 of 4 were made.")
    assert "Too little" in generation.message
    assert generation.cost == Price(3.0)
    assert generation.id == joined(0, 1, 2)


async def test_one_refused_while_others_were_accepted_is_tried_once_more(looks, attributes):
    looks.submits[:] = [POOR]
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), generation.message) == (4, None)
    assert len(looks.posts) == 5
    assert len(set(looks.sent_keys)) == 5
    assert len(looks.made) == 4


async def test_one_whose_fate_stays_unknown_leaves_a_success_that_can_be_resumed(looks, attributes):
    client = looks.client()
    lost = 0

    async def lose(request):
        nonlocal lost
        if request.method == "POST" and request.headers["idempotency-key"].endswith(":2"):
            lost += 1
            raise httpx.ReadTimeout("broken", request=request)

    looks.on_request = lose
    generation = await client.generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message.startswith("3 of 4 were made, and of 1 it is not known.")
    assert generation.is_resumable
    assert generation.cost == Price(4.0)
    looks.on_request = None
    resumed = await client.resume(generation)
    assert (len(resumed.images), resumed.message) == (4, None)
    assert len(looks.made) == 4
    assert client.spent.usd == pytest.approx(4.0)


@pytest.mark.parametrize("count", [1, 3, 5])
async def test_after_a_refusal_a_job_goes_on_under_a_new_key(looks, attributes, count):
    looks.submits[:] = [SLOW] * count
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), generation.message) == (4, None)
    assert len(looks.made) == 4
    assert len(set(looks.sent_keys)) == len(looks.sent_keys) == 4 + count
    assert {job.key for job in generation.jobs} == set(looks.made)


async def test_a_new_key_is_in_the_history_before_it_leaves(looks, attributes):
    looks.submits[:] = [SLOW] * 3
    client = looks.client()
    unknown = []

    async def look_up(request):
        if request.method == "POST":
            [row] = client.history
            if request.headers["idempotency-key"] not in {job.key for job in row.jobs}:
                unknown.append(request.headers["idempotency-key"])

    looks.on_request = look_up
    await client.generate(attributes)
    assert len(looks.posts) == 7
    assert not unknown


async def test_after_a_lost_answer_refusals_change_no_key(looks, attributes):
    looks.submits[:] = [Made(httpx.ReadTimeout), SLOW, SLOW]
    generation = await looks.client().generate(attributes, count=1)
    assert len(generation.images) == len(looks.made) == 1
    assert len(looks.posts) == 4
    assert len(set(looks.sent_keys)) == 1


async def test_a_lost_answer_after_a_refusal_keeps_the_new_key(looks, attributes):
    looks.submits[:] = [SLOW, Made(httpx.ReadTimeout), SLOW]
    generation = await looks.client().generate(attributes, count=1)
    assert len(generation.images) == len(looks.made) == 1
    assert [key.endswith(":1.2") for key in looks.sent_keys] == [False, True, True, True]


async def test_one_in_doubt_that_stays_refused_leaves_the_others_their_success(looks, attributes):
    looks.submits[:] = [503, None, None, None, *[SLOW] * 100]
    generation = await looks.client().generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message.startswith("3 of 4 were made, and of 1 it is not known.")
    assert generation.is_resumable
    assert len(set(looks.sent_keys)) == 4


@pytest.mark.parametrize(
    "line",
    [
        (404, {"error": {"code": "asset_not_found", "message": "Asset ab not found"}}),
        (409, {"error": {"code": "conflict", "message": "Conflicted with another operation."}}),
        (409, {"error": {"code": "resource_not_ready", "message": "Still processing."}}),
    ],
)
async def test_a_refusal_that_passes_is_tried_eight_times(looks, attributes, line):
    looks.submits[:] = [line] * 7
    generation = await looks.client().generate(attributes, count=1)
    assert len(generation.images) == len(looks.made) == 1
    assert len(set(looks.sent_keys)) == len(looks.posts) == 8
    looks.submits[:] = [line] * 40
    error = await failing(looks.client().generate(attributes, count=1), errors.HeyGenError)
    assert len(looks.posts) == 16
    assert error.generation.paid_jobs == 0


async def test_four_that_are_refused_for_one_reason_are_one_message_with_a_count(looks, attributes):
    looks.submits[:] = [POOR] * 40
    error = await failing(looks.client().generate(attributes), errors.InsufficientCredit)
    assert error.what == ("HeyGen answered: Too little. The same happened to all 4 requests.")
    assert error.generation.message == error.what
    one = await failing(looks.client().generate(attributes, count=1), errors.InsufficientCredit)
    assert one.what == "HeyGen answered: Too little."


async def test_a_long_prompt_that_heygen_answers_with_500_is_told_and_never_made_twice(
    looks, attributes
):
    long = attributes.replace(appearance="A baker " * 100)
    looks.submits[:] = [500] * 40
    error = await failing(looks.client().generate(long, count=1), errors.SubmitOutcomeUnknown)
    length = len(looks.bodies[0]["prompt"])
    assert f"The prompt may be too long: it has {length} characters" in error.what
    assert len(set(looks.sent_keys)) == 1
    assert error.generation.is_resumable
