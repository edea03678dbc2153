"""What follows from pictures is kept as runs of their own, and each picture knows its looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from heygen_widgets import GenerationStatus, RunKind
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import Job, JobPicture
from tests.history.runs import HERE, NOON, finished, found


def step(kind=RunKind.ADDED_LOOKS, run_id="run-00000002", status="success", **fields):
    pictures = (JobPicture("image/701c/1", None, "701c"), JobPicture("image/701c/2", "asset", None))
    job = Job(
        id="l1,l2",
        status=GenerationStatus(status),
        keys=("l1", "l2"),
        pictures=pictures,
        group_id="g",
    )
    fields = {"jobs": (job,), "submitted_at": NOON, "group_id": "g", "name": "Lina"} | fields
    return Generation(
        status=GenerationStatus(status), id="l1,l2", run_id=run_id, kind=kind, **fields
    )


@pytest.fixture
def both(history):
    photos = history.record(
        finished(jobs=(Job(id="701c", status=GenerationStatus.SUCCESS),)), **HERE
    )
    history.record(step(), **HERE)
    return photos


@pytest.mark.usefixtures("both")
def test_a_step_is_read_as_it_was_written(history):
    read = history.get("run-00000002")
    wanted = step()
    assert (read.kind, read.name, read.group_id) == (RunKind.ADDED_LOOKS, "Lina", "g")
    assert read.jobs == wanted.jobs


def test_a_picture_knows_the_looks_that_were_made_of_it(history, both):
    looks = history.get("701c").looks
    assert [(look.id, look.group_id, look.name, look.image_key) for look in looks] == [
        ("l1", "g", "Lina", "image/701c/1"),
        ("l2", "g", "Lina", "image/701c/2"),
    ]
    assert looks[0].bytes == both.images[1].bytes


@pytest.mark.usefixtures("both")
def test_looks_of_another_account_are_not_its_looks(history):
    jobs = (Job(id="l9", keys=("l9",), pictures=(JobPicture("image/701c/1"),)),)
    other = step(run_id="run-00000009", jobs=jobs)
    history.record(other, backend=HERE["backend"], account="a2")
    assert len(history.get("701c").looks) == 2


@pytest.mark.usefixtures("both")
def test_deleted_looks_are_left_out(history):
    history.leave_out_looks(["l1"])
    assert [look.id for look in history.get("701c").looks] == ["l2"]


@pytest.mark.usefixtures("both")
def test_lists_of_runs_show_only_what_makes_pictures(history):
    history.record(step(RunKind.LOOKS, "run-00000003", jobs=(Job(id="702d"),)), **HERE)
    kinds = [RunKind.LOOKS, RunKind.PHOTOS]
    assert [run.kind for run in history] == kinds
    assert len(history) == history.search().total == 2
    assert [run.kind for run in history.search().records] == kinds
    assert found(history, "701c") == ["701c"]
    assert found(history, "Lina") == []


@pytest.mark.parametrize("kind", [RunKind.GROUP, RunKind.ADDED_LOOKS, RunKind.TRAINING])
def test_what_was_left_is_listed_whatever_it_makes(history, kind):
    history.record(step(kind, "run-00000003", "timed_out"), **HERE)
    history.record(step(kind, "run-00000004", "unknown"), **HERE)
    assert [run.kind for run in history.unfinished()] == [kind]
    assert [run.kind for run in history.unknown()] == [kind]


@pytest.mark.usefixtures("both")
def test_steps_are_found_by_their_pictures_and_by_their_group(history):
    for wanted in ({"pictures": ["image/701c/2", "x"]}, {"group_id": "g"}):
        [run] = history.steps(RunKind.ADDED_LOOKS, **HERE, **wanted)
        assert run.run_id == "run-00000002"
        assert history.steps(RunKind.GROUP, **HERE, **wanted) == []
    assert history.steps(RunKind.ADDED_LOOKS, **HERE, pictures=["image/701c/0"]) == []


@pytest.mark.usefixtures("both")
def test_a_step_that_was_forgotten_is_not_found(history):
    history.forget("run-00000002")
    assert history.steps(RunKind.ADDED_LOOKS, **HERE, group_id="g") == []


@pytest.mark.usefixtures("both")
def test_images_and_looks_are_found_by_their_ids(history):
    assert history.image("image/701c/3", **HERE).index == 3
    assert history.image("image/701c/9", **HERE) is None
    assert history.look("l2", **HERE).image_key == "image/701c/2"
    assert history.look("l9", **HERE) is None


def test_images_name_the_jobs_that_made_them(history):
    jobs = tuple(Job(id=name, status=GenerationStatus.SUCCESS) for name in ("j1", "j2"))
    run = finished(jobs=jobs)
    images = [replace(image, job_id=jobs[image.index // 2].id) for image in run.images]
    history.record(replace(run, images=tuple(images)), **HERE)
    assert [image.job_id for image in history.get("701c").images] == ["j1", "j1", "j2", "j2"]


def test_pictures_of_v3_are_looks_by_themselves(history):
    run = finished(api="v3")
    jobs = tuple(
        Job(id=image.key, group_id=f"g{image.index}", status=GenerationStatus.SUCCESS)
        for image in run.images
    )
    history.record(replace(run, jobs=jobs), **HERE)
    looks = history.get("701c").looks
    assert [(look.id, look.group_id) for look in looks] == [
        (image.key, f"g{image.index}") for image in run.images
    ]
    assert history.look(run.images[2].key, **HERE).group_id == "g2"


def test_each_kind_has_its_own_durations(history):
    for kind, seconds in ((RunKind.TRAINING, 600), (RunKind.GROUP, 5)):
        end = NOON + timedelta(seconds=seconds)
        history.record(step(kind, f"run-{kind.value:0>8}", finished_at=end), **HERE)
    assert history.durations(backend=HERE["backend"], kind=RunKind.TRAINING) == [600]
    assert history.durations(backend=HERE["backend"]) == []
