"""The paid request of v2: sent once, and its outcome is known or said to be unknown."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_runs import HTML, LOGIN_PAGES, USER, words

UNKNOWN = [
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.RemoteProtocolError,
    500,
    (502, HTML),
    (503, {"error": {"code": "service_unavailable", "message": "Later"}}),
    504,
    524,
    408,
    (200, {"error": None, "data": {}}),
    (200, {"error": None, "data": {"generation_id": None}}),
    (200, {"error": None, "data": {"generation_id": ""}}),
    (200, {"error": None, "data": None}),
    (200, {"data": {"generation_id": 7}}),
    (200, b'{"error": null, "data": {"generation_'),
    (200, HTML),
    (200, b""),
    (201, b"[]"),
    204,
]
REFUSED = [
    ((401, {"error": {"code": "unauthorized", "message": "No"}}), errors.AuthenticationError),
    ((401, {"code": 400112, "message": "No", "data": None}), errors.AuthenticationError),
    ((401, b""), errors.AuthenticationError),
    ((401, HTML), errors.ConnectionFailed),
    ((200, {"code": 400112, "message": "No", "data": None}), errors.AuthenticationError),
    ((403, {"message": "Forbidden"}), errors.AuthenticationError),
    ((402, {"error": {"code": "insufficient_credit", "message": "No"}}), errors.InsufficientCredit),
    ((400, {"error": {"code": "insufficient_credit", "message": "No"}}), errors.InsufficientCredit),
    (
        (400, {"error": "No credit", "error_code": "MOVIO_PAYMENT_INSUFFICIENT_CREDIT"}),
        errors.InsufficientCredit,
    ),
    (
        (
            400,
            {"error": {"code": "invalid_parameter", "message": "age is invalid: Field required"}},
        ),
        errors.InvalidAttributes,
    ),
    ((400, {"code": 400168, "message": "No", "data": None}), errors.ContentRejected),
    ((200, {"code": 400168, "message": "No", "data": None}), errors.ContentRejected),
    (410, errors.ApiRetired),
    ((301, {"error": {"code": "moved", "message": "See v3"}}), errors.ApiRetired),
    ((409, {"error": {"code": "request_in_progress", "message": "No"}}), errors.NotReady),
    ((400, HTML), errors.ConnectionFailed),
]
GONE = [
    (404, HTML),
    (404, HTML, {"content-type": "text/html"}),
    (410, HTML),
    (301, b"", {"location": "https://developers.heygen.com/"}),
]


async def test_the_submit_carries_exactly_the_eight_fields(server, attributes):
    await server.client().submit(attributes)
    [post] = server.posts
    assert str(post.url) == "https://api.heygen.com/v2/photo_avatar/photo/generate"
    assert json.loads(post.content) == {
        "name": "Ada",
        "age": "Unspecified",
        "gender": "Unspecified",
        "ethnicity": "Unspecified",
        "orientation": "square",
        "pose": "half_body",
        "style": "Noir",
        "appearance": "A red jacket, 日本 🎨",
    }


async def test_submit_is_one_post_and_no_waiting(server, attributes):
    server.submits[:] = [(*server.submits[0], {"x-request-id": "req-7"})]
    generation = await server.client().submit(attributes)
    assert (generation.id, generation.status) == (server.id, GenerationStatus.IN_PROGRESS)
    assert generation.request_id == "req-7"
    assert generation.submitted_at.tzinfo
    assert generation.finished_at is None
    assert (len(server.requests), server.sleeps) == (1, [])


@pytest.mark.parametrize("line", UNKNOWN)
async def test_an_ambiguous_submit_is_unknown_and_is_never_sent_again(
    server, attributes, updates, line
):
    server.submits[:] = [line]
    with pytest.raises(errors.SubmitOutcomeUnknown, match="may have billed") as caught:
        await server.client().generate(attributes, on_update=updates.append)
    assert len(server.requests) == len(server.posts) == 1
    assert words(updates) == ["submitting", "unknown"]
    record = caught.value.generation
    assert record is updates[-1]
    assert (record.attributes, record.id, record.message) == (attributes, None, caught.value.what)
    assert record.finished_at


@pytest.mark.parametrize("line", UNKNOWN)
async def test_submit_alone_is_just_as_careful(server, attributes, line):
    server.submits[:] = [line]
    with pytest.raises(errors.SubmitOutcomeUnknown) as caught:
        await server.client().submit(attributes)
    assert len(server.posts) == 1
    assert caught.value.generation.status is GenerationStatus.UNKNOWN


@pytest.mark.parametrize(("line", "kind"), REFUSED)
async def test_a_refused_submit_is_its_error_and_one_post(server, attributes, updates, line, kind):
    server.submits[:] = [line]
    with pytest.raises(errors.HeyGenError) as caught:
        await server.client().generate(attributes, on_update=updates.append)
    assert type(caught.value) is kind
    assert len(server.requests) == len(server.posts) == 1
    assert words(updates) == ["submitting", "failed"]
    assert caught.value.generation is updates[-1]


@pytest.mark.parametrize("line", GONE)
async def test_v2_is_retired_where_a_page_takes_the_submit_and_v3_answers(
    server, attributes, updates, line
):
    server.submits[:], server.user = [line], USER
    with pytest.raises(errors.ApiRetired, match='api="v3"') as caught:
        await server.client().generate(attributes, on_update=updates.append)
    assert [request.url.path for request in server.requests[1:]] == ["/v3/users/me"]
    assert len(server.posts) == 1
    assert words(updates) == ["submitting", "failed"]
    assert caught.value.status_code == line[0]


@pytest.mark.parametrize("name", [*LOGIN_PAGES][1:])
async def test_a_sign_in_page_that_takes_the_submit_retires_nothing(
    server, attributes, updates, name
):
    line, said = LOGIN_PAGES[name]
    server.submits[:], server.user = [line], line
    client = server.client()
    with pytest.raises(errors.ConnectionFailed, match="sign-in page") as caught:
        await client.generate(attributes, on_update=updates.append)
    assert said in caught.value.what
    assert "nothing should be billed" in caught.value.advice
    assert len(server.posts) == 1
    assert words(updates) == ["submitting", "failed"]
    assert str(client.spent) == "nothing"


@pytest.mark.parametrize(
    "user",
    [
        httpx.ConnectError,
        503,
        429,
        (200, HTML),
        (404, HTML),
        (404, {"error": {"code": "not_found", "message": "No"}}),
        (403, {"message": "Forbidden"}),
    ],
)
async def test_v2_is_not_retired_as_long_as_v3_has_not_answered(server, attributes, user):
    server.submits[:], server.user = [(404, HTML)], user
    with pytest.raises(errors.ConnectionFailed, match="answered instead of HeyGen"):
        await server.client().generate(attributes)


async def test_a_key_that_v3_refuses_is_an_answer_of_v3(server, attributes):
    server.submits[:] = [(404, HTML)]
    server.user = (401, {"error": {"code": "unauthorized", "message": "No"}})
    with pytest.raises(errors.ApiRetired):
        await server.client().generate(attributes)


async def test_a_page_with_200_that_takes_the_submit_is_named_and_stays_in_doubt(
    server, attributes
):
    line, said = LOGIN_PAGES["login page"]
    server.submits[:] = [line]
    with pytest.raises(errors.SubmitOutcomeUnknown, match="may have billed") as caught:
        await server.client().generate(attributes)
    assert said in caught.value.what
    assert len(server.requests) == 1


async def test_a_run_that_is_stopped_while_v3_is_asked_ends_at_once(server, attributes):
    server.submits[:], server.user = [(404, HTML)], 503
    client = server.client()

    async def stop(request):
        if request.url.path == "/v3/users/me":
            task.cancel()
            await asyncio.sleep(3600)

    server.on_request = stop
    task = asyncio.create_task(client.generate(attributes))
    with pytest.raises(asyncio.CancelledError):
        await task
    [row] = client.history
    assert (row.status, row.paid_jobs) == (GenerationStatus.FAILED, 0)


async def test_a_submit_that_is_too_fast_waits_as_asked_and_goes_through(server, attributes):
    server.submits.insert(0, (429, b"", {"retry-after": "7"}))
    generation = await server.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert server.sleeps[0] == 7
    assert len(server.posts) == 2


async def test_a_submit_that_stays_too_fast_is_refused(server, attributes):
    server.submits[:] = [(429, {"error": {"code": "rate_limit_exceeded", "message": "Slow"}})]
    with pytest.raises(errors.RateLimited, match="Nothing is billed"):
        await server.client().generate(attributes)


async def test_a_submit_that_never_leaves_says_so(server, attributes, updates):
    server.submits[:] = [httpx.ConnectError]
    with pytest.raises(errors.ConnectionFailed, match="nothing is billed"):
        await server.client().generate(attributes, on_update=updates.append)
    assert words(updates) == ["submitting", "failed"]
