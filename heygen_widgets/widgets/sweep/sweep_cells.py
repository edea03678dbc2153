"""The cells of an experiment: what the page gets of them, and what a person thinks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.runs.earlier_runs import EarlierRuns
from heygen_widgets.widgets.sweep.cell_pictures import CellPictures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.sweeps.sweep import Sweep
    from heygen_widgets.widgets.screen import Shows
    from heygen_widgets.widgets.sweep.shown_sweep import ShownSweep

ASKED_AT_ONCE = 80
"""How many cells the browser gets for one question."""


class SweepCells:
    """Sends the page cells and images, and writes marks down.

    Args:
        screen: The widget.
        shown: The sweep.
        is_running: Returns whether it is being carried out.

    Attributes:
        reasons: Why cells are not made, by their positions, as far as it is known.
    """

    def __init__(self, screen: Shows, shown: ShownSweep, is_running: Callable[[], bool]) -> None:
        self._shown = shown
        self._is_running = is_running
        self._images = EarlierRuns(screen)
        self._pictures = CellPictures(screen)
        self._to_prepare: list[int] = []
        self._is_preparing = False
        self.reasons: dict[int, str] = {}

    def forget(self) -> None:
        """Forget what was known of another sweep."""
        self.reasons, self._to_prepare = {}, []

    async def show(self, positions: list[int], view: str, *, is_whole: bool) -> None:
        """Send what is in some cells.

        Args:
            positions: Which ones.
            view: The view that asked; empty for all.
            is_whole: Whether all images of a cell are wanted; else the best one.
        """
        sweep = self._shown.now
        if sweep is None:
            return
        known = [each for each in positions if 0 <= each < len(sweep)][:ASKED_AT_ONCE]
        results = await worker_threads.write(sweep.results_of, known)
        statuses = sweep.board.statuses if self._is_running() else None
        cells = [
            (
                result,
                statuses[result.cell.position] if statuses else result.status,
                self._reason(result),
            )
            for result in results
        ]
        if sweep is self._shown.now:
            await self._pictures.show(cells, sweep.history, view, is_whole=is_whole)

    async def enlarge(self, run_id: str, place: str, view: str) -> None:
        """Send a large copy of an image."""
        await self._images.enlarge(await self._record(run_id), place, view)

    async def save_images(self, run_id: str, places: list[str], view: str) -> None:
        """Send images as a file to download."""
        await self._images.save(await self._record(run_id), places, view)

    async def mark(self, run_id: str, place: str, mark: Mapping[str, Any]) -> None:
        """Record what a person thinks of an image, and show it."""
        known = {name: mark[name] for name in ("favourite", "rating", "note") if name in mark}
        sweep = self._shown.needed()
        result = await worker_threads.write(_marked, sweep, run_id, place, known)
        if result:
            self._show_marks(result)

    async def show_marked(self, keys: set[str]) -> None:
        """Show the cells of images that were marked in Python, by the keys of the images."""
        sweep = self._shown.now
        if sweep is None:
            return
        for result in await worker_threads.write(lambda: sweep.results):
            if any((image.key or image.url) in keys for image in result.images):
                self._show_marks(result)

    def note_made(self, positions: list[int]) -> None:
        """Take up which cells were made, for `prepare`."""
        self._to_prepare += positions

    async def prepare(self) -> None:
        """Make the copies of new pictures before they come into sight.

        Decoding takes longer than a person who scrolls waits for.
        """
        if self._is_preparing:
            return
        self._is_preparing = True
        try:
            while self._to_prepare and (sweep := self._shown.now):
                positions, self._to_prepare = self._to_prepare, []
                results = await worker_threads.write(sweep.results_of, positions)
                await self._pictures.prepare(results, sweep.history)
        finally:
            self._is_preparing = False

    def _show_marks(self, result: Result) -> None:
        self._pictures.show_marks(result, result.status, self._reason(result))

    def _reason(self, result: Result) -> str:
        return self.reasons.get(result.cell.position, "") or result.reason

    async def _record(self, run_id: str) -> Generation:
        return await worker_threads.write(self._shown.needed().history.get, run_id)


def _marked(sweep: Sweep, run_id: str, place: str, mark: dict[str, Any]) -> Result | None:
    sweep.history.mark(run_id, place, **mark)
    cells = sweep.board.cells
    positions = [cell.position for cell in cells if cell.run_id == run_id]
    return next(iter(sweep.results_of(positions)), None)
