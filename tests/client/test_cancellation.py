"""Runs that are cancelled, over v2: no id is lost."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_runs import words


async def cancelled_at(task, server, is_it):
    """Cancels the task as the request that `is_it` chooses reaches the server."""

    async def look(request):
        if is_it(request):
            task.cancel()
            await asyncio.sleep(0)

    server.on_request = look


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
