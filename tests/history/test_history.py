"""A history as its users see it: its folder, its runs, and several processes that use it."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from heygen_widgets.errors import HistoryError, NotFound
from heygen_widgets.history import History
from heygen_widgets.models.marks import Mark
from tests.history.runs import HERE, finished


def test_constructing_a_history_opens_and_creates_nothing(tmp_path):
    history = History(tmp_path / "new")
    assert history.path == tmp_path / "new"
    assert repr(history) == f"<History at {tmp_path / 'new'}>"
    assert not history.path.exists()


def test_reading_creates_nothing(history):
    assert (len(history), list(history)) == (0, [])
    assert (history.unfinished(), history.unknown()) == ([], [])
    assert not history.path.exists()


def test_an_empty_history_is_true(history):
    assert history


def test_the_folder_comes_from_the_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path / "mine"))
    assert History().path == tmp_path / "mine"


def test_without_the_variable_the_folder_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in History().path.parents


def test_a_relative_folder_stays_where_it_was(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    history = History("runs")
    monkeypatch.chdir("/")
    assert history.path == tmp_path / "runs"


def test_iterating_gives_all_runs_newest_first(record, history, monkeypatch):
    monkeypatch.setattr("heygen_widgets.history.history.PAGE_SIZE", 3)
    for number in range(8):
        record(id=f"g{number}")
    assert [run.id for run in history] == [f"g{number}" for number in reversed(range(8))]
    assert len(history) == 8


def test_runs_may_be_deleted_while_iterating(record, history, monkeypatch):
    monkeypatch.setattr("heygen_widgets.history.history.PAGE_SIZE", 2)
    for number in range(6):
        record(id=f"g{number}")
    seen = []
    for run in history:
        seen.append(run.id)
        history.delete(run.run_id)
    assert len(seen) == 6
    assert len(history) == 0


def test_a_run_is_found_by_both_ids(record, history):
    record(id="g", run_id="run-00000001")
    assert history.get("g").run_id == history.get("run-00000001").run_id == "run-00000001"


@pytest.mark.parametrize("verb", ["get", "delete"])
def test_an_unknown_id_is_named_in_the_error(record, history, verb):
    for _ in range(2):
        with pytest.raises(NotFound, match="holds no run with the id 'g'"):
            getattr(history, verb)("g")
        record(id="other")


def test_deleting_removes_rows_and_files(history):
    run = history.record(finished(), **HERE)
    other = history.record(finished(run_id="run-00000002", id="702c"), **HERE)
    history.delete("701c")
    assert [left.id for left in history] == ["702c"]
    assert not any(image.file.path.exists() for image in run.images)
    assert all(image.file.path.exists() for image in other.images)


def test_if_files_cannot_be_removed_the_run_stays(history, monkeypatch):
    history.record(finished(), **HERE)

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", refuse)
        with pytest.raises(HistoryError, match="Permission denied"):
            history.delete("701c")
    assert all(image.bytes for image in history.get("701c").images)
    history.delete("701c")
    assert len(history) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_the_owner_can_read_files_and_folders(history):
    history.record(finished(), **HERE)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in history.path.rglob("*")}
    modes[history.path] = stat.S_IMODE(history.path.stat().st_mode)
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert sum(path.is_file() for path in modes) == 5


def test_threads_record_at_once_and_lose_nothing(history):
    def work(worker):
        for number in range(5):
            history.record(
                finished(run_id=f"run-{worker:04}-{number:04}", id=f"{worker}-{number}"), **HERE
            )

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runs = list(history)
    assert len({run.id for run in runs}) == len(runs) == 30
    assert all(image.bytes for run in runs for image in run.images)


def test_a_history_is_a_context_manager(tmp_path):
    with History(tmp_path / "h") as history:
        history.record(finished(), **HERE)
    history.close()
    assert len(history) == 1


def test_no_file_stays_open(history):
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("needs /proc")
    history.record(finished(), **HERE)
    runs = iter(history)
    next(runs)
    open_files = [str(entry.readlink()) for entry in folder.iterdir() if entry.exists()]
    assert not [name for name in open_files if str(history.path) in name]


ROOT = Path(__file__).parents[2]
KILLS = 30


@pytest.fixture
def writer(tmp_path):
    """Starts processes that record runs into one folder."""
    started = []

    def start(name, count, script="record_runs.py"):
        command = [sys.executable, str(Path(__file__).with_name(script))]
        process = subprocess.Popen(
            [*command, str(tmp_path / "history"), name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # The checkout comes last, so that an installed wheel is tested where there is one.
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), str(ROOT)])},
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def start_work(process):
    process.stdin.write("\n")
    process.stdin.flush()


def test_processes_that_record_at_once_lose_nothing(writer, tmp_path):
    processes = [writer(name, 20) for name in ("anna", "berta", "clara")]
    for process in processes:
        start_work(process)
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
    processes = [writer(job, 40, "mark_images.py") for job in jobs]
    for process in processes:
        start_work(process)
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    # The values that each process set last, at numbers 36 to 39.
    assert [image.mark for image in history.get("701c").images] == [
        Mark(favourite=True, rating=2, note="Nr. 36"),
        Mark(favourite=True, rating=3, note="Nr. 37"),
        Mark(favourite=True, rating=4, note="Nr. 38"),
        Mark(favourite=True, rating=5, note="Nr. 39"),
    ]
    assert history.search("nr. 36", favourite=True).total == 1


def killed_after(process, seconds):
    """Kill a process while it records, and return the lines that say what it recorded."""
    start_work(process)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    lines = process.communicate()[0].splitlines(keepends=True)
    # The last line may be cut off.
    return [tuple(line.split()) for line in lines if line.endswith("\n")]


def test_a_process_killed_at_any_instant_loses_nothing_that_it_recorded(writer, tmp_path):
    chance = random.Random(3)  # noqa: S311
    said = []
    for kill in range(KILLS):
        said += killed_after(writer(f"k{kill:03}", 10_000), chance.uniform(0.0, 0.25))
    history = History(tmp_path / "history")
    runs = {run.id: run for run in history if run.id}
    assert {known for _, known in said} <= set(runs)
    for _, done in (entry for entry in said if entry[0] == "finished"):
        expected = finished(id=done)
        assert runs[done].status == "success"
        assert [image.bytes for image in runs[done].images] == [
            image.bytes for image in expected.images
        ]
    # Every file that a row names is whole, also those of runs that no line was printed for.
    assert all(image.bytes for run in history for image in run.images if image.is_downloaded)
    assert len(said) > KILLS
    assert {run.status for run in history.unknown()} <= {"unknown"}
    open_runs = {run.id for run in history.unfinished()} | {run.id for run in history.unknown()}
    assert open_runs >= {run.id for run in runs.values() if run.status == "in_progress"}
    assert not any(run.status == "submitting" for run in history)
