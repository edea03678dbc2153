from __future__ import annotations

import asyncio
import gc
import json
import logging
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from heygen_widgets import HeyGen, PollPolicy, errors, run_blocking
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus

HTML = b"<!DOCTYPE html><html><h1>404 Not Found</h1></html>"
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
    ((401, HTML), errors.AuthenticationError),
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
    ((404, HTML), errors.ApiRetired),
    ((404, HTML, {"content-type": "text/html"}), errors.ApiRetired),
    (410, errors.ApiRetired),
    ((301, b"", {"location": "https://developers.heygen.com/"}), errors.ApiRetired),
    ((409, {"error": {"code": "request_in_progress", "message": "No"}}), errors.UnexpectedResponse),
    ((400, HTML), errors.UnexpectedResponse),
]


def words(records):
    return [str(record.status) for record in records]


def safely_shown(value):
    try:
        return repr(value)
    except AttributeError:
        # A client that is only half made.
        return repr(vars(value))


def shown(error):
    """All that a traceback with local variables can show, of the whole chain of errors."""
    seen = []
    while error:
        seen += traceback.format_exception(error)
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if "/tests/" not in frame.f_code.co_filename:
                seen += [safely_shown(value) for value in frame.f_locals.values()]
        error = error.__cause__ or error.__context__
    return "\n".join(seen)


async def cancelled_at(task, server, is_it):
    """Cancels the task as the request that `is_it` chooses reaches the server."""

    async def look(request):
        if is_it(request):
            task.cancel()
            await asyncio.sleep(0)

    server.on_request = look


async def test_a_run_ends_with_four_pictures_and_their_keys(server, attributes, png):
    generation = await server.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert (generation.id, generation.attributes, generation.api) == (server.id, attributes, "v2")
    assert (generation.image_keys, generation.image_urls) == (server.keys, server.urls)
    assert [image.bytes for image in generation.images] == [png] * 4
    assert {(image.mime_type, image.size) for image in generation.images} == {
        ("image/png", (64, 48))
    }


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


async def test_fetch_is_one_get_and_no_download(server):
    generation = await server.client().fetch(f" {server.id}\n")
    assert generation.status is GenerationStatus.SUCCESS
    assert generation.image_keys == server.keys
    assert not any(image.is_downloaded or image.error for image in generation.images)
    [ask] = server.requests
    assert ask.url.path == f"/v2/photo_avatar/generation/{server.id}"


async def test_the_key_goes_to_the_api_and_to_nobody_else(server, attributes):
    server.statuses.insert(0, server.state("in_progress"))
    server.images.insert(0, (302, b"", {"location": "https://cdn.example/1"}))
    await server.client().generate(attributes)
    for request in server.requests:
        carries = server.key in str(request.headers.multi_items())
        assert carries == (request.url.host == server.api)
    assert {request.url.host for request in server.downloads} == {
        "resource2.heygen.ai",
        "cdn.example",
    }


async def test_updates_tell_the_story_of_a_run(server, attributes, updates):
    server.statuses[:0] = [server.state("pending")] * 3
    generation = await server.client().generate(attributes, on_update=updates.append)
    assert words(updates) == ["submitting", "in_progress", "in_progress", "success"]
    assert [record.id for record in updates] == [None, server.id, server.id, server.id]
    assert [len(record.images) for record in updates] == [0, 0, 4, 4]
    assert updates[-1] is generation
    assert len({record.submitted_at for record in updates}) == 1
    assert generation.elapsed is not None


async def test_messages_while_waiting_are_told_once(server, attributes, updates):
    server.statuses[:0] = [server.state("pending", msg=word) for word in ("a", "a", "b", "b")]
    await server.client().generate(attributes, on_update=updates.append)
    assert [record.message for record in updates] == [None, None, "a", "b", None, None]


