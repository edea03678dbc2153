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
def replacing(target: Path, folder: Path) -> Iterator[IO[bytes]]:
    """Open a stream whose content becomes the file ``target`` when the block ends.

    The file is readable only by its owner. What was at ``target`` stays until then, and stays if
    the block raises. A killed process may leave a ``*.part`` file in ``folder``.

    Args:
        target: The file to write; one that is there is replaced. Its folder must exist.
        folder: Where the content is written first; on the same file system.

    Raises:
        OSError: The file can't be written. Nothing is left in ``folder``.
    """
    # mkstemp makes the file readable only by its owner.
    handle, name = tempfile.mkstemp(prefix=f"{target.stem}-", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Write the new name to the disk too, where a folder can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
