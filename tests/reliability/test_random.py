"""Hundreds of generations by several clients at once, under all faults mixed, some stopped."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from heygen_widgets import AvatarAttributes, HeyGenError
from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS
from tests.support.sandbox.fault_outcomes import ALWAYS
from tests.support.sandbox.rig import Rig, is_whole

CLIENTS = 5
CLICKS = 20
"""Generations of each client."""
CHANCES = {"submit": 0.015, "poll": 0.03, "image": 0.02, "api": 0.01}
"""That a fault strikes a request, for each kind of an area."""
STOPS = 0.1
"""How many of the runs are stopped."""
ENDS = frozenset({"success", "failed", "unknown", "stopped", "timed_out"})
UNMADE = frozenset(
    kind for kind, row in ALWAYS.items() if row.jobs == 0 and kind.startswith("submit:")
)
"""Kinds that strike a submit before a job is made."""


class Campaign:
    """Some clients that generate at the same time, on one sandbox and one history.

    Attributes:
        ends: How `generate` ended, by intent: a record, an error, or a cancellation.
    """

    def __init__(self, rig: Rig, seed: int) -> None:
        self.rig = rig
        self.dice = random.Random(seed)  # noqa: S311 - nothing secret
        self.ends = {}

    async def run(self) -> None:
        async with asyncio.TaskGroup() as clients:
            for number in range(CLIENTS):
                clients.create_task(self._use(number))

    async def _use(self, number: int) -> None:
        async with self.rig.client() as client:
            # Some of a client's runs go on at once, as in a sweep.
            for first in range(0, CLICKS, 5):
                intents = [f"Client {number}, intent {first + place}" for place in range(5)]
                await asyncio.gather(*(self._generate(client, intent) for intent in intents))

    async def _generate(self, client, intent: str) -> None:
        attributes = AvatarAttributes(name="Ada", appearance=intent)
        updates = []
        work = client.generate(attributes, timeout=2000, on_update=updates.append)
        task = asyncio.ensure_future(work)
        if self.dice.random() < STOPS:
            await self._stop(task, updates, self.dice.randrange(4), self.dice.randrange(30))
        (end,) = await asyncio.gather(task, return_exceptions=True)
        self.ends[intent] = end

    @staticmethod
    async def _stop(task, updates, after: int, turns: int) -> None:
        """Cancel a run so many turns of the loop after so many updates."""
        while not task.done() and (len(updates) < after or turns):
            turns -= len(updates) >= after
            await asyncio.sleep(0)
        task.cancel()


@pytest.fixture
async def campaign(seed, tmp_path):
    faults = [f"{kind}@{CHANCES[kind.partition(':')[0]]}" for kind in GENERATION_FAULTS]
    random.Random(seed).shuffle(faults)  # noqa: S311 - nothing secret
    campaign = Campaign(Rig(tmp_path, *faults, seed=seed), seed)
    await campaign.run()
    return campaign


@pytest.mark.parametrize("seed", [11, 12, 13], ids=lambda seed: f"seed {seed}")
async def test_no_job_is_made_twice_and_nothing_is_lost(campaign, seed):
    check_ends(campaign, seed)
    check_jobs(campaign.rig, seed)
    check_records(campaign, seed)
    check_pictures(campaign.rig, seed)
    await check_resume(campaign.rig, seed)


def check_ends(campaign, seed):
    assert len(campaign.ends) == CLIENTS * CLICKS, f"seed {seed}"
    odd = [
        end
        for end in campaign.ends.values()
        if isinstance(end, BaseException)
        and not isinstance(end, HeyGenError | asyncio.CancelledError)
    ]
    assert odd == [], f"seed {seed}"


def check_jobs(rig, seed):
    struck = rig.sandbox.faults_injected
    assert len([kind for kind in GENERATION_FAULTS if struck[kind]]) > len(GENERATION_FAULTS) / 2, (
        f"seed {seed}"
    )
    made = Counter(job.attributes.appearance for job in rig.sandbox.jobs)
    assert made.most_common(1)[0][1] == 1, f"seed {seed}: an intent was made twice: {made}"
    # The faults of a route that is gone strike questions as well: those of submits are its 404s.
    refused = rig.answers[404] + sum(struck[kind] for kind in UNMADE - {"submit:retired"})
    assert len(rig.sandbox.jobs) == rig.posts - refused, f"seed {seed}"
    assert rig.posts == rig.sandbox.requests["generate"], f"seed {seed}"


def check_records(campaign, seed):
    rig = campaign.rig
    rows = list(rig.history)
    by_intent = {row.attributes.appearance: row for row in rows}
    by_id = {row.id: row for row in rows if row.id}
    assert len(by_intent) == len(rows), f"seed {seed}: an intent is there twice"
    withdrawn = campaign.ends.keys() - by_intent.keys()
    assert not withdrawn & rig.posted, f"seed {seed}: sent, but not in the history"
    assert all(isinstance(campaign.ends[intent], asyncio.CancelledError) for intent in withdrawn), (
        f"seed {seed}: an intent is not in the history"
    )
    assert set(rig.ids) == by_id.keys(), f"seed {seed}: an id was lost"
    for job in rig.sandbox.jobs:
        row = by_intent[job.attributes.appearance]
        assert row.id == job.id or (row.id is None and row.status == "unknown"), f"seed {seed}"
    ends = Counter(row.status.value for row in rows)
    assert sum(ends[end] for end in ENDS) == len(rows), f"seed {seed}: {ends}"
    assert sum(ends.values()) + len(withdrawn) == CLIENTS * CLICKS, f"seed {seed}: {ends}"
    print(  # noqa: T201 - seen with -s
        f"seed {seed}: {len(rig.sandbox.jobs)} jobs, {rig.posts} submits, {dict(ends)}, "
        f"{len(withdrawn)} withdrawn, {sum(rig.sandbox.faults_injected.values())} faults"
    )


def check_pictures(rig, seed):
    images = [image for row in rig.history for image in row.images]
    files = [image.file for image in images if image.file]
    assert files, f"seed {seed}"
    assert all(map(is_whole, files)), f"seed {seed}: an image is half-written"
    assert all(
        image.file
        for row in rig.history
        for image in row.images
        if row.status == "success" and not image.error
    ), f"seed {seed}: a success without an image or a reason"
    there = {path for path in (rig.history.path / "images").rglob("*") if path.is_file()}
    assert there == {file.path for file in files}, f"seed {seed}: a file that no row names"


async def check_resume(rig, seed):
    """Everything that can be resumed ends well when nothing goes wrong any more."""
    jobs, posts = len(rig.sandbox.jobs), rig.posts
    rig.heal()
    client = rig.client()
    unfinished, unknown = await client.left_over()
    for run in unfinished:
        resumed = await client.resume(run.id)
        assert [image.is_downloaded for image in resumed.images] == [True] * 4, f"seed {seed}"
    assert (len(rig.sandbox.jobs), rig.posts) == (jobs, posts), f"seed {seed}"
    left = await client.left_over()
    assert left[0] == [], f"seed {seed}"
    assert len(left[1]) == len(unknown), f"seed {seed}"
