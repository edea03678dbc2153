"""Studios that are displayed as parts of other widgets: boxes, tabs, columns, outputs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ipywidgets import DOMWidget, Widget
from ipywidgets.widgets import widget as registry

from heygen_widgets.widgets.static_copy import without_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heygen_widgets.widgets.static_copy import StaticCopy

_VIEW = "application/vnd.jupyter.widget-view+json"


def watch() -> None:
    """Let each widget that is displayed from now on show the static copies of its studios.

    IPython asks a container for its MIME bundle, and never the widgets inside.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    formatters = getattr(shell, "display_formatter", None)
    if formatters is None or not hasattr(shell, "kernel"):
        return
    formatter = formatters.mimebundle_formatter
    if DOMWidget not in formatter.type_printers:
        formatter.for_type(DOMWidget, _bundle_of)


def _bundle_of(widget: Any) -> Any:  # noqa: ANN401 - any widget
    """Return what IPython would have without us; place the static copies of studios before it."""
    method = getattr(widget, "_repr_mimebundle_", None)
    if method is None:
        return None
    bundle = method(include=None, exclude=None)
    copies = list(_copies_in(widget))
    for each in copies:
        each.place()
    return without_text(bundle) if copies and isinstance(bundle, dict) else bundle


def _copies_in(widget: Any) -> Iterator[StaticCopy]:  # noqa: ANN401 - any widget
    """Yield the static copies of the widgets inside of a widget, however deep, each once."""
    seen = {id(widget)}
    waiting = list(_widgets_in([getattr(widget, name) for name in widget.keys]))
    while waiting:
        found = waiting.pop(0)
        if id(found) in seen:
            continue
        seen.add(id(found))
        if copy := getattr(found, "static_copy", None):
            yield copy
        else:
            waiting += _widgets_in([getattr(found, name) for name in found.keys])


def _widgets_in(value: Any) -> Iterator[Any]:  # noqa: ANN401 - the value of any trait
    if isinstance(value, Widget):
        yield value
    elif isinstance(value, dict):
        # An Output holds what was displayed in it, by the ids of the models.
        model = registry._instances.get(str(dict(value.get(_VIEW) or {}).get("model_id")))  # noqa: SLF001 - all that is public of it warns
        yield from [model] if model else []
        for each in value.values():
            yield from _widgets_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _widgets_in(each)
