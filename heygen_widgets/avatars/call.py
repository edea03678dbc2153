"""One call of a verb: free questions, and the runs that it takes, one after the other."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from heygen_widgets.api import polling
from heygen_widgets.api.version_probe import WIRES
from heygen_widgets.errors import HeyGenError, NotReady
from heygen_widgets.runs.open_run import OpenRun
from heygen_widgets.runs.outcome import follow
from heygen_widgets.runtime import cancellation
from heygen_widgets.runtime.cancellation import Stop, Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager

    from heygen_widgets.api.avatar_gateway import Avatars
    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.api.polling import Clock, Deadline, Pacing
    from heygen_widgets.api.wire import Wire
    from heygen_widgets.billing.account import Account
    from heygen_widgets.billing.order import Order
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job
    from heygen_widgets.models.run_kind import RunKind
    from heygen_widgets.runs.recorder import Recorder
    from heygen_widgets.runs.runner import Runner

T = TypeVar("T")

IN_WORK_ELSEWHERE = "Another call or program is doing the same at this moment."

_TURN = 0.2
"""Seconds after which is looked again whether another program has finished."""


class Turns:
    """Lets calls about the same avatar go one after the other, so that none does a thing twice."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[
            asyncio.AbstractEventLoop, dict[tuple[str, ...], asyncio.Lock]
        ] = WeakKeyDictionary()

    def of(self, *about: str) -> asyncio.Lock:
        """Return the lock of what a call is about."""
        locks = self._locks.setdefault(asyncio.get_running_loop(), {})
        return locks.setdefault(about, asyncio.Lock())


@dataclass(frozen=True)
class ClientParts:
    """What the verbs need of the client.

    Attributes:
        recorder: Writes runs down, and knows earlier ones.
        account: Prices, budgets and the ledger.
        clock: Time.
        gateway: Opens the API: the version that is named, or the one that serves new runs.
        runner: Makes what carries out a run of a kind, with or without its pictures.
        turns: Whose turn it is.
    """

    recorder: Recorder
    account: Account
    clock: Clock
    gateway: Callable[[str | None], AbstractAsyncContextManager[Gateway]]
    runner: Callable[[Gateway, OpenRun, RunKind, bool], Runner]
    turns: Turns = field(default_factory=Turns)


