"""`Sweep`: an experiment of many runs, from its axes to its results."""

from __future__ import annotations

import asyncio
import functools
import logging
import uuid
from typing import TYPE_CHECKING, Any, Self

from heygen_widgets.client import HeyGen
from heygen_widgets.config.urls import SANDBOX_HOST
from heygen_widgets.errors import BudgetExceeded, ConfigurationError, InvalidAttributes
from heygen_widgets.models.prices import Price, is_amount
from heygen_widgets.models.text import plural
from heygen_widgets.runtime import worker_threads
from heygen_widgets.sweeps import arguments, files, progress, results
from heygen_widgets.sweeps.arguments import Given
from heygen_widgets.sweeps.board import Board, CellStatus
from heygen_widgets.sweeps.carrier import Carrier, Limits, at_once
from heygen_widgets.sweeps.comparisons import Comparisons
from heygen_widgets.sweeps.forecast import forecast
from heygen_widgets.sweeps.outcome import Outcome
from heygen_widgets.sweeps.plan import Plan
from heygen_widgets.sweeps.plot import Plot
from heygen_widgets.sweeps.quote import SweepQuote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike
    from pathlib import Path

    from heygen_widgets.billing.spending import Quote
    from heygen_widgets.history import History
    from heygen_widgets.history.sweeps import StoredCell
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.marks import Mark
    from heygen_widgets.sweeps.plan import Axis, Cell
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.sweeps.ranking import Ranking
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.sweeps.summary import Summary

log = logging.getLogger("heygen_widgets")

PREVIEWED = 5
"""How many cells a preview shows by default."""

LEFT = (CellStatus.OPEN, CellStatus.FAILED)


