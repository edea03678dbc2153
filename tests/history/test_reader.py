"""Runs that nobody waits for any more are listed, and an index answers every query."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from heygen_widgets.errors import NotFound
from heygen_widgets.history import History, reader
from heygen_widgets.history.migrations import migrate
from heygen_widgets.history.search import NEWEST
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.models.prices import Price
from tests.history.processes import ELSEWHERE, GONE, REUSED, writer_of
from tests.history.runs import ADA, FOUR_JOBS, HERE, NOON
from tests.support.sandbox.rig import Rig


def test_a_submit_of_this_process_is_on_its_way(record, history):
    record("submitting", run_id="run-00000001")
    assert history.unknown() == []
    assert history.get("run-00000001").status == "submitting"


def test_a_submit_of_another_running_process_is_on_its_way(record, history, written_by, process):
    written_by(writer_of(process), lambda: record("submitting", run_id="run-00000001"))
    assert history.unknown() == []
    process.kill()
    process.wait()
    assert [run.run_id for run in history.unknown()] == ["run-00000001"]


@pytest.mark.parametrize("writer", [GONE, REUSED], ids=["gone", "reused"])
def test_a_submit_whose_process_is_gone_has_an_unknown_outcome(record, history, written_by, writer):
    written_by(writer, lambda: record("submitting", run_id="run-00000001"))
    (run,) = history.unknown()
    assert (run.status, run.attributes) == ("unknown", ADA)
    assert "HeyGen may have made and billed it" in run.message
    assert next(iter(history)).status == history.get("run-00000001").status == "unknown"
    assert history.unfinished() == []


@pytest.mark.parametrize("key", [None, "heygen-widgets:run-00000001:1"], ids=["v2", "v3"])
def test_a_submit_whose_process_is_gone_counts_as_billed_and_keeps_its_key(
    record, history, written_by, key
):
    written_by(
        GONE,
        lambda: record(
            "submitting", run_id="run-00000001", jobs=(Job(key=key),), price=Price(1, "credit")
        ),
    )
    (run,) = history.unknown()
    assert (run.paid_jobs, run.cost) == (1, Price(1, "credit"))
    # HeyGen may have made it, so a refusal under its key proves nothing.
    (again,) = run.reopened(repeat=True).jobs
    assert again.renewed().key == key
    assert again.status == ("submitting" if key else "unknown")


@pytest.mark.parametrize(("age", "count"), [(-400, 1), (-200, 0), (290, 0), (310, 1)])
def test_a_submit_of_another_machine_has_an_unknown_outcome_after_five_minutes(
    record, history, written_by, age, count
):
    written_by(ELSEWHERE, lambda: record("submitting", run_id="run-00000001"))
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        connection.execute("UPDATE runs SET written_at = written_at - ?", (age,))
        connection.commit()
    assert len(history.unknown()) == count


def test_a_lost_answer_is_unknown_whoever_wrote_it(record, history):
    record("unknown", run_id="run-00000001", message="No answer.")
    (run,) = history.unknown()
    assert (run.run_id, run.message) == ("run-00000001", "No answer.")
    assert history.unfinished() == []


@pytest.mark.parametrize("status", ["timed_out", "stopped"])
def test_a_run_that_we_stopped_waiting_for_is_unfinished(record, history, status):
    record(status, id="g")
    assert [run.id for run in history.unfinished()] == ["g"]


@pytest.mark.parametrize("status", ["success", "failed"])
def test_a_run_that_has_ended_is_not_listed(record, history, written_by, status):
    written_by(GONE, lambda: record(status, id="g"))
    assert history.unfinished() == history.unknown() == []


@pytest.mark.parametrize(
    ("host", "status"), [("sandbox", "failed"), ("api.heygen.com", "in_progress")]
)
def test_a_run_that_a_sandbox_was_making_is_over_when_its_process_is_gone(
    record, history, written_by, host, status
):
    written_by(GONE, lambda: record("in_progress", id="g", backend=host))
    assert history.get("g").status == status
    assert [run.id for run in history.unfinished()] == ([] if host == "sandbox" else ["g"])
    assert not history.is_waited_for("g")


def test_a_run_that_the_sandbox_of_another_machine_makes_is_not_said_to_be_over(
    record, history, written_by
):
    written_by(ELSEWHERE, lambda: record("in_progress", id="g", backend="sandbox"))
    assert history.get("g").status == "in_progress"


def test_a_run_that_this_process_waits_for_is_not_listed(record, history):
    record("in_progress", id="g")
    assert history.unfinished() == []


def test_a_run_that_another_kernel_waits_for_is_unfinished_when_that_is_gone(
    record, history, written_by, process
):
    written_by(writer_of(process), lambda: record("in_progress", id="g"))
    assert history.unfinished() == []
    process.kill()
    process.wait()
    assert [run.id for run in history.unfinished()] == ["g"]


def test_a_run_of_another_machine_is_unfinished_because_asking_costs_nothing(
    record, history, written_by
):
    written_by(ELSEWHERE, lambda: record("in_progress", id="g"))
    assert [run.id for run in history.unfinished()] == ["g"]


def test_a_stopped_run_without_id_is_not_listed(record, history):
    record("stopped")
    assert history.unfinished() == []


@pytest.mark.parametrize("verb", ["unfinished", "unknown"])
def test_only_the_account_that_is_asked_about_is_listed(record, history, verb):
    status = "stopped" if verb == "unfinished" else "unknown"
    places = [("h1", "a1"), ("h1", "a2"), ("h2", "a1")]
    for number, (backend, account) in enumerate(places):
        record(status, id=f"g{number}", backend=backend, account=account)
    ask = getattr(history, verb)
    assert [run.id for run in ask()] == ["g2", "g1", "g0"]
    assert [run.id for run in ask(backend="h1")] == ["g1", "g0"]
    assert [run.id for run in ask(account="a1")] == ["g2", "g0"]
    assert [run.id for run in ask(backend="h1", account="a1")] == ["g0"]


ENDS = [status for status in GenerationStatus if status.is_final]
OPEN = ["submitting", "in_progress"]


@pytest.mark.parametrize("status", OPEN)
def test_an_open_run_of_this_process_is_waited_for(record, history, status):
    record(status, id="g", run_id="run-00000001")
    assert history.is_waited_for("g") is history.is_waited_for("run-00000001") is True


@pytest.mark.parametrize("status", OPEN)
def test_an_open_run_of_another_process_is_waited_for_until_that_is_gone(
    record, history, written_by, process, status
):
    written_by(writer_of(process), lambda: record(status, id="g"))
    assert history.is_waited_for("g") is True
    process.kill()
    process.wait()
    assert history.is_waited_for("g") is False


@pytest.mark.parametrize("status", OPEN)
@pytest.mark.parametrize("writer", [GONE, REUSED], ids=["gone", "reused"])
def test_an_open_run_whose_process_is_gone_is_not_waited_for(
    record, history, written_by, writer, status
):
    written_by(writer, lambda: record(status, id="g"))
    assert history.is_waited_for("g") is False


@pytest.mark.parametrize("status", ENDS)
def test_a_run_with_an_end_is_not_waited_for_although_its_process_is_running(
    record, history, status
):
    record(status, id="g")
    assert history.is_waited_for("g") is False


@pytest.mark.parametrize("status", OPEN)
@pytest.mark.parametrize("age", [0, 400])
def test_an_open_run_is_waited_for_unless_it_is_listed(record, history, written_by, status, age):
    written_by(ELSEWHERE, lambda: record(status, id="g"))
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        connection.execute("UPDATE runs SET written_at = written_at - ?", (age,))
        connection.commit()
    listed = [run.id for run in history.unfinished() + history.unknown()]
    assert history.is_waited_for("g") is (listed == [])


def test_a_run_that_another_process_resumed_is_waited_for_again(record, history, written_by):
    written_by(GONE, lambda: record(id="g"))
    assert history.is_waited_for("g") is False
    record(id="g")
    assert history.is_waited_for("g") is True
    record("stopped", id="g")
    assert history.is_waited_for("g") is False


def test_a_run_that_is_not_recorded_is_not_found_instead_of_not_waited_for(history):
    with pytest.raises(NotFound, match="holds no run with the id 'g'"):
        history.is_waited_for("g")
    assert not history.path.exists()


KILLED = """
import os, sys
from heygen_widgets import History
from tests.history.runs import HERE, submitting
History(sys.argv[1]).record(submitting(), **HERE | {"backend": sys.argv[2], "account": sys.argv[3]})
os._exit(9)
"""


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path / "history")


def record_in_killed_process(rig):
    """Record a run in another process, which ends before any answer."""
    keeper = rig.client("v3")._recorder
    command = [sys.executable, "-c", KILLED, str(rig.history.path), keeper.backend, keeper.account]
    died = subprocess.run(
        command, check=False, timeout=60, env={"PYTHONPATH": ":".join(filter(None, sys.path))}
    )
    assert died.returncode == 9


def test_a_run_whose_process_was_killed_is_listed_as_unknown_and_resumable(rig):
    record_in_killed_process(rig)
    [left] = rig.history.unknown()
    assert (left.status, left.is_resumable, left.id) == ("unknown", True, None)
    assert [job.key for job in left.jobs] == [job.key for job in FOUR_JOBS]
    assert rig.history.unfinished() == []
    assert "HeyGen may have made and billed it" in left.message


async def test_a_run_whose_process_was_killed_is_resumed_by_its_run_id(rig):
    record_in_killed_process(rig)
    client = rig.client("v3")
    resumed = await client.resume("run-00000001")
    assert (resumed.status, len(resumed.images)) == ("success", 4)
    assert len(rig.sandbox.looks) == 4
    assert set(rig.transports[-1].keys) == {job.key for job in FOUR_JOBS}
    [row] = rig.history
    assert (row.status, row.id, row.attributes) == ("success", resumed.id, ADA)
    assert row.cost == Price(5.28)
    assert await client.left_over() == ([], [])


async def test_looks_that_the_killed_process_had_made_are_not_made_again(rig):
    made = await rig.client("v3").submit(ADA)
    lost = replace(made, jobs=tuple(replace(job, id=None) for job in made.jobs), id=None)
    lost = lost.with_jobs(replace(j, status=GenerationStatus.SUBMITTING) for j in lost.jobs)
    client = rig.client("v3")
    resumed = await client.resume(lost)
    assert resumed.id == made.id
    assert len(rig.sandbox.looks) == 4


async def test_a_run_whose_process_was_killed_is_shown_as_unknown_by_any_history(rig):
    record_in_killed_process(rig)
    assert History(rig.history.path).get("run-00000001").status == "unknown"


def test_durations_are_those_of_the_newest_runs_that_succeeded_at_one_go(record, history):
    def took(seconds, status="success", **fields):
        end = NOON + timedelta(seconds=seconds)
        record(status, id=f"{status}{seconds}", finished_at=end, **fields)

    took(9.5)
    took(30.25)
    took(4, "failed")
    took(5, api="v3")
    took(6, backend="sandbox")
    took(-7)
    took(7200, was_resumed=True)
    record("success", id="no end")
    assert history.durations(backend=HERE["backend"], api="v2") == pytest.approx([30.25, 9.5])
    assert history.durations(backend=HERE["backend"], api="v2", limit=1) == pytest.approx([30.25])
    assert history.durations(backend=HERE["backend"]) == pytest.approx([5, 30.25, 9.5])
    assert history.durations(backend="sandbox", api="v3") == []


def test_a_forgotten_run_is_in_the_history_and_off_the_lists(record, history):
    record("stopped", run_id="run-00000001", id="g1")
    record("unknown", run_id="run-00000002")
    record("stopped", run_id="run-00000003", id="g3")
    history.forget("g1")
    history.forget("run-00000002")
    assert [run.id for run in history.unfinished()] == ["g3"]
    assert history.unknown() == []
    assert len(history) == len(history.search().records) == 3
    assert history.get("g1").status == "stopped"
    with pytest.raises(NotFound, match="nobody-has-this-id"):
        history.forget("nobody-has-this-id")


def test_a_forgotten_run_stays_off_the_lists_when_it_is_recorded_again(record, history):
    record("stopped", run_id="run-00000001", id="g1")
    history.forget("g1")
    record("in_progress", run_id="run-00000001", id="g1")
    record("timed_out", run_id="run-00000001", id="g1")
    assert history.unfinished() == []


QUERIES = {
    "PAGE": (NEWEST, 100),
    "FIND": ("g", "g"),
    "NUMBERS": (NEWEST, 21),
    "BY_NUMBER": (1,),
    "BY_RUN": ("r",),
    "BY_GENERATION": ("g", "b", "a"),
    "IMAGES": (1,),
    "UNFINISHED": {"backend": None, "account": None},
    "UNKNOWN": {"backend": "b", "account": "a"},
    "DURATIONS": {"backend": "b", "api": "v2", "limit": 20, "kind": "photos"},
    "MADE_OF_IMAGES": (1, "b", "a"),
    "MADE_BY_RUN": (1, "b", "a"),
    "DELETED": (1,),
    "STEPS_OF_PICTURES": {"kind": "group", "backend": "b", "account": "a", "pictures": '["k"]'},
    "STEPS_OF_GROUP": {"kind": "training", "backend": "b", "account": "a", "group_id": "g"},
    "IMAGE_BY_KEY": ("k", "b", "a"),
    "LOOK_BY_ID": ("l", "b", "a"),
}


@pytest.fixture(params=["no statistics", "statistics"])
def connection(request):
    with closing(sqlite3.connect(":memory:")) as connection:
        migrate(connection)
        connection.commit()
        names = "run_id, generation_id, backend, account, status, api"
        names += ", writer_host, writer_pid, writer_started, written_at"
        connection.executemany(
            f"INSERT INTO runs ({names}) VALUES (?, ?, 'b', 'a', ?, 'v2', 'h', 1, '1', 0)",  # noqa: S608
            [(f"r{n}", f"g{n}", "success" if n % 100 else "stopped") for n in range(10_000)],
        )
        connection.commit()
        if request.param == "statistics":
            connection.execute("ANALYZE")
        yield connection


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_scans_the_runs(connection, name):
    query = getattr(reader, name)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", QUERIES[name]).fetchall()
    steps = [row[3] for row in plan]
    assert any("SEARCH" in step for step in steps)
    # A constant is no table, and a list that is given is no longer than what it is looked up for.
    scans = [step for step in steps if step.startswith("SCAN")]
    assert not [step for step in scans if "CONSTANT" not in step and "json_each" not in step]


def test_unfinished_runs_are_found_by_the_index_of_their_status(connection):
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN {reader.UNFINISHED}", QUERIES["UNFINISHED"]
    ).fetchall()
    assert any("runs_by_status (status=?)" in row[3] for row in plan)
