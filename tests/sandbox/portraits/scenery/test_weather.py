from __future__ import annotations

from random import Random

import pytest
from PIL import ImageChops, ImageStat

from heygen_widgets.sandbox.portraits.raster import rasterise
from heygen_widgets.sandbox.portraits.scenery.scenes import HEIGHT, UNDER_THE_SKY, draw_scene
from heygen_widgets.sandbox.portraits.scenery.skies import View


def drawn(name, weather, light=""):
    view = View(1000.0, light, 1, weather=weather)
    content = draw_scene(name, view, Random(1))  # noqa: S311 - where rain falls is no secret
    return rasterise(content, (0, 0, 1000, HEIGHT), (250, HEIGHT // 4)).convert("RGB")


def difference(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize("weather", ["rain", "snow"])
@pytest.mark.parametrize("scene", sorted(UNDER_THE_SKY))
def test_it_rains_and_snows_under_the_sky(scene, weather):
    assert difference(drawn(scene, weather), drawn(scene, "")) > 8


def test_rain_is_darker_and_snow_is_not_rain():
    dry, rain, snow = (drawn("park", weather).convert("L") for weather in ("", "rain", "snow"))
    assert ImageStat.Stat(rain).mean[0] < ImageStat.Stat(dry).mean[0] - 15
    assert ImageStat.Stat(snow).mean[0] > ImageStat.Stat(rain).mean[0] + 25


def test_indoors_rain_is_behind_the_window_only():
    gap = ImageChops.difference(drawn("cafe", "rain"), drawn("cafe", ""))
    assert gap.getbbox() is not None
    assert gap.crop((0, 180, 250, 250)).getbbox() is None


def test_a_full_moon_is_larger_than_another():
    bright = [
        sum(drawn("park", weather, "night").convert("L").histogram()[225:])
        for weather in ("moon", "")
    ]
    assert bright[0] > bright[1] * 1.5
