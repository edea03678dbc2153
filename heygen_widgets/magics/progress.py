"""Text below a cell that changes while the cell runs."""

from __future__ import annotations

from typing import Any, cast

from IPython import display


class Progress:
    """One output with text, replaced at each change; in a terminal, lines one below the other.

    Args:
        in_notebook: Whether outputs can be replaced.
    """

    def __init__(self, *, in_notebook: bool) -> None:
        self._in_notebook = in_notebook
        self._handle: Any = None
        self._lines: list[str] = []

    def tell(self, text: str) -> None:
        """Show a text from now on."""
        lines = text.splitlines()
        if lines == self._lines:
            return
        new = [line for line in lines if line not in self._lines]
        self._lines = lines
        if not self._in_notebook:
            print(*new, sep="\n")  # noqa: T201 - a terminal shows it
        elif self._handle is None:
            show = cast("Any", display.display)  # IPython's is untyped
            self._handle = show({"text/plain": text}, raw=True, display_id=True)
        else:
            self._handle.update({"text/plain": text}, raw=True)
