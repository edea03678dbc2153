"""Text below a cell that changes while the cell runs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.displaypub import DisplayPublisher


class Progress:
    """One output with text, replaced at each change; in a terminal, lines one below the other.

    Args:
        publisher: Sends outputs that can be replaced; None in a terminal, which has none.
    """

    def __init__(self, publisher: DisplayPublisher | None) -> None:
        self._publisher = publisher
        self._display_id = uuid.uuid4().hex
        self._lines: list[str] = []

    def tell(self, text: str) -> None:
        """Show a text from now on."""
        lines, before = text.splitlines(), self._lines
        if lines == before:
            return
        self._lines = lines
        if self._publisher is None:
            print(*(line for line in lines if line not in before), sep="\n")  # noqa: T201 - a terminal shows it
            return
        self._publisher.publish(
            {"text/plain": text},
            transient={"display_id": self._display_id},
            update=bool(before),
        )