class Sweep:
    """Many runs as one experiment: planned, priced, carried out, resumed and compared.

        sweep = Sweep(base, style=["Noir", "Pixar"], appearance="a chef with {a hat|a beard}")
        print(await sweep.quote())
        await sweep.run(budget=20.0)
        sweep.to_dataframe()

    Everything is in the history before it is sent. `load` goes on in another process.

    Args:
        base: What doesn't vary: attributes, or a text, which is the appearance.
        client: Who makes it; by default as a widget chooses it.
        history: Where it is written down; by default where the client writes.
        parallel: How many cells are made at a time, 1 to 100. HeyGen's v3 makes 10 looks at a
            time, so there it may be fewer.
        repeats: How many cells each combination of values has.
        combine: ``product`` for each value with each other; ``zip`` for the first ones together,
            then the second ones.
        sample: How many of the combinations to take; None for all.
        seed: Decides which of them; the plan keeps it.
        reuse: Whether cells whose images the history holds already are not made again.
        count: How many images each cell has, 1 to 8, by default 4; v2 makes four at a time.
        replace: Words of the prompt, each with what takes their place: ``{"Rome": ["Oslo"]}``.
        folder: Where files that the prompt names are looked for; None for the working folder.
        id: Its id, if it is to have a certain one; by default a new one.
        attributes: Attributes by name, each with one value or several; several are an axis.
            Alternatives in the appearance are axes as well: ``{a hat|a beard}``,
            ``{mood: happy|sad}``.

    Raises:
        InvalidAttributes: Names every argument that is wrong; nothing was sent.
        ConfigurationError: There is no history to write to.
    """

    def __init__(
        self,
        base: AvatarAttributes | Mapping[str, Any] | str | None = None,
        *,
        client: HeyGen | None = None,
        history: History | None = None,
        parallel: int = 3,
        repeats: int = 1,
        combine: str = "product",
        sample: int | None = None,
        seed: int | None = None,
        reuse: bool = False,
        count: int | None = None,
        replace: Mapping[str, Iterable[str]] | None = None,
        folder: Path | None = None,
        id: str | None = None,  # noqa: A002 - as `load` calls it
        **attributes: Any,  # noqa: ANN401 - one value or several
    ) -> None:
        given = Given(
            combine=combine,
            sample=sample,
            seed=seed,
            repeats=repeats,
            count=count,
            parallel=parallel,
            replace=replace,
            folder=folder,
        )
        plan = arguments.read(base, given, attributes)
        chosen = client or HeyGen.from_environment(history=history)
        kept = _history_for(chosen, history)
        self._set_up(id or uuid.uuid4().hex, plan, chosen, kept, parallel=parallel, reuse=reuse)

    def _set_up(
        self,
        id: str,  # noqa: A002 - as `load` calls it
        plan: Plan,
        client: HeyGen,
        history: History,
        *,
        parallel: int,
        reuse: bool,
    ) -> None:
        self._id = id
        self._plan = plan
        self._client = client
        self._history = history
        self._store = history.sweeps
        self._parallel = parallel
        self._reuse = reuse
        self._is_stored = False
        self._carrier: Carrier | None = None
        self._is_running = False
        self._is_stop_wanted = False
        self._latest: Progress | None = None

    @classmethod
    def load(
        cls,
        id: str,  # noqa: A002 - as History.get
        *,
        client: HeyGen | None = None,
        history: History | None = None,
    ) -> Self:
        """Return a sweep as the history holds it, to go on with it or to look at its results.

        Args:
            id: Its id.
            client: Who makes what is left; by default as a widget chooses it, and for a sweep of
                the sandbox always the sandbox.
            history: Where it is written down; by default where the client writes.

        Raises:
            NotFound: The history holds no such sweep.
            ConfigurationError: The client reaches another host than the one that served the sweep.
        """
        chosen = client or HeyGen.from_environment(history=history)
        kept = _history_for(chosen, history)
        stored = kept.sweeps.get(id)
        if client is None and stored.backend == SANDBOX_HOST and not chosen.is_sandbox:
            # Also with a key: what the sandbox has made stays free to look at.
            chosen = HeyGen.sandbox(history=history)
        if stored.backend != chosen.host:
            raise ConfigurationError(
                f"This sweep was begun at {stored.backend}, and this client is at {chosen.host}.",
                "Nothing was sent. Load it with a client of the same place.",
            )
        plan = Plan.from_dict(stored.plan["plan"])
        given = {name: stored.plan[name] for name in ("parallel", "reuse")}
        sweep = cls.__new__(cls)
        sweep._set_up(id, plan, chosen, kept, **given)  # noqa: SLF001 - its own
        sweep._is_stored = True  # noqa: SLF001 - its own
        return sweep

    def __len__(self) -> int:
        return len(self._plan)

    def __iter__(self) -> Iterator[Cell]:
        """Go through the cells as they are planned."""
        return iter(self._plan)

    def __repr__(self) -> str:
        axes = " by ".join(f"{len(axis.values)} {axis.name}" for axis in self.axes)
        return f"<Sweep {self._id[:12]} of {plural(len(self), 'cell')}{axes and ': '}{axes}>"

    @property
    def id(self) -> str:
        """Its id, by which `load` finds it."""
        return self._id

    @property
    def plan(self) -> Plan:
        """Its axes and cells."""
        return self._plan

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What varies; repeats come last."""
        return self._plan.all_axes

    @property
    def client(self) -> HeyGen:
        """Who makes it."""
        return self._client

    @property
    def history(self) -> History:
        """Where it is written down."""
        return self._history

    @property
    def parallel(self) -> int:
        """How many cells are wanted at a time."""
        return self._parallel

    @property
    def reuse(self) -> bool:
        """Whether cells whose images the history holds already are not made again."""
        return self._reuse

    @property
    def is_begun(self) -> bool:
        """Whether the history holds it: from its first `run` on."""
        return self._is_stored

    @property
    def is_running(self) -> bool:
        """Whether this object carries it out now."""
        return self._is_running

    @property
    def board(self) -> Board:
        """Where each cell stands. While it isn't carried out, the history is looked at."""
        return self._carrier.board if self._carrier else self._read_board()

    @property
    def progress(self) -> Progress:
        """How far it got. While it isn't carried out, the history is looked at."""
        if self._carrier and self._is_running:
            return self._carrier.progress()
        if self._latest:
            return self._latest
        board = self._read_board()
        return self._carrier_for(board, Limits()).progress(is_over=True)

    def preview(self, number: int = PREVIEWED) -> list[AvatarAttributes]:
        """Return what the first cells ask for."""
        return [self._plan.cell(place).attributes for place in range(min(number, len(self)))]

    async def quote(self) -> SweepQuote:
        """Return what is left to make and what that costs, before anything is sent.

        Raises:
            InvalidAttributes: The version of the API that serves this key can't make such cells.
            HeyGenError: It can't be found out which version that is.
        """
        each = await self._client.quote(self._plan.count)
        await worker_threads.write(self._check_room)
        board = await worker_threads.write(self._read_board)
        reusable = await worker_threads.write(self._reusable, board, each)
        return self._quoted(board, each, len(reusable))

    async def run(
        self,
        budget: float | None = None,
        *,
        timeout: float | None = 600.0,  # noqa: ASYNC109 - of each cell
        progress: Callable[[Progress], object] | bool = True,
        confirm: bool = False,
        repeat_unknown: bool = False,
    ) -> Progress:
        """Make what is not made yet: wait for what was submitted, and try failed cells again.

        Cells that fail don't stop the others. Cancelled, it stops waiting for what is in flight;
        HeyGen goes on working on that and bills it, and the next `run` waits for it again, which
        costs nothing more.

        Args:
            budget: What the sweep may spend in all, in US dollars, with what it has spent before,
                and v2's credits counted as a dollar each. It stops before it would spend more.
            timeout: Seconds to wait for each cell; None waits for ever.
            progress: Called with each `Progress`; True shows a bar if tqdm is installed, else
                lines; False shows nothing.
            confirm: Whether it may go beyond the client's own budget.
            repeat_unknown: Whether cells are made again of which it is unknown whether HeyGen has
                made and billed them: they may be paid for twice.

        Returns:
            How far it got, and why it ended if not all cells are made.

        Raises:
            BudgetExceeded: The client's own budget is smaller; nothing was sent.
            ConfigurationError: It is being carried out already, or an argument is wrong.
            HeyGenError: HeyGen can't be asked which version serves the key.
        """
        self._check_run(budget)
        show = progress_of(progress)
        limits = Limits(
            budget=budget, timeout=timeout, confirm=confirm, repeat_unknown=repeat_unknown
        )
        self._is_running, self._is_stop_wanted = True, False
        try:
            return await self._carried_out(limits, show)
        finally:
            self._is_running = False

    def start(
        self,
        budget: float | None = None,
        **options: Any,  # noqa: ANN401 - those of `run`
    ) -> asyncio.Task[Progress]:
        """Start `run` as a task, and return it; takes the same arguments."""
        return asyncio.get_running_loop().create_task(self.run(budget, **options))

    def pause(self) -> None:
        """Begin no new cell until `resume`; the cells in flight go on, and are paid for."""
        if self._carrier:
            self._carrier.pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        if self._carrier:
            self._carrier.go_on()

    def stop(self) -> None:
        """Begin no new cell and stop waiting; `run` returns soon, and can be called again."""
        # It may not have begun: it looks at the history first.
        self._is_stop_wanted = self._is_running
        if self._carrier:
            running = self._carrier.board.count(CellStatus.RUNNING)
            self._carrier.stop(_stopped_words(running, sandbox=self._client.is_sandbox))

    @property
    def results(self) -> list[Result]:
        """What came of each cell, in order, with its images and your marks."""
        return self.results_of(range(len(self)))

    def results_of(self, positions: Iterable[int]) -> list[Result]:
        """Return what came of some cells, by their positions; as `results`."""
        known = self._carrier.board.cells if self._carrier else self._cells()
        cells = [known[position] for position in positions]
        runs = self._store.runs(cell.run_id for cell in cells if cell.run_id)
        return results.results_of(self._plan, cells, runs, self._client.host)

    def to_dataframe(self) -> Any:  # noqa: ANN401 - pandas is optional
        """Return a pandas DataFrame: a row for each image, and for each cell that has none.

        The axes and attributes are columns, and key, rating, favourite, note, status, duration,
        price (the image's share, in US dollars), and file.

        Raises:
            ConfigurationError: pandas is not installed.
        """
        return results.to_dataframe(results.columns(self._plan), results.rows(self.results))

    def mark(self, image: AvatarImage | str, **mark: Any) -> Mark:  # noqa: ANN401 - those of History.mark
        """Note what you think of an image: ``favourite``, ``rating`` (1 to 5), ``note``.

        Args:
            image: The image, or its key.
            mark: As in `History.mark`; what is not given stays as it is.

        Returns:
            The whole mark of the image.

        Raises:
            NotFound: The sweep has no such image.
            ConfigurationError: Names every wrong value at once; nothing was changed.
        """
        key = image if isinstance(image, str) else image.key or image.url
        return self._history.mark(self._store.run_of(self._id, key), key, **mark)

    def summary(self) -> Summary:
        """Return what came out, for each value of each axis, with intervals."""
        return self.outcome.summary

    def plot(self, measure: str | None = None) -> Plot:
        """Return what came out as a plot, which a notebook shows without a plotting library.

        Args:
            measure: ``wins``, ``rating`` or ``favourites``; None for the first of which there is
                something.

        Raises:
            ConfigurationError: There is no such measure.
        """
        return Plot(self.summary(), measure)

    @property
    def comparisons(self) -> Comparisons:
        """The blind comparisons: which two images to show next, and what was chosen."""
        return Comparisons(self._id, self._plan, self._store, self.results)

    def ranking(self, axis: str) -> Ranking:
        """Return the values of an axis, ranked by the blind comparisons.

        Args:
            axis: The name of the axis.

        Raises:
            ConfigurationError: There is no such axis, or choix is not installed.
        """
        return self.comparisons.ranking(axis)

    def save(
        self, path: str | PathLike[str], *, rows: str | None = None, columns: str | None = None
    ) -> Path:
        """Write what came out to a file, whole or not at all; its ending says in which form.

        ``.csv``, ``.json`` and ``.parquet`` are the table of `to_dataframe`; ``.png`` and ``.pdf``
        a contact sheet with labels; ``.html`` a report that needs no other file; ``.zip`` the
        image files with a manifest, the plan and the table.

        Args:
            path: The file; one that is there is replaced.
            rows: The axis that goes down a contact sheet or a report.
            columns: The axis that goes across.

        Returns:
            The path that was written.

        Raises:
            ConfigurationError: There is no such form or axis, a library is missing, or the file
                can't be written.
        """
        return files.save(self.outcome, path, rows, columns)

    @property
    def outcome(self) -> Outcome:
        """All that came of it, as of now: results, comparisons, sums."""
        found = self.results
        compared = Comparisons(self._id, self._plan, self._store, found)
        return Outcome(self._id, self._plan, found, self.progress, compared)

    def _cells(self) -> list[StoredCell]:
        if not self._is_stored:
            return [_unstored(place, cell) for place, cell in enumerate(self._plan.ids)]
        return self._store.cells(self._id)

    def _read_board(self) -> Board:
        costs = self._store.costs(self._id) if self._is_stored else {}
        return Board(self._cells(), costs)

    def _store_plan(self) -> None:
        """Write the plan down, before anything is sent."""
        if not self._is_stored:
            stored = {
                "plan": self._plan.to_dict(),
                "parallel": self._parallel,
                "reuse": self._reuse,
            }
            if not self._store.add(self._id, stored, self._client.host, self._plan.ids):
                raise ConfigurationError(
                    f"The history holds a sweep with the id {self._id!r} already.",
                    "Nothing was sent. Go on with that one by load(), or leave the id out.",
                )
            self._is_stored = True

    def _check_run(self, budget: object) -> None:
        if self._is_running:
            raise ConfigurationError(
                "This sweep is being carried out already.",
                "Wait for it, or stop() it first. Nothing was sent.",
            )
        if budget is not None and not is_amount(budget):
            raise ConfigurationError(
                f"budget={budget!r} is not a limit.",
                "It is a number of US dollars, 0 or more, or None for no limit. Nothing was sent.",
            )

    def _check_room(self) -> None:
        """Refuse prompts that are too long for the version of the API that serves.

        Raises:
            InvalidAttributes: Some are.
        """
        if self._client.api != "v3":
            return
        longest: dict[int, int] = {}
        for cell in self._plan:
            over = len(cell.attributes.appearance) - self._client.room_for_appearance(
                cell.attributes
            )
            if over > 0:
                longest[cell.position] = over
        if longest:
            raise InvalidAttributes(
                {
                    "appearance": f"is too long for HeyGen's v3 in {plural(len(longest), 'cell')}, "
                    f"by up to {max(longest.values())} characters: v3 takes the other attributes "
                    "in the same text"
                }
            )

    def _reusable(self, board: Board, each: Quote) -> list[tuple[int, int, str]]:
        """Return for cells that are to be made the runs that have made the same before."""
        places = board.positions(*LEFT)
        wanted = [self._plan.texts(place) for place in places]
        found = self._store.made(wanted, backend=self._client.host, api=each.api, jobs=each.jobs)
        used = {cell.run_id for cell in board.cells}
        chosen = []
        for place, run_ids in zip(places, found, strict=True):
            free = next((run_id for run_id in run_ids if run_id not in used), None)
            if free:
                used.add(free)
                chosen.append((place, board.cells[place].attempt + 1, free))
        return chosen

    def _quoted(self, board: Board, each: Quote, reusable: int) -> SweepQuote:
        to_make = board.count(*LEFT) - (reusable if self._reuse else 0)
        to_resume = board.count(CellStatus.UNFINISHED)
        lanes = at_once(self._parallel, each)
        usual = each.usual_seconds or (0.0, 0.0)
        is_known = usual[0] > 0
        return SweepQuote(
            cells=len(self),
            done=board.count(CellStatus.DONE),
            reusable=reusable,
            to_resume=to_resume,
            unknown=board.count(CellStatus.UNKNOWN),
            to_make=to_make,
            each=each,
            seconds=forecast(usual, to_make + to_resume, lanes) if is_known else (0.0, 0.0),
            parallel=lanes,
        )

    async def _carried_out(self, limits: Limits, show: Callable[[Progress], object]) -> Progress:
        claim = uuid.uuid4().hex
        await worker_threads.write(self._store_plan)
        await worker_threads.write(self._store.claim, self._id, claim)
        try:
            client = self._client.paced(self._history)
            async with client:
                each = await client.quote(self._plan.count)
                await worker_threads.write(self._check_room)
                board = await worker_threads.write(self._prepared, each)
                carrier = self._carrier_for(board, limits, client, show)
                self._check_budgets(board, each, limits)
                self._carrier = carrier
                if self._is_stop_wanted:
                    self.stop()
                try:
                    await carrier.carry_out(each)
                finally:
                    self._latest = carrier.progress(is_over=True)
                    self._carrier = None
                    show(self._latest)
            return self._latest
        finally:
            # Without the loop: a cancelled caller must give it back as well.
            worker_threads.write_now(
                functools.partial(self._store.release, self._id, claim), longest=2.0
            )

    def _prepared(self, each: Quote) -> Board:
        """Return where each cell stands, once those that are there already are taken."""
        board = self._read_board()
        reused = self._reusable(board, each) if self._reuse else []
        if not reused:
            return board
        self._store.reuse(self._id, reused)
        return self._read_board()

    def _check_budgets(self, board: Board, each: Quote, limits: Limits) -> None:
        """Refuse what the client's own budget doesn't allow, before the first cell.

        Raises:
            BudgetExceeded: It costs more than the client's budget allows, or the price is unknown
                and there is a budget.
        """
        if limits.budget is not None and each.total is None:
            raise BudgetExceeded("Its price is unknown, so it can't be held against the budget.")
        session = self._client.budget.per_session
        if session is None or limits.confirm or each.total is None:
            return
        costs = each.total.usd * board.count(*LEFT)
        if limits.budget is not None:
            costs = min(costs, max(0.0, limits.budget - board.spent))
        spent = self._client.spent.usd
        if spent + costs > session + 0.001:
            raise BudgetExceeded(
                f"What is left costs about {Price(round(costs, 6))}. With the "
                f"{Price(round(spent, 6))} spent already that is more than this client's limit of "
                f"{Price(session)} for a session.",
                "Nothing was sent and nothing is billed. To go ahead all the same, run it with a "
                "smaller budget, with confirm=True, or with a client that has another limit.",
            )

    def _carrier_for(
        self,
        board: Board,
        limits: Limits,
        client: HeyGen | None = None,
        show: Callable[[Progress], object] = lambda _: None,
    ) -> Carrier:
        return Carrier(
            sweep_id=self._id,
            plan=self._plan,
            client=client or self._client,
            store=self._store,
            board=board,
            limits=limits,
            parallel=self._parallel,
            tell=show,
        )


