"""Runs that were left behind are offered again."""

from heygen_widgets import (
    HeyGen,
)
from heygen_widgets.config.urls import SANDBOX_URL
from tests.support.studio_events import press, settled, until


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
    # Off the list of every studio of the kernel, and still among all runs.
    await until(lambda: not studio.unknown and not first.unknown)
    assert [run.status for run in studio.client.history] == ["unknown"]
    assert len(service.jobs) == 1


async def test_a_run_that_can_be_resumed_is_forgotten_for_good_and_still_opens(
    service_of, studio_of
):
    service = service_of(duration=60)
    first = studio_of(service)
    press(first, "generate")
    await until(lambda: first.generation_id)
    press(first, "stop")
    await until(lambda: first.unfinished)
    press(first, "forget", first.run_id)
    await until(lambda: not first.unfinished)
    service.app.state.sandbox.jobs[0].duration = 0
    studio = studio_of(service)
    await settled(studio)
    assert studio.unfinished == []
    await studio.show_run(first.run_id)
    assert studio.alert["resume"] == "Resume"
    press(studio, "resume")
    await until(lambda: studio.status == "success")
    assert len(studio.image_keys) == 4


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


async def test_a_resume_by_its_id_says_that_it_waits_and_not_that_it_sends(service_of, studio_of):
    service = service_of(duration=60)
    first = studio_of(service)
    press(first, "generate")
    await until(lambda: first.generation_id)
    press(first, "stop")
    await until(lambda: first.status == "stopped")
    studio = studio_of(service)
    press(studio, "resume", first.generation_id)
    await until(lambda: studio.status == "in_progress")
    assert studio.status_line == "HeyGen is working on it…"
    press(studio, "stop")
    await until(lambda: studio.status == "stopped")
    await settled(studio)
