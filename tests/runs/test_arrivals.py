"""Each picture is told of when it is here, whatever the others do."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_runs import cancelled, look_id
from tests.support.studio_events import until


def here(record):
    return [image.is_downloaded for image in record.images]


@pytest.fixture
def held(server, looks):
    """Addresses of pictures, by a part of them, that arrive once their event is set."""
    events = {}

    async def on_request(request):
        for part, event in events.items():
            if part in str(request.url) and request.url.host != server.api:
                await event.wait()

    server.on_request = looks.on_request = on_request
    return events


async def test_a_picture_is_told_of_before_the_others_are_here(server, attributes, updates, held):
    held |= {url: asyncio.Event() for url in server.urls}
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    await until(lambda: len(server.downloads) == 4)
    for number, expected in [
        (2, [False, False, True, False]),
        (0, [True, False, True, False]),
        (3, [True, False, True, True]),
    ]:
        held[server.urls[number]].set()
        await until(lambda expected=expected: here(updates[-1]) == expected)
        assert updates[-1].status is GenerationStatus.IN_PROGRESS
        assert updates[-1].image_keys == server.keys
    held[server.urls[1]].set()
    assert here(await task) == [True] * 4


async def test_a_picture_is_told_of_between_two_questions(looks, attributes, updates, held):
    looks.answers[1] = [looks.look(1, "processing")]
    held |= {look_id(0): asyncio.Event()}
    client, asleep = looks.client(), asyncio.Event()

    async def sleep(_seconds):
        # The second wait is for look 1 alone, and takes until it has been asked about enough.
        if updates and len(updates[-1].images) == 3:
            held[look_id(0)].set()
            await asleep.wait()

    client._clock = type(client._clock)(now=lambda: 0.0, sleep=sleep, chance=lambda: 0.5)
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await until(lambda: updates and here(updates[-1]) == [True] * 3)
    assert updates[-1].in_work == 1
    asked = len(looks.asks)
    asleep.set()
    assert here(await task) == [True] * 4
    assert len(looks.asks) == asked + 1


async def test_a_picture_that_is_damaged_holds_up_no_other_one(server, attributes, updates, held):
    held[server.urls[3]] = asyncio.Event()
    server.images[:0] = [(200, b"damaged", {"content-type": "image/png"})]
    task = asyncio.ensure_future(server.client().generate(attributes, on_update=updates.append))
    await until(lambda: updates and sum(here(updates[-1])) == 2)
    assert not updates[-1].status.is_final
    held[server.urls[3]].set()
    assert sum(here(await task)) == 3


async def test_cancelled_in_the_middle_it_keeps_the_pictures_that_are_here(
    server, attributes, updates, held
):
    held[server.urls[1]] = asyncio.Event()
    client = server.client()
    task = asyncio.ensure_future(client.generate(attributes, on_update=updates.append))
    await until(lambda: updates and sum(here(updates[-1])) == 3)
    task.cancel()
    await cancelled(task)
    assert updates[-1].status is GenerationStatus.STOPPED
    assert here(updates[-1]) == [True, False, True, True]
    assert here(next(iter(client.history))) == [True, False, True, True]


async def test_a_link_is_followed_in_the_turn_in_which_it_is_known(looks, attributes, updates):
    for number in range(1, 4):
        looks.answers[number] = [looks.look(number, "processing")] * 3
    await looks.client().generate(attributes, on_update=updates.append)
    order = [request.url.path for request in looks.requests]
    download = next(n for n, path in enumerate(order) if look_id(0) in path and path[-2:] == "/1")
    answer = next(n for n, path in enumerate(order) if path == f"/v3/avatars/looks/{look_id(0)}")
    # Between the two stand at most the other questions of the same round.
    assert download - answer <= 4
