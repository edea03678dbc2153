"""Generations by v3: several requests, each made once, and one record of them."""

from __future__ import annotations

import asyncio
import gc
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from PIL import Image

from heygen_widgets import Budget, HeyGen, PollPolicy, errors
from heygen_widgets.api.polling import Clock
from heygen_widgets.api.prompt import room_for_appearance
from heygen_widgets.api.retries import ATTEMPTS
from heygen_widgets.jobs import GenerationStatus
from heygen_widgets.prices import Price
from heygen_widgets.records import Generation
from tests.client.conftest import Made
from tests.support.sandbox.rig import Rig

HTML = b"<!DOCTYPE html><html><h1>404 Not Found</h1></html>"
KEY = re.compile(r"[A-Za-z0-9_:.-]{1,255}")
BUSY = (409, {"error": {"code": "request_in_progress", "message": "Busy"}})
SLOW = (429, {"error": {"code": "rate_limit_exceeded", "message": "Slow"}}, {"retry-after": "1"})
POOR = (402, {"error": {"code": "insufficient_credit", "message": "Too little"}})
GONE = (404, {"error": {"code": "avatar_not_found", "message": "Avatar not found"}})
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


def words(records):
    return [str(record.status) for record in records]


def look_id(number):
    return "bcdef012"[number] * 32


def joined(*numbers):
    return "+".join(map(look_id, numbers))


async def turns(count=20):
    for _ in range(count):
        await asyncio.sleep(0)


async def until(condition):
    while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
        await asyncio.sleep(0)


async def failing(work, kind):
    with pytest.raises(kind) as caught:
        await work
    return caught.value


async def unknown_run(looks, attributes, **changes):
    """A run whose four requests were made, and whose answers were lost."""
    looks.submits[:] = [Made(httpx.ReadTimeout)] * 4 * 2 * ATTEMPTS
    client = looks.client(**changes)
    error = await failing(client.generate(attributes), errors.SubmitOutcomeUnknown)
    looks.submits.clear()
    return client, error.generation


async def test_four_looks_are_four_posts_each_under_its_own_key(looks, attributes, png):
    generation = await looks.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert (generation.id, generation.api, generation.attributes) == (looks.id, "v3", attributes)
    assert generation.image_keys == tuple(map(look_id, range(4)))
    assert [image.bytes for image in generation.images] == [png] * 4
    assert [image.index for image in generation.images] == [0, 1, 2, 3]
    assert {image.generation_id for image in generation.images} == {looks.id}
    assert len(looks.posts) == len(set(looks.sent_keys)) == len(looks.made) == 4
    assert all(map(KEY.fullmatch, looks.sent_keys))
    assert {looks.bodies[0]["name"]} == {body["name"] for body in looks.bodies} == {"Ada"}
    assert {body["prompt"] for body in looks.bodies} == {
        "Person, Noir style, half body pose, square orientation. A red jacket, 日本 🎨"
    }
    assert {body["type"] for body in looks.bodies} == {"prompt"}


async def test_no_two_runs_share_a_key(looks, attributes):
    client = looks.client()
    for _ in range(2):
        await client.generate(attributes, download=False)
    assert len(set(looks.sent_keys)) == 8


async def test_keys_and_intent_are_in_the_history_before_the_first_post_leaves(looks, attributes):
    client, seen = looks.client(), []

    async def look(request):
        if request.method == "POST":
            [row] = client.history
            seen.append((row.status, row.id, row.attributes, [job.key for job in row.jobs]))

    looks.on_request = look
    await client.generate(attributes)
    keys = sorted(looks.sent_keys)
    assert seen[0] == ("submitting", None, attributes, keys)
    assert all(sorted(row[3]) == keys for row in seen)


async def test_the_finished_run_is_in_the_history_with_its_jobs_and_price(looks, attributes):
    client = looks.client()
    generation = await client.generate(attributes)
    [row] = client.history
    assert (row.id, row.api, row.status, row.run_id) == (
        looks.id,
        "v3",
        "success",
        generation.run_id,
    )
    assert [job.id for job in row.jobs] == [look_id(number) for number in range(4)]
    assert row.price == Price(1.32)
    assert row.cost == generation.cost == Price(5.28)
    assert all(image.is_downloaded for image in row.images)


@pytest.mark.parametrize("count", range(1, 9))
async def test_one_to_eight_looks_can_be_had(looks, attributes, count):
    generation = await looks.client().generate(attributes, count=count)
    assert len(generation.images) == len(looks.posts) == len(generation.jobs) == count
    assert generation.cost == Price(1.32) * count
    assert all(image.is_downloaded for image in generation.images)


