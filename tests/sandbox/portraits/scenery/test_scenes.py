from __future__ import annotations

from random import Random

import pytest
from PIL import ImageChops, ImageStat

from heygen_widgets.sandbox.portraits.prompt_words import MEANINGS
from heygen_widgets.sandbox.portraits.raster import rasterise
from heygen_widgets.sandbox.portraits.scenery.scenes import HEIGHT, SCENES, draw_scene
from heygen_widgets.sandbox.portraits.scenery.skies import SKIES, View

WIDTHS = (1000.0, 1750.0, 571.4)


def drawn(name, *, width=1000.0, light="", tone=0):
    rng = Random(1)  # noqa: S311 - where trees are is no secret
    content = draw_scene(name, View(width, light, tone), rng)
    return rasterise(content, (0, 0, width, HEIGHT), (int(width // 8), HEIGHT // 8))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("light", SKIES)
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_fills_the_whole_picture_in_every_light(scene, light, width):
    image = drawn(scene, width=width, light=light)
    assert image.getchannel("A").getextrema() == (255, 255)
    assert len(set(image.convert("L").tobytes())) > 20


def test_a_scene_looks_different_from_every_other():
    names = sorted(SCENES)
    for number, one in enumerate(names):
        for other in names[:number]:
            gap = ImageChops.difference(drawn(one).convert("RGB"), drawn(other).convert("RGB"))
            assert sum(ImageStat.Stat(gap).mean) / 3 > 12, (one, other)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_has_another_tone_in_each_of_the_four(scene):
    pictures = {drawn(scene, tone=tone).tobytes() for tone in range(4)}
    assert len(pictures) == 4


@pytest.mark.parametrize("scene", ["city", "beach", "park", "forest", "mountains"])
def test_night_is_darker_than_day(scene):
    day, night = (drawn(scene, light=light).convert("L") for light in ("", "night"))
    assert ImageStat.Stat(night).mean[0] < ImageStat.Stat(day).mean[0] - 40


def test_every_place_that_a_prompt_can_name_can_be_drawn():
    assert {value for kind, value in MEANINGS.values() if kind == "scene"} == set(SCENES)


def test_an_unknown_place_is_a_studio():
    assert drawn("the moon's far side").tobytes() == drawn("studio").tobytes()
