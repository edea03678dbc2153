"""Runs that are cancelled, over v3: no id is lost, and no doubt."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from heygen_widgets.api.polling import Clock
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_heygen import Made
from tests.support.scripted_runs import cancelled, look_id, turns, unknown_run, until, words


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
    assert client.spent.usd == pytest.approx(4.0)
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
    write = client._recorder.keep

    async def cancel_and_write(record):
        if record.id and not cut:
            cut.append(record.id)
            task.cancel()
        return await write(record)

    monkeypatch.setattr(client._recorder, "keep", cancel_and_write)
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
    assert client.spent.usd == pytest.approx(4.0)


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
    write = client._recorder.keep

    async def cancel_and_write(record):
        task.cancel()
        return await write(record)

    monkeypatch.setattr(client._recorder, "keep", cancel_and_write)
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
