"""The requests that make a run, what it refers to and what it costs, written down and read back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heygen_widgets.history import History
from heygen_widgets.history.rows import generation_of, run_values
from heygen_widgets.jobs import GenerationStatus, Job
from heygen_widgets.prices import Price
from heygen_widgets.records import Generation
from heygen_widgets.references import Reference
from tests.history.runs import ADA, HERE
from tests.support.sandbox.rig import Rig

WORDS = ("submitting", "in_progress", "success", "failed", "unknown")
TEXT = st.text(max_size=8)
JOBS = st.lists(
    st.builds(
        Job,
        key=st.none() | TEXT,
        id=st.none() | TEXT,
        status=st.sampled_from([GenerationStatus(word) for word in WORDS]),
        message=st.none() | TEXT,
        request_id=st.none() | TEXT,
        in_doubt=st.booleans(),
    ),
    max_size=8,
)
REFERENCES = st.lists(
    st.builds(Reference, st.sampled_from(["look", "url", "asset"]), TEXT), max_size=4
)
PRICES = st.none() | st.builds(
    Price, st.floats(0, 1e6, allow_nan=False), st.sampled_from(["usd", "credit"])
)
FOUR = tuple(Job(key=f"heygen-widgets:run-00000001:{number}") for number in range(1, 5))


def run(**changes):
    fields = {
        "status": GenerationStatus.SUBMITTING,
        "run_id": "run-00000001",
        "attributes": ADA,
        "submitted_at": datetime.now(UTC),
        "api": "v3",
        "price": Price(1.32),
        "jobs": FOUR,
    }
    return Generation(**fields | changes)


@given(JOBS, REFERENCES, PRICES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_jobs_references_and_price_come_back_as_they_were(tmp_path, jobs, references, price):
    given_run = run(jobs=tuple(jobs), references=tuple(references), price=price)
    row = run_values(given_run) | {"run_id": given_run.run_id}
    read = generation_of(row, [], tmp_path)
    assert (read.jobs, read.references, read.price) == (
        given_run.jobs,
        given_run.references,
        price,
    )


def test_a_run_comes_back_with_what_it_cost(history):
    jobs = [replace(job, id=f"look-{place}") for place, job in enumerate(FOUR[:3])]
    refused = FOUR[3].ended(GenerationStatus.FAILED, "Too little credit.")
    references = (Reference("look", "lk_1"), Reference("asset", "ast_2"))
    history.record(run(references=references).with_jobs([*jobs, refused]), **HERE)
    [read] = history
    assert read.id == "look-0+look-1+look-2"
    assert (read.paid_jobs, read.cost) == (3, Price(3.96))
    assert read.references == references
    assert read.jobs[3].message == "Too little credit."
    assert history.get("look-0+look-1+look-2").run_id == read.run_id


def test_what_only_the_earlier_record_knew_is_kept(history):
    history.record(run(references=(Reference("look", "lk_1"),)), **HERE)
    history.record(run(jobs=(), price=None), **HERE)
    [read] = history
    assert (read.jobs, read.references, read.price) == (
        FOUR,
        (Reference("look", "lk_1"),),
        Price(1.32),
    )


def test_the_id_grows_as_answers_come(history):
    history.record(run(), **HERE)
    history.record(run().with_jobs([replace(FOUR[0], id="a"), *FOUR[1:]]), **HERE)
    history.record(run().with_jobs([replace(job, id="a") for job in FOUR]), **HERE)
    [read] = history
    assert read.id == "a+a+a+a"


KILLED = """
import os, sys
from heygen_widgets import History
from tests.history.runs import HERE
from tests.history.test_jobs import run
from dataclasses import replace
History(sys.argv[1]).record(run(), **HERE | {"backend": sys.argv[2], "account": sys.argv[3]})
os._exit(9)
"""


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path / "history")


def leave_behind(rig):
    """Let another process write a run down, and die before any answer."""
    keeper = rig.client("v3")._keeper
    command = [sys.executable, "-c", KILLED, str(rig.history.path), keeper.backend, keeper.account]
    died = subprocess.run(
        command, check=False, timeout=60, env={"PYTHONPATH": ":".join(filter(None, sys.path))}
    )
    assert died.returncode == 9


def test_a_run_whose_process_was_killed_is_listed_as_unknown_and_resumable(rig):
    leave_behind(rig)
    [left] = rig.history.unknown()
    assert (left.status, left.is_resumable, left.id) == ("unknown", True, None)
    assert [job.key for job in left.jobs] == [job.key for job in FOUR]
    assert rig.history.unfinished() == []
    assert "HeyGen may have made and billed it" in left.message


async def test_a_run_whose_process_was_killed_is_resumed_by_its_run_id(rig):
    leave_behind(rig)
    client = rig.client("v3")
    resumed = await client.resume("run-00000001")
    assert (resumed.status, len(resumed.images)) == ("success", 4)
    assert len(rig.sandbox.looks) == 4
    assert set(rig.transports[-1].keys) == {job.key for job in FOUR}
    [row] = rig.history
    assert (row.status, row.id, row.attributes) == ("success", resumed.id, ADA)
    assert row.cost == Price(5.28)
    assert await client.left_over() == ([], [])


async def test_what_the_killed_process_had_made_is_not_made_again(rig):
    made = await rig.client("v3").submit(ADA)
    lost = replace(made, jobs=tuple(replace(job, id=None) for job in made.jobs), id=None)
    lost = lost.with_jobs(replace(j, status=GenerationStatus.SUBMITTING) for j in lost.jobs)
    client = rig.client("v3")
    resumed = await client.resume(lost)
    assert resumed.id == made.id
    assert len(rig.sandbox.looks) == 4


async def test_history_is_told_of_by_any_reader(rig):
    leave_behind(rig)
    assert History(rig.history.path).get("run-00000001").status == "unknown"
