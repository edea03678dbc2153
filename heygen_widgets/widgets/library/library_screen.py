"""What the parts behind a library know of it: one Protocol."""

from __future__ import annotations

from typing import Protocol

from heygen_widgets.widgets.screen import Shows


class LibraryScreen(Shows, Protocol):
    """The widget: what is ticked and chosen on it, and a screen to show things on."""

    count: int
    selected_groups: tuple[str, ...]
    selected_looks: tuple[str, ...]
