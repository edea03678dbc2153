"""Training is started once, and what HeyGen says in the wrong moment is no failure."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets import (
    ConfigurationError,
    GenerationFailed,
    GenerationTimeout,
    NotReady,
    RunKind,
    SubmitOutcomeUnknown,
    Training,
)
from tests.avatars.conftest import TRAIN, until

NO_IMAGE = (400, "invalid_parameter", "No valid image for training found in group 1")


async def avatar(at):
    photos = await at.photos()
    return await at.heygen.create_group("Lina", photos.images[0])


async def test_a_training_is_started_and_waited_for(start):
    at = await start("v2")
    group = await at.heygen.train(await avatar(at))
    assert group.training is Training.IN_PROGRESS
    told = []
    group = await at.heygen.wait_until_trained(group, on_update=told.append)
    assert (group.training, group.is_ready) == (Training.READY, True)
    assert [each.training for each in told] == [Training.IN_PROGRESS, Training.READY]
    assert at.billed("training") == 1


async def test_a_training_is_paid_for_once(start):
    at = await start("v2", training_seconds=1.0)
    group = await avatar(at)
    for _ in range(2):
        assert (await at.heygen.train(group)).training is Training.IN_PROGRESS
    await at.heygen.wait_until_trained(group)
    done = await at.heygen.train(group)
    assert (done.training, "trained already" in done.message) == (Training.READY, True)
    assert at.billed("training") == 1
    await at.heygen.train(group, again=True)
    assert at.billed("training") == 2


async def test_looks_that_are_not_registered_yet_are_waited_for(start):
    at = await start("v2", training_seconds=60)
    group = await avatar(at)
    at.server.refused[TRAIN] = [NO_IMAGE, NO_IMAGE]
    assert (await at.heygen.train(group)).training is Training.IN_PROGRESS
    assert (at.billed("training"), at.server.paths[TRAIN]) == (1, 3)
    [run] = at.steps(RunKind.TRAINING, group_id=group.id)
    assert run.status.value == "in_progress"


async def test_a_group_that_is_in_training_already_is_not_called_a_failure(start):
    at = await start("v2", training_seconds=60)
    group = await avatar(at)
    at.server.avatars.train(group.id)  # by somebody else
    assert (await at.heygen.train(group)).training is Training.IN_PROGRESS
    assert at.server.paths[TRAIN] == 0


async def test_one_that_began_meanwhile_is_told_by_its_status(start):
    at = await start("v2", training_seconds=1.0)
    group = await avatar(at)
    at.server.refused[TRAIN] = [NO_IMAGE]
    asked = at.server.paths["GET /v2/photo_avatar/train/status/{id}"]

    async def on_its_way():
        await until(lambda: at.server.paths[TRAIN])
        at.server.avatars.train(group.id)

    other = asyncio.create_task(on_its_way())
    assert (await at.heygen.train(group)).training is Training.IN_PROGRESS
    await other
    assert at.server.paths["GET /v2/photo_avatar/train/status/{id}"] > asked
    assert at.billed("training") == 1


async def test_what_no_waiting_helps_is_told_in_the_end(start, monkeypatch):
    at = await start("v2")
    monkeypatch.setattr("heygen_widgets.avatars.training.NOT_REGISTERED", 0.1)
    group = await avatar(at)
    at.server.refused[TRAIN] = [NO_IMAGE] * 1000
    with pytest.raises(NotReady, match="No valid image"):
        await at.heygen.train(group)
    assert at.heygen.spent.usd == 1.0
    assert at.history.unknown() == at.history.unfinished() == []


async def test_a_fresh_process_picks_a_training_up(start):
    at = await start("v2", training_seconds=0.3)
    group = await at.heygen.train(await avatar(at))
    async with at.client() as again:
        done = await again.wait_until_trained(group.id)
    assert done.training is Training.READY
    assert at.history.durations(backend=at.heygen.host, kind=RunKind.TRAINING) == []


async def test_a_lost_answer_is_looked_up_in_the_status(start):
    at = await start("v2", training_seconds=1.0)
    group = await avatar(at)
    at.server.lost_answers[TRAIN] = 1
    assert (await at.heygen.train(group)).training is Training.IN_PROGRESS
    assert (at.billed("training"), at.server.paths[TRAIN]) == (1, 1)
    assert at.history.unknown() == []


async def test_a_request_that_never_arrived_is_sent_again_by_the_same_call(start):
    at = await start("v2", training_seconds=0.3)
    group = await avatar(at)
    at.server.lost_requests[TRAIN] = 1
    with pytest.raises(SubmitOutcomeUnknown, match="HeyGen shows no training"):
        await at.heygen.train(group)
    await at.heygen.train(group)
    assert at.billed("training") == 1


async def test_a_training_that_failed_says_why(start):
    at = await start("v2")
    group = await avatar(at)
    at.server.failing["training"] = 1
    await at.heygen.train(group)
    with pytest.raises(GenerationFailed, match=r"could not train this avatar: The faces differ"):
        await at.heygen.wait_until_trained(group)


async def test_a_training_that_takes_longer_can_be_waited_for_again(start):
    at = await start("v2", training_seconds=0.5)
    group = await at.heygen.train(await avatar(at))
    with pytest.raises(GenerationTimeout, match="wait_until_trained"):
        await at.heygen.wait_until_trained(group, timeout=0.05)
    assert (await at.heygen.wait_until_trained(group)).is_ready


async def test_what_is_not_in_training_is_not_waited_for(start):
    at = await start("v2")
    with pytest.raises(ConfigurationError, match="not in training"):
        await at.heygen.wait_until_trained(await avatar(at))


async def test_looks_of_an_untrained_avatar_are_refused_before_anything_is_sent(start):
    at = await start("v2")
    group = await avatar(at)
    posts = len(at.server.posts)
    with pytest.raises(NotReady, match="not trained yet"):
        await at.heygen.generate_looks(group, "a green coat")
    assert len(at.server.posts) == posts


async def test_v3_needs_no_training_and_says_so(start):
    at = await start("v3")
    photos = await at.photos()
    posts = len(at.server.posts)
    group = await at.heygen.train(photos.images[0])
    assert (group.training, "needs no training" in group.message) == (Training.NOT_NEEDED, True)
    assert len(at.server.posts) == posts
    assert (await at.heygen.wait_until_trained(group)).is_ready


async def test_v3_waits_for_the_avatar(start):
    at = await start("v3", seconds=0.3)
    record = await at.heygen.submit("a baker", count=1)
    told = []
    group = await at.heygen.wait_until_trained(record.jobs[0].group_id, on_update=told.append)
    assert group.is_ready
    assert [each.status.value for each in told] == ["pending", "completed"]