def _history_for(client: HeyGen, given: History | None) -> History:
    """Return where a sweep is written down.

    Raises:
        ConfigurationError: Nowhere.
    """
    chosen = given or client.history
    if chosen is None:
        raise ConfigurationError(
            "A sweep is written down before it is paid for, and this client has no history.",
            "Nothing was sent. Give it one: history=History().",
        )
    return chosen


def progress_of(given: Callable[[Progress], object] | bool) -> Callable[[Progress], object]:
    """Return what shows progress: what is given, the usual way for True, nothing for False."""
    if not callable(given):
        return progress.shown() if given else lambda _: None

    def guarded(latest: Progress) -> None:
        try:
            given(latest)
        except Exception:
            # The caller's mistake must not cost them cells that they pay for.
            log.exception("progress failed for %s; the sweep goes on", latest)

    return guarded


def _stopped_words(running: int, *, sandbox: bool) -> str:
    if not running:
        return "You stopped it. Nothing was in flight. Go on (run() in Python) makes the rest."
    goes_on = "the sandbox" if sandbox else "HeyGen"
    bills = "" if sandbox else " and bills them"
    return (
        f"You stopped it. {goes_on[0].upper()}{goes_on[1:]} goes on working on "
        f"{plural(running, 'cell')}{bills}. Go on (run() in Python) waits for them again, which "
        "costs nothing more, and makes the rest."
    )


def _unstored(position: int, cell: str) -> StoredCell:
    from heygen_widgets.history.sweeps import StoredCell  # noqa: PLC0415 - loads sqlite3

    return StoredCell(position, cell)