async def test_without_download_no_picture_is_asked_for(server, attributes, updates):
    generation = await server.client().generate(attributes, None, updates.append, download=False)
    assert words(updates) == ["submitting", "in_progress", "success"]
    assert generation.image_keys == server.keys
    assert not server.downloads


async def test_a_failing_on_update_does_not_cost_the_run(server, attributes, caplog):
    def broken(record):
        raise RuntimeError(f"mine: {record.status}")

    generation = await server.client().generate(attributes, on_update=broken)
    assert generation.status is GenerationStatus.SUCCESS
    assert "the generation goes on" in caplog.text


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


@pytest.mark.parametrize(
    "trouble",
    [httpx.ReadTimeout, httpx.ConnectError, 500, 503, 408, 429, (200, HTML), (200, b""), (200, {})],
)
async def test_trouble_while_waiting_passes(server, attributes, updates, trouble):
    server.statuses[:0] = [trouble] * 5
    generation = await server.client().generate(attributes, on_update=updates.append)
    assert generation.status is GenerationStatus.SUCCESS
    assert generation.message is None
    assert len(server.posts) == 1
    assert "Asking again." in updates[2].message


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ((401, {"error": {"code": "unauthorized", "message": "No"}}), errors.AuthenticationError),
        ((404, {"error": {"code": "generation_not_found", "message": "No"}}), errors.NotFound),
        ((404, HTML), errors.ApiRetired),
        (410, errors.ApiRetired),
    ],
)
async def test_what_ends_the_asking_keeps_the_id(server, attributes, updates, line, kind):
    server.statuses[:] = [line]
    with pytest.raises(kind) as caught:
        await server.client().generate(attributes, on_update=updates.append)
    assert words(updates) == ["submitting", "in_progress", "stopped"]
    assert caught.value.generation.id == server.id
    assert caught.value.generation.status.is_resumable


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ((200, {"error": None, "data": {"status": "failed", "msg": "No face."}}), "this: No face."),
        ((200, {"error": None, "data": {"status": "error", "msg": None}}), "it gave no reason."),
        ((200, {"error": "No face", "data": None}), "HeyGen answered: No face."),
        ((200, {"error": {"code": "x", "message": "No face"}}), "HeyGen answered: No face."),
        ((200, {"code": 40004, "message": "No face", "data": None}), "No face."),
    ],
)
async def test_a_failed_generation_gives_its_reason(server, attributes, updates, line, reason):
    server.statuses[:] = [line]
    with pytest.raises(errors.GenerationFailed, match="may have billed") as caught:
        await server.client().generate(attributes, on_update=updates.append)
    assert caught.value.what.endswith(reason)
    assert words(updates) == ["submitting", "in_progress", "failed"]
    assert caught.value.generation is updates[-1]
    assert caught.value.generation.id == server.id


async def test_at_the_deadline_the_id_is_there_to_resume(server, attributes, updates):
    server.statuses.insert(0, server.state("in_progress"))
    server.statuses[1:1] = [server.state("in_progress")] * 50
    client = server.client(poll=PollPolicy(first=2, longest=5))
    with pytest.raises(errors.GenerationTimeout, match="bills it") as caught:
        await client.generate(attributes, 20, updates.append)
    assert server.time == pytest.approx(20)
    record = caught.value.generation
    assert f"heygen.resume('{server.id}')" in str(caught.value)
    assert (record.status, record.id) == (GenerationStatus.TIMED_OUT, server.id)
    assert record.elapsed == pytest.approx(20)
    assert words(updates) == ["submitting", "in_progress", "timed_out"]

    del server.statuses[:-1]
    resumed = await client.resume(record)
    assert (resumed.status, resumed.attributes) == (GenerationStatus.SUCCESS, attributes)
    assert all(image.is_downloaded for image in resumed.images)
    assert len(server.posts) == 1


