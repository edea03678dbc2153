"""Work off the event loop, on one thread for each kind of it.

Several threads of one kind would take the interpreter's lock from the event loop again and again:
measured with 32 generations at once, they made the loop many times later than one does.
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


async def decode(work: Callable[..., T], *args: object) -> T:
    """Run work on images on the thread that does it in this process."""
    return await _run("heygen-images", work, *args)


async def write(work: Callable[..., T], *args: object) -> T:
    """Run work on the history on the thread that does it in this process."""
    return await _run("heygen-history", work, *args)


def write_now(work: Callable[[], object], longest: float) -> None:
    """Do work on the history after all that waits for its thread, and wait without the loop.

    For whoever can't ``await`` any more: a caller that was cancelled again, a loop that ends.

    Args:
        work: What to do; its errors are its own affair.
        longest: Seconds to wait at most; the work is done all the same.
    """
    try:
        done = _thread("heygen-history", os.getpid()).submit(work)
    except RuntimeError:
        # The interpreter is ending and starts nothing on other threads any more.
        work()
        return
    concurrent.futures.wait([done], longest)


async def _run(kind: str, work: Callable[..., T], *args: object) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_thread(kind, os.getpid()), work, *args)


@functools.cache
def _thread(kind: str, _process: int) -> ThreadPoolExecutor:
    # By process: a forked one has lost the threads of its parent.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=kind)
