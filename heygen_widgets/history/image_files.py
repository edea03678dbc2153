"""The image files of a history: written whole or not at all, readable only by their owner."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.models.images import ImageFile
from heygen_widgets.runtime.atomic_file import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "images"
ABANDONED = 3600.0
"""Seconds after which an unfinished file was left by a process that was killed."""

_PARTIAL = ".partial"
_SAFE = re.compile(r"[0-9a-z_-]{8,64}")
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/avif": ".avif",
}


@dataclass(frozen=True)
class ImageFiles:
    """The folder of image files, in which each run has a folder of its own.

    A file is named by its image's position and content, so that other content never replaces a
    file that a row names.

    Args:
        root: The folder of the history.
    """

    root: Path

    def folder(self, run_id: str) -> Path:
        """Return the folder of a run."""
        return self.root / FOLDER / folder_name(run_id)

    def write(self, run_id: str, position: int, data: bytes, mime_type: str) -> ImageFile:
        """Write an image to its file, unless it is there already.

        Raises:
            OSError: It can't be written. Nothing of it is left.
        """
        digest = hashlib.sha256(data).hexdigest()
        folder = self.folder(run_id)
        path = folder / f"{position + 1}-{digest[:16]}{suffix(mime_type)}"
        file = ImageFile(path, len(data), digest)
        if not is_there(file) or path.read_bytes() != data:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            self.write_file(path, data)
        return file

    def write_file(self, path: Path, data: bytes) -> None:
        """Write a file into the folder of a run, which must exist.

        Raises:
            OSError: It can't be written. Nothing of it is left.
        """
        partial = self.root / FOLDER / _PARTIAL
        partial.mkdir(mode=0o700, exist_ok=True)
        with replacing(path, partial) as stream:
            stream.write(data)

    def remove_run(self, run_id: str) -> None:
        """Remove the folder of a run.

        Raises:
            OSError: It can't be removed.
        """
        with suppress(FileNotFoundError):
            try:
                shutil.rmtree(self.folder(run_id))
            except OSError as error:
                if error.errno != errno.ENOTEMPTY:
                    raise
                # Another thread or process wrote a thumbnail into it meanwhile.
                shutil.rmtree(self.folder(run_id))

    def remove_files(self, run_id: str, names: Iterable[str]) -> None:
        """Remove files of a run that no row names any more.

        A file that can't be removed stays; it does no harm.
        """
        for name in names:
            with suppress(OSError):
                (self.folder(run_id) / name).unlink()

    def remove_abandoned(self) -> None:
        """Remove the unfinished files of processes that were killed."""
        with suppress(OSError):
            for path in (self.root / FOLDER / _PARTIAL).iterdir():
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()


def folder_name(run_id: str) -> str:
    """Return the name of a run's folder: its id, if every system allows that as a name."""
    if _SAFE.fullmatch(run_id):
        return run_id
    return "run-" + hashlib.sha256(run_id.encode()).hexdigest()


def suffix(mime_type: str) -> str:
    """Return the file name suffix for a type of image; ``.img`` for an unknown type."""
    return _SUFFIXES.get(mime_type, ".img")


def is_there(file: ImageFile) -> bool:
    """Return whether a file exists and has its recorded size."""
    try:
        return file.path.stat().st_size == file.byte_count
    except OSError:
        return False
