"""The changes of a run, one by one, over v2."""

from __future__ import annotations

import asyncio

from heygen_widgets import PollPolicy
from tests.support.scripted_runs import words


async def test_watch_yields_each_change_and_ends(server, attributes):
    server.statuses[:0] = [server.state("in_progress"), server.state("pending", msg="Drawing")]
    client = server.client()
    submitted = await client.submit(attributes)
    seen = [record async for record in client.watch(submitted)]
    # After the keys, each picture that arrives before the others.
    assert words(seen[:2]) == ["in_progress"] * 2
    assert words(seen[2:]) in [["in_progress"] * count + ["success"] for count in range(4)]
    assert seen[0].message == "Drawing"
    assert {record.attributes for record in seen} == {attributes}


async def test_watch_ends_as_timed_out_without_an_error(server):
    server.statuses[:] = [server.state("in_progress")]
    client = server.client(poll=PollPolicy())
    assert words([record async for record in client.watch(server.id, 10)]) == ["timed_out"]


async def test_watching_can_be_left_early(server):
    server.statuses[:] = [
        server.state("in_progress", msg="a"),
        server.state("in_progress", msg="b"),
    ]
    watching = server.client().watch(server.id)
    assert (await anext(watching)).message == "a"
    await watching.aclose()
    asked = len(server.asks)
    await asyncio.sleep(0)
    assert len(server.asks) == asked
