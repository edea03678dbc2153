"""Behind the counter of a widget: which client serves, what it costs, what was left unfinished."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Protocol

from heygen_widgets.client import HeyGen
from heygen_widgets.config import key_sources
from heygen_widgets.config.api_key import ApiKey
from heygen_widgets.errors import ConfigurationError, HeyGenError, NotFound
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.studio import messages, price_texts
from heygen_widgets.widgets.studio.pricing import Till

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heygen_widgets.errors import InvalidAttributes
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.runtime.notebook_loop import NotebookLoop
    from heygen_widgets.widgets.studio.static_copy import Still


class Face(Protocol):
    """The widget, as the engine sees it."""

    timeout: float | None
    count: int
    click_limit: float | None
    session_limit: float | None
    chosen: AvatarAttributes
    generation: Generation | None
    still: Still

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser."""

    def show(self, **values: Any) -> None:  # noqa: ANN401 - traits of all types
        """Set traits, in one message."""

    def show_problems(self, error: InvalidAttributes) -> None:
        """Show each problem at its field."""


class Counter:
    """Holds the client that serves a widget, and shows what there is to know before a click.

    Args:
        client: The client to begin with.
        face: The widget.
        loop: The notebook's.

    Attributes:
        client: What the next run uses.
        till: Its prices and limits.
    """

    def __init__(self, client: HeyGen, face: Face, loop: NotebookLoop) -> None:
        self.client = client
        self.till = Till(face)
        self._face = face
        self._loop = loop
        self._told = ""

    def use(self, client: HeyGen) -> None:
        """Take another client for the next run; not while one goes on: the chip must be true."""
        self.client = client
        # The balance was another account's.
        self.till.close()
        self.till = Till(self._face)
        self._face.show(
            backend=messages.backend(client), key_problem="", alert=None, question=None, notice=""
        )
        self.open()

    def use_key(self, secret: str, *, remember: bool = False) -> None:
        """Take HeyGen with this key, or show what is wrong with it."""
        try:
            key = ApiKey(secret)
            self.use(HeyGen(secret, history=self.client.history or False))
            if remember:
                key_sources.remember_key(key)
        except HeyGenError as error:
            self._face.show(key_problem=str(error))

    def use_sandbox(self) -> None:
        """Take a new sandbox, and forget a remembered key."""
        self.use(HeyGen.sandbox(history=self.client.history or False))
        try:
            key_sources.forget_key()
        except HeyGenError as error:
            self._face.show(key_problem=str(error))

    def use_api(self, api: str) -> None:
        """Take another version of the API for the next runs: only ever by somebody's choice."""
        self.use(self.client.with_api(api))

    def list_faults(self) -> None:
        """Tell the browser which failures the sandbox can rehearse."""
        if self.client.is_sandbox:
            self._face.tell("faults", messages.faults(self.client))

    def rehearse(self, fault: str) -> None:
        """Make the sandbox fail in one way; an empty word ends it."""
        self.client.rehearse(*([fault] if fault else []))
        self._face.show(backend=messages.backend(self.client))

    def open(self) -> None:
        """Find out what a click costs, and what was left unfinished; both are shown soon."""
        self.till.show(self.client)
        # Without an event loop there is nobody to show anything to.
        with contextlib.suppress(ConfigurationError):
            self._loop.post(self._start_look_around)

    def reprice(self) -> None:
        """Show what the next click costs, after something changed that decides it."""
        self.till.show(self.client)
        self._face.show(question=None)

    def question(self, agreed: str) -> dict[str, str] | None:
        """Return what to ask before a click is carried out; None if it may go ahead.

        Where the price is not known yet, it is found out first, and asked about then.

        Args:
            agreed: What the button said, as `offers.token`.
        """
        quote = self.client.known_quote(self._face.count)
        if quote is None:
            self._loop.start(self._ask_with_price())
            return price_texts.WAIT
        return self.till.question(self.client, quote, agreed)

    def is_asked(self, agreed: str) -> bool:
        """Return whether a price that was asked about is still the price."""
        quote = self.client.known_quote(self._face.count)
        return quote is not None and price_texts.token(quote) == agreed

    def forget(self, run_id: str) -> None:
        """Take a run of unknown outcome off the list for good."""
        history = self.client.history
        if history is not None:
            self._loop.start(self._forget(history, run_id))

    def _start_look_around(self) -> None:
        client = self.client
        self._loop.start(self._offer(client))
        self._loop.start(self._price(client))

    async def _price(self, client: HeyGen) -> None:
        await self.till.look_up(client)
        if client is self.client and client.notice != self._told:
            # Once: who has closed it has read it.
            self._told = client.notice
            self._face.show(notice=client.notice)

    async def _ask_with_price(self) -> None:
        """Ask about the price that was not known when the button was pressed."""
        client = self.client
        quote = await client.quote(self._face.count)
        self.till.show(client)
        self._face.show(question=self.till.question(client, quote, ""))

    async def _offer(self, client: HeyGen) -> None:
        unfinished, unknown = await client.left_over()
        self._face.show(
            unfinished=[messages.left_over(record, can_resume=True) for record in unfinished],
            unknown=[
                messages.left_over(record, can_resume=not client.reopened(record).status.is_final)
                for record in unknown
            ],
            recording_problem=client.history_problem,
        )

    async def _forget(self, history: History, run_id: str) -> None:
        # Another studio may have forgotten it already.
        with contextlib.suppress(NotFound):
            await worker_threads.write(history.delete, run_id)
        await self._offer(self.client)
