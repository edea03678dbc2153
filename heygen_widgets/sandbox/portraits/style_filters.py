"""Combines backdrop and figure in the look of a style, with Pillow."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from heygen_widgets.models.attributes import Style

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Size = tuple[int, int]

BAR_HEIGHT = 0.085
"""Height of each of Cinematic's two black bars, as a fraction of the picture's."""


def apply_style(
    style: Style, backdrop: Image.Image, figure: Image.Image, rng: Random
) -> Image.Image:
    """Put a figure in front of a backdrop, in the look of a style.

    Args:
        style: The style; without one, colours stay as they are.
        backdrop: RGB, of the picture's size.
        figure: RGBA, of the same size.
        rng: Decides the grain.
    """
    return _FILTERS.get(style, _plain)(backdrop, figure, rng)


def _compose(backdrop: Image.Image, figure: Image.Image, shadow: float = 0.35) -> Image.Image:
    """Put the figure on the backdrop, with a soft shadow between them."""
    picture = backdrop.copy()
    if shadow:
        alpha = figure.getchannel("A")
        soft = _blur(_shifted(alpha, figure.width // 90, figure.width // 70), 14)
        picture.paste((16, 12, 34), mask=soft.point(lambda value: value * shadow))
    picture.paste(figure, mask=figure)
    return picture


def _shifted(mask: Image.Image, right: int, down: int) -> Image.Image:
    """Move a mask, without wrapping at the edges."""
    moved = ImageChops.offset(mask, right, down)
    width, height = mask.size
    columns = (0, 0, right, height) if right > 0 else (width + right, 0, width, height)
    rows = (0, 0, width, down) if down > 0 else (0, height + down, width, height)
    # Repeat the lowest row, because the figure continues below the picture.
    filling = (
        mask.crop((0, height - 1, width, height)).resize((width, abs(down))) if down < 0 else 0
    )
    moved.paste(0, columns)
    moved.paste(filling, rows)
    return moved


def _blur(image: Image.Image, radius: float) -> Image.Image:
    """Blur at a quarter of the size, which is faster and looks the same."""
    small = image.resize((image.width // 4, image.height // 4), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(radius / 4)).resize(
        image.size, Image.Resampling.BICUBIC
    )


def _curve(image: Image.Image, *points: tuple[int, int]) -> Image.Image:
    """Map brightness by linear interpolation between ``points``."""
    table = [_interpolate(points, value) for value in range(256)]
    return image.point(table * len(image.getbands()))


def _interpolate(points: tuple[tuple[int, int], ...], value: int) -> int:
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= value <= x1:
            return round(y0 + (y1 - y0) * (value - x0) / max(1, x1 - x0))
    return points[-1][1]


@cache
def _vignette(size: Size, strength: float, inner: float) -> Image.Image:
    """Return a mask that rises from 0 inside to ``strength`` in the corners."""
    disc = Image.radial_gradient("L").resize(size, Image.Resampling.BICUBIC)
    low = int(255 * inner)
    return disc.point(
        [int(max(0, value - low) / (255 - low) * 255 * strength) for value in range(256)]
    )


def _darken(picture: Image.Image, mask: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    shaded = picture.copy()
    shaded.paste(colour, mask=mask)
    return shaded


def _relief(figure: Image.Image, depth: float, radius: float) -> Image.Image:
    """Light a flat figure from the upper left, as if each area between lines were round."""
    flat = Image.new("RGB", figure.size, "black")
    flat.paste(figure, mask=figure)
    small = flat.convert("L").resize((figure.width // 2, figure.height // 2), Image.Resampling.BOX)
    inside = small.point([0 if value < 52 else 255 for value in range(256)])  # noqa: PLR2004 - lines are darker
    height = inside.filter(ImageFilter.GaussianBlur(radius))
    step = max(2, int(radius * 0.8))
    slope = ImageChops.subtract(
        _shifted(height, -step, -step), _shifted(height, step, step), 2, 128
    ).resize(figure.size, Image.Resampling.BICUBIC)
    light = slope.point(
        [int(max(0, min(255, 128 + (value - 128) * depth))) for value in range(256)]
    )
    lit = ImageChops.soft_light(figure.convert("RGB"), Image.merge("RGB", [light] * 3))
    lit.putalpha(figure.getchannel("A"))
    return lit


def _plain(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    return _compose(backdrop, figure, 0.25)


def _realistic(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    calm = ImageEnhance.Color(_compose(_blur(backdrop, 7), _relief(figure, 0.75, 13))).enhance(0.86)
    return _darken(calm, _vignette(calm.size, 0.25, 0.55), (20, 18, 30))


def _pixar(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    picture = _compose(_blur(backdrop, 9), _relief(figure, 1.05, 20), 0.45)
    picture = ImageEnhance.Color(picture).enhance(1.2)
    bloom = _blur(_curve(picture, (0, 0), (120, 0), (255, 200)), 34)
    warm = ImageChops.screen(picture, bloom.point(lambda value: value * 0.5))
    return ImageChops.soft_light(warm, Image.new("RGB", warm.size, (136, 130, 122)))


def _cinematic(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    picture = _compose(_blur(backdrop, 8), _relief(figure, 0.9, 14), 0.5)
    red, green, blue = _curve(picture, (0, 0), (60, 38), (190, 196), (255, 250)).split()
    red = _curve(red, (0, 0), (90, 62), (170, 186), (255, 255))
    green = _curve(green, (0, 12), (90, 92), (170, 172), (255, 240))
    blue = _curve(blue, (0, 38), (90, 106), (170, 146), (255, 196))
    toned = Image.blend(picture, Image.merge("RGB", (red, green, blue)), 0.85)
    toned = _darken(toned, _vignette(toned.size, 0.6, 0.4), (2, 14, 22))
    bar = int(toned.height * BAR_HEIGHT)
    toned.paste((0, 0, 0), (0, 0, toned.width, bar))
    toned.paste((0, 0, 0), (0, toned.height - bar, toned.width, toned.height))
    return toned


def _noise(size: Size, rng: Random, grain: int) -> Image.Image:
    """Return grey noise, tiled from one random square in different orientations."""
    tile = Image.frombytes("L", (256, 256), rng.randbytes(256 * 256)).filter(
        ImageFilter.BoxBlur(0.6)
    )
    noise = Image.new("L", size)
    for number, y in enumerate(range(0, size[1], 256)):
        for x in range(0, size[0], 256):
            turn = Image.Transpose((x // 256 * 3 + number) % 7)
            noise.paste(tile.transpose(turn), (x, y))
    return noise.point([int(128 + (value - 128) * grain / 128) for value in range(256)])


def _vintage(backdrop: Image.Image, figure: Image.Image, rng: Random) -> Image.Image:
    grey = _compose(_blur(backdrop, 5), _relief(figure, 0.6, 12)).convert("L")
    grey = _curve(grey, (0, 30), (90, 112), (170, 186), (255, 240))
    grey = ImageChops.add(grey, _noise(grey.size, rng, 26), 1, -128)
    grey = _darken_grey(grey, _vignette(grey.size, 0.55, 0.45), 50)
    grey = grey.point([value // 6 * 6 for value in range(256)])
    sepia = ImageOps.colorize(grey, (44, 26, 14), (255, 243, 214), (172, 132, 90))
    return _add_print_border(sepia)


def _darken_grey(grey: Image.Image, mask: Image.Image, value: int) -> Image.Image:
    shaded = grey.copy()
    shaded.paste(value, mask=mask)
    return shaded


def _add_print_border(picture: Image.Image) -> Image.Image:
    """Put the picture on a cream border, with slightly rounded corners."""
    edge = min(picture.size) // 26
    mask = Image.new("L", picture.size, 0)
    frame = (edge, edge, picture.width - edge, picture.height - edge)
    ImageDraw.Draw(mask).rounded_rectangle(frame, edge // 2, fill=255)
    mounted = Image.new("RGB", picture.size, (240, 229, 203))
    mounted.paste(picture, mask=mask)
    return mounted


def _noir(backdrop: Image.Image, figure: Image.Image, rng: Random) -> Image.Image:
    behind = _curve(_blur(backdrop, 9).convert("L"), (0, 0), (110, 22), (255, 120))
    behind = ImageChops.add(behind, _blinds(behind.size))
    person = _curve(
        _relief(figure, 1.2, 16).convert("L"), (0, 0), (50, 26), (120, 140), (180, 236), (255, 255)
    )
    person = ImageChops.multiply(person, _side_light(figure))
    behind.paste(person, mask=figure.getchannel("A"))
    behind = ImageChops.add(behind, _noise(behind.size, rng, 12), 1, -128)
    behind = behind.point([value // 4 * 4 for value in range(256)])
    return _darken_grey(behind, _vignette(behind.size, 0.95, 0.35), 0).convert("RGB")


def _blinds(size: Size) -> Image.Image:
    """Return slanted stripes of light, as through a window blind."""
    width, height = size[0] // 4, size[1] // 4
    stripes = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(stripes)
    gap = max(width, height) // 17
    for y in range(-height // 2, height, gap):
        slant = width * 0.34
        draw.polygon(
            ((0, y + slant), (width, y), (width, y + gap * 0.5), (0, y + slant + gap * 0.5)), 96
        )
    return stripes.filter(ImageFilter.GaussianBlur(1.4)).resize(size, Image.Resampling.BICUBIC)


def _side_light(figure: Image.Image) -> Image.Image:
    """Return light from one side: bright on the figure's left, dark on its right."""
    left, _, right, _ = figure.getchannel("A").getbbox() or (0, 0, *figure.size)
    ramp = Image.linear_gradient("L").rotate(90).resize((max(1, right - left), figure.height))
    light = Image.new("L", figure.size, 255)
    light.paste(_curve(ramp, (0, 255), (120, 255), (180, 130), (255, 40)), (left, 0))
    return light


