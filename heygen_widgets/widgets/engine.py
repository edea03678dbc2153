"""What works behind a widget: one run at a time, on the notebook's loop.

It is loaded with the first widget, not with the package: it brings the client and asyncio.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from typing import TYPE_CHECKING, Any, Literal, Protocol

from heygen_widgets import background, keys
from heygen_widgets.client import HeyGen
from heygen_widgets.errors import ConfigurationError, HeyGenError, NotFound
from heygen_widgets.notebook import NotebookLoop, run_blocking
from heygen_widgets.records import Generation, GenerationStatus
from heygen_widgets.widgets import pictures, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.history import History

log = logging.getLogger("heygen_widgets")


class Face(Protocol):
    """The widget, as the engine sees it."""

    timeout: float | None

    def show(self, **values: Any) -> None:  # noqa: ANN401 - traits of all types
        """Set traits, in one message."""


class Engine:
    """Carries out the runs of one widget and tells it what to show.

    Attributes:
        client: What the next run uses.
        generation: The record of the present run; None before the first one.
    """

    def __init__(
        self, client: HeyGen | None, history: History | Literal[False] | None, face: Face
    ) -> None:
        self.client = client or HeyGen.from_environment(history=history)
        self.generation: Generation | None = None
        self._face = face
        self._loop = NotebookLoop(self._show_error)
        self._task: asyncio.Task[Generation] | None = None
        self._stopping = False
        self._is_waiting = False
        self._served_by = self.client

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self._task is not None and not self._task.done()

    def use(self, client: HeyGen) -> None:
        """Take another client for the next run.

        Raises:
            ConfigurationError: A run goes on: the chip must say who serves it.
        """
        self.refuse_if_running()
        self.client = client
        self._face.show(backend=wording.backend(client), key_problem="", alert=None)
        self.offer()

    def use_key(self, secret: str, *, remember: bool = False) -> None:
        """Take HeyGen with this key, or show what is wrong with it."""
        try:
            key = keys.ApiKey(secret)
            self.use(HeyGen(secret, history=self.client.history or False))
            if remember:
                keys.remember_key(key)
        except HeyGenError as error:
            self._face.show(key_problem=str(error))

    def offer(self) -> None:
        """Look for runs that were left unfinished, and offer to resume them."""
        # Without an event loop there is nobody to offer anything to.
        with contextlib.suppress(ConfigurationError):
            self._loop.post(self._start_offer)

    def forget(self, run_id: str) -> None:
        """Take a run of unknown outcome off the list for good."""
        history = self.client.history
        if history is not None:
            self._loop.start(self._forget(history, run_id))

    def rehearse(self, fault: str) -> None:
        """Make the sandbox fail in one way; an empty word ends it."""
        self.client.rehearse(*([fault] if fault else []))
        self._face.show(backend=wording.backend(self.client))

    def use_sandbox(self) -> None:
        """Take a new sandbox, and forget a remembered key."""
        self.use(HeyGen.sandbox(history=self.client.history or False))
        try:
            keys.forget_key()
        except HeyGenError as error:
            self._face.show(key_problem=str(error))

    def generate(self, attributes: AvatarAttributes) -> asyncio.Task[Generation]:
        """Start a generation.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        return self._begin(self.client, self.client.generate, attributes)

    def resume(self, generation_id: str) -> asyncio.Task[Generation]:
        """Start waiting for a generation that was submitted before.

        Raises:
            ConfigurationError: A run goes on already, or no event loop runs here.
        """
        self.refuse_if_running()
        present = self.generation
        if present and present.id == generation_id:
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
        self._task = self._loop.start(self._run(client, functools.partial(verb, what), show))
        self._stopping = False
        self._is_waiting = True
        self._served_by = client
        return self._task

    async def _run(
        self,
        client: HeyGen,
        work: Callable[..., Coroutine[Any, Any, Generation]],
        show: Callable[..., None],
    ) -> Generation:
        before = self.generation
        try:
            generation = await work(timeout=self._face.timeout, on_update=show)
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            if self.generation is None or self.generation is before:
                self._face.show(alert=wording.NOTHING_SENT, status_line="")
                raise
            generation = self.generation
            if generation.status is not GenerationStatus.SUCCESS:
                alert = wording.alert_for_record(generation, sandbox=client.is_sandbox)
                self._face.show(alert=alert)
                return generation
        finally:
            self._is_waiting = False
            self.offer()
        previews = [b""] * len(generation.images)
        try:
            previews = await background.decode(pictures.previews, generation.images)
        finally:
            show(generation, previews)
        return generation

    def _show(
        self, client: HeyGen, record: Generation, previews: list[bytes] | None = None
    ) -> None:
        """Show a record; one that has pictures comes a second time, with their previews."""
        self.generation = record
        if record.status is GenerationStatus.SUCCESS and previews is None:
            return
        values = wording.outputs(record, sandbox=client.is_sandbox)
        values |= pictures.outputs(record, previews)
        values["recording_problem"] = client.history_problem
        if record.status is GenerationStatus.SUCCESS:
            values["alert"] = wording.alert_for_record(record, sandbox=client.is_sandbox)
        if not record.status.is_final:
            values |= {"alert": None, "problems": {}}
        self._face.show(**values)

    def _start_offer(self) -> None:
        self._loop.start(self._offer(self.client))

    async def _offer(self, client: HeyGen) -> None:
        unfinished, unknown = await client.left_over()
        self._face.show(
            unfinished=[wording.left_over(record) for record in unfinished],
            unknown=[wording.left_over(record) for record in unknown],
            recording_problem=client.history_problem,
        )

    async def _forget(self, history: History, run_id: str) -> None:
        # Another studio may have forgotten it already.
        with contextlib.suppress(NotFound):
            await background.write(history.delete, run_id)
        await self._offer(self.client)

    def _show_error(self, error: BaseException) -> None:
        if not isinstance(error, HeyGenError):
            log.error("AvatarStudio failed", exc_info=error)
        self._face.show(alert=wording.alert_for_error(error))
