"""What works behind a studio: one run at a time, on the notebook's loop.

It is loaded with the first studio, not with the package: it brings the client and asyncio.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakSet

from heygen_widgets.client import HeyGen
from heygen_widgets.errors import ApiRetired, ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runtime.notebook_loop import NotebookLoop, run_blocking
from heygen_widgets.widgets.studio import messages, price_texts, view_model
from heygen_widgets.widgets.studio.client_choice import ClientChoice
from heygen_widgets.widgets.studio.earlier_runs import EarlierRuns
from heygen_widgets.widgets.studio.form_filling import FormFilling
from heygen_widgets.widgets.studio.presenter import Presenter, has_some
from heygen_widgets.widgets.studio.pricing import Pricing
from heygen_widgets.widgets.studio.run_state import Event, Phase, RunState, phase_at_rest
from heygen_widgets.widgets.studio.unfinished_runs import UnfinishedRuns

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from heygen_widgets.billing.order import Order
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.widgets.studio.screen import Screen
    from heygen_widgets.widgets.studio.static_copy import StaticCopy

log = logging.getLogger("heygen_widgets")

LOOK_AGAIN = 1.0
"""Seconds between two looks into the history at a run that another kernel waits for."""

_STUDIOS: WeakSet[Controller] = WeakSet()


class Controller:
    """Carries out what is pressed in one studio, and decides what it shows.

    Args:
        client: What the first run uses; None for `HeyGen.from_environment`.
        history: For the client that is made where none is given.
        screen: The widget.
        static_copy: Its copy in the notebook file.

    Attributes:
        state: The state of the studio; `_move` is all that changes it.
        generation: The record of the present run; None before the first one.
        choice: Who serves.
        pricing: What a click costs.
        form: What fills the form.
        earlier: Earlier runs and their images.
        unfinished: Runs that nobody waits for.
    """

    def __init__(
        self,
        client: HeyGen | None,
        history: History | Literal[False] | None,
        screen: Screen,
        static_copy: StaticCopy,
    ) -> None:
        self.state = RunState()
        self.generation: Generation | None = None
        self.loop = NotebookLoop(self._show_error)
        client = client or HeyGen.from_environment(history=history)
        self.choice = ClientChoice(client, screen, self._client_changed)
        self.pricing = Pricing(screen, client)
        self.form = FormFilling(screen)
        self.earlier = EarlierRuns(screen)
        self.unfinished = UnfinishedRuns(screen)
        self._screen = screen
        self._static_copy = static_copy
        self._presenter = Presenter(screen)
        self._served_by = client
        self._task: asyncio.Task[Generation] | None = None
        self._pricing_task: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._told = ""
        _STUDIOS.add(self)

    @property
    def client(self) -> HeyGen:
        """What the next run uses."""
        return self.choice.client

    def use(self, client: HeyGen) -> None:
        """Take another client for the next run; not while one goes on: the chip must be true.

        Raises:
            ConfigurationError: A run goes on.
        """
        self.refuse_if_running()
        self.choice.use(client)

    def refuse_if_running(self) -> None:
        """Refuse a second run.

        Raises:
            ConfigurationError: A run goes on already.
        """
        if self.state.is_running:
            raise ConfigurationError(
                "This studio waits for a generation already; nothing was sent.",
                "Stop it first, or use another studio.",
            )

    # Clicks

    def click(self, agreed: str) -> None:
        """Generate what the form holds, if that costs no more than the button said; else ask first.

        Args:
            agreed: The token of the price that the button showed.
        """
        attributes = self._ready_form()
        if attributes is None:
            return
        offered = self.pricing.order
        if offered is None:
            self._ask_soon(attributes)
        elif offered.objection or offered.quote.token != agreed:
            # Checked in full: nobody is asked about a price for what can't be sent.
            order = self.client.known_order(attributes, **self._options())
            self._ask(order or offered)
        else:
            self._carry_out(offered, attributes)

    def confirm(self, agreed: str) -> None:
        """Generate at a price that was asked about, limits or not, unless it changed meanwhile.

        Args:
            agreed: The token of the price that was asked about.
        """
        attributes = self._ready_form()
        if attributes is None:
            return
        offered = self.pricing.order
        if offered is None or offered.quote.token != agreed:
            self.click("")
            return
        self._carry_out(offered.confirmed(), attributes)

    def go_on(self, changes: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        """Generate with the settings of the run that is shown, some of them changed.

        The form takes them, so that what is paid for can be seen.
        """
        record = self.generation
        if record is None or record.attributes is None:
            raise ConfigurationError(
                "What this run was asked for is not known.", "Set the form and press Generate."
            )
        if self.state.is_running:
            return
        self.form.take(given)
        self.form.replace(record.attributes.replace(**changes))
        self.click(str(given.get("agreed", "")))
        if self.state.phase not in {Phase.ASKING, Phase.PRICING}:
            self.form.keep()

    def decline(self) -> None:
        """Take the question away; the form is again as it was before Again or Vary filled it."""
        self.form.restore()
        self._dismiss_question()

    def reprice(self) -> None:
        """Show what the next click costs, after something changed that decides it."""
        self.pricing.show()
        self._dismiss_question()

    # Runs

    def generate(self, *, confirm: bool) -> asyncio.Task[Generation]:
        """Start to generate what the form holds.

        Raises:
            InvalidAttributes: The form is not ready to be sent; each field shows its problem.
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        attributes = self._checked_form()
        work = functools.partial(
            self.client.generate, attributes, **self._options(), confirm=confirm
        )
        quote = self.client.known_quote(self._screen.count)
        expected = quote.images if quote else self._screen.count
        return self._begin(self.client, work, Event.BEGUN, None, expected)

    def resume(self, generation_id: str) -> asyncio.Task[Generation]:
        """Start to wait for a generation that was submitted before.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        present = self.generation
        is_present = present is not None and generation_id in {present.id, present.run_id}
        client = self._served_by if is_present else self.client
        wanted = present if is_present and present else generation_id
        # What another kernel waits for is known by its id only: its record changes all the time.
        if self.state.phase in {Phase.ELSEWHERE, Phase.LEFT}:
            wanted = generation_id
        work = functools.partial(client.resume, wanted)
        return self._begin(client, work, Event.RESUMED, present if is_present else None)

    def wait_on(self, generation_id: str) -> None:
        """Wait for a run: with the kernel that waits for it already, else by asking HeyGen."""
        present = self.generation
        wanted = generation_id or (present and (present.id or present.run_id)) or ""
        if self.state.is_running or not wanted:
            return
        is_present = present is not None and wanted in {present.id, present.run_id}
        if self.state.phase is Phase.ELSEWHERE and is_present:
            work = functools.partial(self._followed, str(present and present.run_id))
            self._begin(self._served_by, work, Event.FOLLOWED, present)
        else:
            self.resume(wanted)

    def stop(self) -> None:
        """Stop waiting, once the id is here."""
        if not self.state.can_stop or self._task is None:
            self._dismiss_question()
            return
        self._is_stopped = True
        self._move(Event.STOP_PRESSED)
        self._presenter.show_state(self.state, self.generation, self._served_by)
        # A second cancellation would cut off the request that brings the id.
        self.loop.post(self._task.cancel)

    async def open_run(self, run_id: str) -> None:
        """Show another run in place of the present one, with its images.

        Raises:
            NotFound: The history has none with this id.
            ConfigurationError: A run goes on.
        """
        record, is_waited_for = await self.find(run_id)
        self.refuse_if_running()
        await self._open(record, is_waited_for=is_waited_for)

    async def abandon(self, run_id: str) -> None:
        """Give up a run that another kernel was waiting for, and show it so."""
        record = await self.unfinished.abandon(self.client, run_id)
        if record and self.generation and self.generation.run_id == record.run_id:
            self.refuse_if_running()
            await self._open(record, is_waited_for=False)
        self._tell_changed()

    async def mark(self, run_id: str, key: str, changes: Mapping[str, Any]) -> None:
        """Record what a person thinks of an image, and show it."""
        marked = await self.earlier.mark(self.client, run_id or self.present_id, key, changes)
        present = self.generation
        if present and present.run_id == marked.run_id:
            marks = {view_model.place(image): image.mark for image in marked.images}
            images = (
                image.with_mark(marks.get(view_model.place(image), image.mark))
                for image in present.images
            )
            self.generation = replace(present, images=tuple(images))
            figures = [view_model.figure(image) for image in self.generation.images]
            self._screen.show(figures=figures)

    async def find(self, run_id: str) -> tuple[Generation, bool]:
        """Return a run, and whether another studio or kernel waits for it.

        Raises:
            NotFound: There is none with this id.
            HistoryError: The history can't be read.
        """
        present = self.generation
        is_present = present is not None and run_id in {present.run_id, present.id, ""}
        if is_present and present and (present.status.is_final or self.client.history is None):
            return present, False
        return await self.earlier.find(self.client, run_id or self.present_id)

    async def reuse(self, run_id: str) -> None:
        """Fill the form with the settings of a run."""
        record, _ = await self.find(run_id)
        if record.attributes:
            self._screen.attributes = record.attributes

    async def enlarge(self, run_id: str, place: str, view: str) -> None:
        """Send a large copy of an image."""
        record, _ = await self.find(run_id)
        await self.earlier.enlarge(record, place, view)

    async def save(self, run_id: str, places: list[str], view: str) -> None:
        """Send images as a file to download."""
        record, _ = await self.find(run_id)
        await self.earlier.save(record, places, view)

    def snippet(self, kind: str) -> str:
        """Return the present run, or the form, as Python or as curl commands."""
        from heygen_widgets import snippets  # noqa: PLC0415 - not needed before it is asked for

        record = self.generation
        attributes = (record and record.attributes) or self._screen.attributes
        count = len(record.jobs) if record and len(record.jobs) > 1 else self._screen.count
        references = record.references if record else ()
        if kind == "curl":
            return self.client.as_curl(attributes, references, count)
        return snippets.as_python(attributes, count=count, references=references)

    @property
    def present_id(self) -> str:
        """Our id of the run that is shown; empty if there is none."""
        return str(self.generation.run_id) if self.generation else ""

    def block(self, coroutine: Coroutine[Any, Any, Generation]) -> Generation:
        """Wait for a coroutine without ``await``."""
        return run_blocking(coroutine)

    def look_around(self) -> None:
        """Find out what a click costs, and what was left unfinished; both are shown soon."""
        self.pricing.show()
        # Without an event loop there is nobody to show anything to.
        with contextlib.suppress(ConfigurationError):
            self.loop.post(self._start_looking)

    def refresh(self) -> None:
        """Show what the history says, after another studio of this kernel has changed it."""
        self._screen.tell("changed")
        self.loop.start(self.unfinished.offer(self.client))
        if self.state.phase is Phase.ELSEWHERE:
            self.loop.start(self._reopen())

    # The parts of a run

    def _move(self, event: Event, rest: Phase | None = None) -> None:
        self.state = self.state.after(event, rest)

    def _carry_out(self, offered: Order, attributes: AvatarAttributes) -> None:
        """Generate at the price that the button shows, and that was agreed to."""
        order = replace(
            offered,
            attributes=attributes,
            reference_images=tuple(self.form.references),
            avatar_id=self._screen.avatar_id or None,
        )
        work = functools.partial(self.client.generate, order)
        self._begin(self.client, work, Event.BEGUN, None, order.quote.images)

    def _begin(
        self,
        client: HeyGen,
        work: Callable[..., Coroutine[Any, Any, Generation]],
        event: Event,
        record: Generation | None,
        expected: int = view_model.USUAL,
    ) -> asyncio.Task[Generation]:
        """Start a run, and show at once that it goes on."""
        task = self.loop.start(self._run(client, work))
        self._forget_question()
        self._task, self._served_by, self._is_stopped = task, client, False
        if record:
            expected = max(expected, len(record.images), len(record.jobs))
        self._move(event)
        self._presenter.begin(expected, None if event is Event.FOLLOWED else time.time())
        task.add_done_callback(functools.partial(self._settle, client))
        self._presenter.show_begun(self.state, record, client)
        return task

    async def _run(
        self, client: HeyGen, work: Callable[..., Coroutine[Any, Any, Generation]]
    ) -> Generation:
        """Return the record of a run; if it was stopped, as it then was."""
        before = self.generation
        show = functools.partial(self._record_changed, client)
        try:
            record = await work(timeout=self._screen.timeout, on_update=show)
        except asyncio.CancelledError:
            if not self._is_stopped or self.generation is None or self.generation is before:
                raise
            record = self.generation
        try:
            await self._finish(client, record)
        except asyncio.CancelledError:
            # Stop was pressed while the small copies were made: the run itself is there.
            if not self._is_stopped:
                raise
        return record

    def _record_changed(self, client: HeyGen, record: Generation) -> None:
        """Take what is new about the present run."""
        is_late = not self.state.is_running
        if is_late and record.run_id != self.present_id:
            return
        self.generation = record
        if record.status.is_final:
            # It is shown with its small copies, in one message.
            self._move(Event.ENDED, phase_at_rest(record.status))
            if is_late:
                self.loop.start(self._finish(client, record))
            return
        if record.status is GenerationStatus.IN_PROGRESS:
            self._move(Event.ACCEPTED)
        self._presenter.show_progress(self.state, record, client)
        if has_some(record):
            self.loop.start(self._show_some(record))

    async def _followed(
        self,
        run_id: str,
        timeout: float | None,  # noqa: ASYNC109 - as the client's verbs
        on_update: Callable[[Generation], object],
    ) -> Generation:
        """Return a run that another kernel waits for, once it has its end there."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            record, is_waited_for = await self.earlier.find(self._served_by, run_id)
            is_late = deadline is not None and time.monotonic() > deadline
            if record.status.is_final or not is_waited_for or is_late:
                rest = phase_at_rest(record.status, is_waited_for=is_waited_for)
                self.generation = record
                self._move(Event.ENDED, rest)
                return record
            if record.image_keys != (self.generation.image_keys if self.generation else ()):
                on_update(record)
            await asyncio.sleep(LOOK_AGAIN)

    async def _finish(self, client: HeyGen, record: Generation) -> None:
        """Show a run that has its end, with its small copies, and keep a static copy of it."""
        try:
            await self._presenter.copy(record)
        finally:
            if self.generation is record:
                self._move(Event.SHOWN)
                self._show_end(client, record)
        # On its own: whoever waits for the run, or clicks on, doesn't wait for the notebook file.
        self.loop.start(self._static_copy.update(record))

    def _show_end(self, client: HeyGen, record: Generation) -> None:
        alert = messages.alert_for_unfinished(self.state.phase) or messages.alert_for_record(
            record, sandbox=client.is_sandbox
        )
        self._presenter.show_end(self.state, record, client, alert)

    async def _show_some(self, record: Generation) -> None:
        """Show the images that are here while others are still being made."""
        await self._presenter.copy(record)
        if self.generation is record:
            self._presenter.show_some(record)

    def _settle(self, client: HeyGen, task: asyncio.Task[Generation]) -> None:
        """Leave no state in which something seems to run, however the run ended."""
        error = None if task.cancelled() else task.exception()
        if self.state.is_running:
            self._settle_early(client, error)
        # After the images: what was spent is not what people wait for.
        self.look_around()
        self._tell_changed()

    def _settle_early(self, client: HeyGen, error: BaseException | None) -> None:
        """Show the end of a run that was cut off, failed, or never began."""
        never_begun = self.state.phase is not Phase.FINISHING
        self._move(Event.NEVER_BEGUN if never_begun else Event.SHOWN)
        if never_begun:
            self._presenter.restore()
        alert = messages.NOTHING_SENT if self._is_stopped else None
        if error is not None:
            alert = self._alert_for(client, error)
        elif not never_begun and self.generation:
            alert = messages.alert_for_record(self.generation, sandbox=client.is_sandbox)
        if self.generation is None:
            blank = Generation(status=GenerationStatus.IN_PROGRESS)
            self._presenter.show_end(self.state, blank, client, alert)
        else:
            self._presenter.show_end(self.state, self.generation, client, alert)
        if isinstance(error, InvalidAttributes) and error.status_code is None:
            # Found out before anything was sent: it is said where it can be mended.
            self._screen.show_problems(error)

    def _alert_for(self, client: HeyGen, error: BaseException) -> dict[str, Any]:
        """Return what to show of an error; a retired API comes with the offer of the next one."""
        if isinstance(error, ApiRetired):
            # Switching is for the person to choose.
            newer = client.newer()
            quote = newer.known_quote(self._screen.count) if newer else None
            if quote:
                return messages.alert_for_retired(error, quote)
        return messages.alert_for_error(error)

    async def _open(self, record: Generation, *, is_waited_for: bool) -> None:
        """Show a run for reading, with its images, in one step."""
        shown = await self._presenter.prepare(record)
        self.refuse_if_running()
        self._dismiss_question()
        self.generation, self._served_by = record, self.client
        self._presenter.put(shown)
        self._move(Event.OPENED, phase_at_rest(record.status, is_waited_for=is_waited_for))
        self._show_end(self.client, record)
        self.loop.start(self._static_copy.update(record))

    async def _reopen(self) -> None:
        """Show how a run stands now that another studio waits for."""
        shown = self.generation
        record, is_waited_for = await self.find(self.present_id)
        if self.generation is shown and self.state.phase is Phase.ELSEWHERE:
            await self._open(record, is_waited_for=is_waited_for)

    # Questions and prices

    def _options(self) -> dict[str, Any]:
        screen = self._screen
        return {
            "count": screen.count,
            "budget": self.pricing.budget,
            "reference_images": self.form.references,
            "avatar_id": screen.avatar_id or None,
        }

    def _checked_form(self) -> AvatarAttributes:
        """Return the form, or show what is wrong with it."""
        try:
            return self._screen.attributes
        except InvalidAttributes as error:
            self._screen.show_problems(error)
            self._dismiss_question()
            self._screen.show(alert=None)
            raise

    def _ready_form(self) -> AvatarAttributes | None:
        """Return the form; None if its fields now say what is wrong with them."""
        try:
            return self._checked_form()
        except InvalidAttributes:
            log.debug("The form is not ready; its fields say why.")
            return None

    def _ask(self, order: Order) -> None:
        self._move(Event.PRICE_ASKED)
        self._screen.show(question=price_texts.question(self.client, order), run=self.state.allowed)

    def _ask_soon(self, attributes: AvatarAttributes) -> None:
        """Find out the price that was not known when the button was pressed, and ask about it."""
        self._dismiss_question()
        self._move(Event.PRICE_WANTED)
        self._screen.show(question=price_texts.WAIT, run=self.state.allowed)
        self._pricing_task = self.loop.start(self._ask_with_price(attributes))

    async def _ask_with_price(self, attributes: AvatarAttributes) -> None:
        try:
            order = await self.client.order(attributes, **self._options())
        except HeyGenError:
            self._dismiss_question()
            raise
        if self.state.phase is Phase.PRICING:
            self.pricing.show()
            self._ask(order)

    def _forget_question(self) -> None:
        """End the search for the price that was to be asked about."""
        if self._pricing_task and self._pricing_task is not asyncio_task():
            self._pricing_task.cancel()
        self._pricing_task = None

    def _dismiss_question(self) -> None:
        """Take the question away, and end the search for its price."""
        self._forget_question()
        self._move(Event.DISMISSED)
        self._screen.show(question=None, run=self.state.allowed)

    def _client_changed(self) -> None:
        self.pricing.close()
        # The balance was another account's.
        self.pricing = Pricing(self._screen, self.client)
        self._dismiss_question()
        self._screen.show(backend=self.choice.backend(), key_problem="", alert=None, notice="")
        self.look_around()

    def _start_looking(self) -> None:
        self.loop.start(self.unfinished.offer(self.client))
        self.loop.start(self._look_up_price(self.pricing, self.client))

    async def _look_up_price(self, pricing: Pricing, client: HeyGen) -> None:
        await pricing.look_up()
        if client is self.client and client.notice != self._told:
            # Show each notice once.
            self._told = client.notice
            self._screen.show(notice=client.notice)

    # Others

    def _tell_changed(self) -> None:
        """Let this studio and the others of this kernel show what the history says now."""
        self._screen.tell("changed")
        own = self.client.history
        for other in list(_STUDIOS):
            theirs = other.client.history
            if other is not self and own and theirs and own.path == theirs.path:
                # One whose loop is gone shows nothing any more.
                with contextlib.suppress(ConfigurationError):
                    other.loop.post(other.refresh)

    def _show_error(self, error: BaseException) -> None:
        """Show the error of a task or callback."""
        if not isinstance(error, HeyGenError):
            log.error("AvatarStudio failed", exc_info=error)
        task = self._task
        if task and task.done() and not task.cancelled() and task.exception() is error:
            # `_settle` shows it with the end of its run.
            return
        if isinstance(error, InvalidAttributes) and error.status_code is None:
            self._screen.show_problems(error)
        self._dismiss_question()
        self._screen.show(alert=messages.alert_for_error(error))


def asyncio_task() -> asyncio.Task[Any] | None:
    """Return the task that runs now, if any."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
