"""Image files: whole or absent, written once, under safe names, with no litter."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from heygen_widgets.history import History
from heygen_widgets.history.pictures import Pictures, folder_name
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import HERE, finished, picture


def files(history):
    return {path for path in (history.path / "images").rglob("*") if path.is_file()}


def test_what_is_there_already_is_not_written_again(history):
    history.record(finished(), **HERE)
    before = {path: path.stat().st_ino for path in files(history)}
    history.record(finished(), **HERE)
    history.record(history.get("701c"), **HERE)
    assert {path: path.stat().st_ino for path in files(history)} == before
    assert len(before) == 4


def test_other_content_leaves_no_old_file(history):
    run = history.record(finished(), **HERE)
    new = run.images[0].with_data(picture("new"), "image/png", (8, 6))
    history.record(replace(run, images=(new, *run.images[1:])), **HERE)
    assert len(files(history)) == 4
    assert history.get("701c").images[0].bytes == picture("new")


def test_pictures_can_be_left_out(history):
    history.record(finished(), **HERE, images=False)
    assert not files(history)
    assert not any(image.is_downloaded for image in history.get("701c").images)
    history.record(finished(), **HERE)
    history.record(finished(), **HERE, images=False)
    assert all(image.bytes for image in history.get("701c").images)


def test_pictures_are_files_before_the_row_names_them(history, monkeypatch):
    def stop(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("heygen_widgets.history.writing.Writer._write", stop)
    with pytest.raises(KeyboardInterrupt):
        history.record(finished(), **HERE)
    assert len(files(history)) == 4
    assert len(history) == 0


def test_a_run_can_move_to_another_history(history, tmp_path):
    history.record(finished(), **HERE)
    other = History(tmp_path / "other")
    other.record(history.get("701c"), **HERE)
    history.delete("701c")
    assert all(image.bytes for image in other.get("701c").images)


def test_a_picture_that_cannot_be_moved_says_why(history, tmp_path):
    run = history.record(finished(), **HERE)
    loaded = history.get("701c")
    run.images[3].file.path.unlink()
    other = History(tmp_path / "other")
    other.record(loaded, **HERE)
    images = other.get("701c").images
    assert [image.is_downloaded for image in images] == [True, True, True, False]
    assert "No such file" in images[3].error.what


@pytest.mark.parametrize(
    "run_id", ["../../etc", "/abs/olute", "con", "A" * 20, "", "x" * 999, "é/"]
)
def test_no_run_id_leads_out_of_the_folder(history, run_id):
    name = folder_name(run_id)
    assert Path(name).name == name
    assert name.lower() == name
    if run_id:
        history.record(finished(run_id=run_id), **HERE)
        assert all(history.path / "images" in path.parents for path in files(history))
        assert len(files(history)) == 4
        assert all(image.bytes for image in history.get(run_id).images)


def test_what_killed_processes_left_is_removed_after_an_hour(history):
    history.record(finished(), **HERE)
    folder = history.path / "images" / ".partial"
    old, new = folder / "old.part", folder / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    hours_ago = time.time() - 3700
    os.utime(old, (hours_ago, hours_ago))
    len(History(history.path))
    assert not old.exists()
    assert new.exists()


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    def refuse(_handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="Input/output"):
        Pictures(tmp_path).write("run-00000001", 0, b"data", "image/png")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("mime_type", "suffix"), [("image/jpeg", ".jpg"), ("image/x-odd", ".img"), ("", ".img")]
)
def test_a_file_is_named_by_its_type(tmp_path, mime_type, suffix):
    assert Pictures(tmp_path).write("r", 0, b"data", mime_type).path.suffix == suffix


def test_a_loaded_run_is_small_until_its_pictures_are_looked_at(history):
    history.record(finished(), **HERE)
    image = history.get("701c").images[0]
    assert image._data is None
    assert image.is_downloaded
    assert (image.mime_type, image.size) == ("image/png", (8, 6))
    assert f"{image.file.byte_count} bytes" in repr(image)
    assert image.bytes == finished().images[0].bytes
    assert image._data is None


def test_a_run_with_no_pictures_makes_no_folder(history):
    history.record(Generation(status=GenerationStatus.FAILED, id="g"), **HERE)
    assert not (history.path / "images").exists()
