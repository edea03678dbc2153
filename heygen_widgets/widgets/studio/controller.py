"""What works behind a widget: one run at a time, on the notebook's loop.

It is loaded with the first widget, not with the package: it brings the client and asyncio.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from heygen_widgets.client import HeyGen
from heygen_widgets.errors import ApiRetired, ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runtime import worker_threads
from heygen_widgets.runtime.notebook_loop import NotebookLoop, run_blocking
from heygen_widgets.widgets.studio import messages, view_model
from heygen_widgets.widgets.studio.client_choice import Counter
from heygen_widgets.widgets.studio.earlier_runs import Album

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.runs.options import Options
    from heygen_widgets.widgets.studio.client_choice import Face

log = logging.getLogger("heygen_widgets")


class Engine:
    """Carries out the runs of one widget and tells it what to show.

    Attributes:
        counter: The client, its prices, and what was left unfinished.
        album: Earlier runs and their pictures.
        generation: The record of the present run; None before the first one.
    """

    def __init__(
        self, client: HeyGen | None, history: History | Literal[False] | None, face: Face
    ) -> None:
        self.generation: Generation | None = None
        self._face = face
        self._copies: dict[str, bytes] = {}
        self._loop = NotebookLoop(self._show_error)
        client = client or HeyGen.from_environment(history=history)
        self.counter = Counter(client, face, self._loop)
        self.album = Album(face)
        self._task: asyncio.Task[Generation] | None = None
        self._stopping = False
        self._is_waiting = False
        self._served_by = self.client
        self._retired: dict[str, Any] | None = None
        self._expected = view_model.USUAL

    @property
    def client(self) -> HeyGen:
        """What the next run uses."""
        return self.counter.client

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self._task is not None and not self._task.done()

    def click(self, attributes: AvatarAttributes, agreed: str, terms: Options) -> None:
        """Generate, if that costs no more than the button said; else ask first.

        Args:
            attributes: What is wanted.
            agreed: What the button said, as `offers.token`.
            terms: On what terms.
        """
        question = self.counter.question(agreed)
        self._face.show(question=question)
        if question is None:
            self.generate(attributes, terms)

    def confirm(self, attributes: AvatarAttributes, agreed: str, terms: Options) -> None:
        """Generate at a price that was asked about, limits or not, unless it changed meanwhile."""
        if not self.counter.is_asked(agreed):
            self.click(attributes, "", terms)
            return
        self._face.show(question=None)
        self.generate(attributes, {**terms, "confirm": True})

    def generate(self, attributes: AvatarAttributes, terms: Options) -> asyncio.Task[Generation]:
        """Start a generation.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        terms = {"count": self._face.count, "budget": self.counter.till.budget, **terms}
        quote = self.client.known_quote(self._face.count)
        self._expected = quote.images if quote else self._face.count
        verb = functools.partial(self.client.generate, **terms)
        return self._begin(self.client, verb, attributes)

    def resume(self, generation_id: str) -> asyncio.Task[Generation]:
        """Start waiting for a generation that was submitted before.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        present = self.generation
        self._expected = view_model.USUAL
        if present and generation_id in {present.id, present.run_id}:
            self._expected = max(len(present.images), len(present.jobs), view_model.USUAL)
            return self._begin(self._served_by, self._served_by.resume, present)
        return self._begin(self.client, self.client.resume, generation_id)

    def stop(self) -> None:
        """Stop waiting, once the id is here."""
        # A second cancellation would cut off the request that brings the id.
        is_waiting = self.is_running and self._is_waiting
        if self._task is not None and is_waiting and not self._stopping:
            self._stopping = True
            self._face.show(status_line="Stopping…")
            self._loop.post(self._task.cancel)

    def post(self, callback: Callable[..., object], *args: object) -> None:
        """Call back on the notebook's loop, from whichever thread a message came."""
        self._loop.post(callback, *args)

    def block(self, coroutine: Coroutine[Any, Any, Generation]) -> Generation:
        """Wait for a coroutine without ``await``."""
        return run_blocking(coroutine)

    def when_idle(self, change: Callable[..., None], *args: object) -> None:
        """Change who serves, from whichever thread a message came; not while a run goes on."""

        def changed() -> None:
            self.refuse_if_running()
            change(*args)

        self._loop.post(changed)

    def refuse_if_running(self) -> None:
        """Refuse a second run.

        Raises:
            ConfigurationError: A run goes on already.
        """
        if self.is_running:
            raise ConfigurationError(
                "This studio waits for a generation already; nothing was sent.",
                "Stop it first, or use another studio.",
            )

    def _begin(
        self,
        client: HeyGen,
        verb: Callable[..., Coroutine[Any, Any, Generation]],
        what: AvatarAttributes | Generation | str,
    ) -> asyncio.Task[Generation]:
        show = functools.partial(self._show, client)
        self._copies = {}
        self._task = self._loop.start(self._run(client, functools.partial(verb, what), show))
        self._stopping = False
        self._is_waiting = True
        self._served_by = client
        return self._task

    async def open_run(self, run_id: str) -> None:
        """Show an earlier run in place of the present one, with its pictures."""
        record = await self.album.find(self.client, run_id)
        self.refuse_if_running()
        self._copies = {}
        await self._present(self.client, record)

    async def mark(self, run_id: str, key: str, changes: Mapping[str, Any]) -> None:
        """Write down what a person thinks of a picture, and show it."""
        marked = await self.album.mark(self.client, run_id, key, changes)
        present = self.generation
        if present and present.run_id == marked.run_id:
            marks = {view_model.place(image): image.mark for image in marked.images}
            images = (
                image.with_mark(marks.get(view_model.place(image), image.mark))
                for image in present.images
            )
            self.generation = replace(present, images=tuple(images))
            self._face.show(figures=[view_model.figure(image) for image in self.generation.images])

    def work(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Start something that was asked for in the browser; an error of it is shown."""
        self._loop.start(coroutine)

    async def _run(
        self,
        client: HeyGen,
        work: Callable[..., Coroutine[Any, Any, Generation]],
        show: Callable[..., None],
    ) -> Generation:
        try:
            generation = await self._carried_out(work, show)
            await self._present(client, generation)
        except ApiRetired as error:
            self._offer_newer(client, error)
            raise
        finally:
            # After the pictures: what was spent is not what people wait for.
            self.counter.open()
            self._face.tell("changed")
        return generation

    async def _carried_out(
        self,
        work: Callable[..., Coroutine[Any, Any, Generation]],
        show: Callable[..., None],
    ) -> Generation:
        """Return the record of a run; if it was stopped, as it then was."""
        before = self.generation
        try:
            return await work(timeout=self._face.timeout, on_update=show)
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            if self.generation is None or self.generation is before:
                self._face.show(alert=messages.NOTHING_SENT, status_line="")
                raise
            return self.generation
        finally:
            self._is_waiting = False

    async def _present(self, client: HeyGen, record: Generation) -> None:
        """Show a record that is final, with its previews, and keep a still of it."""
        try:
            await self._copy(record)
        finally:
            self._show(client, record, self._copies)
            alert = messages.alert_for_record(record, sandbox=client.is_sandbox)
            self._face.show(alert=alert)
        # On its own: whoever waits for the run, or clicks on, doesn't wait for the notebook file.
        self._loop.start(self._face.still.update(record))

    async def _copy(self, record: Generation) -> None:
        """Make the small copies that a record's pictures still lack."""
        for image in record.images:
            if image.is_downloaded and not self._copies.get(view_model.place(image)):
                copy = await worker_threads.decode(view_model.preview, image)
                self._copies[view_model.place(image)] = copy

    async def _show_some(self, record: Generation) -> None:
        """Show the pictures that are here while others are still being made."""
        await self._copy(record)
        if self.generation is record:
            self._face.show(**view_model.outputs(record, self._copies))

    def _offer_newer(self, client: HeyGen, error: ApiRetired) -> None:
        """Offer the next version at its price; switching is for the person to choose."""
        newer = client.newer()
        quote = newer.known_quote(self._face.count) if newer else None
        if quote:
            self._retired = messages.alert_for_retired(error, quote)

    def _show(
        self, client: HeyGen, record: Generation, copies: dict[str, bytes] | None = None
    ) -> None:
        """Show a record; one that has pictures comes a second time, with their previews."""
        self.generation = record
        if record.status is GenerationStatus.SUCCESS and copies is None:
            return
        values = messages.outputs(record, sandbox=client.is_sandbox)
        if record.in_work and any(image.is_downloaded for image in record.images):
            self._loop.start(self._show_some(record))
        else:
            values |= view_model.outputs(record, copies)
        values["expected"] = self._expected
        values["recording_problem"] = client.history_problem
        if record.status is GenerationStatus.SUCCESS:
            values["alert"] = messages.alert_for_record(record, sandbox=client.is_sandbox)
        if not record.status.is_final:
            values |= {"alert": None, "problems": {}}
        self._face.show(**values)

    def _show_error(self, error: BaseException) -> None:
        if not isinstance(error, HeyGenError):
            log.error("AvatarStudio failed", exc_info=error)
        alert, self._retired = self._retired, None
        if isinstance(error, InvalidAttributes) and error.status_code is None:
            # Found out before anything was sent: it is said where it can be mended.
            self._face.show_problems(error)
        self._face.show(alert=alert or messages.alert_for_error(error), question=None)
