"""Runs of a studio: started, stopped, resumed, and what is shown meanwhile."""

import asyncio
import gc
import threading
import weakref
from types import SimpleNamespace

import pytest

from heygen_widgets import (
    AuthenticationError,
    AvatarStudio,
    ConfigurationError,
    GenerationStatus,
    HeyGen,
    InvalidAttributes,
)
from heygen_widgets.api.job_times import HEYGEN_TIMES
from heygen_widgets.api.polling import Clock
from heygen_widgets.config.urls import SANDBOX_URL
from heygen_widgets.widgets.studio.run_state import IDLE
from tests.support.studio_events import answer_to, press, previews, until


async def test_generate_returns_the_record_and_shows_it(service, studio_of):
    studio = studio_of(service)
    generation = await studio.generate()
    assert generation.status is GenerationStatus.SUCCESS
    assert studio.generation is generation
    assert studio.status == "success"
    assert studio.generation_id == generation.id
    assert studio.image_keys == generation.image_keys == tuple(service.jobs[0].image_keys)
    assert studio.image_urls == generation.image_urls
    assert [image.size for image in studio.images] == [(512, 512)] * 4
    assert [figure["key"] for figure in studio.figures] == list(studio.image_keys)
    assert all(data.startswith(b"RIFF") for data in previews(studio))
    assert studio.status_line == "4 images"


async def test_the_button_takes_the_same_path_as_generate(service, studio_of):
    studio = studio_of(service)
    press(studio, "generate")
    await until(lambda: studio.status == "success")
    assert len(service.jobs) == 1
    assert service.jobs[0].attributes == studio.attributes


async def test_a_click_on_another_thread_runs_on_the_loop_of_the_notebook(service, studio_of):
    studio = studio_of(service)
    threads = []
    studio.observe(lambda _: threads.append(threading.get_ident()), "status")
    clicker = threading.Thread(target=press, args=(studio, "generate"))
    clicker.start()
    await until(lambda: studio.status == "success")
    clicker.join()
    assert set(threads) == {threading.get_ident()}


async def test_clicks_while_it_runs_make_no_second_job(service_of, studio_of):
    service = service_of(duration=0.2)
    studio = studio_of(service)
    for _ in range(5):
        press(studio, "generate")
    await until(lambda: studio.status == "in_progress")
    press(studio, "generate")
    await until(lambda: studio.status == "success")
    assert len(service.jobs) == 1


