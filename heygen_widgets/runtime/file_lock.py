"""Lock files, each of which one holder of one process can have at a time."""

from __future__ import annotations

import errno
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

    def _try(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
"""What a system says of a lock that somebody else holds."""


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


class FileLock:
    """A lock file for whoever can't wait for it in a `with` block, such as an event loop.

    Args:
        file: As in `locked`, except that its folder is created if it is missing.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def take(self) -> bool:
        """Return whether the lock is held now; False if somebody else holds it.

        Raises:
            OSError: The file can't be created, or its file system doesn't support locks.
        """
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _try(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _HELD:
                return False
            raise
        self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock back, if it is held."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        try:
            # As in `locked`.
            _unlock(handle)
        finally:
            os.close(handle)
