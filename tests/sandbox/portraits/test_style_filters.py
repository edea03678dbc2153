from __future__ import annotations

from random import Random

import pytest
from PIL import Image, ImageDraw, ImageStat

from heygen_widgets.models.attributes import Style
from heygen_widgets.sandbox.portraits.style_filters import apply_style

SIZE = (320, 320)


def grain():
    return Random(1)  # noqa: S311 - grain, not a secret


def styled(style):
    """Filter a skin-coloured disc in a black ring in front of a green and blue backdrop."""
    backdrop = Image.new("RGB", SIZE, "#6fa3c0")
    backdrop.paste((110, 170, 100), (0, 200, 320, 320))
    figure = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    ImageDraw.Draw(figure).ellipse((90, 60, 230, 320), "#d9a679", "#0c0a10", 6)
    return apply_style(style, backdrop, figure, grain())


def saturation(image):
    return ImageStat.Stat(image.convert("HSV")).mean[1]


@pytest.mark.parametrize("style", Style)
def test_a_style_keeps_the_size_and_is_reproducible(style):
    image = styled(style)
    assert (image.size, image.mode) == (SIZE, "RGB")
    assert image.tobytes() == styled(style).tobytes()


def test_pixar_is_the_most_saturated_and_realistic_is_calmer_than_drawn():
    assert saturation(styled(Style.REALISTIC)) < saturation(styled(Style.UNSPECIFIED))
    assert saturation(styled(Style.PIXAR)) > saturation(styled(Style.REALISTIC)) * 1.2


def test_unspecified_leaves_colours_as_drawn():
    image = styled(Style.UNSPECIFIED)
    assert image.getpixel((5, 5)) == (0x6F, 0xA3, 0xC0)
    assert image.getpixel((160, 180)) == (0xD9, 0xA6, 0x79)


def test_noir_and_vintage_replace_colours_and_cyberpunk_has_its_own():
    assert saturation(styled(Style.NOIR)) == 0
    red, green, blue = styled(Style.VINTAGE).getpixel((160, 250))
    assert red > green > blue
    red, green, blue = styled(Style.CYBERPUNK).getpixel((40, 270))
    assert green < blue


def test_cinematic_turns_shadows_towards_teal():
    backdrop = Image.new("RGB", SIZE, (60, 60, 60))
    nobody = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    red, green, blue = apply_style(Style.CINEMATIC, backdrop, nobody, grain()).getpixel((160, 160))
    assert red < green <= blue
