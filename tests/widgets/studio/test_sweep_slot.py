"""A sweep below a studio: opened with its settings, closed again, one at a time."""

import asyncio

import pytest

from heygen_widgets import AvatarSweep, ConfigurationError, HeyGen, InvalidAttributes, NotFound
from heygen_widgets.api import pace
from tests.support.studio_events import press, settled, until


@pytest.fixture(autouse=True)
def _quick_questions(monkeypatch):
    monkeypatch.setattr(pace, "QUESTIONS", 10_000.0)


async def quiet(sweep):
    """Wait until nothing is under way in a sweep."""
    await settled(sweep)
    return sweep


def ask(studio, **form):
    press(studio, "open_sweep", {"id": "", "view": "view-1", "form": form})


async def test_a_studio_has_no_sweep_before_one_is_asked_for(studio):
    assert studio.sweep is None
    assert studio.sweep_widget is None


async def test_it_opens_with_the_settings_on_screen_and_the_studios_client_and_history(studio):
    ask(studio, appearance="A cellist", avatar_style="Noir", count=8)
    await until(lambda: studio.sweep)
    sweep = await quiet(studio.sweep)
    assert studio.sweep_widget is sweep
    assert sweep.client is studio.client
    assert sweep.history is studio.client.history
    assert sweep.form["appearance"] == "A cellist"
    assert sweep.form["values"]["style"] == ["Noir"]
    assert (sweep.form["count"], sweep.form["name"]) == (8, "Ada")
    assert (len(sweep), sweep.is_begun, sweep.axes) == (1, False, ())
    assert (sweep.is_below, sweep.opened_by) == (True, "view-1")


async def test_axes_are_added_in_it_and_it_is_made(studio, service):
    sweep = await quiet(studio.open_sweep())
    form = {**sweep.form, "values": {**sweep.form["values"], "style": ["Noir", "Pixar"]}}
    press(sweep, "plan", form)
    await until(lambda: len(sweep) == 2)
    await sweep.run(progress=False)
    assert sweep.statuses == "dd"
    assert len(service.jobs) == 2
    assert studio.status == "idle"


async def test_braces_of_the_studios_text_are_braces_and_its_usual_name_is_none(studio):
    studio.name, studio.appearance = "Avatar", "A {wide|thin} smile"
    sweep = await quiet(studio.open_sweep())
    assert (len(sweep), sweep.form["name"]) == (1, "")
    assert sweep.preview()[0].appearance == "A {wide|thin} smile"


async def test_a_form_that_is_not_ready_says_so_at_its_fields(studio):
    ask(studio, appearance="")
    await until(lambda: "appearance" in studio.problems)
    assert studio.sweep is None
    with pytest.raises(InvalidAttributes):
        studio.open_sweep()


async def test_it_says_that_reference_images_and_looks_are_left_out(studio):
    assert studio.open_sweep().alert is None
    studio.avatar_id = "look-1"
    assert "left out" in studio.open_sweep().alert["title"]


@pytest.mark.parametrize(
    ("click_limit", "session_limit", "limit"),
    [(10.0, None, 10.0), (2.5, None, 2.5), (None, None, 10.0), (10.0, 4.0, 4.0)],
)
async def test_a_start_asks_above_the_studios_limits(studio, click_limit, session_limit, limit):
    studio.click_limit, studio.session_limit = click_limit, session_limit
    assert studio.open_sweep().limit == limit


async def test_close_takes_it_away(studio):
    ask(studio)
    await until(lambda: studio.sweep)
    sweep = studio.sweep
    press(sweep, "close_sweep")
    await until(lambda: studio.sweep is None)
    assert studio.sweep_widget is None
    assert sweep.comm is None
    studio.close_sweep()


async def test_another_one_takes_its_place(studio):
    first = studio.open_sweep()
    second = studio.open_sweep()
    assert studio.sweep is second
    assert first.comm is None


async def test_while_it_is_carried_out_it_is_neither_closed_nor_replaced(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    sweep = await quiet(studio.open_sweep())
    task = asyncio.ensure_future(sweep.run(progress=False))
    await until(lambda: sweep.is_running and service.jobs)
    press(sweep, "close_sweep")
    await until(lambda: sweep.alert)
    for refused in (studio.close_sweep, studio.open_sweep):
        with pytest.raises(ConfigurationError, match="being carried out"):
            refused()
    assert studio.sweep is sweep
    sweep.stop()
    await task
    studio.close_sweep()


async def test_one_that_was_closed_unfinished_is_offered_again(studio, service):
    sweep = await quiet(studio.open_sweep())
    press(sweep, "plan", {**sweep.form, "repeats": 3})
    await until(lambda: len(sweep) == 3)
    await sweep.run(budget=1.0, progress=False)
    studio.close_sweep()
    await until(lambda: studio.stopped_sweep)
    assert studio.stopped_sweep["id"] == sweep.id
    assert len(service.jobs) == 1


async def test_another_client_serves_it_as_long_as_nothing_is_begun(studio, service):
    sweep = await quiet(studio.open_sweep())
    studio.client = HeyGen.sandbox(history=service.client.history)
    assert sweep.client is studio.client
    await quiet(sweep)
    assert sweep.form["appearance"] == studio.appearance


async def test_a_sweep_that_is_begun_stays_with_its_client(studio, service):
    sweep = await quiet(studio.open_sweep())
    await sweep.run(progress=False)
    studio.client = HeyGen.sandbox(history=service.client.history)
    assert sweep.client is service.client


async def test_a_sweep_that_is_not_there_is_an_alert_and_an_error(studio):
    press(studio, "open_sweep", {"id": "none", "view": "v", "form": {}})
    await until(lambda: studio.alert)
    with pytest.raises(NotFound):
        studio.open_sweep("none")


async def test_what_came_of_it_stays_in_the_studios_static_copy_until_it_is_closed(
    studio, monkeypatch
):
    monkeypatch.setattr(studio.static_copy, "_handles", [_Handle()])
    sweep = await quiet(studio.open_sweep())
    await sweep.run(progress=False)
    await quiet(sweep)
    assert "1 of 1 cell done" in _Handle.html
    assert "<img" in _Handle.html
    studio.close_sweep()
    assert "Prompt experiment" not in _Handle.html


class _Handle:
    """What a notebook shows of a static copy."""

    html = ""

    def update(self, bundle, *, raw):
        assert raw
        type(self).html = bundle["text/html"]


async def test_its_python_can_be_copied(studio):
    assert "AvatarSweep(" in (await quiet(studio.open_sweep())).as_python()
    assert isinstance(studio.sweep, AvatarSweep)
