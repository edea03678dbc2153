"""What a run of HeyGen left behind: frozen records, no I/O.

The one exception to 'no I/O' is `AvatarImage.save`, which writes the file that it is asked for.
"""

from __future__ import annotations

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
    """

    key: str
    url: str
    index: int
    generation_id: str | None = None
    attributes: AvatarAttributes | None = None
    error: ImageUnavailable | None = None
    _data: _Bytes | None = field(default=None, repr=False)
    _mime_type: str = ""
    _size: tuple[int, int] = (0, 0)

    def __repr__(self) -> str:
        state = f"{len(self._data):,} bytes" if self._data else self.error or "not downloaded"
        return f"<AvatarImage {self.index + 1} {self.key!r}: {state}>"

    @property
    def is_downloaded(self) -> bool:
        """Whether the picture's bytes are here."""
        return self._data is not None

    @property
    def bytes(self) -> _Bytes:
        """The file exactly as HeyGen served it.

        Raises:
            ImageUnavailable: It was not downloaded; `error` has the reason, if there was one.
        """
        if self._data is None:
            error = self.error or ImageUnavailable(
                f"Image {self.index + 1} was not downloaded.",
                "Call `await heygen.download(image)`.",
            )
            # The same error is raised at every access; its traceback must not grow each time.
            raise error.with_traceback(None)
        return self._data

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
        return self._mime_type if self.bytes else ""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        return self._size if self.bytes else (0, 0)

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
        return replace(self, _data=data, _mime_type=mime_type, _size=size, error=None)

    def _repr_html_(self) -> str:
        return gallery.render_image(self)


@dataclass(frozen=True, kw_only=True, eq=False)
class Generation:
    """One run, as far as it got.

    Attributes:
        id: HeyGen's generation id; None until HeyGen has answered the submit.
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
        """Return a copy with one image, not downloaded, for each link or key."""
        pairs = zip_longest(urls, keys, fillvalue="")
        images = tuple(
            AvatarImage(
                key=key,
                url=url,
                index=index,
                generation_id=self.id,
                attributes=self.attributes,
            )
            for index, (url, key) in enumerate(pairs)
        )
        return replace(self, images=images)

    def _repr_html_(self) -> str:
        return gallery.render_generation(self)
