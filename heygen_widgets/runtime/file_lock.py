"""One at a time, among all threads and processes: a lock that ends with who holds it."""

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
        # It gives up after some ten seconds.
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
    """Hold a lock file for the block, after whoever holds it now.

    The system frees it when its process ends, however that ends, so no lock is ever left over. The
    file itself stays: if it were removed, one could lock the old file and another one the new.

    Args:
        file: The lock file, empty, made where there is none. Its folder must be there.

    Raises:
        OSError: It can't be made, or its file system can't lock files.
    """
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(handle)
        try:
            yield
        finally:
            # Closing alone isn't enough where another thread has forked meanwhile.
            _unlock(handle)
    finally:
        os.close(handle)
