"""The notebook's event loop: work goes onto it from anywhere, and blocking calls into it.

A widget's front-end message may arrive on another thread with another event loop: ipykernel 7.0
to 7.3 give each a subshell's. A task made there hangs for ever when the subshell goes away, so
work is always put onto the loop that was running when the widget was made.
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
    """The event loop of the notebook, captured where this is made.

    Args:
        on_error: Called on that loop with the error of a task or callback that failed. A task that
            fails while somebody holds it is otherwise silent.
    """

    def __init__(self, on_error: Callable[[BaseException], object]) -> None:
        self._loop = running_loop()
        self._on_error = on_error
        # asyncio itself holds tasks weakly: an unreferenced one can be collected while pending.
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start ``work`` as a task on the notebook's loop; call this on that loop.

        Raises:
            ConfigurationError: No loop is running here, or another one than the notebook's.
        """
        loop = running_loop()
        if loop is None or loop is not self._adopted(loop):
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
        """Call ``callback`` on the notebook's loop soon; safe from any thread.

        Raises:
            ConfigurationError: There is no loop to call it on.
        """
        loop = self._adopted(running_loop())
        if loop is None:
            raise ConfigurationError("There is no running event loop.", "Use generate_sync().")
        loop.call_soon_threadsafe(self._guarded, callback, args)

    def _adopted(
        self, running: asyncio.AbstractEventLoop | None
    ) -> asyncio.AbstractEventLoop | None:
        """Return the captured loop; if there was none, or it is gone, the one that runs now.

        A notebook's loop always runs. IPython's in a terminal runs only while a cell awaits, so a
        blocking call there finds another one.
        """
        is_gone = self._loop is None or self._loop.is_closed()
        if is_gone or (running is not None and self._loop and not self._loop.is_running()):
            self._loop = running
        return self._loop

    def _guarded(self, callback: Callable[..., object], args: tuple[object, ...]) -> None:
        try:
            callback(*args)
        except Exception as error:  # noqa: BLE001 - a callback's error has nowhere else to go
            self._on_error(error)

    def _finish(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._on_error(error)


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop that runs in this thread, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def run_blocking(coroutine: Coroutine[Any, Any, T]) -> T:
    """Wait for a coroutine and return its result: for code that can't ``await``.

    With no running loop it is ``asyncio.run``. Inside a notebook's loop it nests, and while it
    runs the kernel handles no click; prefer ``await`` there.

    Raises:
        ConfigurationError: The running loop can't nest (uvloop can't).
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
    # ipykernel from 7.3 brings nest_asyncio2; nest_asyncio 1.6 loses front-end messages there.
    if importlib.util.find_spec("nest_asyncio2"):
        import nest_asyncio2 as nesting  # noqa: PLC0415 - patches asyncio, so only when asked
    else:
        import nest_asyncio as nesting  # noqa: PLC0415 - likewise
    nesting.apply(loop)
