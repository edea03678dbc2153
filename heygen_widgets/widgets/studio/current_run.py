"""The run of a studio: its state, its record, and the task that waits for it."""

from __future__ import annotations

import asyncio
import functools
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ApiRetired, ConfigurationError, InvalidAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.widgets.runs import messages, view_model
from heygen_widgets.widgets.studio import state_texts
from heygen_widgets.widgets.studio.presenter import Presenter, has_some
from heygen_widgets.widgets.studio.run_state import Event, Phase, RunState, phase_at_rest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.runtime.notebook_loop import NotebookLoop
    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.studio.screen import RunScreen

LOOK_AGAIN = 1.0
"""Seconds between two looks into the history at a run that another kernel waits for."""

_NOT_READ_YET = Generation(status=GenerationStatus.IN_PROGRESS, api="")
"""Stands for a run that is resumed by its id until its record is there."""


class CurrentRun:
    """The run that a studio shows, and waits for while it goes on.

    Args:
        screen: The widget.
        loop: The notebook's.
        client: Who serves the studio at first.
        static_copy: The widget's copy in the notebook file; None where it has none.
        find: Returns a run of a client's history by its id, and whether a kernel waits for it.
        on_accepted: Called when HeyGen has accepted a run.
        on_end: Called after each run, however it ended.

    Attributes:
        state: The state of the studio; `move` is all that changes it.
        generation: The record of the run; None before the first one.
    """

    def __init__(
        self,
        screen: RunScreen,
        loop: NotebookLoop,
        client: HeyGen,
        static_copy: StaticCopy | None,
        *,
        find: Callable[[HeyGen, str], Awaitable[tuple[Generation, bool]]],
        on_accepted: Callable[[], object],
        on_end: Callable[[], object],
    ) -> None:
        self.state = RunState()
        self.generation: Generation | None = None
        self._screen = screen
        self._loop = loop
        self._served_by = client
        self._static_copy = static_copy
        self._find = find
        self._on_accepted = on_accepted
        self._on_end = on_end
        self._presenter = Presenter(screen)
        self._task: asyncio.Task[Generation] | None = None
        self._is_stopped = False

    @property
    def last_pictured(self) -> Generation | None:
        """The run whose images stay on the screen where the present one makes none."""
        return self._presenter.last_pictured

    @property
    def pictured(self) -> Generation | None:
        """The run whose images are on the screen: the present one, unless it made none."""
        return self.generation and self._presenter.pictured(self.generation)

    @property
    def id(self) -> str:
        """Our id of the run that is shown; empty if there is none."""
        return str(self.generation.run_id) if self.generation else ""

    def is_failure(self, error: BaseException) -> bool:
        """Return whether an error is the end of the last run, which is shown with it."""
        task = self._task
        if task is None or not task.done() or task.cancelled():
            return False
        return task.exception() is error

    def refuse_if_running(self) -> None:
        """Refuse a second run.

        Raises:
            ConfigurationError: A run goes on already.
        """
        if self.state.is_running:
            raise ConfigurationError(
                "This studio is already waiting for a generation; nothing was sent.",
                "Stop it first, or use another studio.",
            )

    def resume(self, client: HeyGen, generation_id: str) -> asyncio.Task[Generation]:
        """Start to wait for a generation that was submitted before.

        Args:
            client: Who is asked about it, unless it is the present run, which is asked for where
                it was made.
            generation_id: Its id, or our ``run_id`` of it.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        present = self.generation
        is_present = present is not None and generation_id in {present.id, present.run_id}
        client = self._served_by if is_present else client
        wanted = present if is_present and present else generation_id
        # What another kernel waits for is known by its id only: its record changes all the time.
        if self.state.phase in {Phase.ELSEWHERE, Phase.LEFT}:
            wanted = generation_id
        work = functools.partial(client.resume, wanted)
        known = present if is_present and present else None
        return self.begin(client, work, Event.RESUMED, known or _NOT_READ_YET)

    def wait_on(self, client: HeyGen, generation_id: str) -> None:
        """Wait for a run: with the kernel that waits for it already, else by asking HeyGen."""
        present = self.generation
        wanted = generation_id or (present and (present.id or present.run_id)) or ""
        if self.state.is_running or not wanted:
            return
        is_present = present is not None and wanted in {present.id, present.run_id}
        if self.state.phase is Phase.ELSEWHERE and is_present:
            work = functools.partial(self._followed, str(present and present.run_id))
            self.begin(self._served_by, work, Event.FOLLOWED, present)
        else:
            self.resume(client, wanted)

    def stop(self) -> None:
        """Stop waiting, once the id is here."""
        if not self.state.can_stop or self._task is None:
            return
        self._is_stopped = True
        self.move(Event.STOP_PRESSED)
        if self.state.is_running or self.generation is None:
            self._presenter.show_state(self.state, self.generation, self._served_by)
        else:
            # Another kernel goes on waiting for it: it is shown for reading, as before.
            self._show_end(self._served_by, self.generation)
        # A second cancellation would cut off the request that brings the id.
        self._loop.post(self._task.cancel)

    def with_marks(self, marked: Generation) -> None:
        """Show what a person thinks of the images, if they are on the screen."""
        present, last = self.generation, self._presenter.last_pictured
        if last and last.run_id == marked.run_id:
            self._presenter.mark(view_model.marked(last, marked))
        if present and present.run_id == marked.run_id:
            self.generation = view_model.marked(present, marked)
            self._presenter.show_figures(self.generation)
        elif present and not self.state.is_running:
            shown = self._presenter.pictured(present)
            if shown.run_id == marked.run_id:
                self._presenter.show_figures(shown)

    def with_looks(self, run_id: str, looks: tuple[AvatarLook, ...]) -> None:
        """Show which images became looks of an avatar, if they are still on the screen."""
        last, present = self._presenter.last_pictured, self.generation
        if last and last.run_id == run_id:
            self._presenter.mark(replace(last, looks=looks))
        if present and present.run_id == run_id:
            self.generation = replace(present, looks=looks)
        if (
            present
            and not self.state.is_running
            and self._presenter.pictured(present).run_id == run_id
        ):
            self._presenter.show_figures(self._presenter.pictured(self.generation or present))

    def move(self, event: Event, rest: Phase | None = None) -> None:
        """Change the state, as `run_state.TRANSITIONS` says."""
        self.state = self.state.after(event, rest)

    def begin(
        self,
        client: HeyGen,
        work: Callable[..., Coroutine[Any, Any, Generation]],
        event: Event,
        record: Generation | None,
        expected: int = view_model.USUAL,
    ) -> asyncio.Task[Generation]:
        """Start a run, and show at once that it goes on.

        Args:
            client: Who serves it.
            work: Returns its record; takes ``timeout`` and ``on_update`` as the client's verbs do.
            event: How it starts: begun, resumed or followed.
            record: The run that is waited for again; None for a new one.
            expected: How many images to leave room for.

        Raises:
            ConfigurationError: No event loop runs here.
        """
        task = self._loop.start(self._run(client, work))
        self._task, self._served_by, self._is_stopped = task, client, False
        if record:
            expected = max(expected, len(record.images), len(record.jobs))
        self.move(event)
        self._presenter.begin(expected, None if event is Event.FOLLOWED else time.time())
        task.add_done_callback(functools.partial(self._settle, client))
        self._presenter.show_begun(self.state, record, client)
        if record is not None:
            self._loop.start(self._show_usual(client, record))
        return task

    async def _show_usual(self, client: HeyGen, record: Generation) -> None:
        """Show how long runs by the API of this one usually take."""
        waiting = self._task
        usual = await client.usual_seconds(record.api)
        if self._task is waiting:
            self._screen.show(usual=[*usual])

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
        if is_late and record.run_id != self.id:
            return
        self.generation = record
        if record.status.is_final:
            # It is shown with its small copies, in one message.
            self.move(Event.ENDED, phase_at_rest(record.status))
            if is_late:
                self._loop.start(self._finish(client, record))
            return
        if record.status is GenerationStatus.IN_PROGRESS:
            is_news = not self.state.was_accepted
            self.move(Event.ACCEPTED)
            if is_news:
                self._on_accepted()
        self._presenter.show_progress(self.state, record, client)
        if has_some(record):
            self._loop.start(self._show_some(record))

    async def _followed(
        self,
        run_id: str,
        timeout: float | None,  # noqa: ASYNC109 - as the client's verbs
        on_update: Callable[[Generation], object],
    ) -> Generation:
        """Return a run that another kernel waits for, once it has its end there."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            record, is_waited_for = await self._find(self._served_by, run_id)
            is_late = deadline is not None and time.monotonic() > deadline
            if record.status.is_final or not is_waited_for or is_late:
                rest = phase_at_rest(record.status, is_waited_for=is_waited_for)
                self.generation = record
                self.move(Event.ENDED, rest)
                return record
            if record.image_keys != (self.generation.image_keys if self.generation else ()):
                on_update(record)
            await asyncio.sleep(LOOK_AGAIN)

    async def _finish(self, client: HeyGen, record: Generation) -> None:
        """Show a run that has its end, with its small copies, and keep a static copy of it."""
        try:
            await self._copy(record)
        finally:
            if self.generation is record:
                self.move(Event.SHOWN)
                self._show_end(client, record)
        copy = self._static_copy
        if copy is None:
            return
        saving = self._loop.start(copy.update(record, self._presenter.pictured(record)))
        if copy.is_shown:
            # Clients that execute notebooks take what comes while the cell runs, and nothing later.
            await asyncio.wait([saving])

    def _show_end(self, client: HeyGen, record: Generation) -> None:
        alert = state_texts.alert_for_unfinished(self.state.phase) or messages.alert_for_record(
            record, sandbox=client.is_sandbox
        )
        self._presenter.show_end(self.state, record, client, alert)

    async def _show_some(self, record: Generation) -> None:
        """Show the images that are here while others are still being made or fetched."""
        await self._copy(record)
        self._show_copied(record)

    async def _copy(self, record: Generation) -> None:
        """Make the small copies of a run's images, and show each one as soon as it is here."""
        await self._presenter.copy(record, functools.partial(self._show_copied, record))

    def _show_copied(self, record: Generation) -> None:
        # A later record, or another run, shows its own.
        if self.generation is record and self.state.is_running:
            self._presenter.show_some(record)

    def _settle(self, client: HeyGen, task: asyncio.Task[Generation]) -> None:
        """Leave no state in which something seems to run, however the run ended."""
        error = None if task.cancelled() else task.exception()
        # The next run may have begun since this one was shown.
        if self.state.is_running and self._task is task:
            self._settle_early(client, error)
        # After the images: what was spent is not what people wait for.
        self._on_end()

    def _settle_early(self, client: HeyGen, error: BaseException | None) -> None:
        """Show the end of a run that was cut off, failed, or never began."""
        never_begun = self.state.phase is not Phase.FINISHING
        self.move(Event.NEVER_BEGUN if never_begun else Event.SHOWN)
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
        return messages.alert_for_error(error, sandbox=client.is_sandbox)

    async def open(self, client: HeyGen, record: Generation, *, is_waited_for: bool) -> None:
        """Show a run for reading, with its images, in one step."""
        shown = await self._presenter.prepare(record)
        self.refuse_if_running()
        self.generation, self._served_by = record, client
        self._presenter.put(shown)
        self.move(Event.OPENED, phase_at_rest(record.status, is_waited_for=is_waited_for))
        self._show_end(client, record)
        if self.state.is_waiting:
            self._loop.start(self._show_usual(client, record))
        if self._static_copy:
            self._loop.start(self._static_copy.update(record, record))
