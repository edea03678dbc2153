"""An export has all runs, images and marks."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from heygen_widgets.errors import ConfigurationError, HistoryError, NotFound
from heygen_widgets.history.export import write_zip
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.marks import Mark
from tests.history.runs import ADA, HERE, NOON, finished

NOTED = Mark(favourite=True, rating=4, note="The eyes.")


def test_an_export_holds_images_and_manifest(history, record, tmp_path):
    run = history.record(finished(), **HERE)
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


def test_an_export_says_which_images_it_lacks(history, tmp_path):
    run = history.record(finished(), **HERE)
    run.images[2].file.path.write_bytes(b"other")
    with zipfile.ZipFile(history.export(tmp_path / "runs.zip")) as archive:
        (entry,) = json.loads(archive.read("manifest.json"))["generations"]
    assert [bool(image["file"]) for image in entry["images"]] == [True, True, False, True]
    assert "was changed since" in entry["images"][2]["error"]


def test_an_export_says_what_was_noted(history, tmp_path):
    run = history.record(finished(), **HERE)
    history.mark("701c", run.image_keys[1], favourite=True, rating=4, note="The eyes. 日本")
    history.mark("701c", run.image_keys[3], rating=1)
    with zipfile.ZipFile(history.export(tmp_path / "runs.zip")) as archive:
        [entry] = json.loads(archive.read("manifest.json"))["generations"]
    read = [
        Mark(**{name: image[name] for name in ("favourite", "rating", "note")})
        for image in entry["images"]
    ]
    assert (
        read
        == [image.mark for image in history.get("701c").images]
        == [Mark(), replace(NOTED, note="The eyes. 日本"), Mark(), Mark(rating=1)]
    )


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


def test_an_export_that_fails_leaves_the_old_one_and_nothing_else(history, tmp_path):
    history.record(finished(), **HERE)
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


@pytest.mark.parametrize("only", ["701c", [], ()])
def test_what_is_no_list_of_ids_is_told_and_nothing_is_written(history, tmp_path, only):
    history.record(finished(), **HERE)
    with pytest.raises(ConfigurationError, match="not a list of ids"):
        history.export(tmp_path / "runs.zip", only=only)
    assert not (tmp_path / "runs.zip").exists()
