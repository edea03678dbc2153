"""What works behind a studio: one run at a time, on the notebook's loop.

It is loaded with the first studio, not with the package: it brings the client and asyncio.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakSet

from heygen_widgets.client import HeyGen
from heygen_widgets.errors import ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.runtime import worker_threads
from heygen_widgets.runtime.notebook_loop import NotebookLoop, run_blocking
from heygen_widgets.widgets.client_choice import ClientChoice
from heygen_widgets.widgets.runs import messages, price_texts
from heygen_widgets.widgets.runs.deletions import Deletions
from heygen_widgets.widgets.runs.earlier_runs import EarlierRuns
from heygen_widgets.widgets.studio.avatar import words
from heygen_widgets.widgets.studio.avatar.slot import AvatarSlot
from heygen_widgets.widgets.studio.current_run import CurrentRun
from heygen_widgets.widgets.studio.form_filling import FormFilling
from heygen_widgets.widgets.studio.pricing import Pricing
from heygen_widgets.widgets.studio.run_state import Event, Phase
from heygen_widgets.widgets.studio.stopped_sweeps import StoppedSweeps
from heygen_widgets.widgets.studio.sweep_slot import SweepSlot
from heygen_widgets.widgets.studio.unfinished_runs import UnfinishedRuns

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from heygen_widgets.billing.order import Order
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.studio.screen import Screen
    from heygen_widgets.widgets.sweep.sweep import AvatarSweep

log = logging.getLogger("heygen_widgets")

_STUDIOS: WeakSet[Controller] = WeakSet()


class Controller:
    """Carries out what is pressed in one studio, and decides what it shows.

    Args:
        client: What the first run uses; None for `HeyGen.from_environment`.
        history: For the client that is made where none is given.
        screen: The widget.
        static_copy: Its copy in the notebook file.

    Attributes:
        run: The run that is shown.
        choice: Who serves.
        pricing: What a click costs.
        form: What fills the form.
        earlier: Earlier runs and their images.
        unfinished: Runs that nobody waits for.
        deletions: Runs that are hidden, and deleted a little later.
        avatar: The avatar that is made of the pictures.
        sweep: The sweep that stands below.
        stopped: The sweep that is offered.
    """

    def __init__(
        self,
        client: HeyGen | None,
        history: History | Literal[False] | None,
        screen: Screen,
        static_copy: StaticCopy,
    ) -> None:
        self.loop = NotebookLoop(self._show_error)
        client = client or HeyGen.from_environment(history=history)
        self.choice = ClientChoice(client, screen, self._client_changed)
        self.pricing = Pricing(screen, client)
        self.form = FormFilling(screen)
        self.earlier = EarlierRuns(screen)
        self.unfinished = UnfinishedRuns(screen)
        self.deletions = Deletions(self.loop, _is_waited_for_here, self._deletions_changed)
        self.run = CurrentRun(
            screen,
            self.loop,
            client,
            static_copy,
            find=self.earlier.find,
            on_accepted=self._tell_others,
            on_end=self._run_ended,
        )
        self.avatar = AvatarSlot(
            screen,
            client=lambda: self.client,
            pictured=lambda: self.run.pictured,
            selected=lambda: screen.selected_keys,
            budget=lambda: self.pricing.budget,
            on_made=self._looks_changed,
        )
        self.sweep = SweepSlot(
            screen, static_copy, client=lambda: self.client, on_change=self._offer_sweep
        )
        self.stopped = StoppedSweeps(
            screen, client=lambda: self.client, shown=lambda: self.sweep.shown_id
        )
        self._screen = screen
        self._static_copy = static_copy
        self._pricing_task: asyncio.Task[None] | None = None
        self._told = ""
        self._has_told = False
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
        self.run.refuse_if_running()
        self.choice.use(client)

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
        """Generate with the settings of the images on the screen, some of them changed.

        The form takes them, so that what is paid for can be seen.
        """
        record = self.run.pictured
        if record is None or record.attributes is None:
            raise ConfigurationError(
                "The settings of this run are unknown.", "Set the form and press Generate."
            )
        if self.run.state.is_running:
            return
        self.form.take(given)
        self.form.replace(record.attributes.replace(**changes))
        self.click(str(given.get("agreed", "")))
        if self.run.state.phase not in {Phase.ASKING, Phase.PRICING}:
            self.form.keep()

    def decline(self) -> None:
        """Take the question away; the form is again as it was before Again or Vary filled it."""
        self.form.restore()
        self._dismiss_question()

    def reprice(self) -> None:
        """Show what the next click costs, after something changed that decides it."""
        self.pricing.show()
        self.avatar.reprice()
        self._dismiss_question()

    # Runs

    def generate(
        self,
        given: AvatarAttributes | str | None,
        settings: Mapping[str, Any],
        *,
        confirm: bool,
    ) -> asyncio.Task[Generation]:
        """Start to generate what the form holds, once it holds what is given.

        Raises:
            TypeError: A setting is unknown; the form is as it was.
            InvalidAttributes: A setting is wrong; or the form is not ready to be sent, and each
                field shows its problem.
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.run.refuse_if_running()
        self.form.take_arguments("generate", given, settings)
        attributes = self._checked_form()
        work = functools.partial(
            self.client.generate, attributes, **self._options(), confirm=confirm
        )
        quote = self.client.known_quote(self._screen.count)
        expected = quote.images if quote else self._screen.count
        self._forget_question()
        return self.run.begin(self.client, work, Event.BEGUN, None, expected)

    def resume(self, generation_id: str) -> asyncio.Task[Generation]:
        """Start to wait for a generation that was submitted before.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self._dismiss_question()
        return self.run.resume(self.client, generation_id)

    def wait_on(self, generation_id: str) -> None:
        """Wait for a run: with the kernel that waits for it already, else by asking HeyGen."""
        self._dismiss_question()
        if step := self.unfinished.step(generation_id):
            self.avatar.resume(step)
        else:
            self.run.wait_on(self.client, generation_id)

    def stop(self) -> None:
        """Stop waiting, once the id is here; take a question away."""
        if self.run.state.can_stop:
            self.run.stop()
        else:
            self._dismiss_question()

    async def open_run(self, run_id: str) -> None:
        """Show another run in place of the present one, with its images.

        Raises:
            NotFound: The history has none with this id.
            ConfigurationError: A run goes on.
        """
        record, is_waited_for = await self.find(run_id)
        self.run.refuse_if_running()
        await self._open(record, is_waited_for=is_waited_for)

    async def abandon(self, run_id: str) -> None:
        """Give up a run that another kernel was waiting for, and show it so."""
        record = await self.unfinished.abandon(self.client, run_id)
        if record and self.run.generation and self.run.generation.run_id == record.run_id:
            self.run.refuse_if_running()
            await self._open(record, is_waited_for=False)
        self._tell_changed()

    async def forget(self, run_id: str) -> None:
        """Take a run off the lists of unfinished runs of all studios, for good."""
        await self.unfinished.forget(self.client, run_id)
        self._tell_others()

    async def mark(self, run_id: str, key: str, changes: Mapping[str, Any]) -> None:
        """Record what a person thinks of an image, and show it."""
        marked = await self.earlier.mark(self.client, run_id or self.run.id, key, changes)
        self.run.with_marks(marked)

    async def find(self, run_id: str) -> tuple[Generation, bool]:
        """Return a run, and whether another studio or kernel waits for it.

        Raises:
            NotFound: There is none with this id.
            HistoryError: The history can't be read.
        """
        present = self.run.generation
        is_present = present is not None and run_id in {present.run_id, present.id, ""}
        if is_present and present and (present.status.is_final or self.client.history is None):
            return present, False
        last = self.run.last_pictured
        if last and last.run_id == run_id:
            return last, False
        return await self.earlier.find(self.client, run_id or self.run.id)

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

        record = self.run.generation
        attributes = (record and record.attributes) or self._screen.attributes
        count = (record and snippets.count_of(record)) or self._screen.count
        references = record.references if record else ()
        if kind == "curl":
            return self.client.as_curl(attributes, references, count)
        return snippets.as_python(attributes, count=count, references=references)

    # Sweeps

    def press_sweep(self, sweep_id: str, view: str) -> None:
        """Open a sweep below, unless the fields now say why that can't be.

        Args:
            sweep_id: Its id; empty for a new one with what the form holds.
            view: The view that asks.
        """
        if sweep_id or self._ready_form():
            self.open_sweep(sweep_id, view)

    def open_sweep(self, sweep_id: str, view: str = "") -> AvatarSweep:
        """Open a sweep below, and return it.

        Args:
            sweep_id: As in `press_sweep`.
            view: As in `press_sweep`; empty for none.

        Raises:
            InvalidAttributes: The form is wanted, and is not ready to be sent.
            NotFound: The history holds no such sweep.
            ConfigurationError: Another one is being carried out below, or there is no history.
        """
        if sweep_id:
            return self.sweep.load(sweep_id, view)
        attributes = self._checked_form()
        has_looks = bool(self.form.references or self._screen.avatar_id)
        return self.sweep.begin(attributes, has_looks=has_looks, view=view)

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
        self._offer()
        if self.run.state.phase is Phase.ELSEWHERE:
            self.loop.start(self._reopen())

    def _carry_out(self, offered: Order, attributes: AvatarAttributes) -> None:
        """Generate at the price that the button shows, and that was agreed to."""
        order = replace(
            offered,
            attributes=attributes,
            reference_images=tuple(self.form.references),
            avatar_id=self._screen.avatar_id or None,
        )
        work = functools.partial(self.client.generate, order)
        self._forget_question()
        self.run.begin(self.client, work, Event.BEGUN, None, order.quote.images)

    async def _open(self, record: Generation, *, is_waited_for: bool) -> None:
        self._dismiss_question()
        await self.run.open(self.client, record, is_waited_for=is_waited_for)

    def _run_ended(self) -> None:
        self.look_around()
        self._tell_changed()
        with contextlib.suppress(ConfigurationError):
            self.loop.post(self._start_telling_next_step)

    def _start_telling_next_step(self) -> None:
        self.loop.start(self._tell_next_step())

    async def _tell_next_step(self) -> None:
        """Say what a key is for, under the first pictures that somebody makes."""
        shown = self.run.pictured
        history = self.client.history
        count = await worker_threads.write(len, history) if history else int(not self._has_told)
        is_first = bool(shown and shown.image_keys) and count <= 1
        self._has_told = self._has_told or is_first
        self._screen.show(next_step=messages.NEXT_STEP if is_first else "")

    def _looks_changed(self) -> None:
        self._static_copy.put_below(
            "avatar", words.static_html_of(self.avatar.group, self.avatar.looks)
        )
        self.loop.start(self._show_looks())

    async def _show_looks(self) -> None:
        """Show which pictures on the screen are looks of an avatar by now."""
        shown = self.run.pictured
        if shown is None:
            return
        # On v3 a picture is a look by itself, and its key the look's id.
        own = [replace(look, image_key=look.id) for look in self.avatar.looks if look.api == "v3"]
        looks = {look.id: look for look in (*shown.looks, *own)}
        if self.client.history:
            recorded, _ = await self.earlier.find(self.client, str(shown.run_id))
            # The history knows of which picture a look is a copy.
            looks |= {look.id: look for look in recorded.looks if look.image_key}
        self.run.with_looks(str(shown.run_id), tuple(looks.values()))
        self._screen.tell("changed")

    async def _reopen(self) -> None:
        """Show how a run stands now that another studio waits for."""
        shown = self.run.generation
        record, is_waited_for = await self.find(self.run.id)
        if self.run.generation is shown and self.run.state.phase is Phase.ELSEWHERE:
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
        self.run.move(Event.PRICE_ASKED)
        self._screen.show(
            question=price_texts.question(self.client, order), run=self.run.state.allowed
        )

    def _ask_soon(self, attributes: AvatarAttributes) -> None:
        """Find out the price that was not known when the button was pressed, and ask about it."""
        self._dismiss_question()
        self.run.move(Event.PRICE_WANTED)
        self._screen.show(question=price_texts.WAIT, run=self.run.state.allowed)
        self._pricing_task = self.loop.start(self._ask_with_price(attributes))

    async def _ask_with_price(self, attributes: AvatarAttributes) -> None:
        try:
            order = await self.client.order(attributes, **self._options())
        except HeyGenError:
            self._dismiss_question()
            raise
        if self.run.state.phase is Phase.PRICING:
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
        self.run.move(Event.DISMISSED)
        self._screen.show(question=None, run=self.run.state.allowed)

    def _client_changed(self) -> None:
        self.pricing.close()
        self.avatar.client_changed()
        self.sweep.client_changed()
        self._static_copy.put_below("avatar", "")
        # The balance was another account's.
        self.pricing = Pricing(self._screen, self.client)
        self._dismiss_question()
        self._screen.show(backend=self.choice.backend(), key_problem="", alert=None, notice="")
        self.look_around()

    def _start_looking(self) -> None:
        self._offer()
        self.loop.start(self._look_up_price(self.pricing, self.client))

    async def _look_up_price(self, pricing: Pricing, client: HeyGen) -> None:
        await pricing.look_up()
        # Now, and not when a run begins: nothing stands between a click and its request.
        usual = await client.usual_seconds()
        if client is self.client:
            self._screen.show(usual=[*usual])
        if client is self.client and client.notice != self._told:
            # Show each notice once.
            self._told = client.notice
            self._screen.show(notice=client.notice)

    # Others

    def _deletions_changed(self) -> None:
        self._tell_changed()
        # While a kernel ends, nothing is shown any more.
        with contextlib.suppress(ConfigurationError):
            self.loop.post(self._offer)

    def _offer(self) -> None:
        self.loop.start(self._offer_unfinished())

    async def _offer_unfinished(self) -> None:
        await self.unfinished.offer(self.client)
        self.avatar.follow(self.unfinished.trainings)
        await self.stopped.offer()

    def _offer_sweep(self) -> None:
        # Without an event loop there is nobody to show anything to.
        with contextlib.suppress(ConfigurationError):
            self.loop.post(lambda: self.loop.start(self.stopped.offer()))

    def _tell_changed(self) -> None:
        """Let this studio and the others of this kernel show what the history says now."""
        self._screen.tell("changed")
        self._tell_others()

    def _tell_others(self) -> None:
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
        if self.run.is_failure(error):
            return
        if isinstance(error, InvalidAttributes) and error.status_code is None:
            self._screen.show_problems(error)
        self._dismiss_question()
        alert = messages.alert_for_error(error, sandbox=self.client.is_sandbox)
        self._screen.show(alert=alert)


def _is_waited_for_here(run_id: str) -> bool:
    """Return whether a studio of this kernel waits for a run, by our id of it."""
    return any(each.run.state.is_running and each.run.id == run_id for each in list(_STUDIOS))


def asyncio_task() -> asyncio.Task[Any] | None:
    """Return the task that runs now, if any."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