@pytest.mark.parametrize(("count", "posts"), [(1, 1), (4, 1), (5, 2), (8, 2)])
async def test_v2_makes_four_at_a_time(server, attributes, count, posts):
    ids = [f"{number:032x}" for number in range(posts)]
    server.submits[:] = [(200, {"error": None, "data": {"generation_id": one}}) for one in ids]
    generation = await server.client().generate(attributes, count=count)
    assert len(server.posts) == posts
    assert generation.id == "+".join(ids)
    assert len(generation.images) == 4 * posts
    assert generation.cost == Price(posts, "credit")


@pytest.mark.parametrize("count", [0, 9, -1, "x", "4", None, 2.5])
@pytest.mark.parametrize("api", ["v2", "v3", "auto"])
async def test_another_count_is_refused_before_anything(looks, attributes, count, api):
    client = looks.client(api=api)
    for verb in (client.generate, client.submit):
        with pytest.raises(errors.InvalidAttributes, match="must be 1 to 8"):
            await verb(attributes, count=count)
    with pytest.raises(errors.InvalidAttributes, match="must be 1 to 8"):
        await client.quote(count)
    assert not looks.posts
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_whole_number_may_be_a_float(looks, attributes):
    # As a slider or a data frame gives it.
    assert len((await looks.client().generate(attributes, count=2.0)).images) == 2


async def test_an_unknown_term_is_a_type_error_before_anything(looks, attributes):
    client = looks.client()
    with pytest.raises(TypeError, match="cuont"):
        await client.generate(attributes, cuont=2)
    assert not looks.requests
    assert len(client.history) == 0


async def test_submit_returns_when_all_are_accepted(looks, attributes):
    client = looks.client()
    generation = await client.submit(attributes, count=3)
    assert (generation.id, generation.status) == (joined(0, 1, 2), GenerationStatus.IN_PROGRESS)
    assert len(looks.requests) == len(looks.posts) == 3
    [row] = client.history
    assert row.id == generation.id


async def test_fetch_asks_once_about_each_look(looks, attributes):
    client = looks.client()
    submitted = await client.submit(attributes)
    looks.answers[1] = [looks.look(1, "processing")]
    fetched = await client.fetch(submitted.id)
    assert (fetched.status, len(fetched.image_keys)) == (GenerationStatus.IN_PROGRESS, 3)
    assert (await client.fetch(submitted.id)).image_keys == tuple(map(look_id, range(4)))
    assert len(looks.asks) == 8
    assert not looks.downloads


@pytest.mark.parametrize("line", LOST)
async def test_a_lost_answer_is_asked_for_again_under_the_same_key(looks, attributes, line):
    looks.submits[:] = [Made(line)]
    generation = await looks.client().generate(attributes)
    assert (generation.status, generation.message) == (GenerationStatus.SUCCESS, None)
    assert len(looks.posts) == 5
    assert len(set(looks.sent_keys)) == len(looks.made) == 4
    assert len(set(generation.image_keys)) == 4


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
    assert client.spent.usd == pytest.approx(1.32)
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
    assert generation.cost == Price(5.28)
    assert client.spent.usd == pytest.approx(5.28)
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
    assert generation.cost == Price(3.96)
    assert generation.id == joined(0, 1, 2)


async def test_one_refused_while_others_were_accepted_is_tried_once_more(looks, attributes):
    looks.submits[:] = [POOR]
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), generation.message) == (4, None)
    assert len(looks.posts) == 5
    assert len(set(looks.sent_keys)) == 4


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
    assert generation.cost == Price(5.28)
    looks.on_request = None
    resumed = await client.resume(generation)
    assert (len(resumed.images), resumed.message) == (4, None)
    assert len(looks.made) == 4
    assert client.spent.usd == pytest.approx(5.28)


async def test_a_look_that_fails_leaves_the_others(looks, attributes):
    error = {"code": "no_face", "message": "No face."}
    looks.answers[2] = [looks.look(2, "failed", error=error)]
    generation = await looks.client().generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message == "3 of 4 were made. No face."
    assert generation.cost == Price(5.28)


async def test_when_all_fail_it_has_failed_with_the_reason(looks, attributes):
    for number in range(4):
        looks.answers[number] = [looks.look(number, "failed", error={"message": "No face."})]
    error = await failing(looks.client().generate(attributes), errors.GenerationFailed)
    assert "No face" in str(error)
    assert "may have billed" in str(error)
    assert error.generation.id == looks.id


async def test_an_error_of_one_looks_own_leaves_the_others(looks, attributes):
    looks.answers[2] = [(200, POOR[1])] * 9
    generation = await looks.client().generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert "Too little" in generation.message


