from __future__ import annotations

import pytest
from PIL import ImageChops, ImageStat

from heygen_widgets.sandbox.portraits.raster import rasterise, rasterise_cutout

SIZE = (256, 320)
VIEW = (-10.5, 20.25, 512, 640)
PERSON = (
    '<circle cx="250" cy="180" r="70" fill="#c80" stroke="#111" stroke-width="12"/>'
    '<path d="M100 670C100 380 400 380 400 670Z" fill="#26a" opacity="0.9"/>'
)


def difference(content):
    whole = rasterise(content, VIEW, SIZE)
    cutout = rasterise_cutout(content, VIEW, SIZE)
    assert (cutout.mode, cutout.size) == ("RGBA", SIZE)
    return max(ImageStat.Stat(ImageChops.difference(whole, cutout)).mean)


def test_a_cutout_shows_what_the_whole_rendering_shows():
    assert difference(PERSON) < 0.05


def test_a_cutout_of_what_is_outside_is_transparent():
    content = '<circle cx="-500" cy="0" r="50" fill="red"/>'
    assert rasterise_cutout(content, VIEW, SIZE).getbbox() is None


def test_a_cutout_of_nothing_is_transparent():
    assert rasterise_cutout("", VIEW, SIZE).getbbox() is None


@pytest.mark.parametrize(
    "line",
    [
        "M-10 300H500",
        "M250 21V659",
        "M-8 22L498 657",
        "M30 200H33M480 611V614",
    ],
)
def test_a_thin_line_is_not_lost(line):
    assert difference(f'<path d="{line}" stroke="#111" stroke-width="3" fill="none"/>') < 0.05


def test_a_thin_shape_beside_a_person_is_not_lost():
    assert difference(PERSON + '<rect x="420" y="100" width="5" height="400" fill="red"/>') < 0.05


def test_the_parts_that_are_rendered_are_smaller_than_the_picture(monkeypatch):
    from heygen_widgets.sandbox.portraits import raster  # noqa: PLC0415 - to look inside

    sizes = []
    plain = raster.rasterise

    def noted(content, view, size):
        sizes.append(size)
        return plain(content, view, size)

    monkeypatch.setattr(raster, "rasterise", noted)
    rasterise_cutout(PERSON, VIEW, SIZE)
    assert sum(width * height for width, height in sizes) < 0.65 * SIZE[0] * SIZE[1]
