"""Going on from results, from Python and by the events of the template."""

import asyncio
import io
import json
import zipfile

import pytest
from PIL import Image

from heygen_widgets import (
    AvatarAttributes,
    AvatarStudio,
    ConfigurationError,
    HeyGenError,
    InvalidAttributes,
    Style,
)
from heygen_widgets.models.attributes import VOCABULARY


def press(studio: AvatarStudio, event: str, data: object = None, buffers: tuple = ()) -> None:
    studio._handle_event(None, {"event": event, "data": data}, list(buffers))


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
            await asyncio.sleep(0)


@pytest.fixture
def told(monkeypatch):
    """What studios tell the browser: method, values, buffers."""
    messages = []

    def tell(_studio, method, *values, buffers=()):
        messages.append((method, values, list(buffers)))

    monkeypatch.setattr(AvatarStudio, "tell", tell)
    return messages


@pytest.fixture
def studio(service, studio_of, told):
    del told  # it is there first, so that the studio tells it
    return studio_of(service)


async def answer_to(told, studio, event, data, method):
    told.clear()
    press(studio, event, data)
    await until(lambda: any(name == method for name, _, _ in told))
    return next(message for message in told if message[0] == method)


async def test_vary_changes_what_is_named_and_nothing_else(studio, service):
    first = await studio.generate()
    studio.name, studio.age = "Another", "Senior"
    second = await studio.vary(style="Noir", orientation="vertical")
    changes = {"style": "Noir", "orientation": "vertical"}
    assert second.attributes == first.attributes.replace(**changes)
    assert [job.attributes for job in service.jobs] == [first.attributes, second.attributes]
    assert studio.attributes == second.attributes


async def test_again_takes_the_settings_of_the_run_and_not_of_the_form(studio):
    first = await studio.generate()
    studio.appearance = "Something else"
    second = await studio.again()
    assert second.attributes == first.attributes
    assert second.id != first.id


async def test_there_must_be_something_to_go_on_from(studio, service):
    with pytest.raises(ConfigurationError, match="no generation to go on from"):
        await studio.again()
    assert not service.jobs


async def test_a_variation_that_is_none_is_refused_before_anything(studio, service):
    await studio.generate()
    with pytest.raises(InvalidAttributes, match="style"):
        await studio.vary(style="Blurry")
    assert len(service.jobs) == 1


async def test_the_buttons_again_and_vary_go_by_the_price_that_they_showed(studio, service):
    await studio.generate()
    press(studio, "go_on", {"changes": {"style": "Noir"}, "agreed": "something else"})
    await until(lambda: studio.question)
    assert len(service.jobs) == 1
    press(studio, "go_on", {"changes": {"style": "Noir"}, "agreed": studio.offer["token"]})
    await until(lambda: len(service.jobs) == 2)
    await until(lambda: studio.status == "success")
    assert service.jobs[1].attributes.style is Style.NOIR


async def test_who_declines_again_gets_the_form_back_as_it_was(studio, service):
    await studio.generate()
    studio.appearance, studio.style = "Something else", "Noir"
    asked = {"changes": {"style": "Vintage"}, "agreed": "something else"}
    press(studio, "go_on", asked)
    await until(lambda: studio.question)
    assert studio.style == "Vintage"
    press(studio, "decline")
    await until(lambda: studio.question is None)
    await asyncio.sleep(0)
    assert (studio.appearance, studio.style) == ("Something else", "Noir")
    # Not over what was changed since.
    press(studio, "go_on", asked)
    await until(lambda: studio.question)
    studio.name = "Cy"
    press(studio, "decline")
    await until(lambda: studio.question is None)
    assert (studio.name, studio.style) == ("Cy", "Vintage")
    assert len(service.jobs) == 1


async def test_an_earlier_run_is_shown_with_its_pictures(studio):
    first = await studio.generate()
    await studio.generate()
    shown = await studio.show_run(first.id)
    assert (shown.id, studio.generation_id, studio.status) == (first.id, first.id, "success")
    assert studio.image_keys == first.image_keys
    assert all(getattr(studio, f"preview_{slot}").startswith(b"RIFF") for slot in range(4))
    assert (await studio.again()).attributes == first.attributes


async def test_reuse_fills_the_form_from_any_earlier_run(studio):
    first = await studio.generate()
    studio.style, studio.appearance = "Noir", "A baker"
    await studio.generate()
    press(studio, "reuse", first.run_id)
    await until(lambda: studio.appearance != "A baker")
    assert studio.attributes == first.attributes


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


async def test_a_saved_picture_brings_its_settings_back(studio, told):
    generation = await studio.generate()
    wanted = {"run_id": generation.run_id, "places": [generation.image_keys[0]]}
    _, [file], [data] = await answer_to(told, studio, "save", wanted, "download")
    assert file["name"].startswith("Ada-")
    studio.name, studio.style = "Another", "Noir"
    press(studio, "drop_file", {"name": "x.png"}, [data])
    await until(lambda: studio.name == "Ada")
    assert studio.attributes == generation.attributes