async def test_looks_appear_one_by_one_as_they_are_done(looks, attributes, updates):
    for number in range(1, 4):
        looks.answers[number] = [looks.look(number, "processing")] * 15 * number
    generation = await looks.client().generate(attributes, on_update=updates.append)
    counts = [sum(image.is_downloaded for image in record.images) for record in updates]
    # When a picture is decoded is up to a thread; its look is named in the same turn.
    assert counts == sorted(counts)
    assert counts[-1] == 4
    assert {0, 1, 2, 3, 4} <= {len(record.images) for record in updates}
    assert all(record.status == "in_progress" for record in updates[1:-1])
    assert len(looks.downloads) == 4
    assert [image.key for image in generation.images] == [look_id(n) for n in range(4)]


async def test_pictures_keep_the_order_of_their_looks(looks, attributes, updates):
    looks.answers[0] = [looks.look(0, "processing")] * 30
    generation = await looks.client().generate(attributes, on_update=updates.append)
    assert [image.key for image in generation.images] == [look_id(n) for n in range(4)]
    assert [image.index for image in generation.images] == [0, 1, 2, 3]
    partial = next(record for record in updates if len(record.images) == 3)
    assert partial.image_keys == tuple(look_id(n) for n in (1, 2, 3))


async def test_a_look_is_not_asked_about_any_more_once_it_is_done(looks, attributes):
    looks.answers[3] = [looks.look(3, "processing")] * 10
    await looks.client().generate(attributes)
    asked = [request.url.path[-32:] for request in looks.asks]
    assert asked.count(look_id(0)) == 1
    assert asked.count(look_id(3)) == 11


async def test_trouble_with_one_look_passes(looks, attributes):
    looks.answers[1] = [503] * 2 * ATTEMPTS
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), generation.message) == (4, None)


async def test_a_look_that_is_not_known_yet_is_asked_about_again(looks, attributes, updates):
    looks.answers[1] = [GONE] * 5
    generation = await looks.client().generate(attributes, on_update=updates.append)
    assert (len(generation.images), generation.message) == (4, None)
    assert any("doesn't know it yet" in (record.message or "") for record in updates)


async def test_a_look_that_vanished_leaves_the_others(looks, attributes):
    looks.answers[1] = [GONE] * 1000
    client = looks.client(poll=PollPolicy(first=10, longest=10))
    generation = await client.generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message.startswith("3 of 4 were made.")
    assert 60 <= looks.time < 90


async def test_looks_that_all_vanished_are_not_found(looks, attributes):
    looks.answers.update({number: [GONE] * 1000 for number in range(4)})
    client = looks.client(poll=PollPolicy(first=10, longest=10))
    error = await failing(client.generate(attributes), errors.NotFound)
    assert error.generation.status is GenerationStatus.STOPPED
    assert error.generation.id == looks.id
    assert 60 <= looks.time < 90


async def test_an_old_look_that_is_not_known_is_not_found_at_once(looks):
    looks.answers[0] = [GONE]
    await failing(looks.client().resume(look_id(0)), errors.NotFound)
    assert len(looks.asks) == 1


async def test_a_look_that_was_accepted_late_may_be_unknown_for_a_while_too(tmp_path, attributes):
    # Four at one a time, 70 s each: the last one is made when the run is minutes old.
    rig = Rig(tmp_path, duration=70, parallel=1, look_delay=5)
    generation = await rig.client("v3").generate(attributes)
    assert (len(generation.images), generation.message) == (4, None)


@pytest.mark.parametrize("parallel", [1, 2, 3])
async def test_beyond_what_the_account_takes_at_a_time_all_four_are_made(
    tmp_path, attributes, parallel
):
    rig = Rig(tmp_path, duration=20, parallel=parallel)
    client = rig.client("v3")
    generation = await client.generate(attributes)
    assert (generation.status, generation.message) == (GenerationStatus.SUCCESS, None)
    assert len(generation.images) == len(rig.sandbox.looks) == 4
    assert rig.answers[429] > 0
    assert client.spent.usd == pytest.approx(5.28)


async def test_two_runs_that_share_the_accounts_places_both_come_to_their_end(tmp_path, attributes):
    rig = Rig(tmp_path, duration=5, parallel=2)
    client = rig.client("v3")
    first = asyncio.ensure_future(client.generate(attributes))
    await turns(5)
    ends = await asyncio.gather(first, client.generate(attributes), return_exceptions=True)
    made = [end for end in ends if isinstance(end, Generation)]
    # One that finds no place at all may be refused; one that found one waits for more.
    assert made
    for generation in made:
        assert (len(generation.images), generation.message) == (4, None)
    assert rig.now < 120


