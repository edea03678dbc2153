"""A public name that a page or a docstring writes as code leads to its place in the reference."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.nodes import make_refnode

import heygen_widgets

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NAME = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\.(?!_)\w+)?(?:\(\))?")

_TABLES = "reference/widgets"
"""The page with a table of the traits of each widget."""


def link_names(app: Sphinx, doctree: nodes.document) -> None:
    """Turn each such name into a reference; one that leads nowhere is an error."""
    for literal in list(doctree.findall(nodes.literal)):
        text = literal.astext()
        found = _NAME.fullmatch(text)
        if not found or found["name"] not in heygen_widgets.__all__ or _leads_elsewhere(literal):
            continue
        target = f"heygen_widgets.{text.removesuffix('()')}"
        reference = pending_xref(
            "",
            refdomain="py",
            reftype="obj",
            reftarget=target,
            refexplicit=True,
            refdoc=app.env.docname,
            refwarn=True,
        )
        literal.replace_self(reference)
        reference.append(literal)


def leave_builtins(_app: Sphinx, doctree: nodes.document) -> None:
    """Keep ``bytes`` in a signature from leading to a field of that name."""
    for reference in list(doctree.findall(pending_xref)):
        if reference.get("reftype") == "class" and hasattr(builtins, reference["reftarget"]):
            reference.replace_self(nodes.Text(reference["reftarget"]))


def find_anywhere(
    app: Sphinx, env: BuildEnvironment, reference: pending_xref, content: nodes.Element
) -> nodes.Element | None:
    """Find what a docstring calls ``Sweep.run``, in whichever module that is."""
    if reference.get("refdomain") != "py" or reference.get("reftype") != "obj":
        return None
    page = reference.get("refdoc", env.docname)
    target = reference["reftarget"].removeprefix("heygen_widgets.")
    widget, _, trait = target.rpartition(".")
    widget = widget or str(reference.get("py:class") or "").rpartition(".")[2]
    if trait in _traits(widget):
        return make_refnode(app.builder, page, _TABLES, widget.lower(), content, target)
    domain = env.domains.python_domain
    found = domain.find_obj(env, None, None, target, "obj", searchmode=1)
    if len(found) != 1:
        return None
    [(name, entry)] = found
    return make_refnode(app.builder, page, entry.docname, entry.node_id, content, name)


def _traits(widget: str) -> list[str]:
    """Return the traits of a widget; none of what is no widget."""
    found = getattr(heygen_widgets, widget, None) if widget in heygen_widgets.__all__ else None
    return list(found.class_traits()) if hasattr(found, "class_traits") else []


def _leads_elsewhere(node: nodes.Node) -> bool:
    """Return whether a name is part of a link or of a heading already."""
    above = node.parent
    while above is not None:
        if isinstance(above, nodes.reference | nodes.title | pending_xref):
            return True
        above = above.parent
    return False


def setup(app: Sphinx) -> dict[str, bool]:
    """Link the names of each page that is read."""
    app.connect("doctree-read", link_names)
    app.connect("doctree-read", leave_builtins)
    app.connect("missing-reference", find_anywhere)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
