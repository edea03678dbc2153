"""Damaged, foreign, newer, locked, full and forbidden: one clear error, and nothing is changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from heygen_widgets.errors import HistoryError
from heygen_widgets.history import History, database
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runtime import atomic_file
from tests.history.runs import HERE, finished

USES = {
    "record": lambda history: history.record(finished(), **HERE),
    "len": len,
    "iter": list,
    "get": lambda history: history.get("701c"),
    "unfinished": lambda history: history.unfinished(),
    "unknown": lambda history: history.unknown(),
    "delete": lambda history: history.delete("701c"),
    "mark": lambda history: history.mark("701c", "image/701c/0", rating=3),
    "search": lambda history: history.search("701c"),
    "thumbnail": lambda history: history.thumbnail("701c"),
    "export": lambda history: history.export(Path(os.devnull).parent / "never.zip"),
}


@pytest.fixture
def file(history):
    """The file of a history that holds a run."""
    history.record(finished(), **HERE)
    return history.path / "history.sqlite3"


def change(file, statement):
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement)


def refused(history, use, words):
    with pytest.raises(HistoryError, match=words) as caught:
        USES[use](history)
    assert "recorded" in caught.value.advice
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize("use", [name for name in USES if name != "export"])
@pytest.mark.parametrize("content", [b"no database" * 500, b"SQLite format 3\0" + b"?" * 9000])
def test_a_damaged_file_is_an_error_that_leaves_it_untouched(history, file, use, content):
    file.write_bytes(content)
    error = refused(history, use, r"history\.sqlite3 is damaged")
    assert "was left as it is" in error.advice
    assert file.read_bytes() == content


@pytest.mark.parametrize("use", ["record", "iter", "get", "delete"])
def test_damaged_pages_are_an_error_that_leaves_them_untouched(history, file, use):
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    refused(history, use, "is damaged")
    assert file.read_bytes() == content


@pytest.mark.parametrize("use", [name for name in USES if name != "export"])
def test_a_newer_file_is_an_error_that_leaves_it_untouched(history, file, use):
    change(file, "PRAGMA user_version = 99")
    content = file.read_bytes()
    error = refused(history, use, "newer heygen_widgets .its version is 99")
    assert error.advice.startswith("Update heygen_widgets")
    assert file.read_bytes() == content


@pytest.mark.parametrize("version", [0, 1, 99])
def test_a_database_of_another_program_is_left_untouched(history, version):
    history.path.mkdir()
    file = history.path / "history.sqlite3"
    change(file, "CREATE TABLE theirs (value)")
    change(file, f"PRAGMA user_version = {version}")
    content = file.read_bytes()
    refused(history, "record", "database of another program")
    assert file.read_bytes() == content


def test_an_empty_file_is_a_new_history(history):
    history.path.mkdir()
    (history.path / "history.sqlite3").touch()
    assert len(history) == 0


@pytest.mark.parametrize("use", ["record", "len", "iter", "unfinished", "unknown"])
@pytest.mark.parametrize("below", [".", "deeper"])
def test_a_file_in_place_of_the_folder_is_an_error(tmp_path, use, below):
    (tmp_path / "file").write_text("mine")
    refused(History(tmp_path / "file" / below), use, "Not a directory")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_place_of_the_file_is_an_error(history):
    (history.path / "history.sqlite3").mkdir(parents=True)
    refused(history, "record", "it can't be opened")


def test_a_folder_that_cannot_be_made_is_an_error(history, monkeypatch):
    def refuse(self, *_args, **_options):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    refused(history, "record", "can't use .*: Permission denied")


def test_a_read_only_history_can_still_be_read(history, file, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda path, **options: connect(f"file:{path}?mode=ro", uri=True, **options),
    )
    assert [run.id for run in history] == ["701c"]
    refused(history, "record", "it is read-only")
    refused(history, "delete", "it is read-only")
    refused(history, "mark", "it is read-only")
    assert history.search("jacket").total == 1
    assert history.thumbnail("701c")
    assert file.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_and_leaves_no_half_image_file(history, monkeypatch):
    def on_a_full_disk(handle, *_args, **_options):
        os.close(handle)
        return Path("/dev/full").open("wb", buffering=0)

    with monkeypatch.context() as patch:
        patch.setattr(atomic_file.os, "fdopen", on_a_full_disk)
        refused(history, "record", "No space left on device")
    assert not [path for path in (history.path / "images").rglob("*") if path.is_file()]
    # There is no room for the image files, but for the row there is.
    run = history.get("701c")
    assert (run.status, len(run.image_keys)) == ("success", 4)
    assert not any(image.is_downloaded for image in run.images)
    history.record(finished(), **HERE)
    assert all(image.bytes for image in history.get("701c").images)


def test_a_full_database_is_an_error_that_keeps_what_was_there(history, file, monkeypatch):
    connect = sqlite3.connect

    def small(path, **options):
        connection = connect(path, **options)
        connection.execute(f"PRAGMA max_page_count = {file.stat().st_size // 4096}")
        return connection

    long = Generation(status=GenerationStatus.FAILED, id="long", message="x" * 20_000)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        with pytest.raises(HistoryError, match="the disk is full"):
            history.record(long, **HERE)
    assert [run.id for run in history] == ["701c"]
    history.record(long, **HERE)
    assert len(history) == 2


def test_a_mark_that_cannot_be_read_is_an_error_and_its_run_can_be_deleted(history, file):
    history.mark("701c", "image/701c/0", rating=3)
    change(file, "UPDATE marks SET rating = 9")
    with pytest.raises(HistoryError, match=r"can't read .* run-00000001 .*rating must be 1 to 5"):
        history.get("701c")
    history.delete("701c")
    assert len(history) == 0


def test_a_file_that_stays_locked_is_an_error(history, file, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        refused(history, "record", "another process has kept it locked")
        refused(history, "iter", "another process has kept it locked")
    assert len(history) == 1
