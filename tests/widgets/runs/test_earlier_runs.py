"""Runs of the history: looked through, shown, marked and saved."""

import io
import zipfile

import pytest
from PIL import Image

from heygen_widgets import (
    AvatarStudio,
    ConfigurationError,
    HeyGenError,
)
from tests.support.studio_events import answer_to, press, until


async def test_an_earlier_run_is_shown_with_its_pictures(studio):
    first = await studio.generate()
    await studio.generate()
    shown = await studio.show_run(first.id)
    assert (shown.id, studio.generation_id, studio.status) == (first.id, first.id, "success")
    assert studio.image_keys == first.image_keys
    assert all(getattr(studio, f"preview_{slot}").startswith(b"RIFF") for slot in range(4))
    assert (await studio.again()).attributes == first.attributes


async def test_a_mark_is_shown_and_written_down(studio, told):
    generation = await studio.generate()
    key = generation.image_keys[2]
    await studio.mark(key, favourite=True, rating=5, note="Yes")
    figure = studio.figures[2]
    assert (figure["favourite"], figure["rating"], figure["note"]) == (True, 5, "Yes")
    method, (run,), (thumbnail,) = told[-1]
    assert (method, run["run_id"], run["favourite"]) == ("marked", generation.run_id, True)
    assert thumbnail.startswith(b"RIFF")
    stored = studio.client.history.get(generation.id).images[2].mark
    assert (stored.favourite, stored.rating, stored.note) == (True, 5, "Yes")
    press(studio, "mark", {"run_id": "", "place": key, "favourite": False})
    await until(lambda: not studio.figures[2]["favourite"])
    assert studio.figures[2]["rating"] == 5


async def test_without_a_history_a_mark_says_why_it_can_not_be_kept(service):
    client = service.client
    client._recorder.history = None
    studio = AvatarStudio(client=client, name="Ada", appearance="A baker")
    generation = await studio.generate()
    with pytest.raises(ConfigurationError, match="kept in the history"):
        await studio.mark(generation.image_keys[0], favourite=True)


async def test_the_strip_gets_pages_with_thumbnails_and_the_present_filters(studio, told):
    await studio.generate()
    studio.style = "Noir"
    await studio.generate()
    _, [page], thumbnails = await answer_to(told, studio, "list_runs", {"text": ""}, "runs")
    assert (len(page["runs"]), page["total"], page["next"]) == (2, 2, None)
    assert all(data.startswith(b"RIFF") for data in thumbnails)
    query = {"attributes": {"style": "Noir"}, "text": "violinist"}
    _, [page], _ = await answer_to(told, studio, "list_runs", query, "runs")
    assert [run["attributes"]["style"] for run in page["runs"]] == ["Noir"]
    _, [page], _ = await answer_to(told, studio, "list_runs", {"favourite": True}, "runs")
    assert page["runs"] == []


async def test_one_picture_is_sent_large_with_all_that_is_known_of_it(studio, told):
    generation = await studio.generate()
    wanted = {"run_id": generation.run_id, "place": generation.image_keys[1]}
    _, [facts], [copy] = await answer_to(told, studio, "enlarge", wanted, "enlarged")
    assert (facts["number"], facts["count"], facts["key"]) == (2, 4, generation.image_keys[1])
    assert facts["attributes"] == generation.attributes.to_dict()
    assert Image.open(io.BytesIO(copy)).size == (512, 512)


@pytest.mark.parametrize(
    ("event", "data", "call"),
    [
        ("list_runs", {}, "runs"),
        ("enlarge", {"place": 0}, "enlarged"),
        ("save", {"places": 0}, "download"),
        ("snippet", {"kind": "python"}, "snippet"),
    ],
)
async def test_an_answer_names_the_view_that_asked(studio, told, event, data, call):
    keys = (await studio.generate()).image_keys
    wanted = {"place": {"place": keys[0]}, "places": {"places": list(keys)}}
    filled = wanted.get(next(iter(data), ""), data)
    _, [answer], _ = await answer_to(told, studio, event, {**filled, "view": "left"}, call)
    assert answer["view"] == "left"


async def test_several_pictures_are_sent_as_a_zip(studio, told):
    generation = await studio.generate()
    wanted = {"run_id": generation.run_id, "places": list(generation.image_keys)}
    _, [file], [data] = await answer_to(told, studio, "save", wanted, "download")
    assert file["name"].endswith(".zip")
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == 4


async def test_a_problem_of_the_album_is_shown_and_nothing_breaks(studio):
    press(studio, "open_run", "nobody-has-this-id")
    await until(lambda: studio.alert)
    assert studio.alert["title"] == "HeyGen doesn't know this generation"
    assert not studio.is_running


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        ("poll:failed", "This run failed"),
        ("submit:drop-after", "It is not known whether HeyGen started this"),
    ],
)
async def test_an_earlier_run_that_went_wrong_says_so_when_it_is_shown(
    service_of, studio_of, fault, title
):
    service = service_of(faults=(fault,))
    studio = studio_of(service)
    with pytest.raises(HeyGenError):
        await studio.generate()
    service.app.state.sandbox.faults = ()
    await studio.generate()
    assert studio.alert is None
    earlier = list(studio.client.history)[1]
    await studio.show_run(earlier.run_id)
    assert studio.alert["title"] == title
    assert studio.status == earlier.status
