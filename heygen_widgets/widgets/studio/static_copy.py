"""The static copy beside a live widget: HTML that stays in the notebook file without a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets import host

if TYPE_CHECKING:
    from heygen_widgets.models.generation import Generation


class StaticCopy:
    """An HTML output of its own beside each display of a widget.

    The widget hides it while it is alive, by the class name that it gives. A notebook that is
    opened with no kernel, on a viewer, or as HTML shows it in the widget's place.

    Args:
        token: Makes the class name this widget's own.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._handles: list[Any] = []
        self._html = ""
        if note := host.note():
            self._html = f'<p class="hgw-note">{note}</p>'

    def show(self, widget: dict[str, Any]) -> None:
        """Display a widget's MIME bundle, and in a notebook a static copy below it."""
        host.prepare()
        display = _ipython().display
        display.display(widget, raw=True)
        shell = _ipython().get_ipython()
        if shell is not None and hasattr(shell, "kernel"):
            handle = display.display(display.HTML(self._html), display_id=True)
            if handle is not None:
                self._handles.append(handle)

    async def update(self, record: Generation, pictured: Generation) -> None:
        """Show a run from now on.

        Args:
            record: The run.
            pictured: The run whose images are on the screen: another one where this one has none.
        """
        body = await worker_threads.decode(record.to_html)
        if pictured is not record:
            body += await worker_threads.decode(pictured.to_html)
        self._html = f'<div class="hgw-static hgw-static-{self._token}">{body}</div>'
        for handle in self._handles:
            handle.update(_ipython().display.HTML(self._html))


def _ipython() -> Any:  # noqa: ANN401 - IPython's display functions are untyped
    import IPython.display  # noqa: PLC0415 - not needed in plain scripts

    return IPython
