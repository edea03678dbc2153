"""Whoever is cancelled while a run goes on leaves nothing behind that is lost or never ends."""

from __future__ import annotations

import asyncio

import anyio
import pytest

from heygen_widgets.models.jobs import GenerationStatus


class Held:
    """Holds the answers to paid requests back until `release`."""

    def __init__(self, server):
        self.arrived, self.release = asyncio.Event(), asyncio.Event()
        server.on_request = self._hold

    async def _hold(self, request):
        if request.method == "POST":
            self.arrived.set()
            await self.release.wait()


async def finished(condition):
    """Wait for what goes on in the background."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
            await asyncio.sleep(0.001)


async def test_anyios_timeout_during_the_submit_ends_at_once_and_the_late_id_is_kept(
    server, attributes
):
    client, held = server.client(), Held(server)
    with pytest.raises(TimeoutError), anyio.fail_after(60) as scope:
        async with asyncio.TaskGroup() as group:
            group.create_task(expire(held, lambda: setattr(scope, "deadline", -1)))
            await client.generate(attributes)
    [row] = client.history.unknown()
    assert row.id is None
    held.release.set()
    await finished(client.history.unfinished)
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, GenerationStatus.STOPPED)
    assert client.history.unknown() == []


@pytest.mark.parametrize("how", ["timeout", "wait_for"])
async def test_asyncios_timeout_during_the_submit_is_a_timeout_and_keeps_the_id(
    server, attributes, how
):
    client, held = server.client(), Held(server)

    async def answer():
        await held.arrived.wait()
        await asyncio.sleep(0.2)
        held.release.set()

    answering = asyncio.ensure_future(answer())
    with pytest.raises(TimeoutError):
        await held_to(how, client.generate(attributes), held.arrived)
    assert asyncio.current_task().cancelling() == 0
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, GenerationStatus.STOPPED)
    assert len(server.requests) == 1
    await answering
