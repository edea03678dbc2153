import asyncio
import gc
import threading
import weakref
from types import SimpleNamespace

import pytest
from traitlets import TraitError

from heygen_widgets import (
    Age,
    AuthenticationError,
    AvatarAttributes,
    AvatarStudio,
    ConfigurationError,
    GenerationStatus,
    HeyGen,
    InvalidAttributes,
    Style,
)
from heygen_widgets.api.polling import Clock
from heygen_widgets.config.urls import SANDBOX_URL
from heygen_widgets.sandbox.fault_catalogue import V3_ONLY
from heygen_widgets.widgets.studio.run_state import IDLE


def press(studio: AvatarStudio, event: str, data: object = None) -> None:
    if event == "generate":
        # As the button does: it says which price it showed.
        data = {"agreed": studio.offer["token"]}
    studio._handle_event(None, {"event": event, "data": data}, [])


def previews(studio: AvatarStudio) -> list[bytes]:
    return [getattr(studio, f"preview_{slot}") for slot in range(len(studio.figures))]


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
            await asyncio.sleep(0)


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


async def test_a_problem_goes_away_when_its_field_changes(service, studio_of):
    studio = studio_of(service, name="", appearance="")
    press(studio, "generate")
    await until(lambda: studio.problems)
    studio.name = "Ada"
    assert set(studio.problems) == {"appearance"}


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
        "heygen_widgets.widgets.studio.presenter.worker_threads", SimpleNamespace(decode=for_ever)
    )
    cell = asyncio.ensure_future(studio.generate())
    await making.wait()
    cell.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cell
    await until(lambda: studio.status == "success")
    assert len(studio.image_keys) == 4


