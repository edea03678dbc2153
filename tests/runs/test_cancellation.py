"""Whoever is cancelled while a run goes on leaves nothing behind that is lost or never ends."""

from __future__ import annotations

import asyncio

import anyio
import pytest

from heygen_widgets.models.jobs import GenerationStatus


def answers_after(server, seconds):
    """Let each paid request take so long."""

    async def wait(request):
        if request.method == "POST":
            await asyncio.sleep(seconds)

    server.on_request = wait


async def finished(condition):
    """Wait for what goes on in the background."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
            await asyncio.sleep(0.001)


async def test_anyios_timeout_during_the_submit_ends_at_once_and_the_late_id_is_kept(
    server, attributes
):
    client = server.client()
    answers_after(server, 0.3)
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(TimeoutError):
        with anyio.fail_after(0.05):
            await client.generate(attributes)
    assert loop.time() - began < 0.25
    [row] = client.history.unknown()
    assert row.id is None
    await finished(client.history.unfinished)
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, GenerationStatus.STOPPED)
    assert client.history.unknown() == []


@pytest.mark.parametrize("how", [asyncio.timeout, None], ids=["timeout", "wait_for"])
async def test_asyncios_timeout_during_the_submit_is_a_timeout_and_keeps_the_id(
    server, attributes, how
):
    client = server.client()
    answers_after(server, 0.1)
    with pytest.raises(TimeoutError):
        if how is None:
            await asyncio.wait_for(client.generate(attributes), 0.02)
        else:
            async with how(0.02):
                await client.generate(attributes)
    assert asyncio.current_task().cancelling() == 0
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, GenerationStatus.STOPPED)
    assert len(server.requests) == 1
