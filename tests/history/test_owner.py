"""Which runs nobody waits for any more: by the process that wrote them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from heygen_widgets.history import owner
from tests.history.runs import ADA

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes can't be looked at")


@pytest.fixture
def written_by(monkeypatch):
    """Runs `write` as another process would."""

    def become(other, write):
        with monkeypatch.context() as patch:
            patch.setattr(owner, "_owner", lambda _pid: other)
            write()

    return become


@pytest.fixture
def process():
    """A living process."""
    command = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        yield other
        other.kill()


def owner_of(process):
    return replace(owner.current(), pid=process.pid, started=owner._started(process.pid))


GONE = replace(owner.current(), pid=2**22 + 1)
REUSED = replace(owner.current(), started="long ago")
ELSEWHERE = replace(owner.current(), host="another machine")


def test_this_process_is_alive():
    assert owner.is_alive(owner.current()) is True


def test_another_process_is_alive_until_it_is_killed_even_if_not_collected(process):
    other = owner_of(process)
    assert owner.is_alive(other) is True
    process.kill()
    deadline = time.monotonic() + 10
    while owner.is_alive(other) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert owner.is_alive(other) is False
    assert process.poll() in {None, -9}


@pytest.mark.parametrize(
    ("other", "alive"),
    [(GONE, False), (REUSED, False), (ELSEWHERE, None)],
    ids=["gone", "reused", "elsewhere"],
)
def test_a_gone_a_reused_and_a_foreign_process_are_told_apart(other, alive):
    assert owner.is_alive(other) is alive


def test_where_the_start_of_a_process_is_unknown_nothing_is_said_about_others(monkeypatch):
    monkeypatch.setattr(owner, "_owner", lambda _pid: owner.Owner("here", 1, ""))
    assert owner.is_alive(owner.current()) is True
    assert owner.is_alive(owner.Owner("here", 2, "")) is None


def test_without_proc_ps_says_when_a_process_started(process, monkeypatch):
    monkeypatch.setattr(owner, "_PROC", Path("/nowhere"))
    try:
        started = owner._started(process.pid)
    except FileNotFoundError:
        pytest.skip("needs ps")
    if not started:
        pytest.skip("needs ps")
    assert started == owner._started(process.pid)
    assert owner._started(GONE.pid) == ""
    assert owner._host()


def test_without_proc_and_ps_nothing_is_known(monkeypatch):
    monkeypatch.setattr(owner, "_PROC", Path("/nowhere"))
    monkeypatch.setenv("PATH", "")
    assert owner._started(os.getpid()) == ""


def test_a_forked_process_is_another_owner():
    assert owner._owner(os.getpid()) != owner._owner(os.getppid())


def test_an_intent_of_this_process_is_on_its_way(record, history):
    record("submitting", run_id="run-00000001")
    assert history.unknown() == []
    assert history.get("run-00000001").status == "submitting"


def test_an_intent_of_another_living_process_is_on_its_way(record, history, written_by, process):
    written_by(owner_of(process), lambda: record("submitting", run_id="run-00000001"))
    assert history.unknown() == []
    process.kill()
    process.wait()
    assert [run.run_id for run in history.unknown()] == ["run-00000001"]


@pytest.mark.parametrize("writer", [GONE, REUSED], ids=["gone", "reused"])
def test_an_intent_whose_process_is_gone_has_an_unknown_outcome(
    record, history, written_by, writer
):
    written_by(writer, lambda: record("submitting", run_id="run-00000001"))
    (run,) = history.unknown()
    assert (run.status, run.attributes) == ("unknown", ADA)
    assert "HeyGen may have made and billed it" in run.message
    assert next(iter(history)).status == history.get("run-00000001").status == "unknown"
    assert history.unfinished() == []


@pytest.mark.parametrize(("age", "count"), [(-400, 1), (-200, 0), (290, 0), (310, 1)])
def test_an_intent_of_another_machine_counts_after_five_minutes(
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
def test_what_we_stopped_waiting_for_can_be_resumed(record, history, status):
    record(status, id="g")
    assert [run.id for run in history.unfinished()] == ["g"]


@pytest.mark.parametrize("status", ["success", "failed"])
def test_what_has_ended_is_not_offered(record, history, written_by, status):
    written_by(GONE, lambda: record(status, id="g"))
    assert history.unfinished() == history.unknown() == []


def test_what_this_process_waits_for_is_not_offered(record, history):
    record("in_progress", id="g")
    assert history.unfinished() == []


def test_what_another_kernel_waits_for_is_offered_when_it_is_gone(
    record, history, written_by, process
):
    written_by(owner_of(process), lambda: record("in_progress", id="g"))
    assert history.unfinished() == []
    process.kill()
    process.wait()
    assert [run.id for run in history.unfinished()] == ["g"]


def test_what_another_machine_waits_for_is_offered_because_asking_costs_nothing(
    record, history, written_by
):
    written_by(ELSEWHERE, lambda: record("in_progress", id="g"))
    assert [run.id for run in history.unfinished()] == ["g"]


def test_a_refused_submit_that_was_stopped_without_id_is_not_offered(record, history):
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