async def test_start_while_it_runs_is_refused_and_sends_nothing(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    task = studio.start()
    with pytest.raises(ConfigurationError, match="nothing was sent"):
        studio.start()
    await until(lambda: studio.generation_id)
    studio.stop()
    await task
    assert len(service.jobs) == 1


async def test_an_unready_form_shows_every_problem_and_sends_nothing(service, studio_of):
    studio = studio_of(service, name=" ", appearance="x" * 1001)
    with pytest.raises(InvalidAttributes):
        await studio.generate()
    assert set(studio.problems) == {"name", "appearance"}
    assert "1001 characters" in studio.problems["appearance"]
    assert service.jobs == []
    assert studio.status == IDLE


async def test_an_error_is_shown_and_raised(service_of, studio_of):
    service = service_of(api_key="right")
    studio = studio_of(service)
    studio.client = HeyGen(
        "wrong",
        api="v2",
        base_url=service.client._connection.base_url,
        transport=service.client._connection.transport,
    )
    with pytest.raises(AuthenticationError) as caught:
        await studio.generate()
    assert studio.status == "failed"
    assert studio.alert["title"] == "HeyGen refused the API key"
    assert studio.alert["advice"] == caught.value.advice
    assert "HTTP 401 · unauthorized" in studio.alert["reference"]
    assert service.jobs == []


async def test_an_error_of_ours_is_shown_too(service, studio_of, monkeypatch):
    studio = studio_of(service)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(studio.client, "generate", broken)
    press(studio, "generate")
    await until(lambda: studio.alert)
    assert "RuntimeError: a mistake" in studio.alert["text"]


async def test_stop_keeps_the_id_and_resume_gets_the_images(service_of, studio_of):
    service = service_of(duration=0.3)
    studio = studio_of(service)
    press(studio, "generate")
    await until(lambda: studio.generation_id)
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")
    assert studio.generation_id == service.jobs[0].id
    assert studio.alert["title"] == "You stopped waiting"
    press(studio, "resume")
    await until(lambda: studio.status == "success")
    assert studio.image_keys == tuple(service.jobs[0].image_keys)
    assert studio.generation.attributes == studio.attributes
    assert studio.alert is None
    assert len(service.jobs) == 1


async def test_stop_during_the_submit_still_gets_the_id(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    task = studio.start()
    await until(lambda: studio.run_id)
    studio.stop()
    generation = await task
    assert generation.status is GenerationStatus.STOPPED
    assert generation.id == service.jobs[0].id


async def test_stopping_twice_during_the_submit_still_gets_the_id(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    task = studio.start()
    await until(lambda: studio.run_id)
    studio.stop()
    studio.stop()
    assert studio.status_line == "Stopping…"
    await asyncio.sleep(0)
    studio.stop()
    generation = await task
    assert generation.id == service.jobs[0].id
    assert studio.alert["resume"]


async def test_stop_between_two_tries_sends_nothing_more(service, studio_of):
    service.app.state.sandbox.faults = "submit:429"
    studio = studio_of(service)
    waiting = asyncio.Event()

    async def wait_for_ever(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    service.client._clock = Clock(sleep=wait_for_ever)
    task = studio.start()
    await waiting.wait()
    studio.stop()
    generation = await task
    assert generation.status is GenerationStatus.FAILED
    assert studio.alert["advice"] == "Nothing is billed."
    assert service.jobs == []
    assert service.app.state.sandbox.requests["generate"] == 1
    assert await service.client.left_over() == ([], [])


async def test_stop_before_anything_was_written_is_not_the_run_before(service, studio_of):
    studio = studio_of(service)
    await studio.generate()
    task = studio.start()
    await asyncio.sleep(0)
    studio.stop()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert studio.alert["advice"] == "Nothing is billed."
    assert len(service.jobs) == 1


async def test_a_cell_interrupted_while_the_pictures_are_made_leaves_a_finished_studio(
    service, studio_of, monkeypatch
):
    studio = studio_of(service)
    making = asyncio.Event()

    async def for_ever(*_: object) -> None:
        making.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(
        "heygen_widgets.widgets.studio.presenter.worker_threads", SimpleNamespace(shrink=for_ever)
    )
    cell = asyncio.ensure_future(studio.generate())
    await making.wait()
    await until(lambda: studio.generation.status.is_final)
    cell.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cell
    await until(lambda: studio.status == "success")
    assert len(studio.image_keys) == 4


async def test_a_run_is_resumed_where_it_was_made(service_of, studio_of):
    service = service_of(duration=0.3)
    studio = studio_of(service)
    task = studio.start()
    await until(lambda: studio.generation_id)
    studio.stop()
    await task
    studio.client = HeyGen.sandbox()
    generation = await studio.resume(studio.generation_id)
    assert generation.image_keys == tuple(service.jobs[0].image_keys)


async def test_stop_when_nothing_runs_does_nothing(service, studio_of):
    studio = studio_of(service)
    studio.stop()
    generation = await studio.generate()
    studio.stop()
    assert studio.generation is generation
    assert studio.status == "success"


async def test_a_cancelled_cell_is_cancelled_and_the_studio_shows_it(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    cell = asyncio.ensure_future(studio.generate())
    await until(lambda: studio.generation_id)
    cell.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cell
    await until(lambda: studio.status == "stopped")


async def test_resume_by_id_shows_another_studios_generation(service, studio_of):
    first = await studio_of(service).generate()
    studio = studio_of(service, orientation="vertical")
    generation = await studio.resume(first.id)
    assert generation.image_keys == first.image_keys
    assert studio.image_keys == first.image_keys
    assert studio.shown_orientation == "square"


async def test_a_deadline_ends_as_timed_out_and_can_be_resumed(service_of, studio_of):
    service = service_of(duration=0.4)
    studio = studio_of(service)
    studio.timeout = 0.1
    press(studio, "generate")
    await until(lambda: studio.status == "timed_out" and studio.alert)
    assert "bills it" in studio.alert["advice"]
    studio.timeout = 20
    press(studio, "resume")
    await until(lambda: studio.status == "success")


async def test_a_new_run_takes_the_old_images_away(service_of, studio_of):
    service = service_of(duration=0)
    studio = studio_of(service)
    await studio.generate()
    studio.selected_keys = studio.image_keys[:2]
    task = studio.start()
    await until(lambda: studio.status == "submitting")
    assert studio.image_keys == studio.selected_keys == ()
    assert previews(studio) == []
    await task


async def test_an_image_that_cannot_be_had_leaves_the_others(service_of, studio_of):
    service = service_of(link_lifetime=0)
    studio = studio_of(service)
    generation = await studio.generate()
    assert generation.status is GenerationStatus.SUCCESS
    assert len(studio.image_keys) == 4
    assert previews(studio) == [b""] * 4
    assert "expired" in studio.figures[0]["error"]
    assert studio.status_line == "4 images, 4 of them can't be shown"


async def test_a_history_that_cannot_be_written_stops_nothing_and_is_said(
    service, tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path / "file" / "below"))
    client = HeyGen("key", base_url=SANDBOX_URL, transport=service.client._connection.transport)
    studio = AvatarStudio(client=client, appearance="A baker")
    generation = await studio.generate()
    assert generation.status is GenerationStatus.SUCCESS
    assert "recorded" in studio.recording_problem


async def test_a_running_task_survives_the_garbage_collector(service_of, studio_of):
    service = service_of(duration=0.2)
    studio = studio_of(service)
    task = weakref.ref(studio.start())
    gc.collect()
    await until(lambda: studio.status == "success")
    assert task() is None or task().done()


async def test_what_was_asked_for_is_shown_with_the_run_and_not_with_the_form(service, studio_of):
    studio = studio_of(service)
    assert studio.asked == {}
    generation = await studio.generate()
    studio.appearance = "A baker"
    assert studio.asked == generation.attributes.to_dict()
    assert studio.asked["appearance"] == "A violinist in a red dress"


async def test_when_a_run_begins_the_studio_says_how_long_runs_usually_take(
    service_of, studio_of, monkeypatch
):
    async def usual(_, api=""):
        return {"": (9.0, 12.0), "v2": (30.0, 34.0)}[api]

    monkeypatch.setattr(HeyGen, "usual_seconds", usual)
    service = service_of(duration=60)
    studio = studio_of(service)
    await until(lambda: studio.usual == [9, 12])
    press(studio, "generate")
    await until(lambda: studio.generation_id)
    assert studio.usual == [9, 12]
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")
    # By the version that serves the run, whichever serves new ones.
    press(studio, "resume")
    await until(lambda: studio.usual == [30, 34])
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")


async def test_what_is_usual_is_known_after_the_first_run(service, studio_of):
    studio = studio_of(service)
    # This client takes its sandbox for HeyGen.
    await until(lambda: studio.usual == [*HEYGEN_TIMES.usual_seconds])
    await studio.generate()
    await until(lambda: 0 < studio.usual[1] < HEYGEN_TIMES.usual_seconds[1])


def shown_of(studio):
    """What is on the screen of the images: what stands around them, small copies, their run."""
    return studio.figures, previews(studio), studio.figures_run_id


WITHOUT_IMAGES = {
    "poll:failed": "failed",
    "submit:drop-after": "unknown",
    "submit:402": "failed",
    "poll:empty": "success",
}


@pytest.mark.parametrize("fault", WITHOUT_IMAGES)
async def test_a_run_that_ends_without_images_leaves_those_of_the_run_before(
    service, studio_of, fault
):
    studio = studio_of(service)
    first = await studio.generate()
    before = shown_of(studio)
    assert studio.figures_run_id == studio.run_id == first.run_id
    service.app.state.sandbox.faults = (fault,)
    # The second failure in a row, too.
    for _ in range(2):
        press(studio, "generate")
        await until(lambda: studio.status == "submitting")
        assert shown_of(studio) == ([], [], "")
        await until(lambda: studio.status == WITHOUT_IMAGES[fault] and studio.alert)
        assert shown_of(studio) == before
        assert studio.run_id == studio.generation.run_id != first.run_id
        assert studio.image_keys == studio.selected_keys == studio.images == ()
    service.app.state.sandbox.faults = ()
    second = await studio.generate()
    assert studio.figures_run_id == second.run_id
    assert [figure["key"] for figure in studio.figures] == list(second.image_keys)


@pytest.mark.parametrize("end", ["stopped", "timed_out"])
async def test_a_wait_that_ends_without_images_leaves_those_of_the_run_before(
    service_of, studio_of, end
):
    service = service_of(duration=0)
    studio = studio_of(service)
    await studio.generate()
    before = shown_of(studio)
    service.app.state.sandbox.faults = ("poll:never",)
    if end == "timed_out":
        studio.timeout = 0.1
    press(studio, "generate")
    await until(lambda: studio.status == "in_progress")
    assert shown_of(studio) == ([], [], "")
    if end == "stopped":
        press(studio, "stop")
    await until(lambda: studio.status == end and studio.alert)
    assert shown_of(studio) == before


async def test_a_run_that_never_began_leaves_what_was_on_the_screen(service, studio_of):
    studio = studio_of(service)
    await studio.generate()
    before = shown_of(studio)
    service.app.state.sandbox.faults = ("poll:failed",)
    press(studio, "generate")
    await until(lambda: studio.status == "failed" and studio.alert)
    task = studio.start()
    await asyncio.sleep(0)
    studio.stop()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert studio.status == "failed"
    assert shown_of(studio) == before


async def test_a_run_without_images_that_is_opened_shows_no_other_runs_images(service, studio_of):
    studio = studio_of(service)
    service.app.state.sandbox.faults = ("poll:failed",)
    press(studio, "generate")
    await until(lambda: studio.status == "failed" and studio.alert)
    failed = studio.run_id
    service.app.state.sandbox.faults = ()
    await studio.generate()
    await studio.show_run(failed)
    assert shown_of(studio) == ([], [], "")
    service.app.state.sandbox.faults = ("poll:failed",)
    press(studio, "generate")
    await until(lambda: studio.run_id != failed and studio.status == "failed" and studio.alert)
    assert shown_of(studio) == ([], [], "")


async def test_again_and_vary_go_on_from_the_images_on_the_screen(service, studio_of):
    studio = studio_of(service)
    first = await studio.generate()
    service.app.state.sandbox.faults = ("submit:402",)
    studio.appearance = "Something else"
    press(studio, "generate")
    await until(lambda: studio.status == "failed" and studio.alert)
    assert studio.figures_run_id == first.run_id
    service.app.state.sandbox.faults = ()
    await until(lambda: studio.offer["token"])
    asked = {"changes": {"style": "Noir"}, "agreed": studio.offer["token"]}
    press(studio, "go_on", asked)
    await until(lambda: studio.status == "success")
    assert studio.generation.attributes == first.attributes.replace(style="Noir")


@pytest.mark.parametrize("has_history", [True, False])
async def test_images_that_stayed_can_be_looked_at_marked_and_saved(
    service, studio_of, told, has_history
):
    if not has_history:
        service.client._recorder.history = None
    studio = studio_of(service)
    first = await studio.generate()
    service.app.state.sandbox.faults = ("poll:failed",)
    press(studio, "generate")
    await until(lambda: studio.status == "failed" and studio.alert)
    place, wanted = first.image_keys[1], {"run_id": studio.figures_run_id}
    at = wanted | {"place": place}
    _, [facts], [copy] = await answer_to(told, studio, "enlarge", at, "enlarged")
    assert (facts["number"], facts["run_id"], copy[:4]) == (2, first.run_id, b"RIFF")
    both = wanted | {"places": list(first.image_keys[:2])}
    _, [file], _ = await answer_to(told, studio, "save", both, "download")
    assert file["name"].endswith(".zip")
    if has_history:
        press(studio, "mark", at | {"favourite": True})
        await until(lambda: studio.figures[1]["favourite"])
        # It stays so when the images come back once more.
        press(studio, "generate")
        await until(lambda: not studio.figures)
        await until(lambda: studio.figures)
        assert [figure["favourite"] for figure in studio.figures] == [False, True, False, False]
    assert studio.generation.images == ()
