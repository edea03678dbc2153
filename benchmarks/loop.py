"""How late the event loop is while 32 generations are under way, pictures and all."""

from __future__ import annotations

import asyncio
import io
import random
import time
from statistics import median
from typing import TYPE_CHECKING

import httpx
from PIL import Image

from benchmarks.report import Result, Row, milliseconds, percentile
from benchmarks.server import ATTRIBUTES, Server, serve
from heygen_widgets import HeyGen
from heygen_widgets.api import wire_v2
from heygen_widgets.api.wire import Reply
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from heygen_widgets.api.wire import Request

Delays = list[float]
"""How late the loop was, in seconds, each time that it was asked."""

GENERATIONS = 32
RUNS = 7
LIMIT = 0.005
IDLE = 6.0
SEED = 1
SPREAD = {"duration": 4.0, "spread": 0.5, "seed": SEED}
TOGETHER = {"duration": 1.0, "spread": 0.0, "seed": SEED}
NOTE = f"""\
Medians of {RUNS} runs (of 3 for the last two) after one to warm up; {GENERATIONS} submits at once,
jobs of 2 to 6 s, seed {SEED}, {GENERATIONS * 4} pictures of about 0.3 MB. The delay is how much
later than asked `asyncio.sleep` of 1 to 5 ms returns. Idle and busy runs alternate."""


def measure() -> Result:
    with serve(portraits=True, **SPREAD) as server:
        asyncio.run(_generate(server))
        pairs = [asyncio.run(_pair(server)) for _ in range(RUNS)]
        blocking = [asyncio.run(_delays(_generate_blocking(server))) for _ in range(3)]
    with serve(portraits=True, **TOGETHER) as server:
        together = [asyncio.run(_delays(_generate(server))) for _ in range(3)]
    idle, busy = zip(*pairs, strict=True)
    middle = median(percentile(delays, 99) for delays in busy)
    rows = [
        Row("idle loop", _summary(idle)),
        Row(f"{GENERATIONS} generations", _summary(busy), "p99 < 5 ms", middle < LIMIT),
        Row(f"{GENERATIONS} that end in the same instant", _summary(together)),
        Row(f"{GENERATIONS} with a blocking client on the loop", _summary(blocking)),
    ]
    return Result(
        "Event loop", rows, f"{NOTE} p99 of each run: {_each(busy)}; idle: {_each(idle)}."
    )


async def _pair(server: Server) -> tuple[Delays, Delays]:
    return await _delays(asyncio.sleep(IDLE)), await _delays(_generate(server))


async def _delays(work: Coroutine[object, object, object]) -> Delays:
    """Return how late the loop was while some work was under way."""
    delays: Delays = []
    ticking = asyncio.create_task(_tick(delays))
    await work
    ticking.cancel()
    return delays


async def _tick(delays: Delays) -> None:
    while True:
        pause = random.uniform(0.001, 0.005)  # noqa: S311 - not to keep step with anything
        started = time.perf_counter()
        await asyncio.sleep(pause)
        delays.append(time.perf_counter() - started - pause)


async def _generate(server: Server) -> None:
    async with HeyGen("benchmark", base_url=server.url) as heygen:
        work = (heygen.generate(ATTRIBUTES) for _ in range(GENERATIONS))
        generations = await asyncio.gather(*work)
    assert all(image.is_downloaded for found in generations for image in found.images)


async def _generate_blocking(server: Server) -> None:
    """Do the same with an ordinary client that blocks, and decode on the loop: the contrast."""
    with httpx.Client(base_url=server.url, headers={"X-Api-Key": "benchmark"}) as client:
        await asyncio.gather(*(_block(client) for _ in range(GENERATIONS)))


async def _block(client: httpx.Client) -> None:
    accepted = wire_v2.read_submit(_send(client, wire_v2.submit_request(ATTRIBUTES)))
    while True:
        await asyncio.sleep(2)
        state = wire_v2.read_status(_send(client, wire_v2.status_request(accepted.id)))
        if state.status is GenerationStatus.SUCCESS:
            break
    for url in state.urls:
        _fetch(client, url)
        await asyncio.sleep(0)


def _fetch(client: httpx.Client, url: str) -> None:
    Image.open(io.BytesIO(client.get(url).content)).load()


def _send(client: httpx.Client, request: Request) -> Reply:
    response = client.request(request.method, request.path, json=request.json)
    return Reply(response.status_code, response.content, dict(response.headers))


def _summary(runs: list[Delays] | tuple[Delays, ...]) -> str:
    shown = (median(percentile(run, percent) for run in runs) for percent in (50, 99, 100))
    return "p50 {}, p99 {}, max {}".format(*map(milliseconds, shown))


def _each(runs: tuple[Delays, ...]) -> str:
    return ", ".join(milliseconds(percentile(run, 99)) for run in runs)
