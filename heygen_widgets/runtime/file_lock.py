"""A lock file, which one thread of one process can hold at a time."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        # This raises an OSError after about ten seconds.
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait for a lock file, and hold it for the block.

    The operating system releases the lock when the process ends, even if it crashes. The file
    stays: if it were removed, one process could lock the old file and another one a new file.

    Args:
        file: The lock file, which is empty. It is created if it is missing; its folder must exist.

    Raises:
        OSError: The file can't be created, or its file system doesn't support locks.
    """
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(handle)
        try:
            yield
        finally:
            # Closing is not enough: if another thread has forked, its child keeps the file open.
            _unlock(handle)
    finally:
        os.close(handle)