async def test_the_backend_stays_while_a_run_goes_on(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    task = studio.start()
    await until(lambda: studio.generation_id)
    before = studio.backend
    with pytest.raises(ConfigurationError, match="waits for a generation"):
        studio.client = HeyGen.sandbox()
    assert studio.backend == before
    studio.stop()
    await task


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


async def test_an_empty_key_is_refused_and_switches_to_nothing(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "in-the-environment")
    monkeypatch.setenv("HEYGEN_SANDBOX", "1")
    studio = AvatarStudio()
    press(studio, "use_key", {"secret": " "})
    await until(lambda: studio.key_problem)
    assert studio.client.is_sandbox


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


async def test_selected_keys_go_both_ways(service, studio_of):
    studio = studio_of(service)
    await studio.generate()
    studio.set_state({"selected_keys": [studio.image_keys[2]]})
    assert studio.selected_keys == (studio.image_keys[2],)
    with pytest.raises(TraitError, match="not among"):
        studio.selected_keys = ("image/none/original",)


async def test_a_key_given_in_the_widget_switches_to_heygen_and_is_in_no_state(service, studio_of):
    studio = studio_of(service)
    press(studio, "use_key", {"secret": "k-123-secret"})
    await until(lambda: studio.backend["label"] == "HeyGen · 127.0.0.1:9")
    assert "k-123-secret" not in repr(studio.get_state())
    assert "k-123-secret" not in repr(studio) + repr(studio.client)
    press(studio, "use_sandbox")
    await until(lambda: studio.backend["kind"] == "sandbox")


async def test_a_key_that_cannot_be_one_is_refused_at_its_field(service, studio_of):
    studio = studio_of(service)
    before = studio.client
    press(studio, "use_key", {"secret": "has spaces inside"})
    await until(lambda: studio.key_problem)
    assert "has spaces" not in studio.key_problem
    assert studio.client is before


async def test_a_run_that_another_process_left_is_offered_and_resumed(service_of, studio_of):
    service = service_of(duration=60)
    first = studio_of(service)
    press(first, "generate")
    await until(lambda: first.generation_id)
    press(first, "stop")
    await until(lambda: first.status == "stopped")
    service.app.state.sandbox.jobs[0].duration = 0
    studio = studio_of(service)
    await until(lambda: studio.unfinished)
    assert studio.unfinished[0]["id"] == first.generation_id
    assert "violinist" in studio.unfinished[0]["about"]
    press(studio, "resume", studio.unfinished[0]["id"])
    await until(lambda: studio.status == "success")
    assert studio.generation.attributes == first.attributes
    await until(lambda: not studio.unfinished)
    assert len(service.jobs) == 1


async def test_a_run_of_unknown_outcome_is_listed_until_it_is_forgotten(service, studio_of):
    service.app.state.sandbox.faults = "submit:drop-after"
    first = studio_of(service)
    press(first, "generate")
    await until(lambda: first.status == "unknown" and first.alert)
    assert first.alert["title"] == "It is not known whether HeyGen started this"
    studio = studio_of(service)
    await until(lambda: studio.unknown)
    press(studio, "forget", studio.unknown[0]["run_id"])
    await until(lambda: not studio.unknown)
    assert len(service.jobs) == 1


async def test_another_account_is_offered_nothing(service_of, studio_of):
    service = service_of(duration=60)
    first = studio_of(service)
    press(first, "generate")
    await until(lambda: first.generation_id)
    press(first, "stop")
    await until(lambda: first.status == "stopped")
    other = HeyGen(
        "other-key", base_url=SANDBOX_URL, transport=service.client._connection.transport
    )
    assert await other.left_over() == ([], [])
    unfinished, _ = await service.client.left_over()
    assert [run.id for run in unfinished] == [first.generation_id]


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


async def test_a_failure_can_be_rehearsed_in_the_sandbox(monkeypatch):
    studio = AvatarStudio(appearance="A baker")
    told = []
    monkeypatch.setattr(AvatarStudio, "tell", lambda _, *message: told.append(message))
    press(studio, "list_faults")
    await until(lambda: any(name == "faults" for name, _ in told))
    faults = next(values for name, values in told if name == "faults")
    kinds = {fault["kind"] for fault in faults}
    assert "submit:402" in kinds
    assert kinds.isdisjoint(V3_ONLY)
    press(studio, "rehearse", "submit:402")
    await until(lambda: studio.backend["fault"] == "submit:402" and studio.offer["token"])
    press(studio, "generate")
    await until(lambda: studio.alert)
    assert studio.alert["title"] == "Not enough API credit"
    press(studio, "rehearse", "")
    await until(lambda: not studio.backend["fault"])


def test_heygen_itself_rehearses_nothing(service):
    with pytest.raises(ConfigurationError, match="Only the sandbox"):
        service.client.rehearse("submit:402")


async def test_a_key_is_remembered_only_if_asked(service, studio_of, monkeypatch):
    kept = []
    monkeypatch.setattr(
        "heygen_widgets.config.key_sources.remember_key", lambda key: kept.append(key.reveal())
    )
    studio = studio_of(service)
    press(studio, "use_key", {"secret": "first-key"})
    press(studio, "use_key", {"secret": "second-key", "remember": True})
    await until(lambda: kept)
    assert kept == ["second-key"]


def test_without_a_key_it_opens_on_the_sandbox(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", " ")
    studio = AvatarStudio()
    assert studio.client.is_sandbox
    assert studio.backend["label"] == "Sandbox"


def test_with_a_key_it_opens_on_heygen_unless_the_sandbox_is_chosen(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "abc")
    assert not AvatarStudio().client.is_sandbox
    monkeypatch.setenv("HEYGEN_SANDBOX", "1")
    assert AvatarStudio().client.is_sandbox


def test_an_unknown_keyword_is_a_type_error():
    with pytest.raises(TypeError, match="colour"):
        AvatarStudio(colour="red")


def test_wrong_start_values_are_named_all_at_once():
    with pytest.raises(InvalidAttributes) as caught:
        AvatarStudio(age="Old", pose="sitting")
    assert set(caught.value.problems) == {"age", "pose"}


def test_a_trait_takes_a_member_or_its_string_and_nothing_else():
    studio = AvatarStudio(age="Senior")
    assert studio.age is Age.SENIOR
    studio.style = "Noir"
    assert studio.style is Style.NOIR
    assert studio.avatar_style is Style.NOIR
    with pytest.raises(TraitError, match="Young Adult"):
        studio.age = "Old"


def test_the_browser_changes_the_style_too():
    studio = AvatarStudio()
    studio.set_state({"avatar_style": "Vintage"})
    assert studio.style is Style.VINTAGE


def test_attributes_go_in_and_out_of_the_form():
    attributes = AvatarAttributes(
        name="Bo", age="Senior", style="Pixar", pose="full_body", appearance="A baker"
    )
    studio = AvatarStudio()
    studio.attributes = attributes
    assert studio.attributes == attributes


def test_outputs_are_read_only():
    with pytest.raises(TraitError):
        AvatarStudio().status = "success"


def test_generate_sync_works_in_a_plain_script(service, studio_of):
    studio = studio_of(service)
    assert studio.generate_sync().status is GenerationStatus.SUCCESS
    assert studio.generate_sync().id == service.jobs[1].id


def test_start_without_a_loop_says_what_to_do(service, studio_of):
    with pytest.raises(ConfigurationError, match="generate_sync"):
        studio_of(service).start()


def test_repr_is_one_useful_line(service, studio_of):
    assert (
        repr(studio_of(service)) == "<AvatarStudio idle on <HeyGen v2 at heygen.sandbox>: no run>"
    )


async def test_a_running_task_survives_the_garbage_collector(service_of, studio_of):
    service = service_of(duration=0.2)
    studio = studio_of(service)
    task = weakref.ref(studio.start())
    gc.collect()
    await until(lambda: studio.status == "success")
    assert task() is None or task().done()
