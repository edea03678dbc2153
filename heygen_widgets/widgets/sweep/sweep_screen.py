"""What the parts behind an experiment know of it: one Protocol."""

from __future__ import annotations

from typing import Protocol

from heygen_widgets.widgets.screen import Shows


class SweepScreen(Shows, Protocol):
    """The widget: the limits that are set on it, and a screen to show things on."""

    budget: float | None
    limit: float | None
