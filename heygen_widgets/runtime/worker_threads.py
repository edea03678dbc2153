"""Run blocking work in threads: for images, for their copies on a screen, and for the history.

One thread checks what was downloaded. More would compete with the event loop for the interpreter's
lock and the processors: with 32 generations at once, they delayed the loop many times longer than
one thread does. Two threads shrink pictures for a screen, which shows one run at a time: its four
pictures are there in half the time.
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

_IMAGES, _COPIES, _HISTORY = "heygen-images", "heygen-copies", "heygen-history"
_THREADS = {_IMAGES: 1, _COPIES: 2, _HISTORY: 1}


async def decode(work: Callable[..., T], *args: object) -> T:
    """Run work on images in this process's thread for it, and return its result."""
    return await _run(_IMAGES, work, *args)


async def shrink(work: Callable[..., T], *args: object) -> T:
    """Run work on small copies for a screen in this process's threads for it; as `decode`."""
    return await _run(_COPIES, work, *args)


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


def decode_now(work: Callable[[], T], longest: float) -> T | None:
    """Do work on images in this process's thread for it, and wait without the loop.

    For whoever can't ``await``: what IPython displays, in a kernel that may end with the cell.

    Args:
        work: What to do; its errors are raised.
        longest: Seconds to wait at most.

    Returns:
        Its result; None if it takes longer.
    """
    done = _threads(_IMAGES, os.getpid()).submit(work)
    try:
        return done.result(longest)
    except TimeoutError:
        done.cancel()
        return None


async def _run(kind: str, work: Callable[..., T], *args: object) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(kind, os.getpid()), work, *args)


@functools.cache
def _threads(kind: str, _process: int) -> ThreadPoolExecutor:
    # The process id is part of the cache key: a forked process has none of its parent's threads.
    return ThreadPoolExecutor(max_workers=_THREADS[kind], thread_name_prefix=kind)
