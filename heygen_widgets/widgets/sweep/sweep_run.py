"""One sweep while it is carried out: shown as it goes, paused, stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.sweeps.board import CellStatus
from heygen_widgets.widgets.sweep import view_model
from heygen_widgets.widgets.sweep.sweep_contract import NOTHING_YET

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sweeps.board import Board
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.sweeps.sweep import Sweep
    from heygen_widgets.widgets.screen import Shows
    from heygen_widgets.widgets.sweep.sweep_contract import SweepState

EVERY = 0.25
"""Seconds between two messages about the progress, for up to a few thousand cells."""
_CELLS_A_SECOND = 20_000


class SweepRun:
    """Carries a sweep out, and shows how far it is a few times a second.

    Args:
        screen: The widget.

    Attributes:
        latest: How far it is; None before the first word of it.
    """

    def __init__(self, screen: Shows) -> None:
        self._screen = screen
        self._sweep: Sweep | None = None
        self._is_stopping = False
        self._timer: asyncio.TimerHandle | None = None
        self._state = NOTHING_YET
        self._made: Callable[[list[int]], object] = lambda _: None
        self._known_made: set[int] | None = None
        self.latest: Progress | None = None

    @property
    def is_running(self) -> bool:
        """Whether a sweep is being carried out here."""
        return self._sweep is not None

    def refuse_if_running(self) -> None:
        """Refuse what can't be done while a sweep is carried out.

        Raises:
            ConfigurationError: One is.
        """
        if self.is_running:
            raise ConfigurationError(
                "The sweep is being carried out.", "Wait for it, or press Stop waiting."
            )

    async def carry_out(
        self,
        sweep: Sweep,
        budget: float | None,
        told: Callable[[Progress], object],
        made: Callable[[list[int]], object],
        **options: Any,  # noqa: ANN401 - those of Sweep.run
    ) -> Progress:
        """Carry a sweep out, and return how far it got.

        Args:
            sweep: The sweep.
            budget: As in `Sweep.run`.
            told: Called with each progress, beside what the widget shows.
            made: Called a few times a second with the cells that were made meanwhile.
            options: Others of `Sweep.run`.

        Raises:
            ConfigurationError: It is being carried out already.
            HeyGenError: As in `Sweep.run`.
        """
        self.refuse_if_running()
        self._sweep, self._is_stopping, self.latest = sweep, False, None
        self._made, self._known_made = made, None
        # Until the first word of it: what the history said, and that it goes on.
        begun: SweepState = {**self._state, "is_running": True, "message": "", "causes": []}
        self._screen.show(alert=None, question=None, is_begun=True, state=begun)

        def heard(progress: Progress) -> None:
            self.latest = progress
            self._show_soon()
            told(progress)

        try:
            return await sweep.run(budget, progress=heard, **options)
        finally:
            self._sweep = None
            self._forget_timer()

    def show_state(self, statuses: str, state: SweepState) -> None:
        """Show where each cell stands, and how far it got."""
        self._state = state
        self._screen.show(statuses=statuses, state=state)

    def pause(self) -> None:
        """Begin no new cell."""
        if self._sweep:
            self._sweep.pause()

    def go_on(self) -> None:
        """Go on after `pause`."""
        if self._sweep:
            self._sweep.resume()

    def stop(self) -> None:
        """Stop waiting."""
        if self._sweep:
            self._is_stopping = True
            self._sweep.stop()

    def _show_soon(self) -> None:
        if self._timer is None and self._sweep:
            pause = max(EVERY, len(self._sweep) / _CELLS_A_SECOND)
            self._timer = asyncio.get_running_loop().call_later(pause, self._show)

    def _show(self) -> None:
        self._timer = None
        progress, sweep = self.latest, self._sweep
        if progress and sweep and not progress.is_over:
            state = view_model.state(
                progress, progress.causes, is_running=True, is_stopping=self._is_stopping
            )
            self.show_state(view_model.letters(sweep.board), state)
            self._tell_made(sweep.board)

    def _tell_made(self, board: Board) -> None:
        now = set(board.positions(CellStatus.DONE))
        # What was there before is not new.
        new = now - (now if self._known_made is None else self._known_made)
        self._known_made = now
        if new:
            self._made(sorted(new))

    def _forget_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None
