"""What one of the sandbox's pictures costs to draw, in CPU."""

from __future__ import annotations

import io
import time
from itertools import product
from statistics import median
from typing import TYPE_CHECKING

from PIL import Image

from benchmarks.report import Result, Row, milliseconds
from heygen_widgets.models.attributes import AvatarAttributes, Orientation, Pose, Style
from heygen_widgets.sandbox.portraits.portrait import draw_portrait

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sandbox.portraits.picture_file import Form

LIMIT = 0.12
ROUNDS = 3
APPEARANCES = (
    "A woman at the office in a red jacket",
    "A man on the beach with glasses",
    "A blonde chef",
)
KINDS = tuple(product(Orientation, Style))
NOTE = f"""\
{len(KINDS) * len(APPEARANCES)} pictures, three of each of the {len(KINDS)} combinations of
orientation and style, drawn one after the other in this process, after one to warm up; CPU time,
user and system, the least of {ROUNDS}, because work on the other half of a core lengthens it. A
combination's figure is the median of its three: half a person at the office, a close-up on the
beach, a whole one with light hair in front of a wall. The ratio's baseline is what Pillow takes to
save the same picture as PNG with its defaults, measured just after it was drawn.

Rendering the SVG takes 5 ms: novasvg hands out pixels. (resvg-py hands out nothing but PNG, and
packing the figure took more than half of a picture's time.) The rest is the style's filters and
packing the file, about equally. Cyberpunk costs most: it lays three soft layers over the figure."""


def measure() -> Result:
    _draw(*KINDS[0], 0)
    drawn = {kind: [_draw(*kind, number) for number in range(len(APPEARANCES))] for kind in KINDS}
    looks = [_draw(*kind, 0, "WEBP") for kind in KINDS]
    times = {kind: median(seconds for seconds, _ in runs) for kind, runs in drawn.items()}
    pictures = [picture for runs in drawn.values() for _, picture in runs]
    ratio = median(seconds / _saved(data) for runs in drawn.values() for seconds, data in runs)
    middle = median(times.values())
    sizes = [len(picture) for picture in pictures]
    cheapest, dearest = min(times, key=times.__getitem__), max(times, key=times.__getitem__)
    look = median(seconds for seconds, _ in looks)
    rows = [
        Row(
            "a picture, the median of all combinations",
            milliseconds(middle),
            "≤ 120 ms",
            middle <= LIMIT,
        ),
        Row("a picture : saving it with Pillow's defaults", f"{ratio:.2f}"),
        Row(_name(cheapest, "cheapest"), milliseconds(times[cheapest])),
        Row(_name(dearest, "dearest"), milliseconds(times[dearest])),
        Row("a look (WebP), the median", milliseconds(look)),
        Row("size of a PNG", f"median {_kilobytes(median(sizes))}, max {_kilobytes(max(sizes))}"),
        Row("size of a WebP", f"median {_kilobytes(median(len(data) for _, data in looks))}"),
    ]
    return Result("Portraits", rows, NOTE)


def _draw(
    orientation: Orientation, style: Style, number: int, form: Form = "PNG"
) -> tuple[float, bytes]:
    attributes = AvatarAttributes(
        name="Ada",
        appearance=APPEARANCES[number],
        orientation=orientation,
        style=style,
        pose=list(Pose)[number],
    )
    return _seconds(lambda: draw_portrait(attributes, "benchmark", number, form))


def _saved(data: bytes) -> float:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return _seconds(lambda: picture.save(io.BytesIO(), "PNG"))[0]


def _seconds(work: Callable[[], bytes | None]) -> tuple[float, bytes]:
    """Return the least CPU time of three: what shares a core with us makes it look longer."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        result = work()
        times.append(time.process_time() - started)
    return min(times), result or b""


def _kilobytes(size: float) -> str:
    return f"{size / 1000:.0f} kB"


def _name(kind: tuple[Orientation, Style], which: str) -> str:
    orientation, style = kind
    return f"the {which} combination: {orientation}, {style}"
