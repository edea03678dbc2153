"""A run over v3: several requests, and one record of them."""

from __future__ import annotations

import asyncio
import gc
import re

import pytest

from heygen_widgets import PollPolicy, errors
from heygen_widgets.api.retries import ATTEMPTS
from heygen_widgets.api.v3_prompt import room_for_appearance
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.prices import Price
from tests.support.sandbox.rig import Rig
from tests.support.scripted_runs import LOGIN_PAGES, POOR, failing, look_id

KEY = re.compile(r"[A-Za-z0-9_:.-]{1,255}")


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


async def test_an_unknown_term_is_a_type_error_before_anything(looks, attributes):
    client = looks.client()
    with pytest.raises(TypeError, match="cuont"):
        await client.generate(attributes, cuont=2)
    assert not looks.requests
    assert len(client.history) == 0


async def test_a_look_that_fails_leaves_the_others(looks, attributes):
    error = {"code": "no_face", "message": "No face."}
    looks.answers[2] = [looks.look(2, "failed", error=error)]
    generation = await looks.client().generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message == "3 of 4 were made. No face."
    assert generation.cost == Price(4.0)


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
    assert "for about $4.00" in shown
    unpriced = await looks.client(prices={"v3": None}).generate(attributes)
    assert unpriced.cost is None
    assert "about" not in repr(unpriced)


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


@pytest.mark.parametrize("name", LOGIN_PAGES)
async def test_a_sign_in_page_never_ends_an_accepted_run(looks, attributes, name):
    looks.balance = LOGIN_PAGES[name][0]
    looks.answers[2] = [looks.balance] * 5
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), len(looks.posts)) == (4, 4)


@pytest.mark.parametrize("code", ["internal_error", 500, "gateway_timeout", "some_new_code", None])
async def test_an_error_of_the_server_in_a_reply_with_200_passes(looks, attributes, code):
    looks.answers[1] = [(200, {"error": {"code": code, "message": "Oops"}, "data": None})]
    generation = await looks.client().generate(attributes)
    assert (len(generation.images), len(looks.posts)) == (4, 4)
