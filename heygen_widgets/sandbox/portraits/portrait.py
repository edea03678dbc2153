"""The sandbox's pictures: illustrated portraits that follow the attributes."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, ImageOps

from heygen_widgets.attributes import Orientation, Pose, Style
from heygen_widgets.sandbox.portraits.body import GROUND
from heygen_widgets.sandbox.portraits.figure import TOPS, WIDE, draw_figure
from heygen_widgets.sandbox.portraits.person import cast_person, seeded
from heygen_widgets.sandbox.portraits.prompt_reading import read_wording
from heygen_widgets.sandbox.portraits.scenery.scenes import HEIGHT, draw_scene
from heygen_widgets.sandbox.portraits.scenery.skies import View
from heygen_widgets.sandbox.portraits.style_filters import BARS, apply_grade
from heygen_widgets.sandbox.portraits.svg import rasterise

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.sandbox.portraits.person import Cast

SIZES = {
    Orientation.SQUARE: (1024, 1024),
    Orientation.HORIZONTAL: (1344, 768),
    Orientation.VERTICAL: (768, 1344),
}
"""Width and height of a picture in pixels."""

_FRAMES = {
    Pose.CLOSE_UP: (740, 580),
    Pose.HALF_BODY: (1060, 820),
    Pose.FULL_BODY: (2230, 1080),
}
"""How much of the figure must fit in, in its own units: height and width."""

_WIDE_HAIR = 670
"""What a close-up must take in where `WIDE` hair would be cut."""


_WAIST = 1285
"""No half figure shows what is below; a tall picture gets more room above instead."""


def draw_portrait(attributes: AvatarAttributes, generation_id: str, index: int) -> bytes:
    """Draw one picture of a generation as PNG.

    The same arguments give the same bytes. Safe to call from several threads.

    Args:
        attributes: What the person is like; also decides size, framing and look.
        generation_id: Tells generations with the same attributes apart.
        index: Which of the generation's pictures, from 0.
    """
    size = SIZES[attributes.orientation]
    rng = seeded(attributes, generation_id, index, "picture")
    cast = cast_person(attributes, generation_id, index)
    backdrop = _backdrop(attributes, generation_id, index, rng)
    figure = _figure(attributes, cast, size, rng)
    if _is_flipped(attributes, generation_id, index):
        figure = ImageOps.mirror(figure)
    picture = apply_grade(attributes.style, backdrop, figure, rng)
    _sign(picture, attributes.style)
    return _encode(picture)


def _backdrop(
    attributes: AvatarAttributes, generation_id: str, index: int, rng: Random
) -> Image.Image:
    """Draw the scene at half the size: out of focus, as behind a person it should be."""
    wording = read_wording(attributes.appearance)
    width, height = SIZES[attributes.orientation]
    scene, light = wording.scene, wording.light
    if attributes.style is Style.CYBERPUNK:
        scene, light = scene or "city", light or "neon"
    if light and not scene:
        scene = "city" if light != "sunset" else "beach"
    tone = seeded(attributes, generation_id, "tone").randrange(8) + index
    view = View(HEIGHT * width / height, light, tone, wording.colours.get("backdrop", ""))
    content = draw_scene(scene, view, rng)
    small = rasterise(content, (0, 0, view.width, HEIGHT), (width // 2, height // 2))
    return small.convert("RGB").resize((width, height), Image.Resampling.BICUBIC)


def _figure(
    attributes: AvatarAttributes, cast: Cast, size: tuple[int, int], rng: Random
) -> Image.Image:
    whole = attributes.pose is Pose.FULL_BODY
    margin = BARS * size[1] if attributes.style is Style.CINEMATIC else 0
    view = _framing(attributes.pose, cast, size, margin, rng)
    return rasterise(draw_figure(cast, whole=whole), view, size)


def _framing(
    pose: Pose, cast: Cast, size: tuple[int, int], margin: float, rng: Random
) -> tuple[float, float, float, float]:
    """Choose the part of the figure that the picture shows: left, top, width, height."""
    width, height = size
    tall, wide = _FRAMES[pose]
    if pose is Pose.CLOSE_UP and cast.head in WIDE:
        wide = _WIDE_HAIR
    room = height - 2 * margin
    scale = min(room / tall, width / wide)
    view_width, view_height = width / scale, height / scale
    if pose is Pose.FULL_BODY:
        top = GROUND + 66 + margin / scale - view_height
    else:
        top = _top(pose, cast) - margin / scale
        if pose is Pose.HALF_BODY:
            top = min(top, _WAIST - view_height)
    drift = rng.uniform(-0.06, 0.06) * max(0.0, view_width - wide)
    return 385 + drift - view_width / 2, top, view_width, view_height


def _top(pose: Pose, cast: Cast) -> float:
    """Return where the picture begins: a hand's breadth above the hair."""
    crown = TOPS.get(cast.head, 70)
    return crown - (34 if pose is Pose.CLOSE_UP else 80)


def _is_flipped(attributes: AvatarAttributes, generation_id: str, index: int) -> bool:
    first = seeded(attributes, generation_id, "flip").randrange(2)
    return (index + first) % 2 == 1


_WORD = "SANDBOX"


@cache
def _mark(height: int) -> Image.Image:
    """Make the word SANDBOX, white on a dark pill."""
    font = ImageFont.load_default(size=height * 0.56)
    gap = height * 0.07
    width = int(sum(font.getlength(letter) + gap for letter in _WORD) + height * 0.9)
    pill = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(pill)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), height // 2, fill=(16, 16, 16, 150))
    x = height * 0.45 + gap / 2
    for letter in _WORD:
        draw.text((x, height / 2), letter, font=font, fill=(255, 255, 255, 235), anchor="lm")
        x += font.getlength(letter) + gap
    return pill


def _sign(picture: Image.Image, style: Style) -> None:
    """Put the mark into the lower right corner: within a border, and in the middle of a bar."""
    height = max(26, min(picture.size) // 30)
    mark = _mark(height)
    edge = int(min(picture.size) * (0.055 if style is Style.VINTAGE else 0.026))
    under = int((BARS * picture.height - height) / 2) if style is Style.CINEMATIC else edge
    spot = (picture.width - mark.width - edge, picture.height - height - under)
    picture.paste(mark, spot, mark)


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=5)
    return buffer.getvalue()
