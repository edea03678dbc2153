"""What a run of HeyGen left behind: frozen records, no I/O.

The exceptions to 'no I/O': `AvatarImage.save` writes the file that it is asked for, and an image
that was loaded from a history reads its file when its bytes are asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING

from heygen_widgets import gallery
from heygen_widgets.errors import ImageUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from os import PathLike
    from pathlib import Path

    from PIL.Image import Image

    from heygen_widgets.attributes import AvatarAttributes

# Inside AvatarImage the name `bytes` is the property.
_Bytes = bytes


class GenerationStatus(StrEnum):
    """Where a generation stands.

    ``in_progress``, ``success`` and ``failed`` are HeyGen's; the others are ours.
    """

    SUBMITTING = "submitting"
    """The request is on its way."""
    IN_PROGRESS = "in_progress"
    """HeyGen works on it."""
    SUCCESS = "success"
    """The images are there."""
    FAILED = "failed"
    """HeyGen refused it or gave up."""
    UNKNOWN = "unknown"
    """The request may or may not have reached HeyGen; it may have been billed."""
    TIMED_OUT = "timed_out"
    """We stopped waiting at the deadline; HeyGen goes on, and it can be resumed."""
    STOPPED = "stopped"
    """We were told to stop waiting; HeyGen goes on, and it can be resumed."""

    @property
    def is_final(self) -> bool:
        """Whether nobody waits any more."""
        return self not in {GenerationStatus.SUBMITTING, GenerationStatus.IN_PROGRESS}

    @property
    def is_resumable(self) -> bool:
        """Whether HeyGen may still be working on it although we stopped waiting."""
        return self in {GenerationStatus.TIMED_OUT, GenerationStatus.STOPPED}


@dataclass(frozen=True)
class ImageFile:
    """Where a history keeps the bytes of a picture, and how to tell that they are still the same.

    Attributes:
        path: The file.
        byte_count: Its size.
        digest: Its SHA-256, in hexadecimal.
    """

    path: Path
    byte_count: int
    digest: str

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            ImageUnavailable: The file is gone, can't be read, or was changed.
        """
        try:
            data = self.path.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ImageUnavailable(f"The image can't be read from {self.path}: {reason}.") from None
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise ImageUnavailable(f"The image in {self.path} was changed since it was recorded.")
        return data


