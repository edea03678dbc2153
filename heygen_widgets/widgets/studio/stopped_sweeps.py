"""The sweep that stopped, offered by a studio to go on with."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.errors import HeyGenError
from heygen_widgets.models.text import plural
from heygen_widgets.runtime import worker_threads
from heygen_widgets.sweeps.stopped import stopped
from heygen_widgets.widgets.contract import StoppedSweep

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history.sweeps import SweepSum
    from heygen_widgets.sweeps.sweep import Sweep
    from heygen_widgets.widgets.screen import Shows

log = logging.getLogger("heygen_widgets")

LOOKED_AT = 5
"""How many of the latest sweeps are looked at."""

# Those that somebody didn't want to go on with now: no studio of this kernel offers them again.
_UNWANTED: set[str] = set()


@dataclass(frozen=True)
class _Left:
    """A sweep of which something is left.

    Attributes:
        sweep: The sweep.
        done: How many of its cells are made.
    """

    sweep: Sweep
    done: int


class StoppedSweeps:
    """Offers to go on with the latest sweep that stopped, and that no process carries out.

    Args:
        screen: The widget.
        client: Returns who serves the studio now.
        shown: Returns the id of the sweep that the studio shows already; empty for none.
    """

    def __init__(
        self, screen: Shows, *, client: Callable[[], HeyGen], shown: Callable[[], str]
    ) -> None:
        self._screen = screen
        self._client = client
        self._shown = shown

    async def offer(self) -> None:
        """Show the sweep, and what it costs to make the rest of it."""
        client, shown = self._client(), self._shown()
        offered: StoppedSweep | None = None
        try:
            left = await worker_threads.write(_latest, client, {*_UNWANTED, shown})
            offered = await _offered(left) if left else None
        except HeyGenError as error:
            # Only a courtesy: a history that can't be read is told of elsewhere.
            log.debug("No sweep is offered: %s", error)
        if client is self._client() and shown == self._shown():
            is_unwanted = offered is not None and offered["id"] in _UNWANTED
            self._screen.show(stopped_sweep=None if is_unwanted else offered)

    async def skip(self) -> None:
        """Offer none of those that have stopped by now any more."""
        self._screen.show(stopped_sweep=None)
        found = await worker_threads.write(_stopped, self._client())
        _UNWANTED.update(each.id for each in found)


async def _offered(left: _Left) -> StoppedSweep:
    done, cells = left.done, len(left.sweep)
    number = cells - done
    verb = "is" if number == 1 else "are"
    line = f"A sweep of {plural(cells, 'cell')} stopped at {done:,}; {number:,} {verb} left"
    return StoppedSweep(id=left.sweep.id, line=f"{line}{await _price(left.sweep)}.")


async def _price(sweep: Sweep) -> str:
    """Return what it costs to go on; empty if that is unknown."""
    if sweep.client.is_sandbox:
        return ", free in the sandbox"
    try:
        quote = await sweep.quote()
    except HeyGenError as error:
        log.debug("What is left of a sweep has no price: %s", error)
        return ""
    if not quote.to_make:
        return ", which costs nothing more"
    return "" if quote.total is None else f", about {quote.total}"


def _latest(client: HeyGen, without: Collection[str]) -> _Left | None:
    """Return the latest sweep of which cells were not begun, or are not waited for."""
    sums = [each for each in _stopped(client) if each.id not in without][:LOOKED_AT]
    if not sums:
        return None
    # Only who has a sweep pays for it.
    from heygen_widgets.sweeps.board import CellStatus  # noqa: PLC0415
    from heygen_widgets.sweeps.sweep import Sweep  # noqa: PLC0415

    for each in sums:
        sweep = Sweep.load(each.id, client=client)
        board = sweep.board
        if board.count(CellStatus.OPEN, CellStatus.UNFINISHED):
            return _Left(sweep, board.count(CellStatus.DONE))
    return None


def _stopped(client: HeyGen) -> list[SweepSum]:
    return list(stopped(client.history, client.host)) if client.history else []
