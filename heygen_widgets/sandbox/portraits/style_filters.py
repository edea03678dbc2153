"""Combines backdrop and figure in the look of a style, with Pillow.

What is soft in the end (backdrops, shadows, glows, light on a figure) is made small and enlarged
once: that looks the same and takes a tenth of the time.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from heygen_widgets.models.attributes import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

Size = tuple[int, int]
Points = tuple[tuple[int, int], ...]

BAR_HEIGHT = 0.085
"""Height of each of Cinematic's two black bars, as a fraction of the picture's."""

_SHADOW: dict[str, tuple[int, ...]] = {"RGB": (16, 12, 34), "L": (16,)}
_LEVELS = range(256)
_MARGIN = 32
"""So many pixels around the figure bear upon the light on it."""


def apply_style(
    style: Style, backdrop: Image.Image, figure: Image.Image, rng: Random
) -> Image.Image:
    """Put a figure in front of a backdrop, in the look of a style.

    Args:
        style: The style; without one, colours stay as they are.
        backdrop: RGB, of the picture's shape; the smaller it is, the softer it looks. See
            `backdrop_share`.
        figure: RGBA, of the picture's size.
        rng: Decides the grain.
    """
    return _FILTERS.get(style, _plain)(backdrop, figure, rng)


def backdrop_share(style: Style) -> float:
    """Return the size of the backdrop that a style needs, as a share of the picture's."""
    # Most styles blur it so much that more pixels would not be seen.
    return 5 / 16 if style in {Style.UNSPECIFIED, Style.CYBERPUNK} else 3 / 16


def _compose(
    backdrop: Image.Image, figure: Image.Image, lit: Image.Image, shadow: float = 0.35
) -> Image.Image:
    """Put the figure on the backdrop, with a soft shadow between them.

    Args:
        backdrop: Grey or RGB; this decides what the picture is.
        figure: The figure, whose outline is used.
        lit: The figure's `_frame` as it shall be seen, of the backdrop's mode.
        shadow: The strength of the shadow.
    """
    shaded = backdrop.copy()
    shaded.paste(_SHADOW[backdrop.mode], mask=_shadow(backdrop, figure, shadow))
    enlarged = _smooth if backdrop.width * 5 < figure.width else _resized
    return _with_figure(enlarged(shaded, figure.size), figure, lit)


def _with_figure(picture: Image.Image, figure: Image.Image, lit: Image.Image) -> Image.Image:
    """Put the figure, as it is lit, into a picture. ``lit`` shows its `_frame` only."""
    frame = _frame(figure)
    picture.paste(lit, frame, figure.getchannel("A").crop(frame))
    return picture


