"""What a user of `History` sees: runs go in, the same runs come out."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
import threading
import types
import zipfile
from contextlib import closing
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heygen_widgets.errors import HistoryError, ImageUnavailable, NotFound
from heygen_widgets.history import History, shelf
from heygen_widgets.history.export import write_zip
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import ADA, HERE, NOON, finished


def keep(history, run, **options):
    return history.record(run, **HERE, **options)


def facts(run):
    """Return all fields of a run, with its images as plain values."""
    plain = {field.name: getattr(run, field.name) for field in fields(run)}
    return plain | {"images": [image_facts(image) for image in run.images]}


def image_facts(image):
    known = ("key", "url", "index", "generation_id", "attributes", "is_downloaded")
    error = image.error and {**vars(image.error), "args": image.error.args}
    content = (image.bytes, image.mime_type, image.size) if image.is_downloaded else None
    return [*(getattr(image, name) for name in known), error, content]


def test_making_one_opens_and_creates_nothing(tmp_path):
    history = History(tmp_path / "new")
    assert history.path == tmp_path / "new"
    assert repr(history) == f"<History at {tmp_path / 'new'}>"
    assert not history.path.exists()


def test_looking_creates_nothing(history):
    assert (len(history), list(history)) == (0, [])
    assert (history.unfinished(), history.unknown()) == ([], [])
    assert not history.path.exists()


def test_an_empty_one_is_true(history):
    assert history


def test_the_folder_is_that_of_the_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path / "mine"))
    assert History().path == tmp_path / "mine"


def test_with_no_variable_the_folder_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in History().path.parents


def test_a_relative_folder_stays_where_it_was(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    history = History("runs")
    monkeypatch.chdir("/")
    assert history.path == tmp_path / "runs"


def test_every_field_comes_back(history):
    run = finished()
    returned = keep(history, run)
    assert facts(returned) == facts(run)
    (loaded,) = history
    assert facts(loaded) == facts(run)
    assert loaded.elapsed == 9.5


def test_an_image_that_could_not_be_had_comes_back_with_its_reason(history):
    error = ImageUnavailable("Gone.", "Ask.", status_code=404, code="x", request_id="r")
    run = Generation(status=GenerationStatus.SUCCESS, id="g").with_images(["u"], ["k"])
    run = replace(run, images=(replace(run.images[0], error=error),))
    keep(history, run)
    loaded = history.get("g").images[0]
    assert image_facts(loaded) == image_facts(run.images[0])
    with pytest.raises(ImageUnavailable, match=r"Gone\. Ask\. \(HTTP 404 · x · request r\)"):
        _ = loaded.bytes


@pytest.mark.parametrize("status", [s for s in GenerationStatus if s.value != "submitting"])
def test_every_status_comes_back(record, history, status):
    record(status, id="g", message="why")
    loaded = history.get("g")
    assert (loaded.status, loaded.message) == (status, "why")


whole_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
moments = st.none() | st.datetimes(timezones=st.none() | st.timezones()).map(
    lambda moment: moment.replace(fold=0)
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Generation,
        status=st.sampled_from([GenerationStatus.SUCCESS, GenerationStatus.FAILED]),
        id=whole_text,
        run_id=whole_text.filter(bool),
        message=st.none() | whole_text,
        request_id=st.none() | whole_text,
        api=whole_text,
    ),
    st.lists(whole_text, max_size=3),
)
def test_any_text_comes_back(tmp_path_factory, run, words):
    history = History(tmp_path_factory.mktemp("any"))
    run = run.with_images(words, words)
    keep(history, run)
    assert facts(next(iter(history))) == facts(run)
    assert facts(history.get(run.run_id)) == facts(run)


def test_half_a_character_is_stored_as_an_escape(history):
    run = Generation(status=GenerationStatus.FAILED, id="g\ud800", message="m\udfff")
    keep(history, run.with_images(["u\ud800"], ["k\ud800"]))
    loaded = history.get("g\ud800")
    assert (loaded.id, loaded.message) == ("g\\ud800", "m\\udfff")
    assert loaded.image_keys == ("k\\ud800",)


def test_the_newest_comes_first_and_pages_join(record, history, monkeypatch):
    monkeypatch.setattr(shelf, "PAGE_SIZE", 3)
    for number in range(8):
        record(id=f"g{number}")
    assert [run.id for run in history] == [f"g{number}" for number in reversed(range(8))]
    assert len(history) == 8


def test_going_through_survives_deletes_meanwhile(record, history, monkeypatch):
    monkeypatch.setattr(shelf, "PAGE_SIZE", 2)
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
def test_an_id_that_is_not_there_is_named(record, history, verb):
    for _ in range(2):
        with pytest.raises(NotFound, match="holds no run with the id 'g'"):
            getattr(history, verb)("g")
        record(id="other")


def test_a_run_is_updated_by_its_run_id(record, history):
    record("submitting", run_id="run-00000001")
    record(id="g", run_id="run-00000001", request_id="r")
    (run,) = history
    assert (run.status, run.id, run.request_id) == ("in_progress", "g", "r")


def test_a_run_without_run_id_is_known_by_its_generation_id(record, history):
    first = record(id="g")
    assert first.run_id
    assert record("timed_out", id="g").run_id == first.run_id
    assert len(history) == 1


def test_a_run_that_was_submitted_here_is_resumed_by_its_generation_id(record, history):
    record(id="g", run_id="run-00000001")
    assert record("success", id="g").run_id == "run-00000001"
    assert len(history) == 1


@pytest.mark.parametrize("other", [{"backend": "sandbox"}, {"account": "a2"}])
def test_the_same_id_elsewhere_is_another_run(record, history, other):
    record(id="g")
    record(id="g", **other)
    assert len(history) == 2


def test_runs_with_no_id_at_all_are_all_kept(record, history):
    assert record("unknown").run_id != record("unknown").run_id
    assert len(history) == 2


def test_what_only_the_earlier_record_knew_is_kept(history):
    keep(history, finished())
    keep(history, Generation(status=GenerationStatus.SUCCESS, id="701c"))
    loaded = history.get("701c")
    assert (loaded.attributes, loaded.submitted_at, loaded.request_id) == (ADA, NOON, "req-1")
    assert all(image.is_downloaded for image in loaded.images)


def test_what_heygen_finished_stays_finished_when_somebody_stops_asking(history):
    keep(history, finished())
    for status in ("in_progress", "timed_out", "stopped"):
        keep(history, Generation(status=GenerationStatus(status), id="701c", message="Later."))
    loaded = history.get("701c")
    assert (loaded.status, loaded.message, loaded.elapsed) == ("success", None, 9.5)
    assert history.unfinished() == []


def test_a_resumed_run_gets_the_pictures_that_are_here_already(history):
    run = keep(history, finished())
    fresh = Generation(status=GenerationStatus.IN_PROGRESS, id="701c")
    fresh = fresh.with_images([f"https://fresh/{n}" for n in range(4)], run.image_keys)
    returned = keep(history, fresh)
    assert [image.bytes for image in returned.images] == [image.bytes for image in run.images]
    assert returned.image_urls[0] == history.get("701c").image_urls[0] == "https://fresh/0"


def test_a_picture_whose_file_is_gone_is_wanted_again(history):
    run = keep(history, finished())
    Path(run.images[1].file.path).unlink()
    returned = keep(history, run.with_images(run.image_urls, (*run.image_keys[:1], "a", "b", "c")))
    assert [image.is_downloaded for image in returned.images] == [True, False, False, False]
    blank = [replace(image, _data=None, file=None) for image in run.images]
    keep(history, replace(run, images=tuple(blank)))
    assert not history.get("701c").images[1].is_downloaded


def test_attributes_of_another_vocabulary_leave_the_rest_readable(history):
    keep(history, finished())
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        connection.execute("UPDATE runs SET attributes = replace(attributes, 'Noir', 'Sepia')")
        connection.commit()
    loaded = history.get("701c")
    assert loaded.attributes is None
    assert "This release can't read its attributes: style: 'Sepia'" in loaded.message
    assert len(loaded.images) == 4


def test_a_row_that_makes_no_sense_is_an_error_and_can_be_deleted(history):
    keep(history, finished())
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        connection.execute("UPDATE runs SET submitted_at = 'yesterday'")
        connection.commit()
    with pytest.raises(HistoryError, match="can't read what it holds of run run-00000001"):
        list(history)
    history.delete("701c")
    assert list(history) == []


def test_deleting_removes_row_and_files(history):
    run = keep(history, finished())
    other = keep(history, finished(run_id="run-00000002", id="702c"))
    history.delete("701c")
    assert [left.id for left in history] == ["702c"]
    assert not any(image.file.path.exists() for image in run.images)
    assert all(image.file.path.exists() for image in other.images)


def test_if_files_cannot_be_removed_the_run_stays(history, monkeypatch):
    keep(history, finished())

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
def test_files_and_folders_are_their_owners_alone(history):
    keep(history, finished())
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in history.path.rglob("*")}
    modes[history.path] = stat.S_IMODE(history.path.stat().st_mode)
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert sum(path.is_file() for path in modes) == 5


def test_threads_record_at_once_and_lose_nothing(history):
    def work(worker):
        for number in range(5):
            keep(history, finished(run_id=f"run-{worker:04}-{number:04}", id=f"{worker}-{number}"))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runs = list(history)
    assert len({run.id for run in runs}) == len(runs) == 30
    assert all(image.bytes for run in runs for image in run.images)


def test_it_is_a_context_manager(tmp_path):
    with History(tmp_path / "h") as history:
        keep(history, finished())
    history.close()
    assert len(history) == 1


def test_no_file_stays_open(history):
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("needs /proc")
    keep(history, finished())
    runs = iter(history)
    next(runs)
    open_files = [str(entry.readlink()) for entry in folder.iterdir() if entry.exists()]
    assert not [name for name in open_files if str(history.path) in name]


def test_an_export_holds_pictures_and_manifest(history, record, tmp_path):
    run = keep(history, finished())
    record("failed", id="bad", message="No.", attributes=None, submitted_at=None)
    written = history.export(tmp_path / "runs.zip")
    assert written == tmp_path / "runs.zip"
    with zipfile.ZipFile(written) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        bad, good = manifest["generations"]
        content = [archive.read(image["file"]) for image in good["images"]]
    assert (manifest["format"], manifest["version"]) == ("heygen_widgets.history", 1)
    assert content == [image.bytes for image in run.images]
    assert bad["attributes"] is bad["submitted_at"] is None
    assert (bad["status"], bad["message"], bad["images"]) == ("failed", "No.", [])
    assert good["attributes"] == ADA.to_dict()
    assert good["images"][0] == {
        "key": "image/701c/0",
        "url": "https://images/701c/0",
        "file": "images/run-00000001/1.png",
        "error": None,
        "favourite": False,
        "rating": None,
        "note": "",
        "mime_type": "image/png",
        "width": 8,
        "height": 6,
    }
    expected = {"id": "701c", "run_id": "run-00000001", "elapsed": 9.5, "api": "v2"}
    expected |= {"request_id": "req-1", "backend": "api.heygen.com", "status": "success"}
    expected |= {"submitted_at": NOON.isoformat()}
    expected |= {"finished_at": (NOON + timedelta(seconds=9.5)).isoformat()}
    assert expected.items() <= good.items()
    assert "account" not in good


def test_an_export_says_which_pictures_it_lacks(history, tmp_path):
    run = keep(history, finished())
    run.images[2].file.path.write_bytes(b"other")
    with zipfile.ZipFile(history.export(tmp_path / "runs.zip")) as archive:
        (entry,) = json.loads(archive.read("manifest.json"))["generations"]
    assert [bool(image["file"]) for image in entry["images"]] == [True, True, False, True]
    assert "was changed since" in entry["images"][2]["error"]


def test_an_export_of_some_runs_holds_each_once(record, history, tmp_path):
    for number in range(3):
        record(id=f"g{number}", run_id=f"run-0000000{number}")
    written = history.export(tmp_path / "some.zip", only=["g0", "g2", "run-00000002"])
    with zipfile.ZipFile(written) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [entry["id"] for entry in manifest["generations"]] == ["g0", "g2"]
    with pytest.raises(NotFound, match="'g9'"):
        history.export(tmp_path / "none.zip", only=["g9"])
    assert not (tmp_path / "none.zip").exists()


def test_an_export_that_fails_leaves_the_old_one_and_no_litter(history, tmp_path):
    keep(history, finished())
    target = tmp_path / "out" / "runs.zip"
    with pytest.raises(HistoryError, match=r"runs\.zip can't be written: No such file"):
        history.export(target)
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="stop"):
        export_that_stops(target)
    assert [path.name for path in target.parent.iterdir()] == ["runs.zip"]
    assert target.read_bytes() == b"old"


def export_that_stops(target):
    def entries():
        yield Generation(status=GenerationStatus.FAILED, run_id="r"), "sandbox"
        raise RuntimeError("stop")

    write_zip(target, entries())


def test_a_table_without_pandas_says_how_to_get_it(history, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(HistoryError, match="pip install pandas"):
        history.to_dataframe()


def test_a_table_has_a_row_for_each_run(history, record, monkeypatch):
    made = {}

    def frame(rows, columns):
        made.update(rows=rows, columns=columns)
        return "a table"

    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=frame))
    keep(history, finished())
    record("failed", id="bad", attributes=None)
    assert history.to_dataframe() == "a table"
    bad, good = made["rows"]
    assert set(bad) < set(good) == set(made["columns"])
    assert (good["style"], good["elapsed"], good["status"]) == ("Noir", 9.5, "success")
    assert good["image_keys"] == tuple(f"image/701c/{n}" for n in range(4))


def test_an_image_that_nobody_keeps_has_no_file():
    assert AvatarImage(key="k", url="u", index=0).file is None
