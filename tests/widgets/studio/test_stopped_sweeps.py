"""A sweep that stopped is offered by a new studio, and never paid for by that alone."""

import pytest

from heygen_widgets import AvatarStudio
from heygen_widgets.api import pace
from heygen_widgets.sweeps.sweep import Sweep
from heygen_widgets.widgets.studio import stopped_sweeps
from tests.support.studio_events import press, settled, until


@pytest.fixture(autouse=True)
def _all_anew(monkeypatch):
    monkeypatch.setattr(stopped_sweeps, "_UNWANTED", set())
    monkeypatch.setattr(pace, "QUESTIONS", 10_000.0)


@pytest.fixture
def stopped_of(service):
    """Return a function that makes a sweep of four cells, and stops it at so many."""

    async def make(cells=1, client=None, **options):
        given = {"style": ["Noir", "Pixar"]} | options
        sweep = Sweep("a chef with {a hat|a beard}", client=client or service.client, **given)
        await sweep.run(budget=cells * 1.0, progress=False)
        return sweep

    return make


async def offer_of(studio):
    await settled(studio)
    return studio.stopped_sweep


async def test_a_studio_without_a_stopped_sweep_offers_none(service, studio_of, stopped_of):
    await stopped_of(4)
    assert await offer_of(studio_of(service)) is None


async def test_a_new_studio_offers_the_latest_in_one_line_and_sends_nothing(
    service, studio_of, stopped_of
):
    await stopped_of(2)
    sweep = await stopped_of(1)
    jobs = len(service.jobs)
    assert await offer_of(studio_of(service)) == {
        "id": sweep.id,
        "line": "A sweep of 4 cells stopped at 1; 3 are left, about 3 credits.",
    }
    assert len(service.jobs) == jobs


async def test_in_the_sandbox_it_is_said_to_be_free(service, studio_of, stopped_of, monkeypatch):
    monkeypatch.setattr(type(service.client), "is_sandbox", True)
    await stopped_of(3)
    offer = await offer_of(studio_of(service))
    assert offer["line"] == "A sweep of 4 cells stopped at 3; 1 is left, free in the sandbox."


async def test_a_sweep_that_a_process_carries_out_is_not_offered(service, studio_of, stopped_of):
    sweep = await stopped_of()
    sweep.history.sweeps.claim(sweep.id, "another")
    assert await offer_of(studio_of(service)) is None
    sweep.history.sweeps.release(sweep.id, "another")
    assert (await offer_of(studio_of(service)))["id"] == sweep.id


async def test_one_of_another_host_is_not_offered(service, studio_of, stopped_of):
    sweep = await stopped_of()
    studio = studio_of(service)
    assert (await offer_of(studio))["id"] == sweep.id
    studio.client = service.client.sandbox(history=service.client.history)
    assert await offer_of(studio) is None


async def test_a_sweep_with_nothing_left_but_failures_is_not_offered(
    service, studio_of, stopped_of
):
    service.app.state.sandbox.faults = "poll:failed"
    sweep = await stopped_of(4)
    assert sweep.progress.failed == 4
    assert await offer_of(studio_of(service)) is None


async def test_not_now_holds_for_every_studio_of_the_kernel_until_another_one_stops(
    service, studio_of, stopped_of
):
    await stopped_of(), await stopped_of()
    studio = studio_of(service)
    await until(lambda: studio.stopped_sweep)
    press(studio, "skip_sweep")
    assert await offer_of(studio) is None
    assert await offer_of(studio_of(service)) is None
    third = await stopped_of()
    assert (await offer_of(studio_of(service)))["id"] == third.id


async def test_without_a_history_none_is_offered():
    assert await offer_of(AvatarStudio("A baker", history=False)) is None


async def test_open_shows_it_below_and_does_not_pay(service, studio_of, stopped_of):
    sweep = await stopped_of()
    studio = studio_of(service)
    await until(lambda: studio.stopped_sweep)
    jobs = len(service.jobs)
    press(studio, "open_sweep", {"id": sweep.id, "view": "v", "form": {}})
    await until(lambda: studio.sweep)
    assert await offer_of(studio) is None
    assert (studio.sweep.id, studio.sweep.is_running) == (sweep.id, False)
    assert len(service.jobs) == jobs
    await studio.sweep.run(progress=False)
    assert studio.sweep.statuses == "dddd"
    assert len(service.jobs) == 4