async def test_a_dropped_file_that_holds_nothing_is_named(studio):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    press(studio, "drop_file", {"name": "holiday.png"}, [buffer.getvalue()])
    await until(lambda: studio.alert)
    assert "holiday.png" in studio.alert["text"]


async def test_several_pictures_are_sent_as_a_zip(studio, told):
    generation = await studio.generate()
    wanted = {"run_id": generation.run_id, "places": list(generation.image_keys)}
    _, [file], [data] = await answer_to(told, studio, "save", wanted, "download")
    assert file["name"].endswith(".zip")
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == 4


async def test_save_writes_the_selected_pictures_or_all(studio, tmp_path):
    generation = await studio.generate()
    assert len(studio.save(tmp_path / "all")) == 4
    studio.selected_keys = generation.image_keys[:1]
    [path] = studio.save(tmp_path / "one")
    assert AvatarAttributes.from_image(path) == generation.attributes


def test_shuffle_changes_all_but_what_is_locked(studio):
    before = studio.attributes
    studio.locked = ["style", "pose"]
    studio.shuffle()
    after = studio.attributes
    changed = {field for field in VOCABULARY if getattr(before, field) != getattr(after, field)}
    assert changed == set(VOCABULARY) - {"style", "pose"}
    assert (after.name, after.appearance) == (before.name, before.appearance)


async def test_shuffle_and_presets_take_the_form_as_it_was_on_screen(studio):
    locked = list(VOCABULARY)
    press(studio, "shuffle", {"form": {"age": "Senior", "locked": locked}})
    await until(lambda: studio.locked == locked)
    await asyncio.sleep(0)
    assert studio.age == "Senior"
    press(studio, "save_preset", {"name": "Old", "form": {"appearance": "A baker"}})
    await until(lambda: studio.preset_names == ["Old"])
    assert studio.presets.get("Old").appearance == "A baker"


async def test_presets_are_saved_used_and_deleted(studio):
    press(studio, "save_preset", {"name": " Violin "})
    await until(lambda: studio.preset_names == ["Violin"])
    asked = studio.attributes
    studio.style = "Noir"
    press(studio, "use_preset", "Violin")
    await until(lambda: studio.style is Style.REALISTIC)
    assert studio.attributes == asked
    assert AvatarStudio().preset_names == ["Violin"]
    press(studio, "delete_preset", "Violin")
    await until(lambda: studio.preset_names == [])


@pytest.mark.parametrize("field", VOCABULARY)
async def test_every_value_comes_back_by_every_way(field, studio, tmp_path):
    """Through a preset, a saved file, an earlier run and Python: nothing is lost or changed."""
    for word in VOCABULARY[field]:
        setattr(studio, field, word)
        asked = studio.attributes
        studio.presets.save("p", asked)
        studio.attributes = studio.presets.get("p")
        assert studio.attributes == asked
        namespace = {}
        cell = studio.as_python() if studio.generation is None else ""
        exec(cell.partition("generation =")[0], namespace)  # noqa: S102 - our own cell
        assert namespace.get("attributes", asked) == asked
    generation = await studio.generate()
    for image in generation.images:
        path = image.save(tmp_path / f"{field}-{image.index}.webp")
        assert AvatarAttributes.from_image(path) == asked
    stored = studio.client.history.get(generation.id)
    studio.attributes = stored.attributes
    assert studio.attributes == asked


async def test_a_run_is_told_as_python_and_as_curl(studio, told):
    await studio.generate()
    _, [cell], _ = await answer_to(told, studio, "snippet", {"kind": "python"}, "snippet")
    assert "A violinist in a red dress" in cell["text"]
    compile(cell["text"], "cell", "exec", flags=0x2000)  # top-level await
    _, [command], _ = await answer_to(told, studio, "snippet", {"kind": "curl"}, "snippet")
    assert "$HEYGEN_API_KEY" in command["text"]
    assert json.dumps("A violinist in a red dress") in command["text"]
    assert studio.as_curl() == command["text"]


async def test_a_problem_of_the_album_is_shown_and_nothing_breaks(studio):
    press(studio, "open_run", "nobody-has-this-id")
    await until(lambda: studio.alert)
    assert studio.alert["title"] == "HeyGen doesn't know this generation"
    assert not studio.is_running


async def test_many_generations_leave_no_more_in_the_state_than_one(studio):
    def size():
        values = studio.get_state().values()
        return sum(len(each) if isinstance(each, bytes) else len(repr(each)) for each in values)

    await studio.generate()
    first = size()
    for _ in range(20):
        await studio.generate()
    assert size() < 1.2 * first


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
