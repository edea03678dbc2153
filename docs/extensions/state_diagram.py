"""A diagram of states as a table: code hosts draw it, the site has no script that does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BOX = re.compile(r'^\s*(?:state "(?P<title>[^"]+)" as )?(?P<name>\w+)(?:: (?P<label>[^{]+)| \{)$')
_ARROW = re.compile(r"^\s*(?P<source>\w+) --> (?P<target>\w+): (?P<events>.+)$")


class Diagram(SphinxDirective):
    """What ``mermaid`` blocks are on the site."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a table of the changes: from, what happens, to."""
        names: dict[str, str] = {}
        rows = []
        for line in self.content:
            if arrow := _ARROW.match(line):
                rows.append((arrow["source"], arrow["events"], arrow["target"]))
            elif box := _BOX.match(line):
                names.setdefault(box["name"], (box["title"] or box["label"]).strip())
        shown = [(names.get(a, a), events, names.get(b, b)) for a, events, b in rows]
        return [_table(("state", "what happens", "next state"), shown)]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group)


def _row(cells: tuple[str, ...]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph(text=cell)) for cell in cells))


def setup(app: Sphinx) -> dict[str, bool]:
    """Read ``mermaid`` blocks."""
    app.add_directive("mermaid", Diagram)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
