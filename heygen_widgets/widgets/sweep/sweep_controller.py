"""What works behind an experiment: its plan, its price, its cells, on the notebook's loop."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.runtime import worker_threads
from heygen_widgets.runtime.notebook_loop import NotebookLoop
from heygen_widgets.sweeps.board import Cause, CellStatus
from heygen_widgets.sweeps.stopped import stopped
from heygen_widgets.sweeps.sweep import Sweep
from heygen_widgets.widgets.client_choice import ClientChoice
from heygen_widgets.widgets.runs import messages, price_texts
from heygen_widgets.widgets.sweep import setup_form, sweep_contract, view_model
from heygen_widgets.widgets.sweep.notebook_copy import NotebookCopy
from heygen_widgets.widgets.sweep.shown_sweep import ShownSweep
from heygen_widgets.widgets.sweep.sweep_cells import SweepCells
from heygen_widgets.widgets.sweep.sweep_findings import SweepFindings
from heygen_widgets.widgets.sweep.sweep_pricing import SweepPricing
from heygen_widgets.widgets.sweep.sweep_run import SweepRun

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.sweeps.board import Board
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.sweep.sweep_contract import EarlierSweep
    from heygen_widgets.widgets.sweep.sweep_screen import SweepScreen

log = logging.getLogger("heygen_widgets")

OFFERED = 5
"""How many earlier sweeps are offered."""
READ_FOR_REASONS = 300
"""How many cells are looked at for why they are not made, after a sweep was loaded."""


class SweepController:
    """Carries out what is pressed in one experiment, and decides what it shows.

    Args:
        client: Who serves.
        history: Where it is written down; None for where the client writes.
        sweep: What is planned; None as long as nothing is.
        screen: The widget.
        static_copy: Its copy in the notebook file.

    Attributes:
        loop: The notebook's loop.
        choice: Who serves.
        shown: What is planned, once something is.
        run: The sweep while it is carried out.
        cells: Its cells, as the page asks for them.
        findings: What came out.
    """

    def __init__(
        self,
        client: HeyGen,
        history: History | None,
        sweep: Sweep | None,
        screen: SweepScreen,
        static_copy: StaticCopy,
    ) -> None:
        self.loop = NotebookLoop(self._show_error)
        self.choice = ClientChoice(client, screen, self._client_changed)
        self.shown = ShownSweep(sweep)
        self.run = SweepRun(screen)
        self.cells = SweepCells(screen, self.shown, lambda: self.run.is_running)
        self.findings = SweepFindings(screen, self.shown, self._judged)
        self._copy = NotebookCopy(
            static_copy, self.shown, lambda: self.run.is_running, lambda: repr(screen)
        )
        self._history = history
        self._screen = screen
        self._static_copy = static_copy
        self._form: Mapping[str, Any] | None = None
        self._before = ""
        self._planning: asyncio.Task[None] | None = None
        self._pricing = SweepPricing(screen)
        self._later: dict[str, asyncio.TimerHandle] = {}
        self._marked = set[str]()
        self._on_close: Callable[[], object] | None = None
        self._is_looking = False

    @property
    def client(self) -> HeyGen:
        """Who serves."""
        return self.choice.client

    def stand_below(self, on_close: Callable[[], object]) -> None:
        """Let Close be pressed.

        Args:
            on_close: Takes the widget away.
        """
        self._on_close = on_close

    def close(self) -> None:
        """Take the widget away from below a studio.

        Raises:
            ConfigurationError: The sweep is being carried out: it would go on, and pay, unseen.
        """
        self.run.refuse_if_running()
        if self._on_close:
            self._on_close()

    # The plan

    def look_around(self) -> None:
        """Show the plan, what it costs, and what was left unfinished."""
        self._show_plan()
        self._is_looking = True
        self._post(self._look)

    def take_form(self, form: Mapping[str, Any]) -> None:
        """Plan what a form holds, and show what that costs, or what is wrong with it."""
        if self.run.is_running or (self.shown.now and self.shown.now.is_begun):
            return
        if self._form == form:
            return
        self._form = dict(form)
        self._pricing.forget()
        if self._planning:
            self._planning.cancel()
        self._planning = self.loop.start(self._plan(form))

    def renew(self) -> None:
        """Plan the same anew, as another sweep; the one before can be loaded again.

        It reuses what is made, so that nothing is paid for twice by a press: to make the same
        once more, reuse is switched off in the form.
        """
        self.run.refuse_if_running()
        old = self.shown.needed()
        form = setup_form.form_of(old.plan, parallel=old.parallel, reuse=True)
        if form is None:
            raise ConfigurationError(
                "A form can't show this plan.", "Make it again in Python: AvatarSweep(…)."
            )
        self.shown.now = None
        self._begin_anew()
        self._form = None
        self._before = old.id
        self._screen.show(is_begun=False)
        self.take_form(form)
        self._post(self._offer_earlier)

    async def load(self, sweep_id: str) -> None:
        """Show a sweep of the history, to go on with it.

        Raises:
            NotFound: The history holds no such sweep.
            ConfigurationError: Another host serves it, or a sweep is being carried out here.
        """
        self.run.refuse_if_running()
        load = functools.partial(Sweep.load, sweep_id, client=self.client, history=self._history)
        self.shown.now = await worker_threads.write(load)
        self._begin_anew()
        self._show_plan()
        await self._look()

    def use(self, client: HeyGen) -> None:
        """Take another client.

        Raises:
            ConfigurationError: The sweep was begun: it stays where its cells are.
        """
        self._refuse_if_begun()
        self.choice.use(client)

    def choose_key(self, secret: str, *, remember: bool) -> None:
        """Take HeyGen with this key, or show what is wrong with it."""
        self._refuse_if_begun()
        self.choice.use_key(secret, remember=remember)

    def choose_sandbox(self) -> None:
        """Take a new sandbox, and forget a remembered key."""
        self._refuse_if_begun()
        self.choice.use_sandbox()

    def snippet(self) -> str:
        """Return the sweep as a cell of Python."""
        sweep = self.shown.needed()
        form = setup_form.form_of(sweep.plan, parallel=sweep.parallel, reuse=sweep.reuse)
        if form is None or sweep.is_begun:
            return (
                "from heygen_widgets import AvatarSweep\n\n"
                f"sweep = AvatarSweep.load({sweep.id!r})\nsweep\n"
            )
        return setup_form.as_python(form)

    # Running

    def click(self, agreed: str) -> None:
        """Carry the sweep out if it costs no more than the button said; else ask first."""
        if not self.run.is_running:
            self.loop.start(self._click(agreed))

    def confirm(self, token: str) -> None:
        """Carry out what was asked about, if this is its token."""
        options = self._pricing.agreed(token)
        if options is not None:
            self.loop.start(self.carry_out(self._screen.budget, **options))

    def decline(self) -> None:
        """Take the question away."""
        self._pricing.dismiss()

    def ask_about_unknown(self) -> None:
        """Ask before cells are made again that HeyGen may have made."""
        self._pricing.ask_about_unknown(self.shown.needed())

    async def carry_out(
        self,
        budget: float | None,
        told: Callable[[Progress], object] = lambda _: None,
        **options: Any,  # noqa: ANN401 - those of Sweep.run
    ) -> Progress:
        """Carry the sweep out, show it as it goes, and return how far it got.

        Args:
            budget: As in `Sweep.run`.
            told: Called with each progress.
            options: Others of `Sweep.run`.

        Raises:
            HeyGenError: As in `Sweep.run`.
        """
        sweep = self.shown.needed()
        self._pricing.dismiss()
        try:
            ended = await self.run.carry_out(sweep, budget, told, self._prepare_soon, **options)
        except BaseException:
            # Also where the caller was cancelled: what is on the screen must be true.
            self.findings.forget_pairs()
            self._post(self._look)
            raise
        self.findings.forget_pairs()
        # Now, and not soon: under papermill the kernel ends with its last cell, and the notebook
        # file keeps what stands there then.
        await self.refresh()
        self._post(self._look_at_prices)
        return ended

    def pause(self) -> None:
        """Begin no new cell."""
        self.run.pause()

    def go_on(self) -> None:
        """Go on after `pause`."""
        self.run.go_on()

    def stop(self) -> None:
        """Stop waiting."""
        self.run.stop()

    # What is seen of it

    def judged(self, key: str = "") -> None:
        """Show soon what was marked or compared in Python.

        Args:
            key: The key of the image that was marked; empty if none was.
        """
        if key:
            self._marked.add(key)
        # Without an event loop there is nobody to show anything to.
        with contextlib.suppress(ConfigurationError):
            self.loop.post(self._judged)

    async def mark(self, run_id: str, place: str, mark: Mapping[str, Any]) -> None:
        """Record what a person thinks of an image, and show it."""
        await self.cells.mark(run_id, place, mark)
        self._judged()

    async def refresh(self) -> None:
        """Show where each cell stands, by the history, in the notebook file as well.

        Raises:
            HistoryError: It can't be read.
        """
        await self._show_standing()
        await self._copy.update()

    async def _show_standing(self) -> None:
        sweep = self.shown.now
        if sweep is None or self.run.is_running:
            return
        board, progress, causes = await worker_threads.write(_read, sweep)
        if sweep is not self.shown.now or self.run.is_running:
            return
        self._pricing.spent = progress.spent
        self.cells.reasons = {place: each.what for each in causes for place in each.positions}
        self._screen.show(is_begun=sweep.is_begun)
        state = view_model.state(progress, causes, is_running=False)
        self.run.show_state(view_model.letters(board), state)

    def start_copy(self) -> None:
        """Start to write the static copy, once the widget stands in a notebook."""
        if not self._is_looking:
            self._post(self._copy.update)

    def write_copy(self) -> None:
        """Write the static copy as the widget is displayed, or soon."""
        try:
            is_written = self._copy.write()
        except HeyGenError as error:
            self._show_error(error)
            return
        if not is_written:
            self.start_copy()

    def _prepare_soon(self, positions: list[int]) -> None:
        """Make small copies of new pictures, where the matrix is shown."""
        self.cells.note_made(positions)
        if self._static_copy.is_shown:
            self.loop.start(self.cells.prepare())

    def _begin_anew(self) -> None:
        """Forget what was known of another sweep."""
        self.cells.forget()
        self.findings.forget()
        self._pricing.forget()
        self._screen.show(alert=None, findings=None, offer=sweep_contract.NO_OFFER)
        self.run.show_state("", sweep_contract.NOTHING_YET)

    def _show_plan(self) -> None:
        sweep = self.shown.now
        if sweep is None:
            self._screen.show(form=setup_form.blank())
            return
        plan = sweep.plan
        self._screen.show(
            form=setup_form.form_of(plan, parallel=sweep.parallel, reuse=sweep.reuse),
            problems={},
            sweep_id=sweep.id,
            is_begun=sweep.is_begun,
            axis_rows=view_model.axis_rows(plan),
            grid=view_model.grid(plan),
            shape=view_model.shape(plan),
            statuses=sweep_contract.LETTERS[CellStatus.OPEN] * len(plan),
        )

    async def _plan(self, form: Mapping[str, Any]) -> None:
        make = functools.partial(
            Sweep,
            client=self.client,
            history=self._history,
            **setup_form.arguments_of(form),
        )
        try:
            sweep = await worker_threads.write(make)
        except InvalidAttributes as error:
            self.shown.now = None
            # An empty form is no mistake.
            problems = dict(error.problems) if form.get("appearance") else {}
            self._screen.show(
                problems=problems,
                sweep_id="",
                axis_rows=[],
                grid=sweep_contract.NO_GRID,
                statuses="",
                offer=sweep_contract.NO_OFFER,
            )
            return
        self.shown.now = sweep
        self._show_plan()
        await self._look_up_price()

    def _client_changed(self) -> None:
        old, self.shown.now = self.shown.now, None
        self._begin_anew()
        self._screen.show(backend=self.choice.backend(), key_problem="", notice="")
        form = self._form
        if old:
            form = setup_form.form_of(old.plan, parallel=old.parallel, reuse=old.reuse) or form
        if form is None:
            self.look_around()
            return
        self._form = None
        self.take_form(form)
        self._post(self._offer_earlier)

    def _refuse_if_begun(self) -> None:
        self.run.refuse_if_running()
        if self.shown.now and self.shown.now.is_begun:
            raise ConfigurationError(
                "This sweep was begun with another key.",
                "Press New sweep first, or go on with the key that it has.",
            )

    # Prices and questions

    def _post(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        # Without an event loop there is nobody to show anything to.
        with contextlib.suppress(ConfigurationError):
            self.loop.post(lambda: self.loop.start(work()))

    async def _look(self) -> None:
        try:
            await self._show_standing()
            if not (self.shown.now and self.shown.now.is_begun):
                # Of a large plan a copy takes longer than all the rest, and nothing came of it yet.
                await self._look_at_prices()
        finally:
            self._is_looking = False
        await self._copy.update()
        if self.shown.now and self.shown.now.is_begun:
            await self._look_at_prices()

    async def _look_at_prices(self) -> None:
        await self._look_up_price()
        await self._offer_earlier()
        if self.findings.are_shown:
            await self.findings.summarise()

    async def _look_up_price(self) -> None:
        sweep = self.shown.now
        if sweep is not None:
            await self._pricing.look_up(sweep, lambda: sweep is self.shown.now)

    async def _offer_earlier(self) -> None:
        sweep, history = self.shown.now, self._history or self.client.history
        if history is None or (sweep and sweep.is_begun):
            self._screen.show(earlier=[])
            return
        own = sweep.id if sweep else ""
        find = functools.partial(_earlier, history, self.client.host, own, self._before)
        self._screen.show(earlier=await worker_threads.write(find))

    async def _click(self, agreed: str) -> None:
        if self._planning:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(self._planning)
        if self.shown.now is None:
            return
        if self._pricing.quote is None:
            self._screen.show(question=price_texts.WAIT)
            await self._look_up_price()
            self._pricing.dismiss()
        if self.run.is_running:
            # The second press of two.
            return
        if self._pricing.may_start(self.shown.now, agreed):
            await self.carry_out(self._screen.budget)

    # Others

    def _judged(self) -> None:
        """Show soon what the marks and choices come to: several may follow each other."""
        if self._marked:
            self._soon("marked", 0.1, self._show_marked)
        if self.findings.are_shown:
            self._soon("findings", 0.5, self.findings.summarise)
        self._soon("copy", 2.0, self._copy.update)

    async def _show_marked(self) -> None:
        keys, self._marked = self._marked, set()
        await self.cells.show_marked(keys)

    def _soon(self, name: str, pause: float, work: Callable[[], Any]) -> None:
        if timer := self._later.pop(name, None):
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._later[name] = loop.call_later(pause, lambda: self.loop.start(work()))

    def _show_error(self, error: BaseException) -> None:
        """Show the error of a task or callback."""
        if not isinstance(error, HeyGenError):
            log.error("AvatarSweep failed", exc_info=error)
        self._pricing.dismiss()
        alert = messages.alert_for_error(error, sandbox=self.client.is_sandbox)
        self._screen.show(alert={**alert, "resume": ""})


def _read(sweep: Sweep) -> tuple[Board, Progress, tuple[Cause, ...]]:
    """Return how a sweep stands by the history, and why cells are not made."""
    board, progress = sweep.board, sweep.progress
    return board, progress, progress.causes or _causes(sweep, board)


def _causes(sweep: Sweep, board: Board) -> tuple[Cause, ...]:
    """Return why cells are not made, by their records: after a sweep was loaded."""
    places = board.positions(CellStatus.FAILED, CellStatus.UNKNOWN)[:READ_FOR_REASONS]
    found = defaultdict[str, list[int]](list)
    for result in sweep.results_of(places):
        found[result.reason or "It was not made."].append(result.cell.position)
    return tuple(Cause(what, "", tuple(positions)) for what, positions in found.items())


def _earlier(history: History, host: str, own: str, before: str) -> list[EarlierSweep]:
    """Return the sweep that was on the screen before, if there is one, and those that stopped."""
    kept = history.sweeps if before else ()
    found = [each for each in kept if each.id == before and each.backend == host]
    found += itertools.islice(stopped(history, host, own), OFFERED)
    return view_model.earlier({each.id: each for each in found}.values(), before)
