"""`Meter`: runs in the kernel that is measured; how late its loop is, and how much it holds."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import sys
import time
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.report import percentile

if TYPE_CHECKING:
    from heygen_widgets.sweeps.progress import Progress

EVERY = 100
"""After how many cells the memory is looked at."""

PERCENTS = (50, 99, 100)
"""Of how late the loop was."""

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Meter:
    """Notes how late the event loop is, and how much memory there is after each hundred of cells.

    Attributes:
        late: How late the loop was, in seconds, each time that it was asked.
        memory: By the number of cells that were made: bytes in RAM, blocks that Python holds.
        took: Seconds from `begin` to the last word of the sweep's progress.
    """

    def __init__(self) -> None:
        # An array, for a list of floats would itself be most of what grows.
        self.late = array("d")
        self.memory: dict[int, tuple[int, int]] = {}
        self.took = 0.0
        self._started = 0.0
        self._ticking: asyncio.Task[None] | None = None
        self._is_disturbed = False

    def begin(self) -> None:
        """Begin to measure."""
        self._started = time.perf_counter()
        self._ticking = asyncio.get_running_loop().create_task(self._tick())

    def hear(self, progress: Progress) -> None:
        """Take up how far a sweep is: what its `run` takes as ``progress``."""
        self.took = time.perf_counter() - self._started
        number = progress.done // EVERY * EVERY
        if number and number not in self.memory:
            # To collect takes a while, and is ours and not the sweep's.
            self._is_disturbed = True
            gc.collect()
            self.memory[number] = (_resident(), sys.getallocatedblocks())

    def end(self) -> None:
        """End it."""
        if self._ticking:
            self._ticking.cancel()

    def report(self) -> dict[str, Any]:
        """Return the figures: delays as percentiles, for there are hundreds of thousands."""
        late = {str(percent): percentile(self.late, percent) for percent in PERCENTS}
        return {"late": late, "memory": self.memory, "took": self.took}

    async def _tick(self) -> None:
        while True:
            pause = random.uniform(0.001, 0.005)  # noqa: S311 - not to keep step with anything
            started = time.perf_counter()
            await asyncio.sleep(pause)
            if not self._is_disturbed:
                self.late.append(time.perf_counter() - started - pause)
            self._is_disturbed = False


def _resident() -> int:
    """Return how many bytes of this process are in RAM."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
