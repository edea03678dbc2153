"""A run from the request to the pictures, over v2."""

from __future__ import annotations

import asyncio
import gc

import httpx
import pytest

from heygen_widgets import PollPolicy, errors
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_runs import HTML, LOGIN_PAGES, USER, words


async def test_a_run_ends_with_four_pictures_and_their_keys(server, attributes, png):
    generation = await server.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert (generation.id, generation.attributes, generation.api) == (server.id, attributes, "v2")
    assert (generation.image_keys, generation.image_urls) == (server.keys, server.urls)
    assert [image.bytes for image in generation.images] == [png] * 4
    assert {(image.mime_type, image.size) for image in generation.images} == {
        ("image/png", (64, 48))
    }


async def test_updates_tell_the_story_of_a_run(server, attributes, updates):
    server.statuses[:0] = [server.state("pending")] * 3
    generation = await server.client().generate(attributes, on_update=updates.append)
    # Pictures that arrive one after the other are told of one after the other.
    story, arrived = updates[:3], updates[3:]
    assert words(story) == ["submitting", "in_progress", "in_progress"]
    assert words(arrived) in [["in_progress"] * count + ["success"] for count in range(4)]
    assert [record.id for record in updates] == [None] + [server.id] * (len(updates) - 1)
    assert [len(record.images) for record in updates] == [0, 0] + [4] * (len(updates) - 2)
    assert updates[-1] is generation
    assert len({record.submitted_at for record in updates}) == 1
    assert generation.elapsed is not None


async def test_messages_while_waiting_are_told_once(server, attributes, updates):
    server.statuses[:0] = [server.state("pending", msg=word) for word in ("a", "a", "b", "b")]
    await server.client().generate(attributes, on_update=updates.append)
    # How many updates the pictures bring depends on how they arrive.
    assert [record.message for record in updates if record.message] == ["a", "b"]


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


@pytest.mark.parametrize(
    "trouble",
    [
        *(httpx.ReadTimeout, httpx.ConnectError, 500, 503, 408, 429, (200, b""), (200, {})),
        (409, {"error": {"code": "resource_not_ready", "message": "Later"}}),
        *(page for page, _ in LOGIN_PAGES.values()),
    ],
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
        (410, errors.ApiRetired),
    ],
)
async def test_what_ends_the_asking_keeps_the_id(server, attributes, updates, line, kind):
    server.statuses[:] = [line]
    client = server.client(poll=PollPolicy(first=10, longest=10))
    with pytest.raises(kind) as caught:
        await client.generate(attributes, on_update=updates.append)
    assert words([updates[0], updates[1], updates[-1]]) == ["submitting", "in_progress", "stopped"]
    assert caught.value.generation.id == server.id
    assert caught.value.generation.status.is_resumable


@pytest.mark.parametrize("line", [(404, HTML), (301, b"", {"location": "/docs"}), (410, HTML)])
async def test_a_retired_v2_ends_the_asking_where_v3_answers(server, attributes, updates, line):
    server.statuses[:], server.user = [line], USER
    with pytest.raises(errors.ApiRetired) as caught:
        await server.client().generate(attributes, on_update=updates.append)
    assert words([updates[-1]]) == ["stopped"]
    assert caught.value.generation.status.is_resumable
    assert len(server.posts) == 1


@pytest.mark.parametrize("name", LOGIN_PAGES)
async def test_a_sign_in_page_never_ends_an_accepted_run(server, attributes, name):
    line, said = LOGIN_PAGES[name]
    server.statuses[:], server.user = [line], line
    client = server.client(poll=PollPolicy(first=10, longest=10))
    with pytest.raises(errors.GenerationTimeout) as caught:
        await client.generate(attributes, timeout=120)
    assert said in caught.value.what
    assert "sign in" in caught.value.what
    server.statuses[:] = [server.state("success")]
    resumed = await client.resume(caught.value.generation)
    assert (len(resumed.images), len(server.posts)) == (4, 1)


async def test_signing_in_between_a_question_and_that_of_v3_retires_nothing(server, attributes):
    server.statuses[:0], server.user = [(302, b"", {"location": "/login"})], USER
    generation = await server.client().generate(attributes)
    assert (len(generation.images), len(server.posts)) == (4, 1)


async def test_a_generation_that_is_not_known_yet_is_asked_about_again(server, attributes, updates):
    unknown = (404, {"error": {"code": "generation_not_found", "message": "No"}})
    server.statuses[:0] = [unknown] * 3
    client = server.client(poll=PollPolicy(first=10, longest=10))
    generation = await client.generate(attributes, on_update=updates.append)
    assert (len(generation.images), generation.message) == (4, None)
    assert "doesn't know it yet" in updates[2].message


