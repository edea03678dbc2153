"""Draws a person as SVG: a head of DiceBear's Open Peeps style on a body of our own.

Open Peeps by Pablo Stanley is in the public domain (CC0 1.0).
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dicebear import Avatar, Style

from heygen_widgets.sandbox.portraits import headwear
from heygen_widgets.sandbox.portraits.body import draw_body, draw_held
from heygen_widgets.sandbox.portraits.skin_marks import draw_face_marks
from heygen_widgets.sandbox.portraits.svg import brightness, stroke
from heygen_widgets.sandbox.portraits.things.placing import draw_before, draw_behind, find_lift

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.person import Person
    from heygen_widgets.sandbox.portraits.things.placing import Frame

HEAD_TOPS = {"bun": -4, "bun2": -36, "longCurly": 20, "shaved3": 28, "shaved2": 44, "dreads2": 48}
"""The y at which tall heads begin; the others begin at 55 or below."""

WIDE_HEADS = frozenset({"long", "longBangs", "longCurly", "medium2", "medium3", "mediumBangs",
                  "mediumBangs2", "bun2", "hatHip", "cornrows2", "dreads1"})  # fmt: skip
"""Heads with hair that is wider than the face."""

THIN_LOCK_HEADS = frozenset({"twists", "twists2", "cornrows", "cornrows2", "dreads1", "dreads2"})
"""Heads with locks so thin that a broad outline would cover them."""

DARK_HAIR = 46
"""Hair of a lower brightness (0 to 255) is drawn without an outline, which would not show."""

_TORSO_PATHS = 3
_EARS = frozenset(
    [
        "noHair1",
        "noHair3",
        "short1",
        "short2",
        "short3",
        "short4",
        "short5",
        "shaved1",
        "shaved2",
        "bun",
        "bun2",
        "cornrows",
        "cornrows2",
        "hatBeanie",
        "grayShort",
        "pomp",
        "flatTop",
        "afro",
        "mohawk",
        "twists",
        "twists2",
    ]
)
"""Heads that show an ear."""


@cache
def _style() -> Style:
    """Load Open Peeps without its torso, and with colours of their own for hair and beard."""
    text = files("dicebear_styles").joinpath("open-peeps.json").read_text(encoding="utf-8")
    definition: dict[str, Any] = json.loads(text)
    del definition["canvas"]["elements"][:_TORSO_PATHS]
    black = {"notEqualTo": [], "values": ["#000000"]}
    definition["colors"] |= dict.fromkeys(("hair", "hairFill", "beard", "beardFill"), black)
    for component, colour in (("head", "hair"), ("facialHair", "beard")):
        for variant in definition["components"][component]["variants"].values():
            _name_hair(variant, colour)
    return Style(definition)


def _name_hair(variant: dict[str, Any], colour: str) -> None:
    """Name the colour of hair, which the style draws either as ink or as contrast."""
    has_contrast = "'name': 'headContrast'" in str(variant)
    for element in variant["elements"]:
        if has_contrast:
            _rename_fill(element, "headContrast", f"{colour}Fill")
        else:
            _rename_fill(element, "ink", colour)


def _rename_fill(element: dict[str, Any], old: str, new: str) -> None:
    fill = element.get("attributes", {}).get("fill")
    if isinstance(fill, dict) and fill.get("name") == old:
        fill["name"] = new
    for child in element.get("children", []):
        _rename_fill(child, old, new)


def draw_figure(person: Person, frame: Frame) -> str:
    """Draw a person as SVG content, in units of about a thousandth of a half figure.

    Args:
        person: Whom to draw.
        frame: The part that will be visible; with the feet, body and head are drawn smaller.
    """
    body_width = person.body_width * (0.9 if frame.whole else 1)
    body = f'<g transform="matrix({body_width} 0 0 1 {385 * (1 - body_width):.1f} 0)">'
    size = person.head_size * (0.84 if frame.whole else 1)
    head = _head(person)
    if size != 1:
        # The neck stays where it is.
        moves = f"{400 * (1 - size):.1f} {560 * (1 - size):.1f}"
        head = f'<g transform="matrix({size} 0 0 {size} {moves})">{head}</g>'
    lift = find_lift(person.held, frame) if person.held else 0
    return (
        f"{draw_behind(person, frame)}{body}{draw_body(person)}</g>{head}"
        f"{body}{draw_held(person, lift)}</g>{draw_before(person, frame)}"
    )


def _head(person: Person) -> str:
    covered = person.head in {"hatHip", "hijab"}
    svg = Avatar(
        _style(),
        {
            "seed": "-",
            "idRandomization": False,
            "headVariant": [person.head],
            "expressionVariant": [person.expression],
            "facialHairVariant": [person.facial_hair or "full"],
            "facialHairProbability": 100 if person.facial_hair else 0,
            "accessoriesVariant": [person.eyewear or "glasses"],
            "accessoriesProbability": 100 if person.eyewear else 0,
            "maskProbability": 0,
            "skinColor": [person.skin],
            "clothingColor": [person.hat],
            "hairColor": [_HAIR],
            "hairFillColor": [person.hair],
            "beardColor": [_BEARD],
            "beardFillColor": [person.beard],
            "inkColor": [person.ink],
        },
    ).to_string()
    defs = re.findall(r"<defs>(.*)</defs>", svg, re.DOTALL)[0]
    drawn = re.findall(r"</defs><g [^>]*>(.*)</g></svg>", svg, re.DOTALL)[0]
    edge = 10 if person.head in THIN_LOCK_HEADS else 24
    defs = _tint(defs, _HAIR, person.hat if covered else person.hair, person.ink, edge)
    defs = _tint(defs, _BEARD, person.beard, person.ink, 14)
    return f"<defs>{defs}</defs>{drawn}{_accessories(person)}"


_HAIR, _BEARD = "#010203", "#010204"
"""Placeholders for two colours, which `_tint` replaces, because the style has only plain fills."""


def _tint(svg: str, mark: str, colour: str, ink: str, width: int) -> str:
    """Fill hair with ``colour`` and draw its outline in ink on the inside.

    In Open Peeps the hair, its outline and the outline of the face are one black shape. With an
    outline inside that shape, thin lines stay black and only wide parts, the hair, get a colour.
    """
    svg = _push_fill_down(svg, mark)
    if brightness(colour) < DARK_HAIR:
        return svg.replace(mark, colour)
    count = iter(range(1000))

    def edge(match: re.Match[str]) -> str:
        name = f"inside{mark[1:]}-{next(count)}"
        shape = match[1]
        return (
            f'<clipPath id="{name}"><path{shape}/></clipPath><path{shape} fill="{colour}" '
            f'stroke="{ink}" stroke-width="{width}" clip-path="url(#{name})"/>'
        )

    return re.sub(rf'<path([^>]*) fill="{mark}"/>', edge, svg)


def _push_fill_down(svg: str, mark: str) -> str:
    """Move the fill ``mark`` from groups to the paths in them."""

    def push(match: re.Match[str]) -> str:
        inner = re.sub(r"<path([^>]*?)/>", rf'<path\1 fill="{mark}"/>', match[2])
        return f"<g{match[1]}>{inner}</g>"

    return re.sub(rf'<g([^>]*) fill="{mark}">(.*?)</g>', push, svg, flags=re.DOTALL)


JAW = (
    "M393 516C420 536 447 531 467 526C500 519 540 500 556 470C570 440 568 420 565 395"
    "C562 350 558 320 556 288"
)
"""The line of chin and jaw, which `THIN_LOCK_HEADS` draw too thin."""


def _accessories(person: Person) -> str:
    parts = draw_face_marks(person)
    if person.head in THIN_LOCK_HEADS and brightness(person.hair) >= DARK_HAIR:
        parts += stroke(JAW, person.ink, 16)
    if "plaits" in person.extras:
        parts += headwear.draw_plait(person.hair, person.ink, person.hat)
    if "earrings" in person.extras and person.head in _EARS:
        parts += headwear.draw_earring(person.colour_of("earrings", "#e0b23e"), person.ink)
    if "headphones" in person.extras:
        crown = HEAD_TOPS.get(person.head, 90) - 10
        colour = person.colour_of("headphones", "#3c4660")
        parts += headwear.draw_headphones(colour, person.ink, crown)
    if "chefhat" in person.extras:
        parts += headwear.draw_chef_hat(person.ink)
    if person.garment == "spacesuit":
        parts += headwear.draw_helmet(person.ink)
    return parts
