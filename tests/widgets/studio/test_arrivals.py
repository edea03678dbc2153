"""Pictures on the screen of a studio: one by one, each in its place, each shrunk once."""

from __future__ import annotations

import asyncio
import io
import threading

import pytest
from PIL import Image

from heygen_widgets.media import imaging, small_copies
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.sandbox import Scenario
from heygen_widgets.widgets.runs import view_model
from tests.support.quick_studio import Service
from tests.support.studio_events import press, settled, until

SUCCESS, FAILED = GenerationStatus.SUCCESS, GenerationStatus.FAILED
OPEN = GenerationStatus.IN_PROGRESS


def different(number):
    """A picture unlike the others."""
    buffer = io.BytesIO()
    Image.new("RGB", (900, 900), (60 * number, 90, 120)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def shrunk(monkeypatch):
    """The images of which a copy is made, with its longer side."""
    monkeypatch.setattr(small_copies, "_COPIES", {})
    calls, preview = [], imaging.preview

    def counted(data, **options):
        calls.append((data, options.get("side")))
        return preview(data, **options)

    monkeypatch.setattr(imaging, "preview", counted)
    return calls


def copies(studio):
    return [bool(getattr(studio, f"preview_{slot}")) for slot in range(4)]


async def test_each_picture_is_shrunk_once_for_screen_notebook_and_thumbnail(studio_of, shrunk):
    pictures = list(map(different, range(4)))
    service = Service(Scenario(duration=0), *pictures)
    studio = studio_of(service)
    await studio.generate()
    await settled(studio)
    assert copies(studio) == [True] * 4
    studio.generation.to_html()
    service.client.history.thumbnail(studio.generation.run_id)
    of_originals = [data for data, _side in shrunk if data in pictures]
    assert sorted(of_originals) == sorted(pictures)
    assert [side for data, side in shrunk if data not in pictures] == [96]


async def test_a_picture_is_shown_while_the_others_are_shrunk(studio_of, monkeypatch, shrunk):
    del shrunk
    go_on = threading.Event()
    pictures = list(map(different, range(4)))
    preview = imaging.preview

    def slow(data, **options):
        if data == pictures[1]:
            go_on.wait(20)
        return preview(data, **options)

    monkeypatch.setattr(imaging, "preview", slow)
    studio = studio_of(Service(Scenario(duration=0), *pictures))
    task = asyncio.ensure_future(studio.generate())
    try:
        await until(lambda: copies(studio) == [True, False, True, True])
        assert [figure["place"] for figure in studio.figures] == list(studio.image_keys)
        assert studio.status == "in_progress"
    finally:
        go_on.set()
    await task
    await settled(studio)
    assert (studio.status, copies(studio)) == ("success", [True] * 4)


async def test_stopped_in_the_middle_it_keeps_the_pictures_that_are_here(
    service_of, studio_of, shrunk
):
    del shrunk
    studio = studio_of(service_of("v3", api="v3", duration=3, spread=1, seed=3))
    task = asyncio.ensure_future(studio.generate())
    await until(lambda: any(copies(studio)))
    press(studio, "stop")
    await asyncio.wait([task])
    await settled(studio)
    assert studio.status == "stopped"
    assert 0 < sum(copies(studio)) < 4
    assert sum(copies(studio)) == sum(image.is_downloaded for image in studio.generation.images)


def with_images(status, *jobs):
    record = Generation(status=status, run_id="run", api="v3", jobs=jobs)
    names = [key for job in jobs for key in job.keys]
    images = tuple(AvatarImage(key=key, url="", index=n) for n, key in enumerate(names))
    return Generation(**{**vars(record), "images": images})


def job(name, status=SUCCESS):
    return Job(id=name, status=status, keys=(name,) if status is SUCCESS else ())


@pytest.mark.parametrize(
    ("jobs", "places"),
    [
        ([job("a"), job("b", OPEN), job("c"), job("d", OPEN)], ["a", "", "c"]),
        ([job("a", OPEN), job("b", OPEN), job("c", OPEN), job("d")], ["", "", "", "d"]),
        ([job("a", FAILED), job("b"), job("c", OPEN), job("d", OPEN)], ["", "b"]),
        ([job("a", OPEN)] * 4, []),
    ],
)
def test_a_look_has_its_place_before_those_that_stand_first_are_made(jobs, places):
    figures = view_model.outputs(with_images(OPEN, *jobs), {}, 4)["figures"]
    assert [figure["key"] for figure in figures] == places


def test_two_requests_of_four_pictures_keep_room_for_each_other():
    second = Job(id="b", status=SUCCESS, keys=tuple("5678"))
    record = with_images(OPEN, Job(id="a", status=OPEN), second)
    copies = {"6": b"copy"}
    shown = view_model.outputs(record, copies, 8)
    assert [figure["key"] for figure in shown["figures"]] == [*[""] * 4, *"5678"]
    assert [slot for slot in range(8) if shown[f"preview_{slot}"]] == [5]


def test_a_run_that_has_its_end_leaves_no_place_empty():
    record = with_images(SUCCESS, job("a"), job("b", FAILED), job("c"))
    figures = view_model.outputs(record, {}, 4)["figures"]
    assert [figure["key"] for figure in figures] == ["a", "c"]


def test_a_record_whose_jobs_name_no_images_shows_them_in_their_order():
    record = with_images(OPEN, job("a"), job("b"))
    resumed = Generation(**{**vars(record), "jobs": (Job(id="a", status=OPEN),) * 2})
    assert [each.key for each in view_model.in_places(resumed, 4)] == ["a", "b"]