class Call:
    """One call of a verb, cancelled as `HeyGen.generate` is: nothing that was sent is lost.

    Args:
        parts: What it needs of the client.
        run: The run in whose task it is carried out, if there is one already; it becomes the call's
            first.

    Attributes:
        stop: Asks it to stop.
    """

    def __init__(self, parts: ClientParts, run: OpenRun | None = None) -> None:
        self.stop = run.stop if run else Stop()
        self.recorder = parts.recorder
        self.account = parts.account
        self.clock = parts.clock
        self._parts = parts
        self._gateway: Gateway | None = None
        self._begun = run
        self._run: OpenRun | None = None

    async def carried_out(
        self, work: Callable[[Call], Coroutine[object, object, T]], api: str | None = None
    ) -> T:
        """Carry the call out where no cancellation of the caller reaches it.

        Args:
            work: What to do.
            api: The version of the API; by default the one that serves new runs.

        Raises:
            asyncio.CancelledError: The caller was cancelled; the run is written down.
        """
        return await cancellation.carried_out(self.within(work, api), self.stop, self._leave)

    async def within(
        self, work: Callable[[Call], Coroutine[object, object, T]], api: str | None
    ) -> T:
        """Carry the call out, in a task that no cancellation of the caller reaches.

        Args:
            work: What to do.
            api: The version of the API; None for the one that serves new runs.
        """
        try:
            async with AsyncExitStack() as stack:
                with self.stop.interrupts():
                    lent = self._parts.gateway(api)
                    self._gateway = await stack.enter_async_context(lent)
                return await work(self)
        except (HeyGenError, Stopped):
            # The last record of a run was written before.
            raise
        except BaseException:
            # The loop ends, or a mistake, as in `OpenRun`.
            self._leave()
            raise

    @property
    def gateway(self) -> Gateway:
        """The API, while the call is carried out."""
        if self._gateway is None:
            raise AssertionError("`carried_out` opens it")
        return self._gateway

    @property
    def avatars(self) -> Avatars:
        """The account's groups and looks."""
        return self.gateway.avatars

    @property
    def api(self) -> str:
        """The version of the API."""
        return self.gateway.version

    @property
    def wire(self) -> Wire:
        """What this version of the API can do."""
        return WIRES[self.gateway.version]

    def deadline(self, timeout: float | None) -> Deadline:
        """Return the time after which the call waits no longer."""
        return polling.Deadline.after(timeout, self.clock)

    @asynccontextmanager
    async def turn(self, deadline: Deadline, *about: str) -> AsyncIterator[None]:
        """Wait until no other call, of this or another program, is about the same.

        Args:
            deadline: When to give up waiting for another program.
            about: What the call is about.

        Raises:
            NotReady: Another program is still at it at the deadline.
        """
        lock = self._parts.turns.of(self.recorder.backend, self.recorder.account, *about)
        with self.stop.interrupts():
            await lock.acquire()
        try:
            taken = self.recorder.take_turn(*about)
            while taken is None:
                if not deadline.left:
                    raise NotReady(IN_WORK_ELSEWHERE, "Nothing was sent. Wait for that one.")
                await self.pause(min(_TURN, deadline.left))
                taken = self.recorder.take_turn(*about)
            try:
                yield
            finally:
                taken.release()
        finally:
            lock.release()

    async def free(self, question: Coroutine[object, object, T]) -> T:
        """Ask what costs nothing; asked to stop, the call stops here."""
        try:
            with self.stop.interrupts():
                return await question
        finally:
            # Asked to stop before, it was not begun; Python warns of that unless it is closed.
            question.close()

    async def pause(self, seconds: float) -> None:
        """Wait; asked to stop, the call stops here."""
        with self.stop.interrupts():
            await self.clock.sleep(seconds)

    async def pacing(self, kind: RunKind) -> Pacing:
        """Return what decides when to ask about a run of a kind."""
        runner = self._parts.runner(self.gateway, OpenRun(self.recorder), kind, False)
        with self.stop.interrupts():
            return await runner.pacing()

    async def make(
        self,
        asked: Generation,
        order: Order,
        jobs: Callable[[], Awaitable[tuple[Job, ...]]],
        *,
        deadline: Deadline | None = None,
        on_update: Callable[[Generation], object] | None = None,
        download: bool = False,
    ) -> Generation:
        """Carry out a new run, and return its record.

        Args:
            asked: What is wanted.
            order: Its price, which is reserved before anything is sent.
            jobs: Returns what each request is about; it may upload pictures.
            deadline: When to give up waiting; None sends only, and waits for nothing.
            on_update: Called with each record.
            download: Whether to fetch the pictures of a run that makes some.

        Raises:
            BudgetExceeded: It would cost more than a budget allows; nothing was sent.
            HeyGenError: As in `HeyGen.generate`.
        """
        run_id = uuid.uuid4().hex
        self.account.reserve(run_id, order)
        try:
            wanted = await jobs()
        except BaseException:
            self.account.release(run_id)
            raise
        run = self._opened(on_update)
        run.book = self.account.book
        runner = self._parts.runner(self.gateway, run, asked.kind, download)
        asked = replace(asked, jobs=wanted, price=order.quote.each)
        record = runner.record(run_id, asked, len(wanted))
        records = runner.generate(record, deadline) if deadline else runner.submit(record)
        return await follow(self.account.booked(run_id, run.kept(records), is_new=True), run.tell)

    async def resume(
        self,
        known: Generation,
        deadline: Deadline,
        on_update: Callable[[Generation], object] | None = None,
    ) -> Generation:
        """Wait for a run that was begun before, and return its record. Nothing new is billed.

        Args:
            known: Its record, reopened.
            deadline: When to give up waiting.
            on_update: Called with each record.

        Raises:
            HeyGenError: As in `HeyGen.resume`.
        """
        run = self._opened(on_update)
        run.goes_on_from(known)
        runner = self._parts.runner(self.gateway, run, known.kind, False)
        paid = known.run_id if known.unsent else None
        if paid:
            run.book = self.account.book
        records = runner.watch(replace(known, api=self.api), deadline)
        return await follow(self.account.booked(paid, run.kept(records), is_new=False), run.tell)

    def reopened(self, record: Generation) -> Generation:
        """Return a record as one to wait for again, as `HeyGen.reopened` does."""
        return record.reopened(repeat=record.age < self.wire.REPLAYS_FOR)

    def _opened(self, on_update: Callable[[Generation], object] | None) -> OpenRun:
        run, self._begun = self._begun or OpenRun(self.recorder, on_update), None
        run.stop, self._run = self.stop, run
        return run

    def _leave(self) -> None:
        if self._run:
            self._run.leave()
