"""`Shows`: what the parts behind any widget know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class Shows(Protocol):
    """A widget to show things on."""

    def show(self, **values: Any) -> None:  # noqa: ANN401 - traits of all types
        """Set traits that the browser shows, in one message."""

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser, once; see the table of the widget's calls."""
