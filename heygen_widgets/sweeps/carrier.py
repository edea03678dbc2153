"""`Carrier`: carries the cells of a sweep out, side by side, within a budget."""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from heygen_widgets.errors import (
    ApiRetired,
    AuthenticationError,
    BudgetExceeded,
    ConfigurationError,
    ConnectionFailed,
    HeyGenError,
    HistoryError,
    InsufficientCredit,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.prices import Price
from heygen_widgets.models.text import plural
from heygen_widgets.runtime import worker_threads
from heygen_widgets.sweeps.board import CellStatus, status_of
from heygen_widgets.sweeps.forecast import mean_seconds
from heygen_widgets.sweeps.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.billing.spending import Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.history.sweeps import Sweeps
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.sweeps.board import Board
    from heygen_widgets.sweeps.plan import Plan

JOBS_OF_V3 = 10
"""How many jobs HeyGen's v3 works on at a time for an account that pays as it goes."""

LOST_IN_A_ROW = 5
"""After how many cells in a row that could not reach HeyGen no more are begun."""

ENOUGH = 3
"""How many cells must have ended before their times tell more than what is usual."""

# Every other cell would end in the same way.
_ENDS_ALL = (
    ApiRetired,
    AuthenticationError,
    BudgetExceeded,
    ConfigurationError,
    HistoryError,
    InsufficientCredit,
)
# More than the rounding error of a sum of floating-point cents.
_TOLERANCE = 0.001
_RUNS = uuid.UUID("0c6a4d0e-7f0b-4c53-9a2d-5d9f7b1c8e14")


def at_once(parallel: int, quote: Quote) -> int:
    """Return how many cells are made at a time.

    Args:
        parallel: How many are wanted.
        quote: What one cell is; on v3, HeyGen limits the number of its jobs.
    """
    return min(parallel, max(1, JOBS_OF_V3 // quote.jobs)) if quote.api == "v3" else parallel


def run_id_of(sweep_id: str, position: int, attempt: int) -> str:
    """Return our id of a run of a cell, which is known before the run begins."""
    return uuid.uuid5(_RUNS, f"{sweep_id}:{position}:{attempt}").hex


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What may be done without asking.

    Attributes:
        budget: What the sweep may spend in all, in US dollars; None is no limit.
        timeout: Seconds to wait for each cell; None waits for ever.
        confirm: Whether it may go beyond the client's own budget.
        repeat_unknown: Whether cells are made again that HeyGen may have made and billed.
    """

    budget: float | None = None
    timeout: float | None = 600.0
    confirm: bool = False
    repeat_unknown: bool = False


@dataclass
class Carrier:
    """Carries a sweep out, once.

    Args:
        sweep_id: The id of the sweep.
        plan: What its cells are.
        client: HeyGen, at the sweep's own pace.
        store: Where its runs are written down.
        board: Where each cell stands.
        limits: What may be done without asking.
        parallel: How many cells are wanted at a time.
        tell: Called with the progress at every change.
    """

    sweep_id: str
    plan: Plan
    client: HeyGen
    store: Sweeps
    board: Board
    limits: Limits
    parallel: int
    tell: Callable[[Progress], object]
    message: str = ""
    is_paused: bool = False
    is_stopping: bool = False
    _quote: Quote | None = None
    _lanes: int = 1
    _mean: float = 0.0
    _took: list[float] = field(default_factory=list)
    _to_wait_for: deque[Generation] = field(default_factory=deque)
    _to_make: deque[int] = field(default_factory=deque)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _lost: int = 0
    _mistake: BaseException | None = None
    _place_of: dict[str, int] = field(default_factory=dict)

    async def carry_out(self, quote: Quote) -> None:
        """Make what is left: wait for what was submitted, make what is open, then what failed.

        Args:
            quote: What one cell costs.

        Raises:
            HistoryError: What is left can't be read.
        """
        self._quote, self._lanes = quote, at_once(self.parallel, quote)
        self._mean = mean_seconds(quote.usual_seconds) if quote.usual_seconds else 0.0
        await self._sort()
        try:
            while True:
                while self._may_begin and self._begin_next():
                    pass
                self.report()
                if not self._tasks and not self.is_paused:
                    break
                await self._one_ends()
        finally:
            await self._leave()
        if self._mistake:
            raise self._mistake

    def pause(self) -> None:
        """Begin no new cell until `go_on`; those that are being made go on."""
        self.is_paused = True
        self._wake.set()

    def go_on(self) -> None:
        """Go on after `pause`."""
        self.is_paused = False
        self._wake.set()

    def stop(self, message: str) -> None:
        """Begin no new cell, and stop waiting for those that are being made."""
        self.message = self.message or message
        self.is_stopping, self.is_paused = True, False
        for task in self._tasks:
            task.cancel()
        self._wake.set()

    def end_with(self, message: str) -> None:
        """Begin no new cell; those that are being made go on to their end."""
        self.message = self.message or message
        self._to_make.clear()

    def progress(self, *, is_over: bool = False) -> Progress:
        """Return how far it got."""
        board = self.board
        return Progress(
            cells=len(board.cells),
            done=board.count(CellStatus.DONE),
            reused=board.reused,
            running=board.count(CellStatus.RUNNING),
            failed=board.count(CellStatus.FAILED),
            unfinished=board.count(CellStatus.UNFINISHED),
            unknown=board.count(CellStatus.UNKNOWN),
            spent=board.spent,
            budget=self.limits.budget,
            seconds_left=None if is_over else self._seconds_left(),
            is_sandbox=self.client.is_sandbox,
            causes=board.causes,
            is_paused=self.is_paused,
            is_over=is_over,
            message=self.message if is_over else "",
        )

    def report(self) -> None:
        """Tell the progress."""
        self.tell(self.progress())

    async def _sort(self) -> None:
        """Sort what is left into what is waited for and what is made."""
        board = self.board
        begun = board.positions(CellStatus.UNFINISHED, CellStatus.UNKNOWN)
        self._place_of = {str(board.cells[place].run_id): place for place in begun}
        records = await worker_threads.write(self.store.runs, tuple(self._place_of))
        for run_id, record in records.items():
            place = self._place_of[run_id]
            if not self.client.reopened(record).status.is_final:
                self._to_wait_for.append(record)
            else:
                board.mark(place, CellStatus.UNKNOWN, *_unknown_words(record))
        again = [CellStatus.OPEN, CellStatus.FAILED]
        for status in again:
            self._to_make.extend(board.positions(status))
        if self.limits.repeat_unknown:
            waited = {record.run_id for record in self._to_wait_for}
            self._to_make.extend(
                place
                for place in board.positions(CellStatus.UNKNOWN)
                if board.cells[place].run_id not in waited
            )

    @property
    def _may_begin(self) -> bool:
        is_held = self.is_paused or self.is_stopping
        return not is_held and len(self._tasks) < self._lanes

    def _begin_next(self) -> bool:
        """Begin to wait for a cell or to make one; return whether there was one."""
        if self._to_wait_for:
            record = self._to_wait_for.popleft()
            position = self._place_of[str(record.run_id)]
            if self.client.reopened(record).unsent and self._quote and self._quote.total:
                # What has no answer may be sent again under its key, as was agreed to before.
                self.board.costs[str(record.run_id)] = self._quote.total.usd
            self.board.mark(position, CellStatus.RUNNING)
            self._start(position, functools.partial(self.client.resume, record))
            return True
        if not self._to_make or not self._is_within_budget():
            return False
        position = self._to_make.popleft()
        attempt = self.board.cells[position].attempt + 1
        run_id = run_id_of(self.sweep_id, position, attempt)
        total = self._quote.total if self._quote else None
        self.board.begin(position, run_id, total.usd if total else None)
        self._start(position, functools.partial(self._make, position, attempt, run_id))
        return True

    def _is_within_budget(self) -> bool:
        budget, total = self.limits.budget, self._quote.total if self._quote else None
        if budget is None or total is None:
            return True
        spent = self.board.spent
        if spent + total.usd <= budget + _TOLERANCE:
            return True
        if self.board.count(CellStatus.RUNNING):
            # One that fails costs nothing; then there is room for another.
            return False
        left = plural(len(self._to_make), "cell")
        verb = "is" if len(self._to_make) == 1 else "are"
        would_be = "would be spent at HeyGen" if self.client.is_sandbox else "is spent"
        self.end_with(
            f"The budget of {Price(budget)} ends here: {Price(round(spent, 6))} {would_be}, and "
            f"the next cell costs {total}. Nothing more was sent; {left} {verb} left. run() with a "
            "larger budget goes on."
        )
        return False

    def _start(self, position: int, work: Callable[..., object]) -> None:
        task = asyncio.get_running_loop().create_task(self._watched(position, work))
        self._tasks.add(task)
        task.add_done_callback(functools.partial(self._note_unbegun, position))

    async def _one_ends(self) -> None:
        """Wait until a cell ends, or until somebody pauses, goes on or stops."""
        wake = asyncio.ensure_future(self._wake.wait())
        try:
            done, _ = await asyncio.wait({*self._tasks, wake}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            wake.cancel()
        self._wake.clear()
        self._tasks -= done
        for task in done - {wake}:
            if not task.cancelled():
                # Its cell is noted; a mistake of ours is raised once the others have ended.
                self._mistake = self._mistake or task.exception()

    def _note_unbegun(self, position: int, task: asyncio.Task[None]) -> None:
        """Note where a cell stands that was stopped before its first step."""
        if task.cancelled():
            self._note_cut_off(position, None)

    async def _leave(self) -> None:
        """Stop waiting for what is still being made: the caller was cancelled."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _make(
        self, position: int, attempt: int, run_id: str, **options: object
    ) -> Generation:
        """Make a cell; its run is written down as the cell's before anything of it is sent."""
        if self.client.pace:
            await self.client.pace.ready()
        order = await self.client.order(
            self.plan.cell(position).attributes,
            confirm=self.limits.confirm,
            count=self.plan.count,
        )
        begin = functools.partial(self.store.begin, self.sweep_id, position, attempt, run_id)
        await worker_threads.write(begin)
        return await self.client.generate(replace(order, run_id=run_id), **options)  # type: ignore[arg-type]

    async def _watched(self, position: int, work: Callable[..., object]) -> None:
        """Do the work on a cell, and note how it ends."""
        run_id = str(self.board.cells[position].run_id)
        latest: list[Generation] = []
        try:
            record = await work(  # type: ignore[misc]
                timeout=self.limits.timeout, on_update=latest.append
            )
        except asyncio.CancelledError:
            self._note_cut_off(position, latest[-1] if latest else None)
        except HeyGenError as error:
            self._note_error(position, run_id, error)
        except Exception as error:
            self._note_cut_off(position, latest[-1] if latest else None)
            self.end_with(f"A mistake of this program ended it: {type(error).__name__}: {error}.")
            raise
        else:
            self._lost = 0
            if record.elapsed is not None and not record.was_resumed:
                self._took.append(record.elapsed)
            self._book(run_id, record)
            self.board.mark(position, CellStatus.DONE)

    def _note_cut_off(self, position: int, record: Generation | None) -> None:
        """Note where a cell stands that is not waited for any more."""
        run_id = str(self.board.cells[position].run_id)
        self._book(run_id, record)
        self.board.mark(position, status_of(record.status) if record else CellStatus.OPEN)

    def _note_error(self, position: int, run_id: str, error: HeyGenError) -> None:
        record: Generation | None = error.generation  # type: ignore[assignment]
        self._book(run_id, record)
        status = status_of(GenerationStatus(record.status)) if record else CellStatus.FAILED
        if record is None and isinstance(error, (BudgetExceeded, HistoryError)):
            status = CellStatus.OPEN
        self.board.mark(position, status, error.what, error.advice)
        self._lost = self._lost + 1 if isinstance(error, ConnectionFailed) else 0
        if isinstance(error, _ENDS_ALL):
            self.end_with(f"No more cells are begun: {error}")
        elif self._lost >= LOST_IN_A_ROW:
            self.end_with(
                f"No more cells are begun: {LOST_IN_A_ROW} in a row could not reach HeyGen. "
                "Nothing is billed for these. run() goes on when the connection is back."
            )

    def _book(self, run_id: str, record: Generation | None) -> None:
        """Count what a run costs by its record; a run without one was never sent."""
        if record is None:
            self.board.costs.pop(run_id, None)
        elif record.cost is not None:
            self.board.costs[run_id] = record.cost.usd

    def _seconds_left(self) -> float | None:
        left = len(self._to_make) + len(self._to_wait_for)
        mean = sum(self._took) / len(self._took) if len(self._took) >= ENOUGH else self._mean
        if not mean:
            return None
        return mean * (left + len(self._tasks) / 2) / self._lanes


def _unknown_words(record: Generation) -> tuple[str, str]:
    what = record.message or "No answer of HeyGen was recorded."
    return what, (
        "HeyGen may have made and billed it: look at your HeyGen account. It is not made again by "
        "itself; run(repeat_unknown=True) makes it again, and may pay for it twice."
    )
