from __future__ import annotations

import pytest
from PIL import ImageStat

from heygen_widgets.sandbox.portraits.raster import rasterise

SIZE = (256, 320)
VIEW = (-10.5, 20.25, 512, 640)
PERSON = (
    '<circle cx="250" cy="180" r="70" fill="#c80" stroke="#111" stroke-width="12"/>'
    '<path d="M100 670C100 380 400 380 400 670Z" fill="#26a" opacity="0.5"/>'
)


def test_what_is_not_drawn_on_is_transparent():
    image = rasterise(PERSON, VIEW, SIZE)
    assert (image.mode, image.size) == ("RGBA", SIZE)
    assert image.getpixel((5, 5)) == (0, 0, 0, 0)


def test_colours_are_those_of_the_content_where_it_is_half_transparent():
    red, green, blue, opacity = rasterise(PERSON, VIEW, SIZE).getpixel((130, 300))
    assert (red, green, blue) == pytest.approx((0x22, 0x66, 0xAA), abs=2)
    assert opacity == pytest.approx(128, abs=1)


def test_the_view_fills_the_size_whatever_its_shape():
    image = rasterise('<rect x="100" y="40" width="50" height="10"/>', (100, 40, 100, 20), (40, 60))
    assert image.getbbox() == (0, 0, 20, 30)


@pytest.mark.parametrize("content", ["", '<circle cx="-500" cy="0" r="50" fill="red"/>'])
def test_nothing_in_the_view_is_a_transparent_image(content):
    assert rasterise(content, VIEW, SIZE).getbbox() is None


def test_edges_are_smooth():
    opacity = rasterise('<circle cx="50" cy="50" r="40"/>', (0, 0, 100, 100), (50, 50))
    assert len(opacity.getchannel("A").getcolors()) > 20


def test_what_is_clipped_is_not_shown():
    content = (
        '<defs><clipPath id="left"><rect width="50" height="100"/></clipPath></defs>'
        '<g clip-path="url(#left)"><rect width="100" height="100" fill="red"/></g>'
    )
    assert rasterise(content, (0, 0, 100, 100), (100, 100)).getbbox() == (0, 0, 50, 100)


def test_a_gradient_goes_from_one_colour_to_the_other():
    content = (
        '<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff"/>'
        '<stop offset="1" stop-color="#000"/></linearGradient>'
        '<rect width="100" height="100" fill="url(#sky)"/>'
    )
    image = rasterise(content, (0, 0, 100, 100), (10, 100)).convert("L")
    assert ImageStat.Stat(image).mean[0] == pytest.approx(127.5, abs=2)
    assert image.getpixel((5, 1)) > 245
    assert image.getpixel((5, 98)) < 10


def test_content_that_is_not_well_formed_is_refused():
    with pytest.raises(ValueError, match="well-formed"):
        rasterise("<g>", VIEW, SIZE)
