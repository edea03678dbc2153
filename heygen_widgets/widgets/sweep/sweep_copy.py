"""A sweep as static HTML, for a notebook that is read with no kernel."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.media import imaging
from heygen_widgets.sweeps import layout

if TYPE_CHECKING:
    from heygen_widgets.media.contact_sheet import Sheet, Tile
    from heygen_widgets.sweeps.outcome import Outcome

ROOM = 135_000
"""How many bytes all pictures may have, before base64 makes four of three."""
MOST = 96
"""How many pictures a notebook file keeps."""
LEAST, LARGEST, SIDE = 1_500, 9_000, 200
_TEXT = 30_000  # characters around the pictures, in all

_BOX = "font: 13px/1.5 system-ui, sans-serif; margin: 8px 0; overflow-x: auto;"
_CELL = "text-align: left; vertical-align: top; padding: 4px; max-width: 140px;"
_PICTURE = "width: 132px; border-radius: 6px; display: block;"
_FAVOURITE = " outline: 3px solid #c2185b;"
_NOTE = "opacity: 0.8; overflow-wrap: anywhere;"


@dataclass
class _Room:
    """How much room is left in the notebook file.

    Attributes:
        limit: The size that each picture is made for.
        pictures: How many more there may be.
        bytes: How many bytes they may have together.
    """

    limit: int
    pictures: int = MOST
    bytes: int = ROOM

    @property
    def is_left(self) -> bool:
        """Whether another picture has room."""
        return self.pictures > 0 and self.bytes >= self.limit

    def take(self, size: int) -> bool:
        """Take room for a picture; return False if it has none."""
        if size > self.bytes:
            return False
        self.pictures -= 1
        self.bytes -= size
        return True


def sweep_html(outcome: Outcome) -> str:
    """Return what came of a sweep as HTML: its progress, its matrix, its sums and rankings."""
    sheets = layout.sheets(outcome.plan, outcome.results, None, None)
    number = sum(tile.read is not None for sheet in sheets for _, row in sheet.rows for tile in row)
    room = _Room(max(LEAST, min(LARGEST, ROOM // max(1, min(number, MOST)))))
    axes = ", ".join(f"{axis.name} ({len(axis.values)})" for axis in outcome.plan.all_axes)
    facts = " · ".join(filter(None, (str(outcome.progress), axes)))
    about = f"{escape(facts)} · <code>{escape(outcome.id)}</code>"
    parts = [f"<strong>Prompt experiment</strong><div style='{_NOTE}'>{about}</div>"]
    parts += _sums(outcome)
    text = 0
    for sheet in sheets:
        if not room.is_left or text > _TEXT:
            break
        before, html = room.bytes, _matrix(sheet, room)
        text += len(html) - (before - room.bytes) * 4 // 3
        parts.append(html)
    shown = MOST - room.pictures
    if shown < number:
        parts.append(f"<div>{number:,} cells have pictures; {shown} of them are shown here.</div>")
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


def _matrix(sheet: Sheet, room: _Room) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in sheet.columns)
    lines, text = list[str](), 0
    for label, tiles in sheet.rows:
        before = room.bytes
        line = f"<tr><th>{escape(label)}</th>{''.join(_cell(tile, room) for tile in tiles)}</tr>"
        text += len(line) - (before - room.bytes) * 4 // 3
        if text > _TEXT and lines:
            break
        lines.append(line)
    first = f"<thead><tr><th></th>{head}</tr></thead>" if any(sheet.columns) else ""
    title = f"<div><strong>{escape(sheet.title)}</strong></div>" if sheet.title else ""
    return f"{title}<table>{first}<tbody>{''.join(lines)}</tbody></table>"


def _cell(tile: Tile, room: _Room) -> str:
    caption = f'<div style="{_NOTE}">{escape(tile.caption)}</div>' if tile.caption else ""
    if tile.read is None or not room.is_left:
        return f"<td>{caption}</td>"
    try:
        copy = imaging.preview(tile.read(), side=SIDE, limit=room.limit)
    except HeyGenError as error:
        return f'<td style="{_CELL}"><div style="{_NOTE}">{escape(str(error))}</div></td>'
    if not room.take(len(copy)):
        return f'<td style="{_CELL}">{caption}</td>'
    source = f"data:image/webp;base64,{b64encode(copy).decode()}"
    style = _PICTURE + (_FAVOURITE if tile.is_marked else "")
    alt = escape(tile.alt, quote=True)
    return f'<td style="{_CELL}"><img style="{style}" src="{source}" alt="{alt}">{caption}</td>'