async def test_trouble_does_not_outlast_the_deadline_for_ever(server, attributes):
    server.statuses[:] = [httpx.ReadTimeout]
    with pytest.raises(errors.GenerationTimeout):
        await server.client(poll=PollPolicy()).generate(attributes, timeout=60)
    assert 60 <= server.time < 90


async def test_the_waits_follow_the_policy(server, attributes):
    server.statuses[:0] = [server.state("in_progress")] * 6
    await server.client(poll=PollPolicy(jitter=0)).generate(attributes)
    assert server.sleeps == pytest.approx([2 * 1.1**asked for asked in range(7)])


async def test_resume_takes_a_bare_id(server, updates):
    server.statuses.insert(0, server.state("in_progress"))
    generation = await server.client().resume(server.id, on_update=updates.append)
    assert (generation.status, generation.attributes) == (GenerationStatus.SUCCESS, None)
    assert generation.elapsed is None
    assert words(updates) == ["in_progress", "success"]
    assert not server.posts


async def test_a_run_resumed_later_ends_when_it_ends(server, attributes):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    stopped = Generation(
        status=GenerationStatus.STOPPED,
        id=server.id,
        attributes=attributes,
        submitted_at=yesterday,
        finished_at=yesterday + timedelta(seconds=9),
    )
    resumed = await server.client().resume(stopped)
    assert resumed.submitted_at == yesterday
    assert resumed.finished_at - yesterday >= timedelta(days=1)


async def test_a_run_without_an_id_can_not_be_resumed(server, attributes):
    lost = Generation(status=GenerationStatus.UNKNOWN, attributes=attributes)
    with pytest.raises(errors.ConfigurationError, match="has no id"):
        await server.client().resume(lost)
    assert not server.requests


async def test_watch_yields_each_change_and_ends(server, attributes):
    server.statuses[:0] = [server.state("in_progress"), server.state("pending", msg="Drawing")]
    client = server.client()
    submitted = await client.submit(attributes)
    seen = [record async for record in client.watch(submitted)]
    assert words(seen) == ["in_progress", "in_progress", "success"]
    assert seen[0].message == "Drawing"
    assert {record.attributes for record in seen} == {attributes}


async def test_watch_ends_as_timed_out_without_an_error(server):
    server.statuses[:] = [server.state("in_progress")]
    client = server.client(poll=PollPolicy())
    assert words([record async for record in client.watch(server.id, 10)]) == ["timed_out"]


async def test_watching_can_be_left_early(server):
    server.statuses[:] = [
        server.state("in_progress", msg="a"),
        server.state("in_progress", msg="b"),
    ]
    watching = server.client().watch(server.id)
    assert (await anext(watching)).message == "a"
    await watching.aclose()
    asked = len(server.asks)
    await asyncio.sleep(0)
    assert len(server.asks) == asked


async def test_a_run_cancelled_while_waiting_is_stopped_with_its_id(server, attributes, updates):
    server.statuses[:] = [server.state("in_progress")]
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    await cancelled_at(task, server, lambda request: request.method == "GET")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert words(updates) == ["submitting", "in_progress", "stopped"]
    assert updates[-1].id == server.id
    assert "goes on working" in updates[-1].message


async def test_a_run_cancelled_while_it_submits_still_gets_its_id(server, attributes, updates):
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    await cancelled_at(task, server, lambda request: request.method == "POST")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert words(updates) == ["submitting", "in_progress", "stopped"]
    assert updates[-1].id == server.id
    assert len(server.requests) == 1


async def test_each_request_is_one_line_in_the_log(server, attributes, caplog):
    caplog.set_level("INFO", "heygen_widgets")
    await server.client().generate(attributes)
    lines = [line for line in caplog.messages if " -> " in line]
    assert len(lines) == len(server.requests)
    assert lines[0].startswith("POST /v2/photo_avatar/photo/generate -> 200, request ")
    assert all(line.endswith(" ms") for line in lines)


