"""Thumbnails are made once, kept beside the image files, and removed with their run."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from heygen_widgets.errors import NotFound
from heygen_widgets.history import History
from heygen_widgets.media import imaging
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import HERE, finished, png


@pytest.fixture
def run(history):
    return history.record(finished(), **HERE)


@pytest.fixture
def made(monkeypatch):
    """The images that thumbnails were made of, in order."""
    calls = []
    preview = imaging.preview

    def counting(data, **options):
        calls.append(data)
        return preview(data, **options)

    monkeypatch.setattr(imaging, "preview", counting)
    return calls


def stored(history):
    return list((history.path / "images").glob("*/thumbnail-*"))


def noise(width, height):
    buffer = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(3 * width * height)).save(buffer, "PNG")
    return buffer.getvalue()


def decoded(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.format, image.size


@pytest.mark.parametrize(
    ("size", "small"), [((400, 400), (96, 96)), ((800, 400), (96, 48)), ((40, 80), (40, 80))]
)
def test_a_thumbnail_is_a_small_webp(history, size, small):
    run = finished()
    first = run.images[0].with_data(noise(*size), "image/png", size)
    history.record(replace(run, images=(first, *run.images[1:])), **HERE)
    copy = history.thumbnail("701c")
    assert decoded(copy) == ("WEBP", small)
    assert len(copy) < 6_000


def test_a_thumbnail_is_made_once(history, run, made):
    copy = history.thumbnail(run.id)
    assert copy
    assert History(history.path).thumbnail(run.run_id) == copy
    assert history.thumbnails([run, history.get(run.id)]) == [copy, copy]
    assert made == [run.images[0].bytes]
    [path] = stored(history)
    assert path.read_bytes() == copy
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_thumbnail_is_no_image_of_the_run(history, run, tmp_path):
    history.thumbnail(run.id)
    assert len(history.get(run.id).images) == 4
    history.record(run, **HERE)
    assert len(stored(history)) == 1
    other = History(tmp_path / "other")
    other.record(history.get(run.id), **HERE)
    assert not stored(other)


def test_a_thumbnail_is_removed_with_its_run(history, run):
    history.thumbnail(run.id)
    history.delete(run.id)
    assert not list((history.path / "images").glob("run-*"))


@pytest.mark.parametrize("damage", [b"", b"no image", None])
def test_a_damaged_thumbnail_is_made_again(history, run, damage):
    copy = history.thumbnail(run.id)
    [path] = stored(history)
    path.write_bytes(copy[:-1] if damage is None else damage)
    assert history.thumbnail(run.id) == copy
    assert [path.read_bytes() for path in stored(history)] == [copy]


def test_a_new_first_image_gets_a_new_thumbnail(history, run):
    before = history.thumbnail(run.id)
    other = run.images[0].with_data(png("other"), "image/png", (8, 6))
    history.record(replace(run, images=(other, *run.images[1:])), **HERE)
    after = history.thumbnail(run.id)
    assert after == imaging.preview(png("other"), side=96, limit=4_000) != before
    assert [path.read_bytes() for path in stored(history)] == [after]


def test_the_thumbnail_shows_the_favourite_or_else_the_best_rated_image(history, run):
    first, second, third, _ = (
        imaging.preview(image.bytes, side=96, limit=4_000) for image in run.images
    )
    assert history.thumbnail(run.id) == first
    history.mark(run.run_id, run.images[1].key, rating=4)
    assert history.thumbnail(run.id) == second
    history.mark(run.run_id, run.images[2].key, favourite=True)
    assert history.thumbnail(run.id) == third


def test_the_thumbnail_shows_the_first_image_whose_file_is_whole(history, run):
    first, second, *_ = run.images
    first.file.path.unlink()
    second.file.path.write_bytes(b"x" * second.file.byte_count)
    third = imaging.preview(run.images[2].bytes, side=96, limit=4_000)
    assert history.thumbnail(run.id) == third


def test_the_thumbnail_of_a_run_without_images_is_empty(history):
    history.record(Generation(status=GenerationStatus.FAILED, id="none"), **HERE)
    history.record(finished(run_id="run-00000002", id="gone"), **HERE, images=False)
    assert (history.thumbnail("none"), history.thumbnail("gone")) == (b"", b"")
    assert not stored(history)
    with pytest.raises(NotFound, match="'other'"):
        history.thumbnail("other")


def test_a_run_that_is_not_recorded_gets_a_thumbnail_but_no_file(history):
    assert history.thumbnails([finished(), replace(finished(), run_id=None)])[1]
    assert not history.path.exists()


def test_a_thumbnail_that_cannot_be_written_is_made_each_time(history, run, made, monkeypatch):
    def refuse(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert history.thumbnail(run.id) == history.thumbnail(run.id)
    assert len(made) == 2
    assert not stored(history)


def test_a_run_that_is_deleted_meanwhile_leaves_no_folder(history, run, monkeypatch):
    preview = imaging.preview

    def deleting(data, **options):
        history.delete(run.id)
        return preview(data, **options)

    monkeypatch.setattr(imaging, "preview", deleting)
    assert history.thumbnail(run.id)
    assert not list((history.path / "images").glob("run-*"))
    assert not list((history.path / "images" / ".partial").iterdir())


def test_a_thumbnail_that_is_written_while_its_run_is_deleted_is_removed_too(
    history, run, monkeypatch
):
    remove = shutil.rmtree
    tries = []

    def late(path, **options):
        tries.append(path)
        if len(tries) == 1:
            raise OSError(errno.ENOTEMPTY, "Directory not empty", str(path))
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", late)
    history.delete(run.id)
    assert (len(history), len(tries)) == (0, 2)
    assert not list((history.path / "images").glob("run-*"))


READS = """
import sys
from heygen_widgets.history import History
History(sys.argv[1]).thumbnail("701c")
sys.exit("PIL" in sys.modules)
"""


def test_a_stored_thumbnail_loads_no_pillow(history, run):
    history.thumbnail(run.id)
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", READS, str(history.path)]
    assert subprocess.run(command, check=False, timeout=60, env=environment).returncode == 0


def test_a_copy_for_a_matrix_is_made_once_for_each_image(history, run, made):
    copies = [history.matrix_copy(run.run_id, image) for image in run.images[:2]]
    again = History(history.path)
    assert [
        again.matrix_copy(run.run_id, image) for image in again.get(run.id).images[:2]
    ] == copies
    assert made == [image.bytes for image in run.images[:2]]


def test_a_copy_for_a_matrix_fits_its_cell_and_leaves_the_thumbnail_alone(history):
    run = finished()
    first = run.images[0].with_data(noise(800, 400), "image/png", (800, 400))
    run = history.record(replace(run, images=(first, *run.images[1:])), **HERE)
    thumbnail = history.thumbnail(run.id)
    assert decoded(history.matrix_copy(run.run_id, run.images[0])) == ("WEBP", (320, 160))
    assert [path.read_bytes() for path in stored(history)] == [thumbnail]


def test_a_copy_for_a_matrix_of_an_image_that_is_not_here_is_empty(history, run):
    missing = AvatarImage(key="image/1/original", url="https://images/1", index=0)
    assert history.matrix_copy(run.run_id, missing) == b""
