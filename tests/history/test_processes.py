"""Several processes on one history, and processes that are killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from heygen_widgets.history import History
from heygen_widgets.models.marks import Mark
from tests.history.runs import HERE, finished

ROOT = Path(__file__).parents[2]
KILLS = 30


@pytest.fixture
def writer(tmp_path):
    """Starts processes that record runs into one folder."""
    started = []

    def start(name, count, script="writer.py"):
        command = [sys.executable, str(Path(__file__).with_name(script))]
        process = subprocess.Popen(
            [*command, str(tmp_path / "history"), name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Where the tests run against the wheel, the checkout comes after it.
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), str(ROOT)])},
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def go(process):
    process.stdin.write("\n")
    process.stdin.flush()


def test_processes_that_write_at_once_lose_nothing(writer, tmp_path):
    processes = [writer(name, 20) for name in ("anna", "berta", "clara")]
    for process in processes:
        go(process)
    for process in processes:
        assert process.communicate(timeout=120)[0].count("finished") == 20
        assert process.returncode == 0
    history = History(tmp_path / "history")
    assert {run.status for run in history} == {"success"}
    assert len(history) == len({run.id for run in history}) == 60
    assert all(image.bytes for run in history for image in run.images)
    assert not list((history.path / "images" / ".partial").iterdir())


def test_processes_that_mark_one_run_while_it_is_recorded_lose_nothing(writer, tmp_path):
    history = History(tmp_path / "history")
    history.record(finished(), **HERE)
    jobs = ("favourite", "rating", "note", "note", "record")
    processes = [writer(job, 40, "marker.py") for job in jobs]
    for process in processes:
        go(process)
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    # What each of them set last, at numbers 36 to 39.
    assert [image.mark for image in history.get("701c").images] == [
        Mark(favourite=True, rating=2, note="Nr. 36"),
        Mark(favourite=True, rating=3, note="Nr. 37"),
        Mark(favourite=True, rating=4, note="Nr. 38"),
        Mark(favourite=True, rating=5, note="Nr. 39"),
    ]
    assert history.search("nr. 36", favourite=True).total == 1


def killed_after(process, seconds):
    """Kill a writer in the middle and return what it said to be recorded."""
    go(process)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    lines = process.communicate()[0].splitlines(keepends=True)
    # The last word may be cut off.
    return [tuple(line.split()) for line in lines if line.endswith("\n")]


def test_a_process_killed_at_any_instant_loses_nothing_that_it_recorded(writer, tmp_path):
    chance = random.Random(3)  # noqa: S311
    told = []
    for kill in range(KILLS):
        told += killed_after(writer(f"k{kill:03}", 10_000), chance.uniform(0.0, 0.25))
    history = History(tmp_path / "history")
    runs = {run.id: run for run in history if run.id}
    assert {known for _, known in told} <= set(runs)
    for _, done in (entry for entry in told if entry[0] == "finished"):
        expected = finished(id=done)
        assert runs[done].status == "success"
        assert [image.bytes for image in runs[done].images] == [
            image.bytes for image in expected.images
        ]
    # Whatever a row names is whole, also of runs that were not told.
    assert all(image.bytes for run in history for image in run.images if image.is_downloaded)
    assert len(told) > KILLS
    assert {run.status for run in history.unknown()} <= {"unknown"}
    open_runs = {run.id for run in history.unfinished()} | {run.id for run in history.unknown()}
    assert open_runs >= {run.id for run in runs.values() if run.status == "in_progress"}
    assert not any(run.status == "submitting" for run in history)
