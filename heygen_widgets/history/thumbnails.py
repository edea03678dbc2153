"""Thumbnails: very small copies of images, for lists of runs, made once and kept as files."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.history.image_files import is_there
from heygen_widgets.media.small_copies import known_copy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heygen_widgets.history.image_files import ImageFiles
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage

SIDE = 96
"""The longer side of a thumbnail, in pixels."""
LIMIT = 4_000
"""The size of a thumbnail, in bytes, that its quality is lowered for."""

_PREFIX = "thumbnail-"


@dataclass(frozen=True)
class Thumbnails:
    """The thumbnails of a history.

    The name of a thumbnail's file has a digest of the image and one of the thumbnail. They show,
    with nothing decoded, whether it is that image's thumbnail and whether it is whole.

    Args:
        files: The image files of the history.
    """

    files: ImageFiles

    def of(self, record: Generation) -> bytes:
        """Return a WebP of the best image of a run that is here; empty bytes if there is none."""
        folder = self.files.folder(str(record.run_id))
        # Sorting keeps the order of images that are rated equally: the first one wins.
        ranked = sorted(record.images, key=_rank, reverse=True)
        copies = (self._copy(folder, image) for image in ranked)
        return next(filter(None, copies), b"")

    def _copy(self, folder: Path, image: AvatarImage) -> bytes:
        digest = _digest_of(image)
        if not digest:
            return b""
        stored = next(_stored(folder, digest), b"")
        return stored or self._make(folder, image, digest)

    def _make(self, folder: Path, image: AvatarImage, digest: str) -> bytes:
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        try:
            data = image.bytes
            copy = imaging.preview(known_copy(data) or data, side=SIDE, limit=LIMIT)
        except ImageUnavailable:
            return b""
        # A thumbnail that can't be written is made again the next time: the disk may be full, or
        # the run and its folder may have been deleted meanwhile.
        with suppress(OSError):
            for old in list(folder.glob(f"{_PREFIX}*")):
                old.unlink()
            self.files.write_file(folder / f"{_PREFIX}{digest}-{_digest(copy)}.webp", copy)
        return copy


def _rank(image: AvatarImage) -> tuple[bool, int]:
    return image.mark.favourite, image.mark.rating or 0


def _digest_of(image: AvatarImage) -> str:
    """Return the digest of an image's bytes; empty if they are not here."""
    if image.file:
        return image.file.digest[:16] if is_there(image.file) else ""
    return _digest(image.bytes) if image.is_downloaded else ""


def _stored(folder: Path, digest: str) -> Iterator[bytes]:
    """Yield the stored thumbnails of an image that are whole."""
    with suppress(OSError):
        for path in list(folder.glob(f"{_PREFIX}{digest}-*.webp")):
            data = path.read_bytes()
            if path.name.endswith(f"-{_digest(data)}.webp"):
                yield data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
