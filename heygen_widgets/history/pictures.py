"""The image files of a history: written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.images import ImageFile
from heygen_widgets.runtime.atomic_file import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "images"
ABANDONED = 3600.0
"""Seconds after which an unfinished file is taken for the leftover of a killed process."""

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
class Pictures:
    """The folder of images.

    A run has a folder of its own in it, and a file is named by its place and its content: other
    content never replaces a file that a row names.

    Args:
        root: The folder of the history.
    """

    root: Path

    def folder(self, run_id: str) -> Path:
        """Return the folder of a run."""
        return self.root / FOLDER / folder_name(run_id)

    def write(self, run_id: str, position: int, data: bytes, mime_type: str) -> ImageFile:
        """Write a picture, unless it is there already.

        Raises:
            OSError: It can't be written; nothing of it is left.
        """
        digest = hashlib.sha256(data).hexdigest()
        folder = self.folder(run_id)
        path = folder / f"{position + 1}-{digest[:16]}{suffix(mime_type)}"
        file = ImageFile(path, len(data), digest)
        if not is_there(file) or path.read_bytes() != data:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            self.put(path, data)
        return file

    def put(self, path: Path, data: bytes) -> None:
        """Write a file into the folder of a run, which is there.

        Raises:
            OSError: It can't be written; nothing of it is left.
        """
        partial = self.root / FOLDER / _PARTIAL
        partial.mkdir(mode=0o700, exist_ok=True)
        with replacing(path, partial) as stream:
            stream.write(data)

    def remove(self, run_id: str) -> None:
        """Remove the pictures of a run.

        Raises:
            OSError: They can't be removed.
        """
        with suppress(FileNotFoundError):
            try:
                shutil.rmtree(self.folder(run_id))
            except OSError as error:
                if error.errno != errno.ENOTEMPTY:
                    raise
                # Somebody put a thumbnail there meanwhile.
                shutil.rmtree(self.folder(run_id))

    def drop(self, run_id: str, names: Iterable[str]) -> None:
        """Remove files that no row names any more; one that can't be is in nobody's way."""
        for name in names:
            with suppress(OSError):
                (self.folder(run_id) / name).unlink()

    def clean(self) -> None:
        """Remove what killed processes left unfinished."""
        with suppress(OSError):
            for path in (self.root / FOLDER / _PARTIAL).iterdir():
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()


def folder_name(run_id: str) -> str:
    """Return a name for a run's folder: its id, if that can be one on every system."""
    if _SAFE.fullmatch(run_id):
        return run_id
    return "run-" + hashlib.sha256(run_id.encode()).hexdigest()


def suffix(mime_type: str) -> str:
    """Return the suffix for a type of image."""
    return _SUFFIXES.get(mime_type, ".img")


def is_there(file: ImageFile) -> bool:
    """Return whether a file is there with its size."""
    try:
        return file.path.stat().st_size == file.byte_count
    except OSError:
        return False