def _cyberpunk(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    grey = ImageOps.autocontrast(_blur(backdrop, 5).convert("L"), cutoff=1)
    duotone = ImageOps.colorize(grey, (12, 4, 38), (90, 235, 255), (150, 26, 150), midpoint=150)
    behind = Image.blend(duotone, ImageChops.multiply(backdrop, duotone), 0.45)
    behind = ImageEnhance.Brightness(behind).enhance(1.1)
    person = ImageChops.multiply(
        figure.convert("RGB"), Image.new("RGB", figure.size, (212, 201, 226))
    )
    person = ImageChops.screen(person, _neon_light(figure.size))
    behind = ImageChops.screen(behind, _halo(figure))
    behind.paste(person, mask=figure.getchannel("A"))
    lit = ImageChops.screen(behind, _rims(figure))
    bloom = _blur(_curve(lit, (0, 0), (110, 0), (255, 255)), 22)
    lit = ImageChops.screen(lit, bloom.point(lambda value: value * 0.6))
    return _darken(_scanlines(lit), _vignette(lit.size, 0.6, 0.5), (6, 2, 22))


@cache
def _neon_light(size: Size) -> Image.Image:
    """Return faint light from two signs: magenta from the left, cyan from the right."""
    ramp = Image.linear_gradient("L").rotate(90).resize(size)
    return ImageOps.colorize(ramp, (58, 0, 60), (0, 34, 66), (4, 2, 26))


def _halo(figure: Image.Image) -> Image.Image:
    alpha = _blur(figure.getchannel("A"), 60)
    none = Image.new("L", figure.size, 0)
    return Image.merge(
        "RGB",
        (alpha.point(lambda value: value * 0.5), none, alpha.point(lambda value: value * 0.42)),
    )


def _rims(figure: Image.Image) -> Image.Image:
    """Return the neon edges of the figure: magenta from the left, cyan from the right."""
    alpha = figure.getchannel("A")
    step = figure.width // 60
    left = _edge(alpha, step)
    right = _edge(alpha, -step)
    return Image.merge(
        "RGB",
        (
            ImageChops.add(left, right.point(lambda value: value * 0.1)),
            ImageChops.add(
                left.point(lambda value: value * 0.16), right.point(lambda value: value * 0.92)
            ),
            ImageChops.add(left.point(lambda value: value * 0.7), right),
        ),
    )


def _edge(alpha: Image.Image, step: int) -> Image.Image:
    inner = _shifted(alpha, step, abs(step) // 2)
    return ImageChops.multiply(_blur(ImageChops.subtract(alpha, inner), 7), alpha)


def _scanlines(picture: Image.Image) -> Image.Image:
    lines = Image.new("L", (1, 6), 255)
    lines.putpixel((0, 0), 205)
    lines.putpixel((0, 1), 225)
    column = Image.new("L", (1, picture.height))
    for y in range(0, picture.height, 6):
        column.paste(lines, (0, y))
    pattern = column.resize(picture.size)
    return ImageChops.multiply(picture, Image.merge("RGB", [pattern] * 3))


_FILTERS: dict[Style, Callable[[Image.Image, Image.Image, Random], Image.Image]] = {
    Style.REALISTIC: _realistic,
    Style.PIXAR: _pixar,
    Style.CINEMATIC: _cinematic,
    Style.VINTAGE: _vintage,
    Style.NOIR: _noir,
    Style.CYBERPUNK: _cyberpunk,
}
