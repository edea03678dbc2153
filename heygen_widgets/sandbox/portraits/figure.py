"""The person as SVG: a head from the Open Peeps style of DiceBear on a body of our own.

Open Peeps by Pablo Stanley is in the public domain (CC0 1.0).
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dicebear import Avatar, Style

from heygen_widgets.sandbox.portraits.body import draw_body
from heygen_widgets.sandbox.portraits.svg import brightness, disc, stroke

if TYPE_CHECKING:
    from heygen_widgets.sandbox.portraits.person import Cast

TOPS = {"bun": -4, "bun2": -36, "longCurly": 20, "shaved3": 28, "shaved2": 44, "dreads2": 48}
"""Where the tall heads begin; the others stay below 55."""

WIDE = frozenset({"long", "longBangs", "longCurly", "medium2", "medium3", "mediumBangs",
                  "mediumBangs2", "bun2", "hatHip", "cornrows2", "dreads1"})  # fmt: skip
"""Heads whose hair spreads far to a side."""

FINE = frozenset({"twists", "twists2", "cornrows", "cornrows2", "dreads1", "dreads2"})
"""Heads with locks so thin that a broad outline would leave no hair."""

DARK = 46
"""Hair darker than this can't be told from its own outline, so it goes without."""

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
"""Heads whose ear can be seen."""


@cache
def _style() -> Style:
    """Load Open Peeps without its torso, and with hair as a colour apart from ink."""
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
    """Let hair have the colour ``colour``, whether the artist drew it in ink or in contrast."""
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


def draw_figure(cast: Cast, *, whole: bool) -> str:
    """Draw a person as SVG content, in units of about a thousandth of a half figure.

    Args:
        cast: Who it is.
        whole: Make it slimmer, with a smaller head, as suits a figure that is seen whole.
    """
    slim = cast.slim * (0.9 if whole else 1)
    body = f'<g transform="matrix({slim} 0 0 1 {385 * (1 - slim):.1f} 0)">'
    head = _head(cast)
    if whole:
        head = f'<g transform="matrix(.84 0 0 .84 62 94)">{head}</g>'
    return f"{body}{draw_body(cast)}</g>{head}"


def _head(cast: Cast) -> str:
    covered = cast.head in {"hatHip", "hijab"}
    svg = Avatar(
        _style(),
        {
            "seed": "-",
            "idRandomization": False,
            "headVariant": [cast.head],
            "expressionVariant": [cast.expression],
            "facialHairVariant": [cast.facial_hair or "full"],
            "facialHairProbability": 100 if cast.facial_hair else 0,
            "accessoriesVariant": [cast.eyewear or "glasses"],
            "accessoriesProbability": 100 if cast.eyewear else 0,
            "maskProbability": 0,
            "skinColor": [cast.skin],
            "clothingColor": [cast.hat],
            "hairColor": [_HAIR],
            "hairFillColor": [cast.hair],
            "beardColor": [_BEARD],
            "beardFillColor": [cast.beard],
            "inkColor": [cast.ink],
        },
    ).to_string()
    defs = re.findall(r"<defs>(.*)</defs>", svg, re.DOTALL)[0]
    drawn = re.findall(r"</defs><g [^>]*>(.*)</g></svg>", svg, re.DOTALL)[0]
    edge = 10 if cast.head in FINE else 24
    defs = _tint(defs, _HAIR, cast.hat if covered else cast.hair, cast.ink, edge)
    defs = _tint(defs, _BEARD, cast.beard, cast.ink, 24)
    return f"<defs>{defs}</defs>{drawn}{_worn(cast)}"


_HAIR, _BEARD = "#010203", "#010204"
"""Stand for the two colours until `_tint` puts them in: the style knows only plain fills."""


def _tint(svg: str, mark: str, colour: str, ink: str, width: int) -> str:
    """Fill hair with ``colour`` and edge it in ink on its inside.

    The artist drew hair, its outline and the outline of the face as one black shape. An edge
    inside that shape leaves the thin lines all ink and colours only what is wide: the hair.
    """
    svg = _push_fill_down(svg, mark)
    if brightness(colour) < DARK:
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


def _worn(cast: Cast) -> str:
    parts = ""
    if "earrings" in cast.extras and cast.head in _EARS:
        metal = cast.colour_of("earrings", "#e0b23e")
        parts += disc(250, 452, 21, cast.ink) + disc(250, 452, 12, metal)
    if "headphones" in cast.extras:
        parts += _headphones(cast)
    return parts


def _headphones(cast: Cast) -> str:
    colour = cast.colour_of("headphones", "#3c4660")
    band = f"M238 380C216 {TOPS.get(cast.head, 90) - 10} 470 40 540 190"
    cup = "M206 352C206 330 270 330 276 352L282 448C280 472 214 474 208 450Z"
    return (
        stroke(band, cast.ink, 46)
        + stroke(band, colour, 22)
        + f'<path d="{cup}" fill="{colour}" stroke="{cast.ink}" stroke-width="15"/>'
    )
