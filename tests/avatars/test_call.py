"""The whole way, in the sandbox; blocking, cancelled, and with other calls at the same time."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets import HeyGen, History, RunKind, Training, run_blocking
from heygen_widgets.sandbox import Scenario
from tests.avatars.conftest import until

QUICK = {"duration": 0.05, "look_pending": 0.05, "training": 0.2}


async def whole_way(heygen):
    photos = await heygen.generate("a chef in Rome")
    group = await heygen.create_group("Lina", photos.images[0])
    looks = await heygen.add_looks(group, photos.images[1:])
    await heygen.train(group)
    group = await heygen.wait_until_trained(group)
    more = await heygen.generate_looks(group, "in a green coat, on a bridge")
    return photos, group, looks, more


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_the_whole_way_runs_in_the_sandbox(api, tmp_path):
    history = History(tmp_path)
    async with HeyGen.sandbox(Scenario(api=api, **QUICK), history=history) as heygen:
        _, group, looks, more = await whole_way(heygen)
        assert group.is_ready
        assert (len(looks), len(more.images)) == (3, 4)
        listed = [each.id async for each in heygen.groups()]
        assert group.id in listed
        assert len(await heygen.looks(group)) == (4 if api == "v2" else 8)
    assert history.unknown() == history.unfinished() == []


async def test_the_way_needs_no_history():
    async with HeyGen.sandbox(Scenario(api="v2", **QUICK), history=False) as heygen:
        _, group, looks, _ = await whole_way(heygen)
    assert (group.training, len(looks)) == (Training.READY, 3)


def test_each_verb_has_a_blocking_form(tmp_path):
    heygen = HeyGen.sandbox(Scenario(api="v2", **QUICK), history=History(tmp_path))
    photos = run_blocking(heygen.generate("a chef in Rome"))
    group = run_blocking(heygen.create_group("Lina", photos.images[0]))
    assert len(run_blocking(heygen.add_looks(group, photos.images[1:]))) == 3
    run_blocking(heygen.train(group))
    assert run_blocking(heygen.wait_until_trained(group)).is_ready
    assert len(run_blocking(heygen.generate_looks(group, "in a coat")).images) == 4
    assert run_blocking(heygen.delete(group, confirm=True)) is None


async def test_a_training_that_nobody_waits_for_any_more_goes_on(start):
    at = await start("v2", training_seconds=0.4)
    photos = await at.photos()
    group = await at.heygen.train(await at.heygen.create_group("Lina", photos.images[0]))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await at.heygen.wait_until_trained(group)
    [left] = at.history.unfinished()
    assert left.kind is RunKind.TRAINING
    assert (await at.heygen.resume(left)).status.value == "success"
    assert at.billed("training") == 1


async def test_cancelled_while_looks_are_added_each_of_them_is_known(start):
    at = await start("v3", seconds=0.4)
    photos = await at.photos(4)
    call = asyncio.create_task(at.heygen.add_looks(photos.images[0], photos.images[1:]))
    await until(lambda: at.billed("photo_look") == 3)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    looks = await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert (len(looks), at.billed("photo_look")) == (3, 3)


async def test_two_calls_about_the_same_pictures_pay_once(start):
    at = await start("v3")
    photos = await at.photos(3)
    calls = [at.heygen.add_looks(photos.images[0], photos.images[1:]) for _ in range(3)]
    first, *others = await asyncio.gather(*calls)
    assert [[look.id for look in looks] for looks in others] == [[x.id for x in first]] * 2
    assert at.billed("photo_look") == 2


async def test_what_another_program_does_at_this_moment_is_waited_for(start):
    at = await start("v3")
    photos = await at.photos(2)
    other = at.client()
    other._turns = type(other._turns)()
    async with other:
        at.server.refused["POST /v3/avatars"] = [(429, "rate_limit_exceeded", "Slow down")]
        one = asyncio.create_task(at.heygen.add_looks(photos.images[0], photos.images[1:]))
        await until(lambda: len(at.steps(RunKind.ADDED_LOOKS, pictures=photos.image_keys)) == 1)
        two = await other.add_looks(photos.images[0], photos.images[1:])
    assert [look.id for look in two] == [look.id for look in await one]
    assert at.billed("photo_look") == 1


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_two_programs_that_begin_the_same_at_once_make_and_pay_it_once(start, api):
    at = await start(api)
    photos = await at.photos(4)
    other = at.client()
    other._turns = type(other._turns)()
    own = photos.images[0].pil.rotate(90)
    async with other:

        async def way(heygen):
            group = await heygen.create_group("Lina", own)
            looks = await heygen.add_looks(group, photos.images[1:])
            await heygen.train(group)
            return group.id, [look.id for look in looks]

        one, two = await asyncio.gather(way(at.heygen), way(other))
    assert one == two
    assert len(at.server.sources(one[0])) == 4
    assert at.billed("training") == (api == "v2")
    assert at.billed("photo_look") == (4 if api == "v3" else 0)
