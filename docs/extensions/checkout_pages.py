"""Pages that come from elsewhere in the checkout: notebooks, executed as they are read, and others."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_WIDGET = "application/vnd.jupyter.widget-view+json"
_PAGES = {
    "../../notebooks/": "../tutorials/",
    "../../benchmarks/README.md": "../project/benchmarks.md",
    "../../CHANGELOG.md": "../project/changelog.md",
    "../../CONTRIBUTING.md": "../project/contributing.md",
}
"""What links of a page lead to in the checkout, and where on the site that is."""


def copy_notebooks(app: Sphinx) -> None:
    """Copy each notebook beside the tutorials, which git ignores."""
    target = Path(app.srcdir) / "tutorials"
    for old in target.glob("*.ipynb"):
        old.unlink()
    for notebook in sorted((Path(app.srcdir).parent / "notebooks").glob("*.ipynb")):
        shutil.copy(notebook, target / notebook.name)


def lead_to_pages(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Have links that lead out of docs/ lead to the pages that show the same."""
    for place, page in _PAGES.items():
        source[0] = source[0].replace(f"]({place}", f"]({page}")


def drop_live_widgets(_app: Sphinx, doctree: nodes.document) -> None:
    """Take a widget out of an output: without a kernel the static copy below it is what shows."""
    for bundle in list(doctree.findall(nodes.container)):
        kinds = [child.get("mime_type") for child in bundle.children if isinstance(child, nodes.Element)]
        if bundle.get("nb_element") == "mime_bundle" and _WIDGET in kinds:
            bundle.parent.remove(bundle)


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build."""
    app.connect("builder-inited", copy_notebooks)
    app.connect("source-read", lead_to_pages)
    app.connect("doctree-read", drop_live_widgets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
