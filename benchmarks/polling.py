"""How often we ask, and how long after the server's success Python has the pictures.

First with simulated jobs, as long as HeyGen's, then with the real client and short jobs.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from statistics import NormalDist, mean, median
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from benchmarks.report import Result, Row, percentile
from benchmarks.server import ATTRIBUTES, Server, serve
from heygen_widgets import Generation, GenerationStatus, HeyGen, PollPolicy
from heygen_widgets.api.job_times import HEYGEN_TIMES
from heygen_widgets.api.poll_schedule import schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heygen_widgets.api.polling import Pacing

GENERATIONS = 60
SHORTEST, LONGEST = 4.0, 20.0
SEED = 20250
ARRIVALS = 8.0
"""Seconds over which the generations begin, so that they don't keep step."""
MEDIAN, SIGMA = 40.0, 0.3
RUNS, HISTORIES, EACH = 20, 400, 25


def fixed(seconds: float) -> PollPolicy:
    """Return the policy that asks at one interval."""
    return PollPolicy(first=seconds, longest=seconds, growth=1.0, jitter=0.0)


POLICIES = {"ours": None, "every 1 s": fixed(1.0), "every 5 s": fixed(5.0)}
OTHERS = {
    "until 2026-11: from 2 s to 5 s, growing": PollPolicy(),
    "every 1 s": fixed(1.0),
    "every 5 s": fixed(5.0),
    "replicate's client: every 0.5 s": fixed(0.5),
    "fal's client: every 0.1 s": fixed(0.1),
}
NOTE = f"""\
The product is requests times seconds of lag, both means: less is better, and asking more or less
often changes it little. It is simulated: {HISTORIES * EACH:,} jobs, lognormal around {MEDIAN:g} s
with sigma {SIGMA:g}, seed {SEED}, requests that take no time; with {HISTORIES} different histories
of {RUNS} such runs, or with none. The limit is (∫√(f·S))²/2, f the density of the job times and S
the share that takes longer: what asking at a rate proportional to √(f/S) comes to if f and S are
known and requests can be split. The intervals of others are the defaults of `replicate` 1.0.7
(`REPLICATE_POLL_INTERVAL`, in `client.py`) and of `fal-client` 1.0.3
(`DEFAULT_QUEUE_POLL_INTERVAL`, in `client.py`).

With the real client: {GENERATIONS} generations of each kind at the same time, of {SHORTEST:g} to
{LONGEST:g} s, even, seed {SEED}: the n-th takes equally long for each kind. “ours” has
a history of {RUNS} such runs. Requests are one submit and the questions; the four downloads come on
top, and their time on loopback is part of the lag."""


class Outcome(NamedTuple):
    """What one generation cost."""

    requests: float
    lag: float


def measure() -> Result:
    rows = list(_simulated())
    for name, found in asyncio.run(_run_all()).items():
        requests = [outcome.requests for outcome in found]
        lags = [outcome.lag for outcome in found]
        often = f"median {median(requests):g}, mean {mean(requests):.1f}"
        rows += [
            Row(f"real, {name}: requests", f"{often}, p90 {percentile(requests, 90)}"),
            Row(
                f"real, {name}: lag",
                f"median {median(lags):.2f} s, p90 {percentile(lags, 90):.2f} s",
            ),
        ]
    return Result("Polling", rows, NOTE)


def _simulated() -> Iterator[Row]:
    unlearnt = schedule(HEYGEN_TIMES)
    yield _row(
        f"ours, after {RUNS} runs",
        _simulate(lambda took: schedule(HEYGEN_TIMES.learnt(took))),
        promise=12.5,
    )
    yield _row("ours, after none", _simulate(lambda _: unlearnt), promise=17)
    for name, policy in OTHERS.items():
        yield _row(name, _simulate(lambda _, policy=policy: policy))
    yield Row("the limit: product", f"{_limit():.1f}")


def _simulate(pacing_of: Callable[[list[float]], Pacing]) -> Outcome:
    """Return mean requests and mean lag of jobs that are asked about by what a history teaches."""
    chance = random.Random(SEED)  # noqa: S311 - the same jobs for each kind
    jitter = random.Random(SEED + 1)  # noqa: S311 - as above

    def some(number: int) -> list[float]:
        return [chance.lognormvariate(math.log(MEDIAN), SIGMA) for _ in range(number)]

    found = []
    for _ in range(HISTORIES):
        pacing = pacing_of(some(RUNS))
        found += [_ask_until(end, pacing, jitter) for end in some(EACH)]
    return Outcome(mean(each.requests for each in found), mean(each.lag for each in found))


def _ask_until(end: float, pacing: Pacing, chance: random.Random) -> Outcome:
    asked, now = 0, 0.0
    while now < end:
        now += pacing.wait(asked, chance.random(), now)
        asked += 1
    return Outcome(asked, now - end)


def _limit() -> float:
    ends = NormalDist(math.log(MEDIAN), SIGMA)
    step = 0.001
    # With u = ln t: √(f(t)·S(t)) dt = √(pdf(u)/t · (1 - cdf(u))) · t du.
    logs = (ends.mean + step * number for number in range(-2000, 2000))
    roots = (math.sqrt(ends.pdf(u) * (1 - ends.cdf(u)) * math.exp(u)) for u in logs)
    return (step * sum(roots)) ** 2 / 2


def _row(name: str, found: Outcome, promise: float | None = None) -> Row:
    product = found.requests * found.lag
    figure = f"{product:.1f} = {found.requests:.1f} x {found.lag:.2f} s"
    if promise is None:
        return Row(f"{name}: product", figure)
    return Row(f"{name}: product", figure, f"≤ {promise:g}", product <= promise)


async def _run_all() -> dict[str, list[Outcome]]:
    middle = (SHORTEST + LONGEST) / 2
    scenario = {"duration": middle, "spread": LONGEST / middle - 1, "seed": SEED}
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(portraits=False, **scenario)) for _ in POLICIES]
        runs = map(_run, servers, POLICIES.values())
        return dict(zip(POLICIES, await asyncio.gather(*runs), strict=True))


async def _run(server: Server, policy: PollPolicy | None) -> list[Outcome]:
    chance = random.Random(SEED)  # noqa: S311 - the same arrivals for each kind
    arrivals = sorted(chance.uniform(0, ARRIVALS) for _ in range(GENERATIONS))
    async with HeyGen("benchmark", base_url=server.url, poll=policy) as heygen:
        _teach(heygen, urlsplit(server.url).netloc)
        ends = dict(await asyncio.gather(*(_generate(heygen, arrival) for arrival in arrivals)))
    jobs = server.jobs()
    return [Outcome(1 + jobs[key].asked, end - jobs[key].done_at) for key, end in ends.items()]


def _teach(heygen: HeyGen, host: str) -> None:
    """Give the history runs such as those that follow."""
    chance = random.Random(SEED + 2)  # noqa: S311 - the same history each time
    begin = datetime.now(UTC)
    for _ in range(RUNS):
        end = begin + timedelta(seconds=chance.uniform(SHORTEST, LONGEST))
        run = Generation(status=GenerationStatus.SUCCESS, submitted_at=begin, finished_at=end)
        heygen.history.record(run, backend=host, account="benchmark")


async def _generate(heygen: HeyGen, arrival: float) -> tuple[str | None, float]:
    await asyncio.sleep(arrival)
    generation = await heygen.generate(ATTRIBUTES)
    return generation.id, time.monotonic()
