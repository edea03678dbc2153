from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from heygen_widgets.sandbox.portraits.picture_file import encode


def noise(size):
    return Image.merge("RGB", [Image.effect_noise(size, spread) for spread in (20, 60, 120)])


def striped(size):
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    for y in range(0, size[1], 3):
        picture.paste((200, 20, y % 256), (0, y, size[0], y + 1))
    return picture


@pytest.mark.parametrize("make", [noise, striped])
@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (37, 53), (256, 256)])
def test_a_png_has_every_pixel_as_it_was(make, size):
    picture = make(size)
    found = Image.open(io.BytesIO(encode(picture, "PNG")))
    assert (found.format, found.mode, found.size) == ("PNG", "RGB", size)
    assert found.tobytes() == picture.tobytes()


def test_stripes_are_compared_sideways():
    stripes = striped((256, 256))
    assert len(encode(stripes, "PNG")) < 4_000


def test_a_webp_looks_the_same():
    picture = Image.linear_gradient("L").resize((512, 512)).convert("RGB")
    picture.paste((200, 60, 40), (100, 100, 300, 400))
    found = Image.open(io.BytesIO(encode(picture, "WEBP")))
    assert (found.format, found.mode, found.size) == ("WEBP", "RGB", (512, 512))
    assert max(ImageStat.Stat(ImageChops.difference(found, picture)).mean) < 2


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_the_same_picture_is_the_same_bytes(form):
    picture = striped((64, 64))
    assert encode(picture, form) == encode(picture.copy(), form)
