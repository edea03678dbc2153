"""A sweep as static HTML, for a notebook that is read with no kernel."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.media import imaging
from heygen_widgets.sweeps import layout

if TYPE_CHECKING:
    from heygen_widgets.media.contact_sheet import Sheet, Tile
    from heygen_widgets.sweeps.outcome import Outcome

ROOM = 150_000
"""How many bytes all pictures may have, before base64 makes four of three."""
MOST = 96
"""How many pictures a notebook file keeps."""
LEAST, LARGEST, SIDE = 1_500, 9_000, 200
_TEXT = 30_000

_BOX = "font: 13px/1.5 system-ui, sans-serif; margin: 8px 0; overflow-x: auto;"
_CELL = "text-align: left; vertical-align: top; padding: 4px; max-width: 140px;"
_PICTURE = "width: 132px; border-radius: 6px; display: block;"
_FAVOURITE = " outline: 3px solid #c2185b;"
_NOTE = "opacity: 0.8; overflow-wrap: anywhere;"


def sweep_html(outcome: Outcome) -> str:
    """Return what came of a sweep as HTML: its progress, its matrix, its sums and rankings."""
    sheets = layout.sheets(outcome.plan, outcome.results, None, None)
    number = sum(tile.read is not None for sheet in sheets for _, row in sheet.rows for tile in row)
    limit = max(LEAST, min(LARGEST, ROOM // max(1, min(number, MOST))))
    axes = ", ".join(f"{axis.name} ({len(axis.values)})" for axis in outcome.plan.all_axes)
    facts = " · ".join(filter(None, (str(outcome.progress), axes)))
    about = f"{escape(facts)} · <code>{escape(outcome.id)}</code>"
    parts = [f"<strong>Prompt experiment</strong><div style='{_NOTE}'>{about}</div>"]
    parts += _sums(outcome)
    room = [MOST]
    length = 0
    left = 0
    for sheet in sheets:
        html = _matrix(sheet, limit, room) if room[0] > 0 and length < _TEXT * MOST else ""
        left += 0 if html else sum(len(row) for _, row in sheet.rows)
        length += len(html)
        parts.append(html)
    if number > MOST or left:
        parts.append(f"<div>{number:,} cells have pictures; the first {MOST} are shown here.</div>")
    return f'<div style="{_BOX}">{"".join(parts)}</div>'


def _sums(outcome: Outcome) -> list[str]:
    marked = any(each.favourites or each.rated or each.compared for each in outcome.summary)
    parts = [outcome.summary._repr_html_()] if marked and len(outcome.summary) < MOST else []
    for name, tally in outcome.comparisons.between_values().items():
        if tally.number:
            try:
                parts.append(outcome.comparisons.ranking(name)._repr_html_())
            except ConfigurationError:
                break  # The wins stand in the summary all the same.
    return parts


def _matrix(sheet: Sheet, limit: int, room: list[int]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in sheet.columns)
    lines = []
    for label, tiles in sheet.rows:
        if room[0] <= 0:
            break
        cells = "".join(_cell(tile, limit, room) for tile in tiles)
        lines.append(f"<tr><th>{escape(label)}</th>{cells}</tr>")
    first = f"<thead><tr><th></th>{head}</tr></thead>" if any(sheet.columns) else ""
    title = f"<div><strong>{escape(sheet.title)}</strong></div>" if sheet.title else ""
    return f"{title}<table>{first}<tbody>{''.join(lines)}</tbody></table>"


def _cell(tile: Tile, limit: int, room: list[int]) -> str:
    caption = f'<div style="{_NOTE}">{escape(tile.caption)}</div>' if tile.caption else ""
    if tile.read is None or room[0] <= 0:
        return f'<td style="{_CELL}">{caption}</td>'
    room[0] -= 1
    try:
        copy = imaging.preview(tile.read(), side=SIDE, limit=limit)
    except HeyGenError as error:
        return f'<td style="{_CELL}"><div style="{_NOTE}">{escape(str(error))}</div></td>'
    source = f"data:image/webp;base64,{b64encode(copy).decode()}"
    style = _PICTURE + (_FAVOURITE if tile.is_marked else "")
    alt = escape(tile.alt, quote=True)
    return f'<td style="{_CELL}"><img style="{style}" src="{source}" alt="{alt}">{caption}</td>'
