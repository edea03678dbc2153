"""What works behind an experiment: its plan, its price, its cells, on the notebook's loop."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import logging
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.runtime import worker_threads
from heygen_widgets.runtime.notebook_loop import NotebookLoop
from heygen_widgets.sweeps.board import Cause, CellStatus
from heygen_widgets.sweeps.stopped import stopped
from heygen_widgets.sweeps.sweep import Sweep
from heygen_widgets.widgets.client_choice import ClientChoice
from heygen_widgets.widgets.runs import messages, price_texts
from heygen_widgets.widgets.runs.earlier_runs import EarlierRuns
from heygen_widgets.widgets.sweep import setup_form, sweep_contract, view_model
from heygen_widgets.widgets.sweep.blind_compare import BlindCompare
from heygen_widgets.widgets.sweep.cell_pictures import CellPictures
from heygen_widgets.widgets.sweep.sweep_copy import sweep_html
from heygen_widgets.widgets.sweep.sweep_pricing import SweepPricing
from heygen_widgets.widgets.sweep.sweep_run import SweepRun

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.sweeps.board import Board
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.sweep.sweep_screen import SweepScreen

log = logging.getLogger("heygen_widgets")

OFFERED = 5
"""How many earlier sweeps are offered."""
ASKED_AT_ONCE = 80
"""How many cells the browser gets for one question."""
READ_FOR_REASONS = 300
"""How many cells are looked at for why they are not made, after a sweep was loaded."""
LONGEST_DISPLAY = 5.0
"""Seconds that the cell which first shows a sweep waits for the copy in the notebook file."""
_MISSING = "This sweep has no plan yet."


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
        sweep: What is planned; None as long as nothing is.
        run: The sweep while it is carried out.
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
        self.sweep = sweep
        self.run = SweepRun(screen)
        self._history = history
        self._screen = screen
        self._static_copy = static_copy
        self._images = EarlierRuns(screen)
        self._pictures = CellPictures(screen)
        self._blind = BlindCompare(screen)
        self._form: Mapping[str, Any] | None = None
        self._planning: asyncio.Task[None] | None = None
        self._pricing = SweepPricing(screen)
        self._reasons: dict[int, str] = {}
        self._later: dict[str, asyncio.TimerHandle] = {}
        self._marked = set[str]()
        self._has_findings = False
        self._on_close: Callable[[], object] | None = None
        self._is_looking = False
        self._to_prepare: list[int] = []
        self._is_preparing = False

    @property
    def client(self) -> HeyGen:
        """Who serves."""
        return self.choice.client

    def needed(self) -> Sweep:
        """Return what is planned.

        Raises:
            ConfigurationError: Nothing is.
        """
        if self.sweep is None:
            raise ConfigurationError(
                _MISSING,
                "Fill in the form, or make it with an appearance: AvatarSweep('a chef …').",
            )
        return self.sweep

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
        if self.run.is_running or (self.sweep and self.sweep.is_begun):
            return
        if self._form == form:
            return
        self._form = dict(form)
        self._pricing.forget()
        if self._planning:
            self._planning.cancel()
        self._planning = self.loop.start(self._plan(form))

    def renew(self) -> None:
        """Plan the same anew: another sweep, whose cells are made and paid for again."""
        self.run.refuse_if_running()
        old = self.needed()
        form = setup_form.form_of(old.plan, parallel=old.parallel, reuse=old.reuse)
        if form is None:
            raise ConfigurationError(
                "A form can't show this plan.", "Make it again in Python: AvatarSweep(…)."
            )
        self.sweep = None
        self._begin_anew()
        self._form = None
        self._screen.show(is_begun=False)
        self.take_form(form)

    async def load(self, sweep_id: str) -> None:
        """Show a sweep of the history, to go on with it.

        Raises:
            NotFound: The history holds no such sweep.
            ConfigurationError: Another host serves it, or a sweep is being carried out here.
        """
        self.run.refuse_if_running()
        load = functools.partial(Sweep.load, sweep_id, client=self.client, history=self._history)
        self.sweep = await worker_threads.write(load)
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
        sweep = self.needed()
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
        self._pricing.ask_about_unknown(self.needed())

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
        sweep = self.needed()
        self._pricing.dismiss()
        try:
            ended = await self.run.carry_out(sweep, budget, told, self._prepare_soon, **options)
        except BaseException:
            # Also where the caller was cancelled: what is on the screen must be true.
            self._blind.forget()
            self._post(self._look)
            raise
        self._blind.forget()
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

    # Cells

    async def show_cells(self, positions: list[int], view: str, *, is_whole: bool) -> None:
        """Send what is in some cells."""
        sweep = self.sweep
        if sweep is None:
            return
        known = [each for each in positions if 0 <= each < len(sweep)][:ASKED_AT_ONCE]
        results = await worker_threads.write(sweep.results_of, known)
        statuses = sweep.board.statuses if self.run.is_running else None
        cells = [
            (
                result,
                statuses[result.cell.position] if statuses else result.status,
                self._reason(result),
            )
            for result in results
        ]
        if sweep is self.sweep:
            await self._pictures.show(cells, sweep.history, view, is_whole=is_whole)

    async def enlarge(self, run_id: str, place: str, view: str) -> None:
        """Send a large copy of an image."""
        await self._images.enlarge(await self._record(run_id), place, view)

    async def save_images(self, run_id: str, places: list[str], view: str) -> None:
        """Send images as a file to download."""
        await self._images.save(await self._record(run_id), places, view)

    async def save_as(self, form: str, rows: str, columns: str, view: str) -> None:
        """Send the whole as a file to download."""
        sweep = self.needed()
        if form not in sweep_contract.FILES:
            return
        name = f"sweep-{sweep.id[:8]}.{form}"
        data = await worker_threads.write(_file_of, sweep, name, rows, columns)
        self._screen.tell("download", {"name": name, "view": view}, buffers=[data])

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
        sweep = self.needed()
        known = {name: mark[name] for name in ("favourite", "rating", "note") if name in mark}
        result = await worker_threads.write(_marked, sweep, run_id, place, known)
        if result:
            self._pictures.show_marks(result, result.status, self._reason(result))
        self._judged()

    # What came out

    async def show_pair(self, view: str) -> None:
        """Send a view two images without their labels."""
        sweep = self.needed()
        await self._blind.show(lambda: sweep.comparisons, view)

    async def choose(self, token: str, outcome: str, view: str) -> None:
        """Write down what was chosen of two images, and send the next pair."""
        await self._blind.choose(token, outcome)
        await self.show_pair(view)
        self._judged()

    async def undo_choice(self, view: str) -> None:
        """Take back the latest choice, and send a pair."""
        await self._blind.undo()
        await self.show_pair(view)
        self._judged()

    async def summarise(self) -> None:
        """Show what came out."""
        sweep = self.needed()
        found = await worker_threads.write(lambda: view_model.findings(sweep.outcome))
        if sweep is self.sweep:
            self._has_findings = True
            self._screen.show(findings=found)

    async def refresh(self) -> None:
        """Show where each cell stands, by the history, in the notebook file as well.

        Raises:
            HistoryError: It can't be read.
        """
        await self._show_standing()
        await self.update_copy()

    async def _show_standing(self) -> None:
        sweep = self.sweep
        if sweep is None or self.run.is_running:
            return
        board, progress, causes = await worker_threads.write(_read, sweep)
        if sweep is not self.sweep or self.run.is_running:
            return
        self._pricing.spent = progress.spent
        self._reasons = {place: each.what for each in causes for place in each.positions}
        self._screen.show(is_begun=sweep.is_begun)
        state = view_model.state(progress, causes, is_running=False)
        self.run.show_state(view_model.letters(board), state)

    def start_copy(self) -> None:
        """Start to write the static copy, once the widget stands in a notebook."""
        if not self._is_looking:
            self._post(self.update_copy)

    def write_copy(self) -> None:
        """Write the static copy now, as the widget is displayed: the kernel may end with the cell.

        It is written soon where that takes too long, where nothing was made that could get lost,
        and where the sweep is being carried out: its requests need the loop, its end writes it.
        """
        sweep = self.sweep
        if sweep is None or not self._static_copy.is_shown or self._static_copy.is_written:
            return
        if self.run.is_running or not sweep.is_begun:
            self.start_copy()
            return
        try:
            html = worker_threads.decode_now(lambda: sweep_html(sweep.outcome), LONGEST_DISPLAY)
        except HeyGenError as error:
            self._show_error(error)
            return
        if html is None:
            self.start_copy()
        else:
            self._static_copy.put(html, repr(self._screen))

    async def update_copy(self) -> None:
        """Write what came of the sweep into the notebook file, if the widget stands in one."""
        sweep = self.sweep
        if sweep is not None and self._static_copy.is_shown:
            outcome = await worker_threads.write(lambda: sweep.outcome)
            render = functools.partial(sweep_html, outcome)
            await self._static_copy.replace(render, repr(self._screen))

    def _prepare_soon(self, positions: list[int]) -> None:
        """Make the copies of new pictures before they come into sight, where the matrix is shown.

        Decoding takes longer than a person who scrolls waits for.
        """
        self._to_prepare += positions
        if self._static_copy.is_shown and not self._is_preparing:
            self.loop.start(self._prepare())

    async def _prepare(self) -> None:
        self._is_preparing = True
        try:
            while self._to_prepare and (sweep := self.sweep):
                positions, self._to_prepare = self._to_prepare, []
                results = await worker_threads.write(sweep.results_of, positions)
                await self._pictures.prepare(results, sweep.history)
        finally:
            self._is_preparing = False

    def _begin_anew(self) -> None:
        """Forget what was known of another sweep."""
        self._reasons, self._has_findings, self._to_prepare = {}, False, []
        self._blind.forget()
        self._pricing.forget()
        self._screen.show(
            alert=None,
            findings=None,
            offer=sweep_contract.NO_OFFER,
        )
        self.run.show_state("", sweep_contract.NOTHING_YET)

    def _show_plan(self) -> None:
        sweep = self.sweep
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
            self.sweep = None
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
        self.sweep = sweep
        self._show_plan()
        await self._look_up_price()

    def _client_changed(self) -> None:
        old, self.sweep = self.sweep, None
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

    def _refuse_if_begun(self) -> None:
        self.run.refuse_if_running()
        if self.sweep and self.sweep.is_begun:
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
            if not (self.sweep and self.sweep.is_begun):
                # Of a large plan a copy takes longer than all the rest, and nothing came of it yet.
                await self._look_at_prices()
        finally:
            self._is_looking = False
        await self.update_copy()
        if self.sweep and self.sweep.is_begun:
            await self._look_at_prices()

    async def _look_at_prices(self) -> None:
        await self._look_up_price()
        await self._offer_earlier()
        if self._has_findings:
            await self.summarise()

    async def _look_up_price(self) -> None:
        sweep = self.sweep
        if sweep is not None:
            await self._pricing.look_up(sweep, lambda: sweep is self.sweep)

    async def _offer_earlier(self) -> None:
        sweep, history = self.sweep, self._history or self.client.history
        if history is None or (sweep and sweep.is_begun):
            self._screen.show(earlier=[])
            return
        own = sweep.id if sweep else ""
        find = functools.partial(_earlier, history, self.client.host, own)
        self._screen.show(earlier=await worker_threads.write(find))

    async def _click(self, agreed: str) -> None:
        if self._planning:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(self._planning)
        if self.sweep is None:
            return
        if self._pricing.quote is None:
            self._screen.show(question=price_texts.WAIT)
            await self._look_up_price()
            self._pricing.dismiss()
        if self.run.is_running:
            # The second press of two.
            return
        if self._pricing.may_start(self.sweep, agreed):
            await self.carry_out(self._screen.budget)

    # Others

    def _reason(self, result: Any) -> str:  # noqa: ANN401 - a Result
        return self._reasons.get(result.cell.position, "") or result.reason

    async def _record(self, run_id: str) -> Generation:
        return await worker_threads.write(self.needed().history.get, run_id)

    async def _show_marked(self) -> None:
        """Show the cells of images that were marked in Python."""
        sweep, keys, self._marked = self.sweep, self._marked, set()
        if sweep is None:
            return
        for result in await worker_threads.write(lambda: sweep.results):
            if any((image.key or image.url) in keys for image in result.images):
                self._pictures.show_marks(result, result.status, self._reason(result))

    def _judged(self) -> None:
        """Show soon what the marks and choices come to: several may follow each other."""
        if self._marked:
            self._soon("marked", 0.1, self._show_marked)
        if self._has_findings:
            self._soon("findings", 0.5, self.summarise)
        self._soon("copy", 2.0, self.update_copy)

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


def _marked(sweep: Sweep, run_id: str, place: str, mark: dict[str, Any]) -> Any:  # noqa: ANN401 - a Result or None
    sweep.history.mark(run_id, place, **mark)
    cells = sweep.board.cells
    positions = [cell.position for cell in cells if cell.run_id == run_id]
    return next(iter(sweep.results_of(positions)), None)


def _file_of(sweep: Sweep, name: str, rows: str, columns: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        return sweep.save(path, rows=rows or None, columns=columns or None).read_bytes()


def _earlier(history: History, host: str, own: str) -> list[Any]:
    return list(view_model.earlier(itertools.islice(stopped(history, host, own), OFFERED)))
