"""What came out of an experiment: blind comparisons, the sums, and files of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.sweep import sweep_contract, view_model
from heygen_widgets.widgets.sweep.blind_compare import BlindCompare

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sweeps.sweep import Sweep
    from heygen_widgets.widgets.screen import Shows
    from heygen_widgets.widgets.sweep.shown_sweep import ShownSweep


class SweepFindings:
    """Shows pairs and sums, and sends files.

    Args:
        screen: The widget.
        shown: The sweep.
        on_choice: Called once a choice is written down or taken back.

    Attributes:
        are_shown: Whether the page has asked for the sums.
    """

    def __init__(self, screen: Shows, shown: ShownSweep, on_choice: Callable[[], object]) -> None:
        self._screen = screen
        self._shown = shown
        self._on_choice = on_choice
        self._blind = BlindCompare(screen)
        self.are_shown = False

    def forget(self) -> None:
        """Forget what was known of another sweep."""
        self.are_shown = False
        self.forget_pairs()

    def forget_pairs(self) -> None:
        """Read the images anew for the next pair: there may be others by now."""
        self._blind.forget()

    async def show_pair(self, view: str) -> None:
        """Send a view two images without their labels."""
        sweep = self._shown.needed()
        await self._blind.show(lambda: sweep.comparisons, view)

    async def choose(self, token: str, outcome: str, view: str) -> None:
        """Write down what was chosen of two images, and send the next pair."""
        await self._blind.choose(token, outcome)
        await self.show_pair(view)
        self._on_choice()

    async def undo_choice(self, view: str) -> None:
        """Take back the latest choice, and send a pair."""
        await self._blind.undo()
        await self.show_pair(view)
        self._on_choice()

    async def summarise(self) -> None:
        """Show what came out."""
        sweep = self._shown.needed()
        found = await worker_threads.write(lambda: view_model.findings(sweep.outcome))
        if sweep is self._shown.now:
            self.are_shown = True
            self._screen.show(findings=found)

    async def save_as(self, form: str, rows: str, columns: str, view: str) -> None:
        """Send the whole as a file to download.

        Args:
            form: One of `sweep_contract.FILES`.
            rows: The axis that goes down; empty for any.
            columns: The axis that goes across; empty for any.
            view: The view that asked.
        """
        sweep = self._shown.needed()
        if form not in sweep_contract.FILES:
            return
        name = f"sweep-{sweep.id[:8]}.{form}"
        data = await worker_threads.write(_file_of, sweep, name, rows, columns)
        self._screen.tell("download", {"name": name, "view": view}, buffers=[data])


def _file_of(sweep: Sweep, name: str, rows: str, columns: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        return sweep.save(path, rows=rows or None, columns=columns or None).read_bytes()
