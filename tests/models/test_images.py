from __future__ import annotations

import io
import traceback
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from PIL import Image

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.models.attributes import VOCABULARY, AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus
from tests.models.test_attributes import ADA, sendable
from tests.test_snippets import NASTY

FORMATS = pytest.mark.parametrize("suffix", ["png", "jpg", "jpeg", "webp"])


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Saves a picture with attributes, and returns those that are read back from the file."""
    folder, buffer = tmp_path_factory.mktemp("saved"), io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, "PNG")

    def save(suffix, attributes):
        image = AvatarImage(key="image/7f/original", url="u", index=0, attributes=attributes)
        image = image.with_data(buffer.getvalue(), "image/png", (4, 3))
        return AvatarAttributes.from_image(image.save(folder / f"ada.{suffix}"))

    return save


@FORMATS
@pytest.mark.parametrize("field", VOCABULARY)
def test_every_value_is_read_back_from_a_saved_picture(saved, suffix, field):
    for word in VOCABULARY[field]:
        attributes = ADA.replace(**{field: word})
        assert saved(suffix, attributes) == attributes


@FORMATS
@settings(max_examples=50)
@given(sendable(200), sendable(1000))
@example(NASTY, NASTY)
@example("🎨" * 1000, "🎨" * 1000)
def test_any_text_is_read_back_from_a_saved_picture(saved, suffix, name, appearance):
    attributes = ADA.replace(name=name, appearance=appearance)
    assert saved(suffix, attributes) == attributes


def test_an_image_that_was_not_downloaded_says_how_to_download_it():
    image = AvatarImage(key="k", url="https://a/1", index=2)
    assert not image.is_downloaded
    for name in ("bytes", "pil", "mime_type", "size"):
        with pytest.raises(ImageUnavailable, match=r"Image 3 was not downloaded\. Call `await"):
            getattr(image, name)


def test_an_image_that_failed_raises_its_error_at_every_access():
    why = ImageUnavailable("Expired.")
    image = AvatarImage(key="k", url="https://a/1", index=0, error=why)
    depths = set()
    for _ in range(5):
        with pytest.raises(ImageUnavailable) as caught:
            _ = image.bytes
        assert caught.value is why
        depths.add(len(traceback.extract_tb(caught.tb)))
    assert len(depths) == 1


def test_an_image_with_data_has_no_error():
    image = AvatarImage(key="k", url="u", index=0, error=ImageUnavailable("Expired."))
    done = image.with_data(b"data", "image/png", (3, 4))
    assert (done.bytes, done.mime_type, done.size, done.error) == (
        b"data",
        "image/png",
        (3, 4),
        None,
    )
    assert (done.key, done.is_downloaded, image.is_downloaded) == ("k", True, False)


def test_the_alt_text_describes_the_picture():
    attributes = AvatarAttributes(name="Ada", appearance="A red jacket")
    image = AvatarImage(key="k", url="u", index=1, attributes=attributes)
    assert image.alt == "Image 2: Person, half body, Realistic: A red jacket"
    assert AvatarImage(key="k", url="u", index=0).alt == "Image 1: avatar photo"


def test_the_repr_of_an_image_shows_no_bytes():
    image = AvatarImage(key="k", url="u", index=0)
    assert repr(image) == "<AvatarImage 1 'k': not downloaded>"
    assert repr(image.with_data(b"x" * 1234, "", (1, 1))) == "<AvatarImage 1 'k': 1,234 bytes>"


def test_the_images_of_a_run_show_themselves_as_pictures_and_stay_a_tuple():
    run = Generation(status=GenerationStatus.SUCCESS).with_images(["https://i/1"], ["image/1"])
    assert isinstance(run.images, tuple)
    assert run.images == (run.images[0],)
    assert "image/1" in run.images._repr_html_()
    assert replace(run, images=[]).images == ()
    assert Generation(status=GenerationStatus.FAILED).images._repr_html_().count("<figure") == 0
