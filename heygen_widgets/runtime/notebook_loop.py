"""`NotebookLoop`: starts work on the notebook's event loop, from any thread and any loop.

ipykernel 7.0 to 7.3 may deliver a front end's message in a subshell, which is another thread with
another event loop. A task that was started there hangs forever when the subshell ends, so work
always starts on the loop that was running when the widget was made.
"""

from __future__ import annotations

import asyncio
import importlib.util
from typing import TYPE_CHECKING, Any, TypeVar

from heygen_widgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class NotebookLoop:
    """The event loop of the notebook: the one that runs where this object is made.

    Args:
        on_error: Called on that loop with the error of a failed task or callback. Without it, the
            error of a task would stay unnoticed while something refers to the task.
    """

    def __init__(self, on_error: Callable[[BaseException], object]) -> None:
        self._loop = running_loop()
        self._on_error = on_error
        # asyncio keeps only weak references: a pending task without another one can be collected.
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start ``work`` as a task. Call this on the notebook's loop.

        Raises:
            ConfigurationError: No loop is running here, or it is not the notebook's.
        """
        loop = running_loop()
        if loop is None or loop is not self._find_loop(loop):
            work.close()
            raise ConfigurationError(
                "There is no running event loop to start this on.",
                "In a plain script or terminal use generate_sync().",
            )
        task = loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finish)
        return task

    def post(self, callback: Callable[..., object], *args: object) -> None:
        """Call ``callback`` on the notebook's loop soon. Any thread may call this.

        Raises:
            ConfigurationError: There is no loop to call it on.
        """
        loop = self._find_loop(running_loop())
        if loop is None:
            raise ConfigurationError("There is no running event loop.", "Use generate_sync().")
        loop.call_soon_threadsafe(self._guarded, callback, args)

    def _find_loop(
        self, running: asyncio.AbstractEventLoop | None
    ) -> asyncio.AbstractEventLoop | None:
        """Return the notebook's loop; if it is missing, closed or not running, the running one.

        A notebook's loop always runs. IPython's loop in a terminal runs only while a cell awaits,
        so a blocking call there runs on another loop.
        """
        is_gone = self._loop is None or self._loop.is_closed()
        if is_gone or (running is not None and self._loop and not self._loop.is_running()):
            self._loop = running
        return self._loop

    def _guarded(self, callback: Callable[..., object], args: tuple[object, ...]) -> None:
        try:
            callback(*args)
        except Exception as error:  # noqa: BLE001 - nobody else would see the error
            self._on_error(error)

    def _finish(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._on_error(error)


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop that runs in this thread; None if there is none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def run_blocking(coroutine: Coroutine[Any, Any, T]) -> T:
    """Wait for a coroutine and return its result, in code that can't ``await``.

    Without a running loop, this is ``asyncio.run``. In a notebook it nests a call in the running
    loop, and the kernel handles no click until it returns: use ``await`` there if you can.

    Raises:
        ConfigurationError: The running loop doesn't support nested calls (uvloop doesn't).
    """
    loop = running_loop()
    if loop is None:
        return asyncio.run(coroutine)
    try:
        _allow_nesting(loop)
    except ValueError as error:
        coroutine.close()
        raise ConfigurationError(
            f"This event loop can't wait for a nested call ({error}).", "Use `await` instead."
        ) from None
    return loop.run_until_complete(coroutine)


def _allow_nesting(loop: asyncio.AbstractEventLoop) -> None:
    # ipykernel depends on nest_asyncio2 from 7.3 on; there, nest_asyncio 1.6 loses messages of the
    # front end.
    if importlib.util.find_spec("nest_asyncio2"):
        import nest_asyncio2 as nesting  # noqa: PLC0415 - it patches asyncio
    else:
        import nest_asyncio as nesting  # noqa: PLC0415 - likewise
    nesting.apply(loop)
