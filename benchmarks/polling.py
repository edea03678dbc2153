"""How often we ask, and how long after the server's success Python has the pictures."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import ExitStack
from statistics import mean, median
from typing import NamedTuple

from benchmarks.report import Result, Row, percentile
from benchmarks.server import ATTRIBUTES, Server, serve
from heygen_widgets import HeyGen, PollPolicy

GENERATIONS = 60
SHORTEST, LONGEST = 4.0, 20.0
SEED = 20250
ARRIVALS = 8.0
"""Seconds over which the generations begin, so that they don't keep step."""
POLICIES = {
    "ours": PollPolicy(),
    "every 1 s": PollPolicy(first=1.0, longest=1.0, growth=1.0, jitter=0.0),
    "every 5 s": PollPolicy(first=5.0, longest=5.0, growth=1.0, jitter=0.0),
}
NOTE = f"""\
{GENERATIONS} generations of each kind at the same time, of {SHORTEST:g} to {LONGEST:g} s, even,
seed {SEED}: the n-th takes equally long for each kind. Requests are one submit and the questions;
the four downloads come on top, and their time on loopback is part of the lag."""


class Outcome(NamedTuple):
    """What one generation cost."""

    requests: int
    lag: float


def measure() -> Result:
    outcomes = asyncio.run(_run_all())
    rows: list[Row] = []
    for name, found in outcomes.items():
        requests = [outcome.requests for outcome in found]
        lags = [outcome.lag for outcome in found]
        often = f"median {median(requests):g}, mean {mean(requests):.1f}"
        rows += [
            Row(f"{name}: requests per generation", f"{often}, p90 {percentile(requests, 90)}"),
            Row(f"{name}: lag", f"median {median(lags):.2f} s, p90 {percentile(lags, 90):.2f} s"),
        ]
    return Result("Polling", rows, NOTE)


async def _run_all() -> dict[str, list[Outcome]]:
    middle = (SHORTEST + LONGEST) / 2
    scenario = {"duration": middle, "spread": LONGEST / middle - 1, "seed": SEED}
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(portraits=False, **scenario)) for _ in POLICIES]
        runs = map(_run, servers, POLICIES.values())
        return dict(zip(POLICIES, await asyncio.gather(*runs), strict=True))


async def _run(server: Server, policy: PollPolicy) -> list[Outcome]:
    chance = random.Random(SEED)  # noqa: S311 - the same arrivals for each kind
    arrivals = sorted(chance.uniform(0, ARRIVALS) for _ in range(GENERATIONS))
    async with HeyGen("benchmark", base_url=server.url, poll=policy) as heygen:
        ends = dict(await asyncio.gather(*(_generate(heygen, arrival) for arrival in arrivals)))
    jobs = server.jobs()
    return [Outcome(1 + jobs[key].asked, end - jobs[key].done_at) for key, end in ends.items()]


async def _generate(heygen: HeyGen, arrival: float) -> tuple[str | None, float]:
    await asyncio.sleep(arrival)
    generation = await heygen.generate(ATTRIBUTES)
    return generation.id, time.monotonic()