def _frame(figure: Image.Image) -> tuple[int, int, int, int]:
    """Return the part of the picture that the figure takes: nothing else needs to be lit."""
    left, top, right, bottom = figure.getbbox() or (0, 0, *figure.size)
    # Multiples of four, so that what is made at a quarter of the size stays in its place.
    return (
        max(0, left // 4 * 4 - _MARGIN),
        max(0, top // 4 * 4 - _MARGIN),
        min(figure.width, -(-right // 4) * 4 + _MARGIN),
        min(figure.height, -(-bottom // 4) * 4 + _MARGIN),
    )


def _shadow(backdrop: Image.Image, figure: Image.Image, strength: float) -> Image.Image:
    outline = _outline(figure, backdrop.size)
    moved = _shifted(outline, round(backdrop.width / 90), round(backdrop.width / 70))
    soft = _blurred(moved, 14 * backdrop.width / figure.width)
    return soft.point([int(value * strength) for value in _LEVELS])


def _outline(figure: Image.Image, size: Size) -> Image.Image:
    return figure.getchannel("A").resize(size, Image.Resampling.BOX)


def _resized(image: Image.Image, size: Size) -> Image.Image:
    return image.resize(size, Image.Resampling.BICUBIC)


def _smooth(glow: Image.Image, size: Size) -> Image.Image:
    """Enlarge what is so blurred that the faster way looks the same."""
    return glow.resize(size, Image.Resampling.BILINEAR)


def _blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def _out_of_focus(backdrop: Image.Image, figure: Image.Image, radius: float) -> Image.Image:
    """Blur a backdrop; ``radius`` is in pixels of the picture."""
    return _blurred(backdrop, radius * backdrop.width / figure.width)


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


@cache
def _table(*points: tuple[int, int]) -> list[int]:
    """Return the values that `_interpolate` finds for 0 to 255."""
    return [_interpolate(points, value) for value in _LEVELS]


def _curve(image: Image.Image, *points: tuple[int, int]) -> Image.Image:
    """Map brightness by linear interpolation between ``points``."""
    return image.point(_table(*points) * len(image.getbands()))


def _interpolate(points: Points, value: int) -> int:
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
        [int(max(0, value - low) / (255 - low) * 255 * strength) for value in _LEVELS]
    )


def _relief(figure: Image.Image, mode: str, depth: float, radius: float) -> Image.Image:
    """Light a flat figure from the upper left, as if each area between lines were round.

    Args:
        figure: The figure, of which only the `_frame` is lit.
        mode: The mode of the result, ``L`` or ``RGB``.
        depth: How strong the light is.
        radius: How round the areas are, in half pixels of the picture.
    """
    framed = figure.crop(_frame(figure))
    small = framed.convert("L").reduce(2)
    inside = small.point([0 if value < 52 else 255 for value in _LEVELS])  # noqa: PLR2004 - lines are darker
    height = _blurred(inside.reduce(2), radius / 2)
    step = max(2, int(radius * 0.8))
    before, after = -(step // 2), step - step // 2
    slope = ImageChops.subtract(
        _shifted(height, before, before), _shifted(height, after, after), 2, 128
    )
    table = [int(max(0, min(255, 128 + (value - 128) * depth))) for value in _LEVELS]
    light = _resized(slope, framed.size).point(table)
    return ImageChops.soft_light(framed.convert(mode), light.convert(mode))


def _plain(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    return _compose(backdrop, figure, figure.crop(_frame(figure)).convert("RGB"), 0.25)


def _saturated(picture: Image.Image, amount: float) -> Image.Image:
    """Move colours away from grey (amounts above 1) or towards it."""
    grey = (0.299, 0.587, 0.114)
    rows = (
        [(1 - amount) * share + amount * (row == column) for column, share in enumerate(grey)]
        for row in range(3)
    )
    return picture.convert("RGB", tuple(value for row in rows for value in (*row, 0)))


def _realistic(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    lit = _relief(figure, "RGB", 0.75, 13)
    picture = _compose(_out_of_focus(backdrop, figure, 7), figure, lit)
    calm = _saturated(picture, 0.86)
    calm.paste((20, 18, 30), mask=_vignette(calm.size, 0.25, 0.55))
    return calm


def _pixar(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    lit = _relief(figure, "RGB", 1.05, 20)
    picture = _compose(_out_of_focus(backdrop, figure, 9), figure, lit, 0.45)
    picture = _saturated(picture, 1.2)
    warm = ImageChops.screen(picture, _bloom(picture, ((0, 0), (120, 0), (255, 200)), 34, 0.5))
    return warm.point(_warm_light())


@cache
def _warm_light() -> list[int]:
    """Return what a soft light of a warm grey makes of each red, green and blue."""
    ramp = Image.frombytes("L", (256, 1), bytes(_LEVELS))
    lit = [ImageChops.soft_light(ramp, Image.new("L", ramp.size, n)) for n in (136, 130, 122)]
    return [value for channel in lit for value in channel.tobytes()]


def _bloom(picture: Image.Image, points: Points, radius: float, strength: float) -> Image.Image:
    """Return the glow around what is bright."""
    glow = _blurred(_curve(picture.reduce(4), *points), radius / 4)
    glow = glow.point([int(value * strength) for value in _LEVELS] * 3)
    return _smooth(glow, picture.size)


def _cinematic(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    lit = _relief(figure, "RGB", 0.9, 14)
    picture = _compose(_out_of_focus(backdrop, figure, 8), figure, lit, 0.5)
    toned = picture.point(_teal_and_orange())
    toned.paste((2, 14, 22), mask=_vignette(toned.size, 0.6, 0.4))
    bar = int(toned.height * BAR_HEIGHT)
    toned.paste((0, 0, 0), (0, 0, toned.width, bar))
    toned.paste((0, 0, 0), (0, toned.height - bar, toned.width, toned.height))
    return toned


@cache
def _teal_and_orange() -> list[int]:
    """Return what the film's colours make of each red, green and blue."""
    contrast = _table((0, 0), (60, 38), (190, 196), (255, 250))
    channels = (
        _table((0, 0), (90, 62), (170, 186), (255, 255)),
        _table((0, 12), (90, 92), (170, 172), (255, 240)),
        _table((0, 38), (90, 106), (170, 146), (255, 196)),
    )
    return [
        int(value + 0.85 * (channel[contrast[value]] - value))
        for channel in channels
        for value in _LEVELS
    ]


def _noise(size: Size, rng: Random, grain: int) -> Image.Image:
    """Return grey noise, tiled from one random square in different orientations."""
    tile = Image.frombytes("L", (256, 256), rng.randbytes(256 * 256)).filter(
        ImageFilter.BoxBlur(0.6)
    )
    tile = tile.point([int(128 + (value - 128) * grain / 128) for value in _LEVELS])
    noise = Image.new("L", size)
    for number, y in enumerate(range(0, size[1], 256)):
        for x in range(0, size[0], 256):
            turn = Image.Transpose((x // 256 * 3 + number) % 7)
            noise.paste(tile.transpose(turn), (x, y))
    return noise


def _steps(step: int) -> list[int]:
    """Return 0 to 255 in steps, which make grain compress well."""
    return [value // step * step for value in _LEVELS]


def _vintage(backdrop: Image.Image, figure: Image.Image, rng: Random) -> Image.Image:
    lit = _relief(figure, "L", 0.6, 12)
    grey = _compose(_out_of_focus(backdrop, figure, 5).convert("L"), figure, lit)
    grey = _curve(grey, (0, 30), (90, 112), (170, 186), (255, 240))
    grey = ImageChops.add(grey, _noise(grey.size, rng, 26), 1, -128)
    grey.paste(50, mask=_vignette(grey.size, 0.55, 0.45))
    return _add_print_border(Image.merge("RGB", [grey.point(table) for table in _sepia()]))


@cache
def _sepia() -> list[list[int]]:
    """Return the red, green and blue of each brightness on old paper."""
    steps = Image.frombytes("L", (256, 1), bytes(_steps(6)))
    toned = ImageOps.colorize(steps, (44, 26, 14), (255, 243, 214), (172, 132, 90))
    return [list(channel.tobytes()) for channel in toned.split()]


def _add_print_border(picture: Image.Image) -> Image.Image:
    """Put the picture on a cream border, with slightly rounded corners."""
    picture.paste((240, 229, 203), mask=_print_border(picture.size))
    return picture


@cache
def _print_border(size: Size) -> Image.Image:
    edge = min(size) // 26
    mask = Image.new("L", size, 255)
    frame = (edge, edge, size[0] - edge, size[1] - edge)
    ImageDraw.Draw(mask).rounded_rectangle(frame, edge // 2, fill=0)
    return mask


def _noir(backdrop: Image.Image, figure: Image.Image, rng: Random) -> Image.Image:
    behind = _curve(_out_of_focus(backdrop, figure, 9).convert("L"), (0, 0), (110, 22), (255, 120))
    picture = _resized(ImageChops.add(behind, _blinds(behind.size, figure.size)), figure.size)
    person = _curve(
        _relief(figure, "L", 1.2, 16),
        (0, 0), (50, 26), (120, 140), (180, 236), (255, 255),
    )  # fmt: skip
    lit = ImageChops.multiply(person, _side_light(figure, person.size))
    picture = _with_figure(picture, figure, lit)
    picture = ImageChops.add(picture, _noise(picture.size, rng, 12), 1, -128).point(_steps(4))
    picture.paste(0, mask=_vignette(picture.size, 0.95, 0.35))
    return picture.convert("RGB")


@cache
def _blinds(size: Size, picture_size: Size) -> Image.Image:
    """Return slanted stripes of light, as through a window blind."""
    width, height = picture_size[0] // 4, picture_size[1] // 4
    stripes = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(stripes)
    gap = max(width, height) // 17
    for y in range(-height // 2, height, gap):
        slant = width * 0.34
        draw.polygon(
            ((0, y + slant), (width, y), (width, y + gap * 0.5), (0, y + slant + gap * 0.5)), 96
        )
    return _resized(_blurred(stripes, 1.4), size)


def _side_light(figure: Image.Image, size: Size) -> Image.Image:
    """Return light from one side of the `_frame`: bright on the figure's left, dark on its right.

    Args:
        figure: The figure.
        size: The size of its frame.
    """
    left, _, right, _ = figure.getbbox() or (0, 0, *figure.size)
    ramp = Image.linear_gradient("L").rotate(90).resize((max(1, right - left), 1))
    light = Image.new("L", (size[0], 1), 255)
    shading = _curve(ramp, (0, 255), (120, 255), (180, 130), (255, 40))
    light.paste(shading, (left - _frame(figure)[0], 0))
    return light.resize(size, Image.Resampling.NEAREST)


def _cyberpunk(backdrop: Image.Image, figure: Image.Image, _rng: Random) -> Image.Image:
    behind = ImageChops.screen(_neon_backdrop(backdrop, figure), _halo(figure, backdrop.size))
    picture = _resized(behind, figure.size)
    framed = figure.crop(_frame(figure))
    person = framed.convert("RGB").point(_neon_skin())
    picture = _with_figure(picture, figure, ImageChops.screen(person, _rims(framed, figure.width)))
    bloom = _bloom(picture, ((0, 0), (110, 0), (255, 255)), 22, 0.6)
    picture = ImageChops.multiply(ImageChops.screen(picture, bloom), _scanlines(picture.size))
    picture.paste((6, 2, 22), mask=_vignette(picture.size, 0.6, 0.5))
    return picture


def _neon_backdrop(backdrop: Image.Image, figure: Image.Image) -> Image.Image:
    grey = ImageOps.autocontrast(_out_of_focus(backdrop, figure, 5).convert("L"), cutoff=1)
    duotone = ImageOps.colorize(grey, (12, 4, 38), (90, 235, 255), (150, 26, 150), midpoint=150)
    behind = Image.blend(duotone, ImageChops.multiply(backdrop, duotone), 0.45)
    return ImageEnhance.Brightness(behind).enhance(1.1)


@cache
def _neon_skin() -> list[int]:
    """Return what neon light makes of each red, green and blue of a figure."""
    light, glow = (212, 201, 226), (14, 2, 30)
    return [
        min(255, value * channel // 255 + more)
        for channel, more in zip(light, glow, strict=True)
        for value in _LEVELS
    ]


def _halo(figure: Image.Image, size: Size) -> Image.Image:
    outline = _blurred(_outline(figure, size), 60 * size[0] / figure.width)
    return _coloured(outline, (0.5, 0, 0.42))


def _coloured(light: Image.Image, shares: Iterable[float]) -> Image.Image:
    """Return a grey light in a colour: the shares of red, green and blue."""
    tables = [[int(value * share) for value in _LEVELS] for share in shares]
    return Image.merge("RGB", [light.point(table) for table in tables])


def _rims(framed: Image.Image, width: int) -> Image.Image:
    """Return the neon edges of the figure: magenta from the left, cyan from the right.

    Args:
        framed: The figure's `_frame`.
        width: The width of the picture.
    """
    outline = _outline(framed, (framed.width // 4, framed.height // 4))
    step = width // 240
    left = _coloured(_edge(outline, step), (1, 0.16, 0.7))
    right = _coloured(_edge(outline, -step), (0.1, 0.92, 1))
    return _smooth(ImageChops.add(left, right), framed.size)


def _edge(outline: Image.Image, step: int) -> Image.Image:
    inner = _shifted(outline, step, abs(step) // 2)
    return _blurred(ImageChops.subtract(outline, inner), 7 / 4)


@cache
def _scanlines(size: Size) -> Image.Image:
    """Return a picture of scanlines, white between them."""
    lines = Image.new("L", (1, 6), 255)
    lines.putpixel((0, 0), 205)
    lines.putpixel((0, 1), 225)
    column = Image.new("L", (1, size[1]))
    for y in range(0, size[1], 6):
        column.paste(lines, (0, y))
    return Image.merge("RGB", [column.resize(size)] * 3)


_FILTERS: dict[Style, Callable[[Image.Image, Image.Image, Random], Image.Image]] = {
    Style.REALISTIC: _realistic,
    Style.PIXAR: _pixar,
    Style.CINEMATIC: _cinematic,
    Style.VINTAGE: _vintage,
    Style.NOIR: _noir,
    Style.CYBERPUNK: _cyberpunk,
}
