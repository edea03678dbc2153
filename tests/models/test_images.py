from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from PIL import Image

from heygen_widgets.models.attributes import VOCABULARY, AvatarAttributes
from heygen_widgets.models.images import AvatarImage
from tests.models.test_attributes import ADA, sendable
from tests.test_snippets import NASTY

FORMATS = pytest.mark.parametrize("suffix", ["png", "jpg", "jpeg", "webp"])


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Returns what returns the attributes of a picture that was saved with these."""
    folder, buffer = tmp_path_factory.mktemp("saved"), io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, "PNG")

    def save(suffix, attributes):
        image = AvatarImage(key="image/7f/original", url="u", index=0, attributes=attributes)
        image = image.with_data(buffer.getvalue(), "image/png", (4, 3))
        return AvatarAttributes.from_image(image.save(folder / f"ada.{suffix}"))

    return save


@FORMATS
@pytest.mark.parametrize("field", VOCABULARY)
def test_every_value_comes_back_from_a_picture(saved, suffix, field):
    for word in VOCABULARY[field]:
        attributes = ADA.replace(**{field: word})
        assert saved(suffix, attributes) == attributes


@FORMATS
@settings(max_examples=50)
@given(sendable(200), sendable(1000))
@example(NASTY, NASTY)
@example("🎨" * 1000, "🎨" * 1000)
def test_texts_come_back_from_a_picture_whatever_they_hold(saved, suffix, name, appearance):
    attributes = ADA.replace(name=name, appearance=appearance)
    assert saved(suffix, attributes) == attributes
