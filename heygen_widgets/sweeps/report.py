"""The report of a sweep: one HTML file that needs no other."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError, ImageUnavailable
from heygen_widgets.models.text import to_title
from heygen_widgets.sweeps import layout
from heygen_widgets.sweeps.plan import REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heygen_widgets.media.contact_sheet import Sheet, Tile
    from heygen_widgets.sweeps.outcome import Outcome
    from heygen_widgets.sweeps.ranking import Ranking

SIDE = 256
"""The longest side of an image in a report, in pixels."""

_BYTES = 14_000
_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; }}
body {{ padding: 0 1rem; max-width: 90rem; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem; overflow-wrap: anywhere; }}
tbody tr + tr {{ border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }}
img {{ display: block; width: 11rem; border-radius: 6px; }}
.favourite img {{ outline: 3px solid #c2185b; }}
.none {{ opacity: .75; font-size: .85em; max-width: 11rem; }}
</style>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def rendered(outcome: Outcome, rows: str | None, columns: str | None) -> str:
    """Return the report of a sweep as HTML.

    Args:
        outcome: What came of it.
        rows: As in `layout.sheets`.
        columns: As in `layout.sheets`.

    Raises:
        ConfigurationError: As in `layout.sheets`.
    """
    results = outcome.results
    sheets = layout.sheets(outcome.plan, results, rows, columns)
    axes = (
        ", ".join(f"{axis.name} ({len(axis.values)})" for axis in outcome.plan.all_axes) or "none"
    )
    facts = f"<p>{escape(str(outcome.progress))}. Axes: {escape(axes)}.</p>"
    sections = [
        facts,
        "<h2>What came out</h2>",
        _wide(outcome.summary._repr_html_()),
        *_rankings(outcome),
        "<h2>Images</h2>",
        *map(_matrix, sheets),
    ]
    return _PAGE.format(title=escape(_title(outcome)), body="\n".join(sections))


def _title(outcome: Outcome) -> str:
    plan = outcome.plan
    first = plan.cell(0).attributes.name
    parts = plan.template.parts if plan.template else ()
    # The words that all cells share: the title of the first one would name its alternatives.
    words = " … ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
    return f"Prompt experiment: {plan.base.get('name') or to_title(words) or first}"


def _rankings(outcome: Outcome) -> Iterable[str]:
    comparisons = outcome.comparisons
    compared = [name for name, tally in comparisons.between_values().items() if tally.number]
    if not compared:
        return
    yield "<h2>Blind comparisons</h2>"
    for name in compared:
        if name == REPEAT:
            continue
        try:
            ranking: Ranking = comparisons.ranking(name)
        except ConfigurationError as error:
            # The wins stand in the summary all the same.
            yield f"<p>{escape(str(error))}</p>"
            return
        yield _wide(ranking._repr_html_())


def _matrix(sheet: Sheet) -> str:
    head = "".join(f"<th scope='col'>{escape(column)}</th>" for column in sheet.columns)
    has_labels = any(label for label, _ in sheet.rows)
    lines = "".join(
        "<tr>"
        + (f"<th scope='row'>{escape(label)}</th>" if has_labels else "")
        + "".join(map(_cell, tiles))
        + "</tr>"
        for label, tiles in sheet.rows
    )
    corner = "<td></td>" if has_labels else ""
    first = f"<thead><tr>{corner}{head}</tr></thead>" if any(sheet.columns) else ""
    title = f"<h3>{escape(sheet.title)}</h3>" if sheet.title else ""
    return title + _wide(f"<table>{first}<tbody>{lines}</tbody></table>")


def _cell(tile: Tile) -> str:
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    caption = f'<div class="none">{escape(tile.caption)}</div>' if tile.caption else ""
    if tile.read is None:
        return f"<td>{caption}</td>"
    try:
        copy = imaging.preview(tile.read(), side=SIDE, limit=_BYTES)
    except ImageUnavailable as error:
        return f'<td><div class="none">{escape(error.what)}</div></td>'
    source = f"data:image/webp;base64,{b64encode(copy).decode()}"
    mark = ' class="favourite"' if tile.is_marked else ""
    alt = escape(tile.alt, quote=True)
    return f'<td{mark}><img src="{source}" alt="{alt}">{caption}</td>'


def _wide(table: str) -> str:
    return f'<div class="wide">{table}</div>'
