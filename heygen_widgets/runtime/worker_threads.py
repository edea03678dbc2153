"""Run blocking work in threads: two threads for images, one for the history.

Two, so that the four pictures of a run are decoded and shrunk in half the time. More would compete
with the event loop for the interpreter's lock and the processors: with 32 generations at once, as
many threads as an executor usually has delay the loop many times longer.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_IMAGES, _HISTORY = "heygen-images", "heygen-history"
_THREADS = {_IMAGES: 2, _HISTORY: 1}


async def decode(work: Callable[..., T], *args: object) -> T:
    """Run work on images in this process's threads for it, and return its result."""
    return await _run(_IMAGES, work, *args)


async def write(work: Callable[..., T], *args: object) -> T:
    """Run work on the history in this process's thread for it, and return its result."""
    return await _run(_HISTORY, work, *args)


def write_now(work: Callable[[], object], longest: float) -> None:
    """Do work on the history after all that waits for its thread, and wait without the loop.

    For whoever can't ``await`` any more: a caller that was cancelled again, a loop that ends.

    Args:
        work: What to do; its errors are its own affair.
        longest: Seconds to wait at most; the work is done all the same.
    """
    try:
        done = _threads(_HISTORY, os.getpid()).submit(work)
    except RuntimeError:
        # The interpreter is ending and starts nothing on other threads any more.
        work()
        return
    concurrent.futures.wait([done], longest)


async def _run(kind: str, work: Callable[..., T], *args: object) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(kind, os.getpid()), work, *args)


@functools.cache
def _threads(kind: str, _process: int) -> ThreadPoolExecutor:
    # The process id is part of the cache key: a forked process has none of its parent's threads.
    return ThreadPoolExecutor(max_workers=_THREADS[kind], thread_name_prefix=kind)
