"""What docstrings say, as Sphinx reads them: examples are Python, and a colon is a colon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traitlets import TraitType

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_INDENT = "    "
_DIRECTIVE = ".. code-block:: python"
_COLON = "\ue000"
"""Stands for a colon while napoleon reads, which takes what is before it for a type."""


def mark_examples(
    _app: Sphinx, what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Put a directive above each block that is indented after a paragraph."""
    if what in {"attribute", "data", "property"} and lines:
        lines[0] = lines[0].replace(": ", f"{_COLON} ")
    marked: list[str] = []
    before, is_in_example = "", False
    for line in lines:
        is_indented = line.startswith(_INDENT)
        # After the title of a section ("Args:") there is no empty line.
        begins = is_indented and not is_in_example and marked and not marked[-1].strip()
        if begins and before and not before.startswith(" ") and not before.endswith(":"):
            marked += [_DIRECTIVE, ""]
            is_in_example = True
        elif line.strip() and not is_indented:
            is_in_example = False
        marked.append(line)
        before = line if line.strip() and not is_in_example else before
    lines[:] = marked


def restore_colons(
    _app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Put the colons back."""
    lines[:] = [line.replace(_COLON, ":") for line in lines]


def leave_out(
    _app: Sphinx, _what: str, name: str, obj: object, _skip: bool, _options: object
) -> bool | None:
    """Leave out what a table shows (traits), and what only the parts behind a widget call."""
    is_internal = name in {"show", "tell"} and "heygen_widgets.widgets" in _module_of(obj)
    return True if isinstance(obj, TraitType) or is_internal else None


def _module_of(obj: object) -> str:
    return str(getattr(obj, "__module__", ""))


def setup(app: Sphinx) -> dict[str, bool]:
    """Come before napoleon, which reads the sections, and after it."""
    app.connect("autodoc-process-docstring", mark_examples, priority=400)
    app.connect("autodoc-process-docstring", restore_colons, priority=600)
    app.connect("autodoc-skip-member", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
