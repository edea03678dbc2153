"""The form is filled from runs, files and presets, and by chance."""

import asyncio
import io

import pytest
from PIL import Image

from heygen_widgets import (
    AvatarAttributes,
    AvatarStudio,
    Style,
)
from heygen_widgets.media import imaging
from heygen_widgets.models.attributes import VOCABULARY
from heygen_widgets.widgets import contract
from tests.support.studio_events import answer_to, press, settled, until


async def test_reuse_fills_the_form_from_any_earlier_run(studio):
    first = await studio.generate()
    studio.style, studio.appearance = "Noir", "A baker"
    await studio.generate()
    press(studio, "reuse", first.run_id)
    await until(lambda: studio.appearance != "A baker")
    assert studio.attributes == first.attributes


async def test_a_saved_picture_brings_its_settings_back(studio, told):
    generation = await studio.generate()
    wanted = {"run_id": generation.run_id, "places": [generation.image_keys[0]]}
    _, [file], [data] = await answer_to(told, studio, "save", wanted, "download")
    assert file["name"].startswith("Ada-")
    studio.name, studio.style = "Another", "Noir"
    press(studio, "drop_file", {"name": "x.png"}, [data])
    await until(lambda: studio.name == "Ada")
    assert studio.attributes == generation.attributes


def image_with(**metadata):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return imaging.embed(buffer.getvalue(), ".png", metadata)[1]


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("offer.pdf", b"%PDF-1.7 ...", "offer.pdf is not an image."),
        ("empty.png", b"", "empty.png is not an image."),
        ("holiday.png", image_with(), "holiday.png holds no settings"),
        ("old.png", image_with(attributes={"age": "Ancient"}), "that this release can't use: "),
        ("poster.png", b"x" * (contract.MAX_UPLOAD + 1), "poster.png has 8.0 MB"),
    ],
)
async def test_a_dropped_file_that_can_not_be_used_is_told_in_words_for_a_dropped_file(
    studio, name, data, text
):
    before = studio.attributes
    press(studio, "drop_file", {"name": name}, [data])
    await until(lambda: studio.alert)
    assert studio.alert["title"] == "This file can't be used"
    assert text in studio.alert["text"]
    assert studio.alert["advice"].startswith("The form is as it was.")
    assert studio.attributes == before
    assert studio.problems == {}


async def test_a_reference_image_that_is_too_large_for_the_notebook_is_told_and_not_added(studio):
    large = b"x" * (contract.MAX_UPLOAD + 200_000)
    press(studio, "add_reference", {"name": "wall.jpg"}, [large])
    await until(lambda: studio.alert)
    said = "wall.jpg has 8.2 MB, and the notebook takes files of up to 8 MB."
    assert studio.alert["text"] == said
    assert "studio.reference_images" in studio.alert["advice"]
    assert studio.reference_images == ()
    press(studio, "add_reference", {"name": "wall.jpg"}, [large[: contract.MAX_UPLOAD]])
    await until(lambda: studio.reference_names == ["wall.jpg"])


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


async def test_a_deleted_preset_comes_back_under_its_name(studio):
    press(studio, "save_preset", {"name": "Violin"})
    await until(lambda: studio.preset_names == ["Violin"])
    asked = studio.attributes
    press(studio, "delete_preset", "Violin")
    await until(lambda: studio.preset_names == [])
    studio.style = "Noir"
    press(studio, "restore_preset", "Violin")
    await until(lambda: studio.preset_names == ["Violin"])
    assert studio.presets.get("Violin") == asked
    # Undo, pressed twice, is no error.
    press(studio, "restore_preset", "Violin")
    await settled(studio)
    assert studio.alert is None


async def test_a_deleted_preset_does_not_replace_another_one_of_its_name(studio):
    press(studio, "save_preset", {"name": "Violin"})
    press(studio, "delete_preset", "Violin")
    press(studio, "save_preset", {"name": "Violin", "form": {"avatar_style": "Noir"}})
    press(studio, "restore_preset", "Violin")
    await until(lambda: studio.alert)
    assert "another preset 'Violin'" in studio.alert["text"]
    assert studio.presets.get("Violin").style == "Noir"
    # It is still remembered.
    press(studio, "delete_preset", "Violin")
    await settled(studio)


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