async def test_submits_in_a_row_stop_when_they_are_cancelled(server, attributes, caplog):
    client = server.client()

    async def submit_three():
        return [await client.submit(attributes) for _ in range(3)]

    task = asyncio.ensure_future(submit_three())
    await cancelled_at(task, server, lambda request: request.method == "POST")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(server.posts) == 1
    assert f"HeyGen works on generation {server.id}" in caplog.text


async def test_a_run_cancelled_twice_while_it_submits_is_unknown(server, attributes, updates):
    arrived = asyncio.Event()

    async def hang(_request):
        arrived.set()
        await asyncio.Event().wait()

    server.on_request = hang
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    await arrived.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert words(updates) == ["submitting", "unknown"]


async def test_a_run_cancelled_before_it_starts_sends_nothing(server, attributes, updates):
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not server.requests
    assert not updates


async def test_a_run_cancelled_while_it_downloads_keeps_its_keys(server, attributes, updates):
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    await cancelled_at(task, server, lambda request: request.url.host != server.api)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert updates[-1].status is GenerationStatus.STOPPED
    assert updates[-1].image_keys == server.keys


async def test_thirty_two_runs_at_once_keep_to_their_own(server, attributes):
    async with server.client() as heygen:
        runs = [heygen.generate(attributes.replace(name=f"n{n}")) for n in range(32)]
        generations = await asyncio.gather(*runs)
    assert [g.attributes.name for g in generations] == [f"n{n}" for n in range(32)]
    assert len(server.posts) == 32


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (403, "expired or is gone"),
        ((404, HTML), "expired or is gone"),
        (410, "expired or is gone"),
        ((200, HTML, {"content-type": "image/png"}), "not an image"),
        ((200, b"", {"content-type": "image/png"}), "not an image"),
        (httpx.ReadTimeout, "did not arrive"),
        (httpx.ConnectError, "did not arrive"),
        (500, "answered with an error"),
        ((302, b"", {"location": "https://a.example:port/"}), "did not arrive"),
        ((302, b"", {"location": "http://a.example/"}), "safe to open"),
    ],
)
async def test_picture_trouble_never_fails_the_generation(server, attributes, trouble, said):
    server.images[:] = [trouble]
    generation = await server.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert generation.image_keys == server.keys
    for image in generation.images:
        assert not image.is_downloaded
        assert said in image.error.what


