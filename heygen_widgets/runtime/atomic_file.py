"""Write a file so that it appears complete or not at all, even if the process is killed."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(target: Path, folder: Path, *, is_private: bool = True) -> Iterator[IO[bytes]]:
    """Open a stream whose content becomes the file ``target`` when the block ends.

    What was at ``target`` stays until then, and stays if
    the block raises. A killed process may leave a ``*.part`` file in ``folder``.

    Args:
        target: The file to write; one that is there is replaced. Its folder must exist.
        folder: Where the content is written first; on the same file system.
        is_private: Whether the file is readable only by its owner; else it has the permissions of
            the file that was there, or of any new file.

    Raises:
        OSError: The file can't be written. Nothing is left in ``folder``.
    """
    # mkstemp makes the file readable only by its owner.
    handle, name = tempfile.mkstemp(prefix=f"{target.stem[:60]}-", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "w+b") as stream:
            if not is_private:
                Path(name).chmod(_usual_mode(target, folder))
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _usual_mode(target: Path, folder: Path) -> int:
    """Return the permissions of a file, or of any new file in a folder."""
    with suppress(OSError):
        return target.stat().st_mode & 0o777
    # Only a new file tells them without changing the process's umask for other threads.
    name = tempfile.mktemp(prefix=".", suffix=".part", dir=folder)  # noqa: S306 - opened exclusively
    handle = os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        return os.fstat(handle).st_mode & 0o777
    finally:
        os.close(handle)
        Path(name).unlink()


def _sync_folder(folder: Path) -> None:
    """Write the new name to the disk too, where a folder can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
