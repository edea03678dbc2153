"""Draws an illustrated portrait that follows the attributes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, ImageOps

from heygen_widgets.models.attributes import Orientation, Pose, Style
from heygen_widgets.sandbox.portraits.figure import HEAD_TOPS, WIDE_HEADS, draw_figure
from heygen_widgets.sandbox.portraits.headwear import CHEF_HAT_TOP, HELMET_TOP
from heygen_widgets.sandbox.portraits.person import choose_person, seeded_random
from heygen_widgets.sandbox.portraits.picture_file import encode
from heygen_widgets.sandbox.portraits.prompt_reading import read_details
from heygen_widgets.sandbox.portraits.raster import rasterise
from heygen_widgets.sandbox.portraits.same_person import choose_same_person, known_attributes
from heygen_widgets.sandbox.portraits.scenery.scenes import HEIGHT, draw_scene
from heygen_widgets.sandbox.portraits.scenery.skies import View
from heygen_widgets.sandbox.portraits.style_filters import (
    BAR_HEIGHT,
    apply_style,
    backdrop_share,
)
from heygen_widgets.sandbox.portraits.things.placing import GROUND, Frame

if TYPE_CHECKING:
    from random import Random

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.portraits.identity import Identity
    from heygen_widgets.sandbox.portraits.person import Person
    from heygen_widgets.sandbox.portraits.picture_file import Form

SIZES = {
    Orientation.SQUARE: (1024, 1024),
    Orientation.HORIZONTAL: (1376, 768),
    Orientation.VERTICAL: (768, 1376),
}
"""Width and height of a picture in pixels: the canvases of today's image models."""

_FRAMES = {
    Pose.CLOSE_UP: (740, 580),
    Pose.HALF_BODY: (1060, 820),
    Pose.FULL_BODY: (2230, 1080),
}
"""Height and width of the part of the figure that must be visible, in its own units."""

_ROOM_FOR_HATS = 110
"""How much more of a whole figure must be visible above a chef's hat or a helmet."""

_WIDE_HEAD_WIDTH = 670
"""Width of the part of the figure that a close-up of one of `WIDE_HEADS` must show."""


_WAIST = 1285
"""A half figure ends above this y; a tall picture shows more of the backdrop above it instead."""


SCENES_BY_WEATHER = {"rain": "city", "snow": "mountains", "moon": "mountains"}
"""Where people are in some weather if the prompt names no place."""

SCENES_BY_LIGHT = {"night": "city", "neon": "city", "sunset": "beach"}
"""Where people are in some light if the prompt names neither place nor weather."""


def draw_portrait(
    attributes: AvatarAttributes,
    generation_id: str,
    index: int,
    form: Form = "PNG",
    identity: Identity | None = None,
) -> bytes:
    """Draw one picture of a generation.

    The same arguments give the same bytes. It may be called from several threads.

    Args:
        attributes: They decide the person, the scene, the size, the framing and the style.
        generation_id: Another generation with the same attributes has other pictures.
        index: The number of the picture in its generation, from 0.
        form: The format of the file.
        identity: Who it shows; by default the attributes decide that too.
    """
    if identity:
        attributes = known_attributes(attributes, identity)
        person = choose_same_person(attributes, generation_id, index, identity)
    else:
        person = choose_person(attributes, generation_id, index)
    size = SIZES[attributes.orientation]
    rng = seeded_random(attributes, generation_id, index, "picture")
    backdrop = _backdrop(attributes, generation_id, index, rng)
    figure = _figure(attributes, person, size, rng)
    if _is_flipped(attributes, generation_id, index):
        figure = ImageOps.mirror(figure)
    picture = apply_style(attributes.style, backdrop, figure, rng)
    _add_watermark(picture, attributes.style)
    return encode(picture, form)


