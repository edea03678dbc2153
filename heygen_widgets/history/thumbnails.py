"""Very small copies of pictures, made once and kept beside them: lists of runs show many."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.history.pictures import is_there

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heygen_widgets.history.pictures import Pictures
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage

SIDE = 96
"""Its longer side, in pixels."""
LIMIT = 4_000
"""About how many bytes it may have."""

_PREFIX = "thumbnail-"


@dataclass(frozen=True)
class Thumbnails:
    """The thumbnails of a history.

    A thumbnail's name holds digests of the picture and of itself: whether it belongs to the
    picture, and is whole, is seen without decoding either.

    Args:
        pictures: The images of the history.
    """

    pictures: Pictures

    def of(self, record: Generation) -> bytes:
        """Return a WebP of a run's best image that is here; empty bytes where there is none."""
        folder = self.pictures.folder(str(record.run_id))
        # The first of those that are thought of equally well.
        ranked = sorted(record.images, key=_rank, reverse=True)
        copies = (self._copy(folder, image) for image in ranked)
        return next(filter(None, copies), b"")

    def _copy(self, folder: Path, image: AvatarImage) -> bytes:
        digest = _digest_of(image)
        if not digest:
            return b""
        kept = next(_kept(folder, digest), b"")
        return kept or self._made(folder, image, digest)

    def _made(self, folder: Path, image: AvatarImage, digest: str) -> bytes:
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        try:
            copy = imaging.preview(image.bytes, side=SIDE, limit=LIMIT)
        except ImageUnavailable:
            return b""
        # On a full disk it is made again each time; and a run that is deleted meanwhile has no
        # folder to put it in.
        with suppress(OSError):
            for old in list(folder.glob(f"{_PREFIX}*")):
                old.unlink()
            self.pictures.put(folder / f"{_PREFIX}{digest}-{_digest(copy)}.webp", copy)
        return copy


def _rank(image: AvatarImage) -> tuple[bool, int]:
    return image.mark.favourite, image.mark.rating or 0


def _digest_of(image: AvatarImage) -> str:
    """Return the digest of a picture that is here; empty if it isn't."""
    if image.file:
        return image.file.digest[:16] if is_there(image.file) else ""
    return _digest(image.bytes) if image.is_downloaded else ""


def _kept(folder: Path, digest: str) -> Iterator[bytes]:
    """Go through the whole thumbnails of a picture."""
    with suppress(OSError):
        for path in list(folder.glob(f"{_PREFIX}{digest}-*.webp")):
            data = path.read_bytes()
            if path.name.endswith(f"-{_digest(data)}.webp"):
                yield data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
