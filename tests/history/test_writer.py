"""A record changes what is new about a run, and keeps what only the earlier record had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from heygen_widgets.history import History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.prices import Price
from heygen_widgets.models.references import Reference
from tests.history.runs import ADA, FOUR_JOBS, HERE, NOON, files, finished, png, submitting


def test_a_run_is_updated_by_its_run_id(record, history):
    record("submitting", run_id="run-00000001")
    record(id="g", run_id="run-00000001", request_id="r")
    (run,) = history
    assert (run.status, run.id, run.request_id) == ("in_progress", "g", "r")


def test_a_run_without_run_id_is_identified_by_its_generation_id(record, history):
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


def test_the_id_grows_as_answers_come(history):
    history.record(submitting(), **HERE)
    history.record(submitting().with_jobs([replace(FOUR_JOBS[0], id="a"), *FOUR_JOBS[1:]]), **HERE)
    history.record(submitting().with_jobs([replace(job, id="a") for job in FOUR_JOBS]), **HERE)
    [read] = history
    assert read.id == "a+a+a+a"


def test_attributes_times_and_images_of_the_earlier_record_are_kept(history):
    history.record(finished(), **HERE)
    history.record(Generation(status=GenerationStatus.SUCCESS, id="701c"), **HERE)
    loaded = history.get("701c")
    assert (loaded.attributes, loaded.submitted_at, loaded.request_id) == (ADA, NOON, "req-1")
    assert all(image.is_downloaded for image in loaded.images)


def test_jobs_references_and_price_of_the_earlier_record_are_kept(history):
    history.record(submitting(references=(Reference("look", "lk_1"),)), **HERE)
    history.record(submitting(jobs=(), price=None), **HERE)
    [read] = history
    assert (read.jobs, read.references, read.price) == (
        FOUR_JOBS,
        (Reference("look", "lk_1"),),
        Price(1.32),
    )


def test_a_cancelled_resume_does_not_overwrite_a_recorded_success(history):
    history.record(finished(), **HERE)
    for status in ("in_progress", "timed_out", "stopped"):
        history.record(
            Generation(
                status=GenerationStatus(status), id="701c", message="Later.", was_resumed=True
            ),
            **HERE,
        )
    loaded = history.get("701c")
    assert (loaded.status, loaded.message, loaded.elapsed) == ("success", None, 9.5)
    assert not loaded.was_resumed
    assert history.unfinished() == []


def test_a_resumed_run_gets_the_images_that_are_here_already(history):
    run = history.record(finished(), **HERE)
    fresh = Generation(status=GenerationStatus.IN_PROGRESS, id="701c")
    fresh = fresh.with_images([f"https://fresh/{n}" for n in range(4)], run.image_keys)
    returned = history.record(fresh, **HERE)
    assert [image.bytes for image in returned.images] == [image.bytes for image in run.images]
    assert returned.image_urls[0] == history.get("701c").image_urls[0] == "https://fresh/0"


def test_an_image_whose_file_is_gone_is_not_downloaded(history):
    run = history.record(finished(), **HERE)
    Path(run.images[1].file.path).unlink()
    returned = history.record(
        run.with_images(run.image_urls, (*run.image_keys[:1], "a", "b", "c")), **HERE
    )
    assert [image.is_downloaded for image in returned.images] == [True, False, False, False]
    blank = [replace(image, _data=None, file=None) for image in run.images]
    history.record(replace(run, images=tuple(blank)), **HERE)
    assert not history.get("701c").images[1].is_downloaded


def test_image_files_that_are_there_are_not_written_again(history):
    history.record(finished(), **HERE)
    before = {path: path.stat().st_ino for path in files(history)}
    history.record(finished(), **HERE)
    history.record(history.get("701c"), **HERE)
    assert {path: path.stat().st_ino for path in files(history)} == before
    assert len(before) == 4


def test_an_image_with_new_content_replaces_the_old_file(history):
    run = history.record(finished(), **HERE)
    new = run.images[0].with_data(png("new"), "image/png", (8, 6))
    history.record(replace(run, images=(new, *run.images[1:])), **HERE)
    assert len(files(history)) == 4
    assert history.get("701c").images[0].bytes == png("new")


def test_a_run_can_be_recorded_without_its_image_files(history):
    history.record(finished(), **HERE, images=False)
    assert not files(history)
    assert not any(image.is_downloaded for image in history.get("701c").images)
    history.record(finished(), **HERE)
    history.record(finished(), **HERE, images=False)
    assert all(image.bytes for image in history.get("701c").images)


def test_image_files_are_written_before_the_row_that_names_them(history, monkeypatch):
    def stop(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("heygen_widgets.history.writer.Writer._write", stop)
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


def test_an_image_that_cannot_be_moved_says_why(history, tmp_path):
    run = history.record(finished(), **HERE)
    loaded = history.get("701c")
    run.images[3].file.path.unlink()
    other = History(tmp_path / "other")
    other.record(loaded, **HERE)
    images = other.get("701c").images
    assert [image.is_downloaded for image in images] == [True, True, True, False]
    assert "No such file" in images[3].error.what


def test_a_changed_image_file_is_repaired_when_its_run_is_recorded_again(history):
    history.record(finished(), **HERE)
    second = history.get("701c").images[1]
    second.file.path.write_bytes(b"x" * second.file.byte_count)
    history.record(finished(), **HERE)
    assert second.bytes == finished().images[1].bytes
    assert (history.path / "history.sqlite3").exists()
