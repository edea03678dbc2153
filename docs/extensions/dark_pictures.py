"""Pictures of a widget in both themes: a page shows the one of its own theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LIGHT, _DARK = "-light-", "-dark-"
_LATE = 900
"""After what puts pictures on a page."""


def add_dark_pictures(app: Sphinx, doctree: nodes.document) -> None:
    """Put the dark picture beside each light one that has one; the theme hides one of them."""
    for image in list(doctree.findall(nodes.image)):
        uri = image["uri"].replace(_LIGHT, _DARK)
        if uri == image["uri"] or not (Path(app.srcdir) / uri).is_file():
            continue
        # The theme hides a caption beside a hidden picture, so a figure is hidden as a whole.
        light = image.parent if isinstance(image.parent, nodes.figure) else image
        dark = light.deepcopy()
        picture = next(iter(dark.findall(nodes.image)))
        picture["uri"], picture["candidates"] = uri, {"*": uri}
        # Otherwise the theme dims it.
        picture["classes"].append("dark-light")
        light["classes"].append("only-light")
        dark["classes"].append("only-dark")
        dark["ids"] = [f"{each}-dark" for each in light["ids"]]
        app.env.images.add_file(app.env.docname, uri)
        light.parent.insert(light.parent.index(light) + 1, dark)


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build."""
    app.connect("doctree-read", add_dark_pictures, priority=_LATE)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