def _backdrop(
    attributes: AvatarAttributes, generation_id: str, index: int, rng: Random
) -> Image.Image:
    """Draw the scene, smaller than the picture, which makes it look out of focus."""
    details = read_details(attributes.appearance)
    width, height = SIZES[attributes.orientation]
    scene, light = details.scene, details.light
    if attributes.style is Style.CYBERPUNK:
        scene, light = scene or "city", light or "neon"
    if details.weather == "moon":
        light = light or "night"
    if not scene:
        scene = SCENES_BY_WEATHER.get(details.weather) or SCENES_BY_LIGHT.get(light, "")
    tone = seeded_random(attributes, generation_id, "tone").randrange(8) + index
    colour = details.colours.get("backdrop", "")
    view = View(HEIGHT * width / height, light, tone, colour, details.weather)
    content = draw_scene(scene, view, rng)
    share = backdrop_share(attributes.style)
    small = rasterise(
        content, (0, 0, view.width, HEIGHT), (round(width * share), round(height * share))
    )
    return small.convert("RGB")


def _figure(
    attributes: AvatarAttributes, person: Person, size: tuple[int, int], rng: Random
) -> Image.Image:
    whole = attributes.pose is Pose.FULL_BODY
    margin = BAR_HEIGHT * size[1] if attributes.style is Style.CINEMATIC else 0
    view = _framing(attributes.pose, person, size, margin, rng)
    left, top, width, height = view
    bottom = top + height - margin * height / size[1]
    close = attributes.pose is Pose.CLOSE_UP
    frame = Frame(left, left + width, bottom, whole=whole, close=close)
    return rasterise(draw_figure(person, frame), view, size)


def _framing(
    pose: Pose, person: Person, size: tuple[int, int], margin: float, rng: Random
) -> tuple[float, float, float, float]:
    """Return the part of the figure that the picture shows: left, top, width, height."""
    width, height = size
    tall, wide = _FRAMES[pose]
    if pose is Pose.FULL_BODY and _is_tall(person):
        tall += _ROOM_FOR_HATS
    if pose is Pose.CLOSE_UP and person.head in WIDE_HEADS:
        wide = _WIDE_HEAD_WIDTH
    room = height - 2 * margin
    scale = min(room / tall, width / wide)
    view_width, view_height = width / scale, height / scale
    if pose is Pose.FULL_BODY:
        top = GROUND + 66 + margin / scale - view_height
    else:
        top = _top(pose, person) - margin / scale
        if pose is Pose.HALF_BODY:
            top = min(top, _WAIST - view_height)
    drift = rng.uniform(-0.06, 0.06) * max(0.0, view_width - wide)
    return 385 + drift - view_width / 2, top, view_width, view_height


def _is_tall(person: Person) -> bool:
    return "chefhat" in person.extras or person.garment == "spacesuit"


def _top(pose: Pose, person: Person) -> float:
    """Return the y at which the picture begins, a little above the hair."""
    crown = HEAD_TOPS.get(person.head, 70)
    if "chefhat" in person.extras:
        crown = CHEF_HAT_TOP
    if person.garment == "spacesuit":
        crown = HELMET_TOP
    return crown - (34 if pose is Pose.CLOSE_UP else 80)


def _is_flipped(attributes: AvatarAttributes, generation_id: str, index: int) -> bool:
    first = seeded_random(attributes, generation_id, "flip").randrange(2)
    return (index + first) % 2 == 1


_WATERMARK_TEXT = "SANDBOX"


@cache
def _watermark(height: int) -> Image.Image:
    """Draw the word SANDBOX, white on a dark rounded rectangle."""
    font = ImageFont.load_default(size=height * 0.56)
    gap = height * 0.07
    width = int(sum(font.getlength(letter) + gap for letter in _WATERMARK_TEXT) + height * 0.9)
    pill = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(pill)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), height // 2, fill=(16, 16, 16, 150))
    x = height * 0.45 + gap / 2
    for letter in _WATERMARK_TEXT:
        draw.text((x, height / 2), letter, font=font, fill=(255, 255, 255, 235), anchor="lm")
        x += font.getlength(letter) + gap
    return pill


def _add_watermark(picture: Image.Image, style: Style) -> None:
    """Put the watermark into the lower right corner, clear of the style's border or bar."""
    height = max(26, min(picture.size) // 30)
    mark = _watermark(height)
    edge = int(min(picture.size) * (0.055 if style is Style.VINTAGE else 0.026))
    under = int((BAR_HEIGHT * picture.height - height) / 2) if style is Style.CINEMATIC else edge
    spot = (picture.width - mark.width - edge, picture.height - height - under)
    picture.paste(mark, spot, mark)