@dataclass(frozen=True, kw_only=True, eq=False)
class AvatarImage:
    """One picture of a generation.

    The key is what HeyGen's avatar groups and looks take. It is opaque: don't parse it.

    Attributes:
        key: HeyGen's image key, ``image/701c…/original``; empty if HeyGen named none.
        url: Where HeyGen serves the picture; such links may expire. Empty if HeyGen named none.
        index: Its place in the generation, from 0.
        generation_id: The generation that it belongs to.
        attributes: What was asked for, if known.
        error: Why the picture can't be had; None if it is here or was not asked for.
        file: Where a history keeps its bytes; None if none does.
    """

    key: str
    url: str
    index: int
    generation_id: str | None = None
    attributes: AvatarAttributes | None = None
    error: ImageUnavailable | None = None
    file: ImageFile | None = field(default=None, repr=False)
    _data: _Bytes | None = field(default=None, repr=False)
    _mime_type: str = ""
    _size: tuple[int, int] = (0, 0)

    def __repr__(self) -> str:
        count = len(self._data) if self._data else self.file.byte_count if self.file else 0
        state = f"{count:,} bytes" if count else self.error or "not downloaded"
        return f"<AvatarImage {self.index + 1} {self.key!r}: {state}>"

    @property
    def is_downloaded(self) -> bool:
        """Whether the picture's bytes are here, in memory or in the history's file."""
        return self._data is not None or self.file is not None

    @property
    def bytes(self) -> _Bytes:
        """The file exactly as HeyGen served it.

        An image from a history reads its file each time: thousands of them must fit in memory.

        Raises:
            ImageUnavailable: It was not downloaded; `error` has the reason, if there was one. Or
                its file in the history is gone or was changed.
        """
        if self._data is not None:
            return self._data
        if self.file is not None:
            return self.file.read()
        raise self._missing()

    @property
    def pil(self) -> Image:
        """The picture as a new `PIL.Image.Image`.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        from heygen_widgets import imaging  # noqa: PLC0415 - loads Pillow

        return imaging.decode(self.bytes)

    @property
    def mime_type(self) -> str:
        """The type of the file as found inside it, such as ``image/png``.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        if not self.is_downloaded:
            raise self._missing()
        return self._mime_type

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        if not self.is_downloaded:
            raise self._missing()
        return self._size

    @property
    def alt(self) -> str:
        """A sentence for those who can't see the picture, from the attributes."""
        about = self.attributes.describe() if self.attributes else "avatar photo"
        return f"Image {self.index + 1}: {about}"

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the picture to a file, with attributes, key and generation id embedded.

        ``AvatarAttributes.from_image`` reads the attributes back. The suffix chooses the format
        (.png, .jpg, .jpeg or .webp); with none, the picture's own.

        Returns:
            The path that was written.

        Raises:
            ImageUnavailable: It was not downloaded.
            ConfigurationError: The suffix is another one.
            OSError: The file can't be written.
        """
        from heygen_widgets import imaging  # noqa: PLC0415 - loads Pillow

        story = {"key": self.key, "generation_id": self.generation_id}
        if self.attributes:
            return imaging.save(self.bytes, path, story | {"attributes": self.attributes.to_dict()})
        return imaging.save(self.bytes, path, story)

    def with_data(self, data: _Bytes, mime_type: str, size: tuple[int, int]) -> AvatarImage:
        """Return a copy that has its bytes."""
        return replace(self, _data=data, file=None, _mime_type=mime_type, _size=size, error=None)

    def with_file(self, file: ImageFile, mime_type: str, size: tuple[int, int]) -> AvatarImage:
        """Return a copy whose bytes are in a file, read when they are asked for."""
        return replace(self, _data=None, file=file, _mime_type=mime_type, _size=size, error=None)

    def _missing(self) -> ImageUnavailable:
        error = self.error or ImageUnavailable(
            f"Image {self.index + 1} was not downloaded.",
            "Call `await heygen.download(image)`.",
        )
        # The same error is raised at every access; its traceback must not grow each time.
        return error.with_traceback(None)

    def _repr_html_(self) -> str:
        return gallery.render_image(self)


@dataclass(frozen=True, kw_only=True, eq=False)
class Generation:
    """One run, as far as it got.

    Attributes:
        id: HeyGen's generation id; None until HeyGen has answered the submit.
        run_id: Our own id of the run, made before the request leaves; the history knows the run by
            it.
        attributes: What was asked for; None for a generation known by its id alone.
        status: Where it stands.
        message: HeyGen's reason, or ours, in words; None if there is nothing to say.
        images: The pictures in HeyGen's order: usually four, but HeyGen doesn't promise it.
        submitted_at: When the request left, with time zone; None if it left elsewhere.
        finished_at: When the run ended here, with time zone; None while it goes on.
        api: The version of HeyGen's API that served it, ``v2``.
        request_id: HeyGen's id of the request that submitted it, for their support.
    """

    status: GenerationStatus
    id: str | None = None
    run_id: str | None = None
    attributes: AvatarAttributes | None = None
    message: str | None = None
    images: tuple[AvatarImage, ...] = ()
    submitted_at: datetime | None = None
    finished_at: datetime | None = None
    api: str = "v2"
    request_id: str | None = None

    def __repr__(self) -> str:
        count = f", {len(self.images)} images" if self.images else ""
        took = f" in {self.elapsed:.1f} s" if self.elapsed is not None else ""
        message = f": {self.message}" if self.message else ""
        return f"<Generation {self.id or '(no id)'} {self.status.value}{count}{took}{message}>"

    @property
    def image_keys(self) -> tuple[str, ...]:
        """The images' keys, in HeyGen's order."""
        return tuple(image.key for image in self.images)

    @property
    def image_urls(self) -> tuple[str, ...]:
        """The images' links, in HeyGen's order."""
        return tuple(image.url for image in self.images)

    @property
    def elapsed(self) -> float | None:
        """Seconds from the submit to the end; None while it goes on, or if it left elsewhere."""
        if self.submitted_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.submitted_at).total_seconds()

    def with_images(self, urls: Sequence[str], keys: Sequence[str]) -> Generation:
        """Return a copy with an image for each link or key; one that is here already is kept."""
        here = {image.key: image for image in self.images if image.key and image.is_downloaded}
        pairs = enumerate(zip_longest(urls, keys, fillvalue=""))
        images = (
            here.get(key)
            or AvatarImage(
                key=key,
                url=url,
                index=index,
                generation_id=self.id,
                attributes=self.attributes,
            )
            for index, (url, key) in pairs
        )
        return replace(self, images=tuple(images))

    def _repr_html_(self) -> str:
        return gallery.render_generation(self)
