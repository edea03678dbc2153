"""Thumbnails and small copies of images, for lists and matrices, made once and kept as files."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.history.image_files import is_there
from heygen_widgets.media.small_copies import known_copy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heygen_widgets.history.image_files import ImageFiles
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage


class CopySize(NamedTuple):
    """A size of copies.

    Attributes:
        prefix: How the names of their files begin.
        side: The longer side, in pixels.
        limit: The size in bytes that the quality is lowered for.
        is_alone: Whether a run keeps only one such copy, of its best image.
    """

    prefix: str
    side: int
    limit: int
    is_alone: bool


THUMBNAIL = CopySize("thumbnail-", 96, 4_000, is_alone=True)
IN_MATRIX = CopySize("cell-", 320, 12_000, is_alone=False)
"""The copy that stands in a cell of a sweep's matrix."""


@dataclass(frozen=True)
class Thumbnails:
    """The copies of a history's images.

    The name of a copy's file has a digest of the image and one of the copy. They show, with nothing
    decoded, whether it is that image's copy and whether it is whole.

    Args:
        files: The image files of the history.
    """

    files: ImageFiles

    def of(self, record: Generation) -> bytes:
        """Return a WebP of the best image of a run that is here; empty bytes if there is none."""
        folder = self.files.folder(str(record.run_id))
        # Sorting keeps the order of images that are rated equally: the first one wins.
        ranked = sorted(record.images, key=_rank, reverse=True)
        copies = (self._copy(folder, image, THUMBNAIL) for image in ranked)
        return next(filter(None, copies), b"")

    def in_matrix(self, run_id: str, image: AvatarImage) -> bytes:
        """Return a WebP of an image for a matrix; empty bytes if the image isn't here."""
        return self._copy(self.files.folder(run_id), image, IN_MATRIX)

    def _copy(self, folder: Path, image: AvatarImage, size: CopySize) -> bytes:
        digest = _digest_of(image)
        if not digest:
            return b""
        stored = next(_stored(folder, f"{size.prefix}{digest}"), b"")
        return stored or self._make(folder, image, digest, size)

    def _make(self, folder: Path, image: AvatarImage, digest: str, size: CopySize) -> bytes:
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        try:
            data = image.bytes
            copy = imaging.preview(known_copy(data) or data, side=size.side, limit=size.limit)
        except ImageUnavailable:
            return b""
        # A copy that can't be written is made again the next time: the disk may be full, or
        # the run and its folder may have been deleted meanwhile.
        with suppress(OSError):
            outdated = "*" if size.is_alone else f"{digest}-*"
            for old in list(folder.glob(f"{size.prefix}{outdated}")):
                old.unlink()
            self.files.write_file(folder / f"{size.prefix}{digest}-{_digest(copy)}.webp", copy)
        return copy


def _rank(image: AvatarImage) -> tuple[bool, int]:
    return image.mark.favourite, image.mark.rating or 0


def _digest_of(image: AvatarImage) -> str:
    """Return the digest of an image's bytes; empty if they are not here."""
    if image.file:
        return image.file.digest[:16] if is_there(image.file) else ""
    return _digest(image.bytes) if image.is_downloaded else ""


def _stored(folder: Path, beginning: str) -> Iterator[bytes]:
    """Yield the stored copies whose names begin so and that are whole."""
    with suppress(OSError):
        for path in list(folder.glob(f"{beginning}-*.webp")):
            data = path.read_bytes()
            if path.name.endswith(f"-{_digest(data)}.webp"):
                yield data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