async def test_one_that_waits_for_a_place_is_sent_when_a_stranger_leaves_it(looks, attributes):
    # Others of the account hold all places for longer than this run has something in work.
    looks.submits[:] = [None, *[SLOW] * 5 * ATTEMPTS]
    client = looks.client(poll=PollPolicy(first=2, longest=5))
    generation = await client.generate(attributes, count=2)
    assert (len(generation.images), generation.message) == (2, None)


async def test_a_run_left_with_some_unsent_is_completed_when_resumed(tmp_path, attributes):
    rig = Rig(tmp_path, duration=100, parallel=1)
    client = rig.client("v3")
    error = await failing(client.generate(attributes, timeout=50), errors.GenerationTimeout)
    assert len(rig.sandbox.looks) == 1
    assert error.generation.is_resumable
    resumed = await client.resume(error.generation, timeout=2000)
    assert (len(resumed.images), resumed.message) == (4, None)
    assert len(rig.sandbox.looks) == 4


async def test_what_was_never_accepted_costs_nothing(tmp_path, attributes):
    rig = Rig(tmp_path, duration=100, parallel=1)
    client = rig.client("v3")
    error = await failing(client.generate(attributes, timeout=50), errors.GenerationTimeout)
    assert error.generation.cost == Price(1.32)
    assert client.spent.usd == pytest.approx(1.32)


async def test_resuming_what_is_unknown_sends_the_same_keys_and_makes_nothing_twice(
    looks, attributes
):
    client, generation = await unknown_run(looks, attributes)
    made, sent = dict(looks.made), set(looks.sent_keys)
    resumed = await client.resume(generation)
    assert (resumed.status, len(resumed.images)) == (GenerationStatus.SUCCESS, 4)
    assert looks.made == made
    assert set(looks.sent_keys) == sent
    assert client.spent.usd == pytest.approx(5.28)
    [row] = client.history
    assert (row.id, row.status) == (resumed.id, "success")


@pytest.mark.parametrize("how", ["record", "run_id"])
async def test_another_client_resumes_what_is_unknown(looks, attributes, how):
    _, generation = await unknown_run(looks, attributes)
    known = generation if how == "record" else generation.run_id
    other = looks.client()
    resumed = await other.resume(known)
    assert len(resumed.images) == len(looks.made) == 4
    assert resumed.attributes == attributes
    assert resumed.run_id == generation.run_id


async def test_resuming_repeats_the_references_too(looks, attributes):
    looks.submits[:] = [Made(httpx.ReadTimeout)] * 40
    client = looks.client()
    terms = {"reference_images": ["https://a.example/1"], "avatar_id": "lk_1", "count": 1}
    error = await failing(client.generate(attributes, **terms), errors.SubmitOutcomeUnknown)
    looks.submits.clear()
    await client.resume(error.generation.run_id)
    assert len({request.content for request in looks.posts}) == 1
    assert looks.bodies[-1]["avatar_id"] == "lk_1"


async def test_after_a_day_nothing_is_repeated(looks, attributes):
    client, generation = await unknown_run(looks, attributes)
    sent = len(looks.posts)
    old = replace(generation, submitted_at=datetime.now(UTC) - timedelta(hours=24))
    with pytest.raises(errors.ConfigurationError, match="has no id"):
        await client.resume(old)
    assert len(looks.posts) == sent
    young = replace(generation, submitted_at=datetime.now(UTC) - timedelta(hours=23))
    assert len((await client.resume(young)).images) == 4


async def test_after_a_day_what_has_ids_is_waited_for_without_the_others(looks, attributes):
    client, generation = await unknown_run(looks, attributes)
    jobs = [
        replace(job, id=look_id(number), status=GenerationStatus.IN_PROGRESS) if number < 2 else job
        for number, job in enumerate(generation.jobs)
    ]
    old = replace(generation.with_jobs(jobs), submitted_at=datetime.now(UTC) - timedelta(hours=24))
    sent = len(looks.posts)
    resumed = await client.resume(old)
    assert (resumed.status, len(resumed.images)) == (GenerationStatus.SUCCESS, 2)
    assert resumed.message.startswith("2 of 4 were made, and of 2 it is not known.")
    assert len(looks.posts) == sent


async def test_a_run_of_v2_without_an_answer_is_never_repeated(server, attributes):
    server.submits[:] = [httpx.ReadTimeout]
    client = server.client()
    error = await failing(client.generate(attributes), errors.SubmitOutcomeUnknown)
    assert not error.generation.is_resumable
    with pytest.raises(errors.ConfigurationError):
        await client.resume(error.generation)
    assert len(server.posts) == 1


async def test_resume_on_a_client_of_the_other_version_goes_to_the_version_that_made_it(
    looks, attributes
):
    submitted = await looks.client().submit(attributes)
    resumed = await looks.client(api="v2").resume(submitted)
    assert (resumed.api, len(resumed.images)) == ("v3", 4)