async def test_one_picture_that_is_cut_off_leaves_the_others(server, attributes, png):
    server.images.insert(0, (200, png[: len(png) // 2], {"content-type": "image/png"}))
    generation = await server.client().generate(attributes)
    assert sorted(image.is_downloaded for image in generation.images) == [False, True, True, True]
    [error] = [image.error for image in generation.images if image.error]
    assert "damaged or cut off" in error.what
    assert "Its key still works" in str(error)


async def test_a_wrong_content_type_does_not_matter(server, attributes, png):
    server.images[:] = [(200, png, {"content-type": "text/html"})]
    generation = await server.client().generate(attributes)
    assert {image.mime_type for image in generation.images} == {"image/png"}


@pytest.mark.parametrize(
    "url", [None, "", 7, "image/7", "http://a.example/1", "https://a.example/\ud800", "https://["]
)
async def test_a_link_that_is_none_leaves_the_others(server, attributes, url):
    links = [url, *server.urls[1:]]
    server.statuses[:] = [server.state("success", image_url_list=links)]
    server.statuses[0] = (200, json.dumps(server.statuses[0][1]).encode())
    generation = await server.client().generate(attributes)
    assert [image.is_downloaded for image in generation.images] == [False, True, True, True]
    assert generation.image_keys == server.keys


@pytest.mark.parametrize(
    ("urls", "keys", "count"),
    [(1, 1, 1), (3, 3, 3), (4, 2, 4), (2, 4, 4), (0, 4, 4), (4, 0, 4)],
)
async def test_fewer_pictures_or_uneven_lists_come_as_they_are(
    server, attributes, urls, keys, count
):
    server.statuses[:] = [
        server.state(
            "success", image_url_list=server.urls[:urls], image_key_list=server.keys[:keys]
        )
    ]
    generation = await server.client().generate(attributes)
    assert len(generation.images) == count
    assert sum(image.is_downloaded for image in generation.images) == urls
    assert generation.image_keys[:keys] == server.keys[:keys]


@pytest.mark.parametrize("empty", [None, []])
async def test_success_without_pictures_says_so(server, attributes, empty):
    server.statuses[:] = [server.state("success", image_url_list=empty, image_key_list=empty)]
    generation = await server.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert "named no images" in generation.message


async def test_download_fetches_a_picture_of_a_record(server, png):
    client = server.client()
    generation = await client.fetch(server.id)
    assert await client.download(generation.images[0]) == png


async def test_download_says_why_it_failed(server):
    client = server.client()
    generation = await client.fetch(server.id)
    server.images[:] = [403]
    with pytest.raises(errors.ImageUnavailable, match="fresh link"):
        await client.download(generation.images[0])


async def test_a_client_works_inside_and_after_its_block(server, attributes):
    client = server.client()
    async with client as heygen:
        await heygen.generate(attributes)
    assert (await client.generate(attributes)).status is GenerationStatus.SUCCESS


def test_run_blocking_reuses_a_client_from_call_to_call(server, attributes):
    client = server.client()
    for _ in range(3):
        assert run_blocking(client.generate(attributes)).status is GenerationStatus.SUCCESS


# In a process of its own: nesting patches asyncio for good.
NESTED = """
import asyncio
from heygen_widgets import AvatarAttributes, HeyGen, run_blocking
from heygen_widgets.sandbox import Scenario

async def cell():
    client = HeyGen.sandbox(Scenario(duration=0))
    ada = AvatarAttributes(name="Ada", appearance="A smile")
    runs = [run_blocking(client.generate(ada, download=False)) for _ in range(3)]
    return [len(run.image_keys) for run in runs]

print(asyncio.run(cell()))
"""


def test_run_blocking_reuses_a_client_inside_a_running_loop():
    done = subprocess.run(
        [sys.executable, "-c", NESTED], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[4, 4, 4]", "")


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_key_there_is_no_client(monkeypatch, value):
    if value is not None:
        monkeypatch.setenv("HEYGEN_API_KEY", value)
    for given in (None, "", "  "):
        with pytest.raises(errors.ConfigurationError, match="no HeyGen API key") as caught:
            HeyGen(given)
    assert "HeyGen.sandbox()" in str(caught.value)


async def test_the_key_comes_from_the_environment(monkeypatch, server, attributes):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    await server.client(api_key=None).submit(attributes)
    assert server.posts[0].headers["x-api-key"] == "key-of-the-environment"


async def test_a_given_key_wins_over_the_environment(monkeypatch, server, attributes):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    await server.client().submit(attributes)
    assert server.posts[0].headers["x-api-key"] == server.key


def test_the_address_comes_from_the_environment(monkeypatch, server):
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://127.0.0.1:8765/")
    assert server.client().host == "127.0.0.1:8765"
    assert server.client(base_url="https://proxy.example").host == "proxy.example"


def test_an_empty_address_counts_as_unset(monkeypatch, server):
    monkeypatch.setenv("HEYGEN_BASE_URL", " ")
    assert server.client().host == "api.heygen.com"


@pytest.mark.parametrize("url", ["http://api.heygen.com", "http://192.168.1.7", "ftp://a", "api"])
def test_an_address_that_would_expose_the_key_is_refused(monkeypatch, server, url):
    for by_hand in (True, False):
        monkeypatch.setenv("HEYGEN_BASE_URL", "" if by_hand else url)
        with pytest.raises(errors.ConfigurationError) as caught:
            HeyGen(str(server.key), base_url=url if by_hand else None)
        assert server.key not in shown(caught.value)


@pytest.mark.parametrize(
    ("api", "variable", "chosen"),
    [
        ("auto", "", "auto"),
        ("auto", " v2 ", "v2"),
        ("auto", "v3", "v3"),
        ("auto", "auto", "auto"),
        ("v2", "nonsense", "v2"),
        ("v3", "v2", "v3"),
        ("auto", "v9", None),
        ("v9", "v2", None),
        ("", "", None),
    ],
)
def test_the_version_is_chosen_by_argument_then_environment(
    monkeypatch, server, api, variable, chosen
):
    monkeypatch.setenv("HEYGEN_API", variable)
    if chosen:
        assert repr(server.client(api=api)) == f"<HeyGen {chosen} at api.heygen.com>"
    else:
        with pytest.raises(errors.ConfigurationError, match="is not a version"):
            server.client(api=api)


@pytest.mark.parametrize("key", ["clé-secrète", "kéy", "key\nkey", "“key”", "ключ"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_shown(monkeypatch, key):
    with pytest.raises(errors.ConfigurationError, match="can't be an API key") as caught:
        HeyGen(key)
    assert key not in shown(caught.value)
    monkeypatch.setenv("HEYGEN_API_KEY", key)
    with pytest.raises(errors.ConfigurationError) as caught:
        HeyGen()
    assert key not in shown(caught.value)


def test_the_key_is_nowhere_in_a_client(server):
    client = server.client()
    for text in (repr(client), str(client), repr(vars(client))):
        assert server.key not in text


@pytest.mark.parametrize(
    ("submit", "ask"),
    [
        (httpx.ReadTimeout, None),
        (httpx.ConnectError, None),
        (httpx.LocalProtocolError, None),
        (500, None),
        (429, None),
        ((401, {"error": {"code": "unauthorized", "message": "Bad key: {key}"}}), None),
        ((400, {"error": {"code": "invalid_parameter", "message": "x is invalid: {key}"}}), None),
        ((200, "Hello {key}"), None),
        (None, (401, {"code": 400112, "message": "{key}"})),
        (None, (200, {"error": {"code": "x", "message": "{key}"}})),
        (None, (200, {"error": None, "data": {"status": "failed", "msg": "{key}"}})),
        (None, (404, HTML)),
        (None, 503),
    ],
)
async def test_no_error_shows_the_key(server, attributes, caplog, submit, ask):
    updates = []
    caplog.set_level(logging.DEBUG)
    for script, line in ((server.submits, submit), (server.statuses, ask)):
        if isinstance(line, tuple) and not isinstance(line[1], bytes):
            echo = json.dumps(line[1]).replace("{key}", server.key)
            script[:] = [(line[0], echo.encode())]
        elif line:
            script[:] = [line]
    client = server.client(poll=PollPolicy())
    with pytest.raises(errors.HeyGenError) as caught:
        await client.generate(attributes, 30, updates.append)
    html = "".join(record._repr_html_() for record in updates)
    assert server.key not in shown(caught.value)
    assert server.key not in caplog.text
    assert server.key not in f"{vars(caught.value)}{updates}{html}"


async def test_nothing_is_left_open(server, attributes, recwarn):
    await server.client().generate(attributes)
    gc.collect()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []
    assert not recwarn.list


def test_the_widgets_client_is_the_sandbox_where_there_is_no_key():
    assert HeyGen.from_environment().is_sandbox


@pytest.mark.parametrize(("value", "is_sandbox"), [("", False), ("0", False), ("1", True)])
def test_a_variable_chooses_the_sandbox_even_with_a_key(monkeypatch, value, is_sandbox):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    monkeypatch.setenv("HEYGEN_SANDBOX", value)
    client = HeyGen.from_environment()
    assert client.is_sandbox is is_sandbox
    assert client.host == ("sandbox" if is_sandbox else "api.heygen.com")
