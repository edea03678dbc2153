"""Image files: whole or absent, written once, under safe names, with nothing left over."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.history import History
from heygen_widgets.history.image_files import ImageFiles, folder_name
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import HERE, files, finished


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


def test_unfinished_files_of_killed_processes_are_removed_after_an_hour(history):
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
        ImageFiles(tmp_path).write("run-00000001", 0, b"data", "image/png")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("mime_type", "suffix"), [("image/jpeg", ".jpg"), ("image/x-odd", ".img"), ("", ".img")]
)
def test_a_file_is_named_by_its_type(tmp_path, mime_type, suffix):
    assert ImageFiles(tmp_path).write("r", 0, b"data", mime_type).path.suffix == suffix


def test_a_loaded_run_holds_no_bytes_of_its_images(history):
    history.record(finished(), **HERE)
    image = history.get("701c").images[0]
    assert image._data is None
    assert image.is_downloaded
    assert (image.mime_type, image.size) == ("image/png", (8, 6))
    assert f"{image.file.byte_count} bytes" in repr(image)
    assert image.bytes == finished().images[0].bytes
    assert image._data is None


def test_a_run_without_images_creates_no_folder(history):
    history.record(Generation(status=GenerationStatus.FAILED, id="g"), **HERE)
    assert not (history.path / "images").exists()


def test_a_file_that_is_gone_or_changed_is_an_error_of_that_image_alone(history):
    history.record(finished(), **HERE)
    first, second, third, fourth = history.get("701c").images
    first.file.path.unlink()
    second.file.path.write_bytes(b"x" * second.file.byte_count)
    with pytest.raises(ImageUnavailable, match="No such file"):
        _ = first.bytes
    with pytest.raises(ImageUnavailable, match="was changed since it was recorded"):
        _ = second.bytes
    assert third.bytes
    assert fourth.pil.size == third.size == first.size == (8, 6)
    assert (history.path / "history.sqlite3").exists()


def test_an_image_that_is_not_recorded_has_no_file():
    assert AvatarImage(key="k", url="u", index=0).file is None