async def test_watching_tells_of_each_look(looks, attributes):
    client = looks.client()
    submitted = await client.submit(attributes)
    looks.answers[3] = [looks.look(3, "processing")] * 9
    records = [record async for record in client.watch(submitted)]
    assert records[-1].status is GenerationStatus.SUCCESS
    assert len(records[-1].images) == 4


async def cancelled(task):
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_cancelled_while_four_posts_are_out_all_their_ids_are_kept(
    looks, attributes, updates
):
    client = looks.client()
    out, answer = [], asyncio.Event()

    async def hold(request):
        if request.method == "POST":
            out.append(request)
            await answer.wait()

    looks.on_request = hold
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await until(lambda: len(out) == 4)
    task.cancel()
    await turns()
    answer.set()
    await cancelled(task)
    assert (updates[-1].status, updates[-1].id) == (GenerationStatus.STOPPED, looks.id)
    [row] = client.history
    assert (row.status, row.id) == ("stopped", looks.id)
    assert not looks.asks
    assert client.spent.usd == pytest.approx(5.28)
    looks.on_request = None
    assert len((await client.resume(row)).images) == 4
    assert len(looks.posts) == 4


async def test_cancelled_after_some_answers_the_others_are_kept_too(looks, attributes, updates):
    client = looks.client()
    out, answer = [], asyncio.Event()

    async def hold(request):
        if request.method == "POST":
            out.append(request)
            if len(out) > 2:
                await answer.wait()

    looks.on_request = hold
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await until(lambda: len(updates) > 1 and len(out) == 4)
    task.cancel()
    await turns()
    answer.set()
    await cancelled(task)
    assert set(updates[-1].id.split("+")) == set(looks.id.split("+"))
    [row] = client.history
    assert (row.id, row.status) == (updates[-1].id, "stopped")


async def test_cancelled_while_an_update_is_written_down_all_ids_are_kept(
    looks, attributes, monkeypatch
):
    client, cut = looks.client(), []
    write = client._keeper.keep

    async def cancel_and_write(record):
        if record.id and not cut:
            cut.append(record.id)
            task.cancel()
        return await write(record)

    monkeypatch.setattr(client._keeper, "keep", cancel_and_write)
    task = asyncio.ensure_future(client.generate(attributes))
    await cancelled(task)
    assert cut
    [row] = client.history
    assert set(row.id.split("+")) == {look_id(number) for number in looks.made.values()}
    assert row.status == "stopped"


async def test_cancelled_twice_while_four_posts_are_out_it_is_unknown_and_resumable(
    looks, attributes, updates
):
    client, arrived = looks.client(), []

    async def hang(request):
        if request.method == "POST":
            arrived.append(request)
            await asyncio.Event().wait()

    looks.on_request = hang
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await until(lambda: len(arrived) == 4)
    task.cancel()
    await turns()
    task.cancel()
    await cancelled(task)
    assert words(updates) == ["submitting", "unknown"]
    [row] = client.history
    assert (row.status, row.is_resumable) == ("unknown", True)
    looks.on_request = None
    assert len((await client.resume(row)).images) == len(looks.made) == 4


async def test_cancelled_before_a_second_try_what_may_have_been_made_stays_in_doubt(
    looks, attributes, updates
):
    client = looks.client()
    looks.submits[:] = [Made(httpx.ReadTimeout)] * 4

    async def wait(_seconds):
        task.cancel()
        await asyncio.sleep(0)

    client._clock = Clock(now=lambda: looks.time, sleep=wait)
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await cancelled(task)
    assert len(looks.made) == 4
    [row] = client.history
    assert (row.status, row.is_resumable) == ("unknown", True)
    assert words(updates) == ["submitting", "unknown"]
    assert client.spent.usd == pytest.approx(5.28)


async def test_a_resume_that_is_cancelled_leaves_the_doubt(looks, attributes):
    client, generation = await unknown_run(looks, attributes)
    looks.submits[:] = [503] * 40

    async def wait(_seconds):
        task.cancel()
        await asyncio.sleep(0)

    client._clock = Clock(now=lambda: looks.time, sleep=wait)
    task = asyncio.ensure_future(client.resume(generation))
    await cancelled(task)
    [row] = client.history
    assert (row.status, row.is_resumable) == ("unknown", True)
    looks.submits.clear()
    assert len((await looks.client().resume(row)).images) == len(looks.made) == 4


