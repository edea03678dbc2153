"""The site loads its own files only: it works offline, and tells nobody who reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What a browser loads by itself. A link that somebody may press is none of these.
_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video)\b[^>]*\bsrc=[\"'](?:https?:)?//[^\"']+"
    r"|<link\b(?=[^>]*rel=[\"'](?:stylesheet|preload|icon|preconnect))[^>]*href=[\"'](?:https?:)?//[^\"']+"
    r"|url\([\"']?(?:https?:)?//[^)]+"
    r"|@import\s+[\"'](?:https?:)?//[^\"']+",
    re.IGNORECASE,
)


def refuse_foreign_files(app: Sphinx, error: Exception | None) -> None:
    """Fail if a page or a style sheet loads something from another host."""
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    foreign = [
        f"{path.relative_to(folder)}: {found[0][:200]}"
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.css")])
        for found in _LOADED.finditer(path.read_text("utf-8"))
    ]
    if foreign:
        listed = "\n".join(foreign)
        raise ExtensionError(f"Files of other hosts would be loaded:\n{listed}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Look once the site is written."""
    app.connect("build-finished", refuse_foreign_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
