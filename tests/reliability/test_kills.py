"""A process that generates is killed at random instants, hundreds of times, on one history."""

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from heygen_widgets import GenerationStatus, HeyGen, History, PollPolicy
from heygen_widgets.history.database import FILE
from heygen_widgets.history.image_files import FOLDER

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")

KILLERS = 2
KILLS = 110  # by each of them
RESUMED = 60
KILLER = Path(__file__).parents[1] / "support" / "sandbox" / "killer.py"


@pytest.fixture(scope="module")
def seed():
    return random.SystemRandom().randrange(10**6)


class Aftermath:
    """What is left after the kills: the killed processes' words, the server's jobs, the history."""

    def __init__(self, reports, jobs, folder):
        self.reports = reports
        self.jobs = jobs
        self.folder = folder
        self.history = History(folder)
        self.rows = {run.attributes.name: run for run in self.history}
        self.told = [line for report in reports for line in report["told"]]

    def state_at_death(self, name):
        """Return how far a run was when its process was killed."""
        row, made = self.rows.get(name), name in {made for _, made in self.jobs}
        if row is None:
            return "before the intent"
        if row.id is None:
            return "submit answered, id not recorded" if made else "before the submit arrived"
        if row.status is GenerationStatus.SUCCESS:
            return "success"
        return "fetching or writing images" if row.images else "waiting"

    @property
    def last_runs(self):
        """The names of the runs that were going on when their process was killed."""
        told_an_end = {name for name, _, status, _ in self.told if status == "success"}
        return [name for name in self.rows if name not in told_an_end]


def kill_them(address, folder, seed):
    """Return what the killers report; two of them work on one history at the same time."""
    commands = [
        [sys.executable, str(KILLER), address, str(folder), str(seed + number), str(KILLS)]
        for number in range(KILLERS)
    ]
    killers = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    reports = [
        json.loads(line) for killer in killers for line in killer.communicate()[0].splitlines()
    ]
    assert [killer.returncode for killer in killers] == [0] * KILLERS
    return reports


def test_no_id_is_lost_by_220_kills_and_none_makes_a_second_job(
    quick_sandbox, tmp_path, seed, record_property
):
    server = quick_sandbox(0.08)
    began = time.monotonic()
    reports = kill_them(server.address, tmp_path / "history", seed)
    took = time.monotonic() - began
    after = Aftermath(reports, server.jobs(), tmp_path / "history")
    figures = describe(after, seed, took)
    record_property("figures", figures)
    print(json.dumps(figures, indent=2))  # noqa: T201 - `pytest -s` shows the figures

    check_the_killed(after)
    check_the_database(after)
    check_the_jobs(after)
    check_the_pictures(after)
    check_what_is_offered(after)
    asyncio.run(check_resuming(after, server))


def describe(after, seed, took):
    running = Counter(map(after.state_at_death, after.last_runs))
    partial = list((after.folder / FOLDER / ".partial").glob("*"))
    return {
        "seed": seed,
        "kills": len(after.reports),
        "seconds": round(took, 1),
        "intents": len(after.rows),
        "jobs": len(after.jobs),
        "ids told": len({told for _, told, _, _ in after.told if told}),
        "ids lost": len(lost(after)),
        "kills before the first intent": sum(not report["told"] for report in after.reports),
        "runs at death": dict(running.most_common()),
        "half-written files aside": len(partial),
    }


def lost(after):
    known = {run.id for run in after.rows.values()}
    return {told for _, told, _, _ in after.told if told and told not in known}


def check_the_killed(after):
    assert [line for line in after.told if line[0] == "error"] == []
    assert all(report["killed"] for report in after.reports)
    assert len(after.reports) >= 200


def check_the_database(after):
    with closing(sqlite3.connect(after.folder / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def check_the_jobs(after):
    names = [name for _, name in after.jobs]
    assert len(names) == len(set(names)), "an intent made two jobs"
    assert set(names) <= set(after.rows), "a job without an intent"
    assert lost(after) == set()
    unknown = {run.attributes.name for run in after.history.unknown()}
    for job_id, name in after.jobs:
        row = after.rows[name]
        assert row.id == job_id or (row.id is None and name in unknown)


def check_the_pictures(after):
    for run in after.rows.values():
        if run.status is GenerationStatus.SUCCESS:
            assert [image.is_downloaded for image in run.images] == [True] * 4
        for image in run.images:
            if image.is_downloaded:
                # Reading compares the digest.
                assert image.pil.size == (256, 256)
    named = {image.file.path for run in after.rows.values() for image in run.images if image.file}
    assert {path.suffix for path in named} <= {".png"}
    # What no row names is a whole picture whose row was not written, or lies aside.
    for path in (after.folder / FOLDER).glob("[!.]*/*"):
        assert path.suffix == ".png"


def check_what_is_offered(after):
    waiting = {
        run.id
        for run in after.rows.values()
        if run.id and run.status is GenerationStatus.IN_PROGRESS
    }
    assert {run.id for run in after.history.unfinished()} == waiting
    assert not [run for run in after.history if run.status is GenerationStatus.SUBMITTING], (
        "an intent of a dead process passes for alive"
    )


async def check_resuming(after, server):
    unfinished = after.history.unfinished()[:RESUMED]
    poll = PollPolicy(first=0.01, longest=0.05)
    async with HeyGen(
        "any-key", base_url=server.address, history=after.history, poll=poll
    ) as heygen:
        resumed = await asyncio.gather(*(heygen.resume(run.id) for run in unfinished))
    assert [len(run.images) for run in resumed] == [4] * len(unfinished)
    assert all(image.is_downloaded for run in resumed for image in run.images)
    assert server.jobs() == after.jobs
    left = {run.id for run in after.history.unfinished()}
    assert left.isdisjoint(run.id for run in unfinished)