async def test_a_run_cancelled_before_it_starts_leaves_nothing(looks, attributes):
    client = looks.client()
    task = asyncio.ensure_future(client.generate(attributes))
    task.cancel()
    await cancelled(task)
    assert not looks.requests
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_run_cancelled_while_its_intent_is_written_costs_nothing(
    looks, attributes, monkeypatch
):
    client = looks.client()
    write = client._keeper.keep

    async def cancel_and_write(record):
        task.cancel()
        return await write(record)

    monkeypatch.setattr(client._keeper, "keep", cancel_and_write)
    task = asyncio.ensure_future(client.generate(attributes))
    await cancelled(task)
    assert not looks.posts
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_run_cancelled_while_it_waits_is_stopped_with_all_ids(looks, attributes, updates):
    client = looks.client()
    looks.answers.update({n: [looks.look(n, "processing")] * 99 for n in range(4)})

    async def stop(request):
        if request.method == "GET":
            task.cancel()

    looks.on_request = stop
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await cancelled(task)
    assert (updates[-1].status, updates[-1].id) == (GenerationStatus.STOPPED, looks.id)


@pytest.mark.parametrize("line", [(401, {"error": {"code": "unauthorized", "message": "No"}}), 410])
async def test_nothing_is_left_open_when_asking_ends(looks, attributes, line):
    client = looks.client()
    looks.answers.update({n: [looks.look(n, "processing")] * 99 for n in range(1, 4)})
    looks.answers[0] = [line]
    error = await failing(client.generate(attributes), errors.HeyGenError)
    assert error.generation.status is GenerationStatus.STOPPED
    assert error.generation.id == looks.id
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert others == []


async def test_a_mistake_of_the_transports_is_raised_as_it_is(looks, attributes):
    async def break_down(_request):
        raise RuntimeError("mine")

    looks.on_request = break_down
    with pytest.raises(RuntimeError, match="mine"):
        await looks.client().generate(attributes)


async def test_nothing_is_left_open(looks, attributes, recwarn):
    await looks.client().generate(attributes)
    gc.collect()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []
    assert not recwarn.list


async def test_thirty_two_runs_at_once_keep_to_their_own(tmp_path, attributes):
    rig = Rig(tmp_path)
    async with rig.client("v3") as heygen:
        runs = [heygen.generate(attributes.replace(name=f"n{n}"), count=2) for n in range(32)]
        generations = await asyncio.gather(*runs)
    assert [g.attributes.name for g in generations] == [f"n{n}" for n in range(32)]
    assert len(rig.sandbox.looks) == 64
    assert len({key for g in generations for key in g.image_keys}) == 64


async def test_a_generation_shows_version_and_cost(looks, attributes):
    generation = await looks.client().generate(attributes)
    shown = repr(generation)
    assert f"{looks.id} success by v3, 4 images" in shown
    assert "for about $5.28" in shown
    unpriced = await looks.client(prices={"v3": None}).generate(attributes)
    assert unpriced.cost is None
    assert "about" not in repr(unpriced)


async def test_the_price_can_be_set(looks, attributes):
    client = looks.client(prices={"v3": "$1.43"})
    assert str(await client.quote()) == "about $5.72 · 4 looks"
    assert (await client.generate(attributes)).cost == Price(5.72)
    assert str(client.spent) == "$5.72"


async def test_too_long_a_prompt_is_refused_before_anything(looks, attributes):
    client = looks.client()
    room = room_for_appearance(attributes)
    long = attributes.replace(appearance="x" * (room + 1))
    for verb in (client.generate, client.submit):
        error = await failing(verb(long), errors.InvalidAttributes)
        assert error.problems.keys() == {"appearance"}
    assert not looks.requests
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"
    await client.generate(attributes.replace(appearance="x" * room))
    assert {len(body["prompt"]) for body in looks.bodies} == {1000}


async def test_v2_takes_the_longest_appearance(server, attributes):
    await server.client().generate(attributes.replace(appearance="x" * 1000))
    assert len(server.posts) == 1


async def test_references_are_in_each_body_and_uploaded_once(looks, attributes, png):
    client = looks.client()
    images = [png, "https://a.example/1.png"]
    generation = await client.generate(attributes, reference_images=images, avatar_id="lk_1")
    assert len(looks.uploads) == 1
    assert png in looks.uploads[0]
    assert b'filename="reference.png"' in looks.uploads[0]
    assert b"Content-Type: image/png" in looks.uploads[0]
    for body in looks.bodies:
        assert body["avatar_id"] == "lk_1"
        assert body["reference_images"] == [
            {"type": "asset_id", "asset_id": "asset-0"},
            {"type": "url", "url": "https://a.example/1.png"},
        ]
    [row] = client.history
    assert row.references == generation.references
    assert len(row.references) == 3


async def test_without_references_there_are_no_fields_for_them(looks, attributes):
    await looks.client().generate(attributes, reference_images=(), avatar_id=None)
    for body in looks.bodies:
        assert body.keys() == {"type", "name", "prompt"}


