"""Runs that are deleted in the browser: hidden at once, deleted later, brought back meanwhile."""

import asyncio
from types import SimpleNamespace

import pytest

from heygen_widgets import AvatarStudio
from heygen_widgets.history import writer_process
from heygen_widgets.widgets import contract
from heygen_widgets.widgets.runs import deletions
from tests.support.studio_events import answer_to, press, settled, until


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr(contract, "UNDO", 0.02)


async def listed(studio, told, **query):
    _, [page], _ = await answer_to(told, studio, "list_runs", query, "runs")
    assert page["total"] == len(page["runs"])
    return [run["run_id"] for run in page["runs"]]


async def test_a_deleted_run_is_hidden_at_once_and_still_in_the_history(studio, told):
    first, second = await studio.generate(), await studio.generate()
    assert await listed(studio, told) == [second.run_id, first.run_id]
    told.clear()
    press(studio, "delete_run", first.run_id)
    await until(lambda: any(name == "changed" for name, _, _ in told))
    assert await listed(studio, told) == [second.run_id]
    assert await listed(studio, told, text="violinist") == [second.run_id]
    assert [run.run_id for run in studio.client.history] == [second.run_id, first.run_id]


@pytest.mark.usefixtures("soon")
async def test_a_deleted_run_is_deleted_with_its_images_when_the_time_is_over(studio, told):
    generation = await studio.generate()
    history = studio.client.history
    folder = history.path / "images" / generation.run_id
    assert folder.is_dir()
    press(studio, "delete_run", generation.run_id)
    await until(lambda: len(history) == 0)
    assert not folder.exists()
    await settled(studio)
    assert deletions.hidden(history) == frozenset()
    assert await listed(studio, told) == []


@pytest.mark.usefixtures("soon")
async def test_a_deleted_run_stays_on_the_screen(studio):
    generation = await studio.generate()
    shown = studio.figures, studio.preview_0, studio.run_id, studio.status
    press(studio, "delete_run", generation.run_id)
    await until(lambda: len(studio.client.history) == 0)
    await settled(studio)
    assert (studio.figures, studio.preview_0, studio.run_id, studio.status) == shown
    assert studio.alert is None


async def test_a_deletion_can_be_undone_in_time(studio, told):
    generation = await studio.generate()
    press(studio, "delete_run", generation.run_id)
    await until(lambda: deletions.hidden(studio.client.history))
    press(studio, "restore_run", generation.run_id)
    await until(lambda: not deletions.hidden(studio.client.history))
    await settled(studio)
    assert await listed(studio, told) == [generation.run_id]
    # Undo, pressed twice, is no error.
    press(studio, "restore_run", generation.run_id)
    await settled(studio)
    assert studio.alert is None


@pytest.mark.usefixtures("soon")
async def test_an_undo_that_comes_too_late_says_so(studio):
    generation = await studio.generate()
    press(studio, "delete_run", generation.run_id)
    await until(lambda: len(studio.client.history) == 0)
    await settled(studio)
    press(studio, "restore_run", generation.run_id)
    await until(lambda: studio.alert)
    assert "too late" in studio.alert["text"]


async def test_other_studios_of_the_kernel_hide_it_too(service, studio_of, told):
    studio, other = studio_of(service), studio_of(service)
    generation = await studio.generate()
    told.clear()
    press(studio, "delete_run", generation.run_id)
    # Both ask for the list anew.
    await until(lambda: sum(name == "changed" for name, _, _ in told) == 2)
    assert await listed(other, told) == []
    press(other, "restore_run", generation.run_id)
    await until(lambda: not deletions.hidden(studio.client.history))
    assert await listed(studio, told) == [generation.run_id]


async def test_a_deleted_run_is_not_offered_as_unfinished_either(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    press(studio, "generate")
    await until(lambda: studio.generation_id)
    press(studio, "stop")
    await until(lambda: studio.unfinished)
    press(studio, "delete_run", studio.run_id)
    await until(lambda: not studio.unfinished)
    press(studio, "restore_run", studio.run_id)
    await until(lambda: studio.unfinished)


@pytest.mark.usefixtures("soon")
async def test_a_run_that_is_waited_for_can_not_be_deleted(service_of, studio_of):
    service = service_of(duration=60)
    studio, other = studio_of(service), studio_of(service)
    press(studio, "generate")
    await until(lambda: studio.generation_id)
    press(other, "delete_run", studio.run_id)
    await until(lambda: other.alert)
    assert "waiting for this run" in other.alert["text"]
    assert "Stop waiting" in other.alert["advice"]
    assert not deletions.hidden(other.client.history)
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")
    await settled(studio)
    assert len(studio.client.history) == 1


async def test_a_run_that_another_kernel_waits_for_can_not_be_deleted(
    service_of, studio_of, monkeypatch
):
    service = service_of(duration=60)
    first = studio_of(service)
    press(first, "generate")
    await until(lambda: first.generation_id)
    press(first, "stop")
    await until(lambda: first.status == "stopped")
    history, record = first.client.history, first.generation
    with monkeypatch.context() as patch:
        # It goes on elsewhere: its writer is alive, whoever that is.
        patch.setattr(writer_process, "is_alive", lambda _: True)
        history.record(record.reopened(repeat=False), backend="", account="")
        press(first, "delete_run", record.run_id)
        await until(lambda: first.alert and "another kernel" in first.alert["text"])
    assert len(history) == 1


async def test_a_run_that_is_resumed_meanwhile_is_not_deleted(service_of, studio_of, monkeypatch):
    service = service_of(duration=60)
    studio = studio_of(service)
    press(studio, "generate")
    await until(lambda: studio.generation_id)
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")
    may_go_on = asyncio.Event()
    with monkeypatch.context() as patch:

        async def sleep(_):
            await may_go_on.wait()

        patch.setattr(deletions, "asyncio", SimpleNamespace(sleep=sleep))
        press(studio, "delete_run", studio.run_id)
        await until(lambda: deletions.hidden(studio.client.history))
    press(studio, "resume")
    await until(lambda: studio.status == "in_progress")
    may_go_on.set()
    await until(lambda: studio.alert)
    assert "not deleted" in studio.alert["text"]
    assert len(studio.client.history) == 1
    assert not deletions.hidden(studio.client.history)
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")


async def test_without_a_history_there_is_nothing_to_delete(service):
    service.client._recorder.history = None
    studio = AvatarStudio(client=service.client, appearance="A baker")
    for event in ("delete_run", "restore_run"):
        press(studio, event, "some-run")
        await until(lambda: studio.alert)
        assert "keeps no history" in studio.alert["text"]
        press(studio, "dismiss")
        await until(lambda: studio.alert is None)


async def test_an_unknown_run_is_named(studio):
    press(studio, "delete_run", "nobody-has-this-id")
    await until(lambda: studio.alert)
    assert "nobody-has-this-id" in studio.alert["text"]
