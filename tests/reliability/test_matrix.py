"""Every kind of fault, struck once and each time: what a click comes to, and what it costs."""

from __future__ import annotations

import re
import threading

import pytest

from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS, V3_ONLY
from tests.support.sandbox.fault_outcomes import ALWAYS, OF_CARE, once
from tests.support.sandbox.rig import Rig, click, is_whole

ROWS = [
    pytest.param(kind + often, ALWAYS[kind] if not often else once(kind), id=kind + often)
    for kind in ALWAYS
    for often in ("", "*1")
]
OVER = frozenset({"success", "stopped", "timed_out"})
"""Statuses of runs that can be resumed, a success for its missing images."""

MONEY = re.compile(r"bill|costs nothing", re.IGNORECASE)
WHAT_TO_DO = re.compile(
    r"\b(try|check|top up|reword|wait|look|resume|change|this release .* speaks)\b", re.IGNORECASE
)


def test_every_kind_of_fault_has_an_expectation():
    assert set(ALWAYS) == set(GENERATION_FAULTS) - V3_ONLY


@pytest.fixture
def rig(request, tmp_path):
    return Rig(tmp_path / "history", request.getfixturevalue("fault"))


@pytest.mark.parametrize(("fault", "expected"), ROWS)
async def test_a_click_under_a_fault(fault, expected, rig):
    studio = rig.studio()
    await click(studio)
    assert rig.sandbox.faults_injected[fault.removesuffix("*1")] >= 1
    assert len(rig.sandbox.jobs) == expected.jobs <= 1
    assert (rig.posts, rig.sandbox.requests["generate"]) == (expected.posts, expected.posts)
    check_result(studio, expected)
    check_history(rig, expected)
    check_face(studio, expected)
    check_left_over(rig.client(), await rig.client().left_over(), expected)
    if expected.has_id and expected.status in OVER:
        await check_resume(rig, expected)


def check_result(studio, expected):
    error = studio._controller.run._task.exception()
    assert type(error) is (expected.error or type(None))
    if error is None:
        result = studio._controller.run._task.result()
        assert len(result.images) == len(set(result.image_keys)) == expected.images
        assert sum(image.is_downloaded for image in result.images) == expected.files
    else:
        assert error.generation.status == expected.status
        assert (error.generation.id is not None) is expected.has_id


def check_history(rig, expected):
    (row,) = rig.history
    assert row.status == expected.status
    assert row.attributes is not None
    assert row.submitted_at is not None
    assert row.id == (rig.sandbox.jobs[0].id if expected.has_id else None)
    assert [i for i in rig.ids if i != row.id] == []
    assert len(row.images) == expected.images
    files = [image.file for image in row.images if image.file]
    assert len(files) == expected.files
    assert all(map(is_whole, files))
    assert all(image.error or image.file for image in row.images)


def check_face(studio, expected):
    assert studio.status == expected.status
    assert studio.status_line == expected.status_line
    assert bool(studio.generation_id) is expected.has_id
    assert len(studio.image_keys) == len(studio.figures) == expected.images
    assert studio.recording_problem == ""
    errors = [figure["error"] for figure in studio.figures if figure["error"]]
    assert len(errors) == expected.images - expected.files
    for error in errors:
        assert expected.image_error in error
        assert MONEY.search(error)
        assert WHAT_TO_DO.search(error)
    assert (studio.alert and studio.alert["title"]) == expected.title
    if studio.alert:
        assert expected.money in studio.alert["advice"]
        check_words(studio.alert)


def check_words(alert):
    """What happened, what it means for the money, what to do, and no machine's talk."""
    said = f"{alert['text']} {alert['advice']}"
    assert alert["title"]
    assert alert["text"]
    assert MONEY.search(said)
    assert WHAT_TO_DO.search(alert["advice"])
    assert not re.search(r"httpx|sqlite|Traceback|Error\(|<[A-Z]", said)


def check_left_over(client, left_over, expected):
    unfinished, unknown = left_over
    assert [run.id for run in unfinished] == (
        [run.id for run in client.history] if expected.status in {"stopped", "timed_out"} else []
    )
    assert len(unknown) == (expected.status == "unknown")
    assert len(unfinished) + len(unknown) == (expected.status in OF_CARE)


async def check_resume(rig, expected):
    """Another studio takes the run over when nothing goes wrong any more: no new submit."""
    job = rig.sandbox.jobs[0]
    rig.heal()
    studio = rig.studio()
    await click(studio, "resume", job.id)
    assert studio.status == "success"
    assert studio.alert is None
    assert studio.status_line == "4 images"
    assert len(rig.sandbox.jobs) == 1
    assert rig.posts == expected.posts
    (row,) = rig.history
    assert row.status == "success"
    assert row.attributes == job.attributes
    assert [is_whole(image.file) for image in row.images] == [True] * 4
    assert await rig.client().left_over() == ([], [])


async def test_a_fault_of_each_kind_leaves_the_studio_fit_for_the_next_click(tmp_path):
    rig = Rig(tmp_path / "history")
    studio = rig.studio()
    clicks = [kind for kind in GENERATION_FAULTS if kind.startswith("submit:")]
    for kind in clicks:
        rig.sandbox.faults = [kind]
        await click(studio)
    rig.heal()
    before = len(rig.sandbox.jobs)
    await click(studio)
    assert studio.status_line == "4 images"
    assert len(rig.sandbox.jobs) == before + 1
    assert len(rig.history) == len(clicks) + 1


@pytest.mark.parametrize("status", ["in_progress", "unknown", "success"])
async def test_a_stop_while_the_answer_is_written_down_loses_nothing(status, tmp_path, monkeypatch):
    faults = {"unknown": "submit:drop-after", "in_progress": "poll:never", "success": "image:404"}
    rig = Rig(tmp_path / "history", faults[status])
    studio = rig.studio()
    loop = studio._controller.loop._loop
    write = rig.history.record

    def stop_and_write(generation, **details):
        if generation.status == status and not stopped.is_set():
            loop.call_soon_threadsafe(studio.stop)
            # The cancellation is under way when this one is called: two turns of the loop later.
            loop.call_soon_threadsafe(loop.call_soon, loop.call_soon, stopped.set)
            assert stopped.wait(10)
        return write(generation, **details)

    stopped = threading.Event()
    monkeypatch.setattr(rig.history, "record", stop_and_write)
    await click(studio)
    assert stopped.is_set()
    (row,) = rig.history
    assert row.status == studio.status == ("stopped" if status == "in_progress" else status)
    assert all(image.error for image in row.images)
    assert (row.id or "") == studio.generation_id == "".join(rig.ids)
    assert len(rig.sandbox.jobs) == 1


async def test_a_submit_without_a_wait_is_written_down_too(tmp_path):
    rig = Rig(tmp_path / "history")
    studio = rig.studio()
    submitted = await rig.client().submit(studio.attributes)
    (row,) = rig.history
    assert row.id == submitted.id
    assert row.run_id == submitted.run_id
    assert row.attributes == studio.attributes
