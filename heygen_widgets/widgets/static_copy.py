"""The static copy beside a live widget: HTML that stays in the notebook file without a kernel."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from heygen_widgets.media import static_html
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets import host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heygen_widgets.models.generation import Generation

_WIDGET = ".jp-OutputArea-child:has(> .jp-OutputArea-output.jupyter-widgets)"
# JupyterLab says 'Error displaying widget: model not found' in a node of this class, before or
# after the copy, and only where it says so: a live widget has the class further inside. A notebook
# that isn't trusted loses the style and shows the words.
_STYLE = (
    f"<style>{_WIDGET}:has(+ .jp-OutputArea-child .hgw-static),"
    f".jp-OutputArea-child:has(.hgw-static) + {_WIDGET}{{display:none}}</style>"
)


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
        self._text = ""
        self._body = ""
        self._below: dict[str, str] = {}
        self._outer: StaticCopy | None = None
        if note := host.note():
            self._html = f'<p class="hgw-note">{note}</p>'

    @property
    def is_shown(self) -> bool:
        """Whether it stands in a notebook, by itself or in that of another widget."""
        return bool(self._handles) or (self._outer is not None and self._outer.is_shown)

    def stand_in(self, outer: StaticCopy) -> None:
        """Stand in the copy of another widget from now on: this one is a part of that."""
        self._outer = outer

    def leave(self) -> None:
        """Stand in the copy of another widget no more."""
        if self._outer:
            self._outer.put_below(self._token, "")
        self._outer = None

    @property
    def is_written(self) -> bool:
        """Whether it shows something."""
        return bool(self._body)

    def show(self, widget: dict[str, Any]) -> None:
        """Display a widget's MIME bundle, and in a notebook a static copy below it."""
        host.prepare()
        self._text = self._text or widget.get("text/plain", "")
        display = _ipython().display.display
        if not _is_in_notebook():
            display(widget, raw=True)
            return
        display(without_text(widget), raw=True)
        self.place()

    def place(self) -> None:
        """Display the static copy alone, for a widget that is displayed as a part of another."""
        if not _is_in_notebook():
            return
        with _outside_outputs():
            handle = _ipython().display.display(self._bundle(), raw=True, display_id=True)
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
        self._replace(body, repr(record))

    async def replace(self, render: Callable[[], str], text: str) -> None:
        """Show something else than a run from now on.

        Args:
            render: Returns it as HTML; called off the event loop.
            text: The same as text.
        """
        self.put(await worker_threads.decode(render), text)

    def put(self, html: str, text: str) -> None:
        """Show HTML from now on, and the same as text."""
        self._replace(html, text)

    def put_below(self, name: str, html: str) -> None:
        """Show something below the run from now on.

        Args:
            name: What it is: the same name again replaces it.
            html: How it looks; an empty text takes it away.
        """
        if html != self._below.get(name, ""):
            self._below[name] = html
            self._replace(self._body, self._text)

    def _replace(self, body: str, text: str) -> None:
        shown = f"{_STYLE}{body}{''.join(self._below.values())}"
        classes = f"hgw-static hgw-static-{self._token} {static_html.AS_WRITTEN}"
        self._html = f'<div class="{classes}">{shown}</div>'
        self._body, self._text = body, text
        if self._outer:
            self._outer.put_below(self._token, body)
        for handle in self._handles:
            handle.update(self._bundle(), raw=True)

    def _bundle(self) -> dict[str, str]:
        return {"text/html": self._html, "text/plain": self._text}


def without_text(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return a widget's MIME bundle with no words.

    Where no widget can be drawn, as in a page that nbconvert makes, they would stand beside the
    static copy and tell how things were before the run.
    """
    # Not left out: nbconvert warns of an output of which it can show nothing.
    return {**bundle, "text/plain": ""}


@contextlib.contextmanager
def _outside_outputs() -> Iterator[None]:
    """Display into the cell itself what an `ipywidgets.Output` would take in: it isn't saved."""
    from ipywidgets.widgets import widget  # noqa: PLC0415 - a notebook has it loaded

    # All that is public of it warns.
    known = list(getattr(widget, "_instances", {}).values())
    taking = [each for each in known if getattr(each, "msg_id", "")]
    requests = [each.msg_id for each in taking]
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    for each in taking:
        each.msg_id = ""
    try:
        yield
    finally:
        for each, request in zip(taking, requests, strict=True):
            each.msg_id = request


def _is_in_notebook() -> bool:
    return hasattr(_ipython().get_ipython(), "kernel")


def _ipython() -> Any:  # noqa: ANN401 - IPython's display functions are untyped
    import IPython.display  # noqa: PLC0415 - not needed in plain scripts

    return IPython