async def test_a_sandbox_takes_references_too(tmp_path, attributes, png):
    rig = Rig(tmp_path)
    client = HeyGen.sandbox(rig.sandbox.scenario, history=False)
    first = await client.with_api("v3").generate(attributes, count=1)
    look = first.image_keys[0]
    again = await client.with_api("v3").generate(
        attributes, count=1, reference_images=[png, Image.open(io.BytesIO(png))], avatar_id=look
    )
    made = client._sandbox.looks[-1].request
    assert made.avatar_id == look
    assert len(made.reference_images) == 2
    assert again.image_keys


@pytest.mark.parametrize(
    "terms",
    [
        {"avatar_id": "lk_1"},
        {"reference_images": ["https://a.example/1"]},
        {"reference_images": ["png"], "avatar_id": "lk_1"},
    ],
)
async def test_on_v2_references_are_refused_before_anything(server, attributes, png, terms):
    if terms.get("reference_images") == ["png"]:
        terms = terms | {"reference_images": [png]}
    client = server.client()
    error = await failing(client.generate(attributes, **terms), errors.InvalidAttributes)
    assert "v3 alone" in str(error)
    assert not server.requests
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_reference_that_is_none_is_refused_before_anything(looks, attributes, png):
    client = looks.client()
    images = [png, b"no image"]
    error = await failing(
        client.generate(attributes, reference_images=images), errors.InvalidAttributes
    )
    assert error.problems.keys() == {"reference image 2"}
    assert not looks.requests
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_reference_that_heygen_does_not_know_is_named(looks, attributes):
    looks.submits[:] = [GONE] * 8
    error = await failing(
        looks.client().generate(attributes, avatar_id="lk_1"), errors.InvalidAttributes
    )
    assert error.problems.keys() == {"the look to refer to"}


async def refused_by_budget(client, attributes, **terms):
    before, spent = len(client.history), client.spent
    error = await failing(client.generate(attributes, **terms), errors.BudgetExceeded)
    assert (len(client.history), client.spent) == (before, spent)
    return error


async def test_beyond_a_budget_nothing_is_sent_or_recorded(looks, attributes, png):
    client = looks.client(budget=5.0)
    error = await refused_by_budget(client, attributes, reference_images=[png])
    assert not looks.requests
    assert str(error.quote) == "about $5.28 · 4 looks"
    assert "confirm=True" in str(error)
    assert error.generation is None
    await failing(client.submit(attributes), errors.BudgetExceeded)
    assert not looks.requests


async def test_what_is_confirmed_goes_beyond_a_budget(looks, attributes):
    client = looks.client(budget=5.0)
    generation = await client.generate(attributes, confirm=True)
    assert len(generation.images) == 4
    assert str(client.spent) == "$5.28"
    await refused_by_budget(client, attributes, count=1)


async def test_a_budget_of_a_session_counts_its_runs(looks, attributes):
    client = looks.client(budget=Budget(per_session=5.28))
    for _ in range(4):
        await client.generate(attributes, count=1)
    await refused_by_budget(client, attributes, count=1)
    assert len(looks.posts) == 4
    assert str(client.spent) == "$5.28"


async def test_a_budget_of_one_generation_does_not_count_others(looks, attributes):
    client = looks.client(budget=Budget(per_generation=2.64))
    for _ in range(3):
        await client.generate(attributes, count=2)
    await refused_by_budget(client, attributes, count=3)


async def test_a_run_may_have_a_budget_of_its_own(looks, attributes):
    client = looks.client()
    await refused_by_budget(client, attributes, budget=Budget(per_generation=1))
    await client.generate(attributes, count=1, budget=Budget(per_generation=1.32))
    strict = looks.client(budget=Budget(per_generation=1))
    await refused_by_budget(strict, attributes, budget=Budget(per_generation=100))


@pytest.mark.parametrize("limit", [0, 0.0, 1, 5.0])
async def test_a_runs_budget_may_be_a_number_as_the_clients_may(looks, attributes, limit):
    await refused_by_budget(looks.client(), attributes, budget=limit)
    assert not looks.posts