async def test_a_generation_that_stays_unknown_is_not_found_after_a_minute(server, attributes):
    server.statuses[:] = [(404, {"error": {"code": "generation_not_found", "message": "No"}})]
    client = server.client(poll=PollPolicy(first=10, longest=10))
    with pytest.raises(errors.NotFound):
        await client.generate(attributes)
    assert 60 <= server.time < 90


@pytest.mark.parametrize(
    "error",
    [
        {"error": {"code": "internal_error", "message": "Internal error"}, "data": None},
        {"error": {"code": "INTERNAL_ERROR"}, "data": None},
        {"error": {"code": 500, "message": "Oops"}, "data": None},
        {"error": "Service unavailable", "error_code": "service_unavailable", "data": None},
        {"code": 500, "message": "Server error", "data": None},
        {"code": 500123, "message": "Server error", "data": None},
        {"code": "gateway_timeout", "message": "Later", "data": None},
        {"error": {"code": "rate_limit_exceeded", "message": "Slow"}, "data": None},
        {"error": {"code": "some_new_code", "message": "Odd"}, "data": None},
        {"error": {"code": "some_new_code"}},
        {"error": {"message": {"detail": "Odd"}}, "data": None},
        {"error": "Odd", "data": None},
        {"error": "Odd", "error_code": "SOME_NEW_ERROR", "data": {"status": "in_progress"}},
        {"code": 40004, "message": "Odd", "data": None},
        {"error": {"code": "resource_not_ready", "message": "Later"}, "data": None},
        {"error": {"code": "generation_not_found", "message": "No"}, "data": None},
    ],
)
async def test_an_error_of_the_server_in_a_reply_with_200_passes(server, attributes, error):
    server.statuses[:0] = [(200, error)]
    generation = await server.client().generate(attributes)
    assert (len(generation.images), len(server.posts)) == (4, 1)


async def test_an_unknown_error_that_stays_is_told_when_the_wait_ends(server, attributes):
    server.statuses[:] = [(200, {"error": {"code": "some_new_code", "message": "No face"}})]
    client = server.client(poll=PollPolicy(first=10, longest=10))
    with pytest.raises(errors.GenerationTimeout, match=r"HeyGen answered: No face\.") as caught:
        await client.generate(attributes, timeout=60)
    assert caught.value.generation.status.is_resumable


@pytest.mark.parametrize("word", ["success", "completed", "succeeded", "done", "SUCCESS", "ready"])
async def test_other_words_for_success_end_the_wait(server, attributes, word):
    server.statuses[:] = [server.state("success", status=word)]
    assert len((await server.client().generate(attributes)).images) == 4


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ((200, {"error": None, "data": {"status": "failed", "msg": "No face."}}), "this: No face."),
        (
            (200, {"data": {"status": "failed", "msg": {"code": 7, "message": "No face."}}}),
            "this: No face.",
        ),
        ((200, {"data": {"status": "failed", "msg": ["No face."]}}), "this: No face."),
        ((200, {"data": {"status": "failed", "msg": {"face": "none"}}}), '{"face": "none"}.'),
        ((200, {"error": None, "data": {"status": "error", "msg": None}}), "it gave no reason."),
        ((200, {"error": "No face", "data": {"status": "failed"}}), "HeyGen answered: No face."),
        ((200, {"error": {"code": "content_policy_violation", "message": "No"}}), "answered: No."),
        ((200, {"code": 400168, "message": "No face", "data": None}), "No face."),
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


async def test_each_request_is_one_line_in_the_log(server, attributes, caplog):
    caplog.set_level("INFO", "heygen_widgets")
    await server.client().generate(attributes)
    lines = [line for line in caplog.messages if " -> " in line]
    assert len(lines) == len(server.requests)
    assert lines[0].startswith("POST /v2/photo_avatar/photo/generate -> 200, request ")
    assert all(line.endswith(" ms") for line in lines)


async def test_thirty_two_runs_at_once_keep_to_their_own(server, attributes):
    async with server.client() as heygen:
        runs = [heygen.generate(attributes.replace(name=f"n{n}")) for n in range(32)]
        generations = await asyncio.gather(*runs)
    assert [g.attributes.name for g in generations] == [f"n{n}" for n in range(32)]
    assert len(server.posts) == 32


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


async def test_a_client_works_inside_and_after_its_block(server, attributes):
    client = server.client()
    async with client as heygen:
        await heygen.generate(attributes)
    assert (await client.generate(attributes)).status is GenerationStatus.SUCCESS


async def test_nothing_is_left_open(server, attributes, recwarn):
    await server.client().generate(attributes)
    gc.collect()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []
    assert not recwarn.list
