"""Cancellation: work runs in a task of its own, and is asked to stop where it may.

A caller's cancellation never reaches the work itself, which may have a paid request on its way.
It becomes a request to stop; the caller waits until the work has come to an end, and then gets its
own `asyncio.CancelledError` back, so that `asyncio.timeout`, `asyncio.wait_for` and anyio's scopes
recognise it. docs/explanation/cancellation.md tells the whole story.
"""

from __future__ import annotations

import asyncio
import functools
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from heygen_widgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator

P = ParamSpec("P")
T = TypeVar("T")

# asyncio holds tasks weakly: one whose caller has left could be collected while it waits.
_WORKING: set[asyncio.Task[Any]] = set()


class Stopped(Exception):
    """Raised within work that was asked to stop, where it may stop; never reaches a caller."""


@dataclass(eq=False)
class Stop:
    """A request to stop one piece of work, made once by its caller.

    Work finishes what it does outside `interrupts`, such as a paid request or writing a record.
    """

    _is_requested: bool = field(default=False, init=False)
    _interruptible: list[asyncio.Task[Any]] = field(default_factory=list, init=False)
    _interrupted: set[asyncio.Task[Any]] = field(default_factory=set, init=False)

    @property
    def is_requested(self) -> bool:
        """Whether the work is to stop."""
        return self._is_requested

    def request(self) -> None:
        """Ask the work to stop; call it from another task than those of the work."""
        if self._is_requested:
            return
        self._is_requested = True
        for task in self._interruptible:
            self._interrupted.add(task)
            task.cancel()

    def check(self) -> None:
        """Raise if the work is to stop.

        Raises:
            Stopped: It is.
        """
        if self._is_requested:
            raise Stopped

    @contextmanager
    def interrupts(self) -> Iterator[None]:
        """Let a request to stop end what is awaited in this block, now or later.

        Raises:
            Stopped: The work is to stop.
        """
        self.check()
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - work runs in tasks
        before = task.cancelling()
        self._interruptible.append(task)
        try:
            yield
        except asyncio.CancelledError:
            # As `asyncio.timeout` does: if somebody else cancels the task as well, that counts.
            if self._take_back(task) and task.cancelling() <= before:
                raise Stopped from None
            raise
        finally:
            self._interruptible.remove(task)
            self._take_back(task)

    def _take_back(self, task: asyncio.Task[Any]) -> bool:
        """Take back the cancellation of a task that came from here; return whether it did."""
        if task not in self._interrupted:
            return False
        self._interrupted.remove(task)
        task.uncancel()
        return True


async def carried_out(
    work: Coroutine[Any, Any, T], stop: Stop, leave: Callable[[], object] = lambda: None
) -> T:
    """Run work in a task of its own, and return or raise what it does.

    Cancelled once, the caller asks the work to stop and waits for it. Cancelled again (anyio
    cancels at every turn of the loop until the caller has left), it leaves at once; the work goes
    on to its end by itself.

    Args:
        work: What to do.
        stop: Asks the work to stop.
        leave: Called without waiting as a cancelled caller leaves, whether or not the work has
            ended.

    Raises:
        asyncio.CancelledError: The caller was cancelled: the same error, never a new one.
    """
    task = _started(work)
    try:
        # Unlike awaiting the task, or a shield, it neither cancels the task nor raises its error.
        await asyncio.wait({task})
    except asyncio.CancelledError:
        await _left(task, stop, leave)
        raise
    return task.result()


def in_a_task_of_its_own(
    verb: Callable[P, Coroutine[Any, Any, T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Decorate a verb that costs nothing: cancelled, it stops wherever it is and closes up."""

    @functools.wraps(verb)
    async def carried_out_verb(*args: P.args, **kwargs: P.kwargs) -> T:
        stop = Stop()

        async def work() -> T:
            with stop.interrupts():
                return await verb(*args, **kwargs)

        return await carried_out(work(), stop)

    return carried_out_verb


class Handover(Generic[T]):
    """Hands the items that work in a task of its own gives to whoever iterates, one by one.

    Args:
        stop: Asks the work to stop.
    """

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._items: asyncio.Queue[T | None] = asyncio.Queue()

    async def give(self, item: T) -> None:
        """Hand an item over; return when the next one is asked for, or when there is no need."""
        if self._stop.is_requested:
            return
        self._items.put_nowait(item)
        # Raising here would break the work off in the middle; it stops where it may.
        with suppress(Stopped), self._stop.interrupts():
            await self._items.join()

    async def items(
        self, work: Coroutine[Any, Any, object], leave: Callable[[], object]
    ) -> AsyncGenerator[T]:
        """Yield what the work gives, and raise its error at the end.

        Args:
            work: Calls `give`.
            leave: As in `carried_out`; also called when whoever iterates ends early.
        """
        task = _started(work)
        task.add_done_callback(lambda _: self._items.put_nowait(None))
        try:
            while (item := await self._items.get()) is not None:
                yield item
                self._items.task_done()
        except BaseException:
            await _left(task, self._stop, leave)
            raise
        task.result()


async def _left(task: asyncio.Task[Any], stop: Stop, leave: Callable[[], object]) -> None:
    """Wait for the end of work whose caller was cancelled, unless that is cancelled once more."""
    stop.request()
    try:
        await asyncio.wait({task})
    finally:
        leave()


def _started(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        work.close()
        raise ConfigurationError(
            "This needs asyncio, and another library runs the event loop here.",
            "Nothing was sent. Under trio, call run_blocking(...) in a thread: "
            "await trio.to_thread.run_sync(...).",
        ) from None
    task = loop.create_task(work)
    _WORKING.add(task)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[Any]) -> None:
    _WORKING.discard(task)
    if not task.cancelled():
        # Nobody may be left to look at the error: asyncio is not to complain of that.
        task.exception()
