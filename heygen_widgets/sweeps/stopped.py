"""Sweeps that stopped before all of their cells were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heygen_widgets.history import History
    from heygen_widgets.history.sweeps import SweepSum


def stopped(history: History, host: str, without: str = "") -> Iterator[SweepSum]:
    """Go through the sweeps that can be gone on with, newest first.

    A sweep that some process carries out is left out.

    Args:
        history: Where they are written down.
        host: The host that serves.
        without: The id of one that is left out.
    """
    for each in history.sweeps:
        is_open = each.backend == host and each.done < each.cells and each.id != without
        if is_open and not history.sweeps.is_claimed(each.id):
            yield each
