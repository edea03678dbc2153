"""Pages that come from elsewhere in the checkout, such as the notebooks, which run when read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_WIDGET = "application/vnd.jupyter.widget-view+json"
_STUDIO = "images/done-light-1400.webp"
_CAPTION = "The studio in JupyterLab. In your notebook it is live."
_LATER = "In your notebook the experiment is live here. This page shows it where it is made, below."
_MADE = ".run("
"""What the cells call that make an experiment: the last of them gets its static copy."""

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


def replace_live_widgets(app: Sphinx, doctree: nodes.document) -> None:
    """Put a picture in the place of a studio, and the static copy in that of any other widget.

    A page has no kernel, so a widget can't be live on it. The copy of an experiment shows the end,
    so it stands below the cell that came to it.
    """
    cells = [
        each for each in doctree.findall(nodes.container) if each.get("nb_element") == "cell_code"
    ]
    made = [cell for cell in cells if _MADE in cell.astext()]
    for cell in cells:
        live = [output for output in _outputs(cell) if _WIDGET in _kinds(output)]
        for output in live:
            output.parent.remove(output)
        if live and "AvatarStudio(" in cell.astext():
            for output in _outputs(cell):
                output.parent.remove(output)
            cell.append(_picture(app))
        elif live and made and "AvatarSweep(" in cell.astext():
            for output in _outputs(cell):
                output.parent.remove(output)
                _outputs(made[-1])[-1].parent.append(output)
            cell.append(nodes.paragraph(text=_LATER))


def _outputs(cell: nodes.Element) -> list[nodes.container]:
    found = cell.findall(nodes.container)
    return [each for each in found if each.get("nb_element") == "mime_bundle"]


def _kinds(output: nodes.container) -> set[str]:
    """Return the MIME types that an output has."""
    return {each.get("mime_type", "") for each in output.findall(nodes.container)}


def _picture(app: Sphinx) -> nodes.figure:
    image = nodes.image(uri=_STUDIO, alt="The studio: attributes on the left, images on the right")
    image["candidates"] = {"*": _STUDIO}
    app.env.images.add_file(app.env.docname, _STUDIO)
    figure = nodes.figure("", image, nodes.caption(text=_CAPTION))
    figure["ids"].append(f"studio-{app.env.new_serialno('studio')}")
    return figure


def setup(app: Sphinx) -> dict[str, bool]:
    """Take part in the build."""
    app.connect("builder-inited", copy_notebooks)
    app.connect("source-read", lead_to_pages)
    app.connect("doctree-read", replace_live_widgets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