async def test_two_at_once_can_not_both_slip_under_a_limit(looks, attributes):
    client = looks.client(budget=6.0)
    ends = await asyncio.gather(
        *(client.generate(attributes) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(end, Generation) for end in ends) == 1
    assert sum(isinstance(end, errors.BudgetExceeded) for end in ends) == 4
    assert len(looks.posts) == 4
    assert len(client.history) == 1


async def test_a_refused_run_does_not_count(looks, attributes):
    client = looks.client(budget=5.28)
    looks.submits[:] = [POOR] * 4
    await failing(client.generate(attributes), errors.InsufficientCredit)
    assert str(client.spent) == "nothing"
    await client.generate(attributes)


async def test_a_run_of_unknown_outcome_counts(looks, attributes):
    client, _ = await unknown_run(looks, attributes, budget=6.0)
    await refused_by_budget(client, attributes, count=1)


async def test_a_client_without_a_budget_has_no_limit(looks, attributes):
    client = looks.client()
    assert not client.budget.is_limited
    for _ in range(2):
        await client.generate(attributes, download=False)
    assert str(client.spent) == "$10.56"


async def test_an_unknown_price_is_beyond_any_budget(looks, attributes):
    client = looks.client(budget=1000.0, prices={"v3": None})
    error = await refused_by_budget(client, attributes)
    assert "price is unknown" in str(error)
    await client.generate(attributes, confirm=True)
    assert str(client.spent) == "1 of unknown price"


async def test_v2s_credits_count_in_dollars(server, attributes):
    client = server.client(budget=1.0)
    await client.generate(attributes)
    await refused_by_budget(client, attributes)
    assert str(client.spent) == "1 credit"


@pytest.mark.parametrize("budget", [-1, float("nan"), "5", "much"])
def test_a_budget_that_is_none_is_refused(looks, budget):
    with pytest.raises(errors.ConfigurationError, match="is no limit"):
        looks.client(budget=budget)


@pytest.mark.parametrize("prices", [{"v4": "$1"}, {"v3": "cheap"}, {"v3": -1}])
def test_a_price_that_is_none_is_refused(looks, prices):
    with pytest.raises(errors.ConfigurationError):
        looks.client(prices=prices)


@pytest.fixture
def ledgers(monkeypatch):
    monkeypatch.setattr("heygen_widgets.account._LEDGERS", {})


@pytest.mark.usefixtures("ledgers")
async def test_clients_of_one_key_share_what_they_have_spent(looks):
    first, second = HeyGen("key-1", history=False), HeyGen("key-1", history=False)
    strangers = [
        HeyGen("key-2", history=False),
        HeyGen("key-1", history=False, base_url="https://proxy.example"),
        looks.client(api_key="key-1"),
    ]
    quote = await looks.client().quote()
    first._account.reserve("run", quote, None, confirm=False)
    assert str(first.spent) == str(second.spent) == "$5.28"
    assert {str(stranger.spent) for stranger in strangers} == {"nothing"}


async def test_the_balance_is_v3s_wallet(looks):
    assert str(await looks.client().balance()) == "$12.50"
    [ask] = looks.requests
    assert (ask.method, ask.url.path) == ("GET", "/v3/users/me")


async def test_the_balance_is_v2s_quota(server):
    data = {"remaining_quota": 600, "details": {"api": 90}}
    server.statuses[:] = [(200, {"error": None, "data": data})]
    assert str(await server.client().balance()) == "1.5 credits"
    [ask] = server.requests
    assert (ask.method, ask.url.path) == ("GET", "/v2/user/remaining_quota")


@pytest.mark.parametrize(("api", "held"), [("v2", "1,000 credits"), ("v3", "$1,000.00")])
async def test_a_sandbox_has_a_balance(tmp_path, attributes, api, held):
    client = Rig(tmp_path).client(api)
    assert str(await client.balance()) == held
    await client.generate(attributes)
    assert str(await client.balance()) == {"v2": "999 credits", "v3": "$994.72"}[api]


async def test_a_balance_that_is_not_told_is_none(looks):
    looks.balance = (200, {"data": {"username": "5d"}})
    assert await looks.client().balance() is None


async def test_the_key_goes_to_the_api_alone(looks, attributes, png):
    await looks.client().generate(attributes, reference_images=[png])
    for request in looks.requests:
        carries = looks.key in str(request.headers.multi_items())
        assert carries == (request.url.host == looks.api)


async def test_an_expired_link_is_asked_for_again(looks, attributes, png):
    looks.images[:0] = [403, 403]
    generation = await looks.client().generate(attributes)
    assert [image.is_downloaded for image in generation.images] == [True] * 4
    assert generation.images[0].bytes == png


async def test_at_the_deadline_what_is_done_is_kept(looks, attributes):
    looks.answers[3] = [looks.look(3, "processing")] * 9999
    client = looks.client(poll=PollPolicy(first=2, longest=5))
    error = await failing(client.generate(attributes, 20), errors.GenerationTimeout)
    record = error.generation
    assert (record.status, record.id) == (GenerationStatus.TIMED_OUT, looks.id)
    assert sum(image.is_downloaded for image in record.images) == 3
    looks.answers.clear()
    resumed = await client.resume(record)
    assert (len(resumed.images), resumed.attributes) == (4, attributes)
    assert len(looks.posts) == 4
    assert len(looks.downloads) == 4
