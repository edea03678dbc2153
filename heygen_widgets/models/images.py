"""`AvatarImage`: one picture of a generation, with its key, its link and its bytes.

Two things do I/O, both on request: `AvatarImage.save` writes a file, and an image of a history
reads its file when its bytes are used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, ImageUnavailable
from heygen_widgets.media import static_html
from heygen_widgets.models.marks import Mark

if TYPE_CHECKING:
    from os import PathLike

    from PIL.Image import Image

    from heygen_widgets.models.attributes import AvatarAttributes

# Inside AvatarImage the name `bytes` is the property.
_Bytes = bytes


@dataclass(frozen=True)
class ImageFile:
    """The file in which a history keeps a picture, with a digest that shows changes to it.

    Attributes:
        path: The file.
        byte_count: Its size in bytes.
        digest: Its SHA-256, in hexadecimal.
    """

    path: Path
    byte_count: int
    digest: str

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises:
            ImageUnavailable: The file is missing, can't be read, or was changed.
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

    HeyGen's avatar groups and looks accept the key. It is opaque: don't parse it.

    Attributes:
        key: HeyGen's image key, ``image/701c…/original``; empty if HeyGen gave none.
        url: Where HeyGen serves the picture; such links may expire. Empty if HeyGen gave none.
        index: Its position in the generation, from 0.
        generation_id: The generation that it belongs to.
        attributes: What was asked for, if known.
        error: Why the download failed; None if it succeeded or was not tried.
        file: The file in which a history keeps its bytes; None if it is in no history.
        mark: Your favourite, rating and note, from a history.
        job_id: HeyGen's id of the job that made it: on v2 the ``generation_id`` that a look of it
            needs, which is not the id of a generation of two jobs. None for a photo of your own.
        group_id: The avatar group that it is a look of by itself (v3); None on v2.
        api: The version of HeyGen's API that its key is for, ``v2`` or ``v3``; empty if unknown.
    """

    key: str
    url: str
    index: int
    generation_id: str | None = None
    attributes: AvatarAttributes | None = None
    error: ImageUnavailable | None = None
    file: ImageFile | None = field(default=None, repr=False)
    mark: Mark = field(default_factory=Mark)
    job_id: str | None = field(default=None, repr=False)
    group_id: str | None = field(default=None, repr=False)
    api: str = field(default="", repr=False)
    _data: _Bytes | None = field(default=None, repr=False)
    _mime_type: str = ""
    _size: tuple[int, int] = (0, 0)

    def __repr__(self) -> str:
        count = len(self._data) if self._data else self.file.byte_count if self.file else 0
        state = f"{count:,} bytes" if count else self.error or "not downloaded"
        return f"<AvatarImage {self.index + 1} {self.key!r}: {state}>"

    @property
    def is_downloaded(self) -> bool:
        """Whether the picture's bytes are available, in memory or in the history's file."""
        return self._data is not None or self.file is not None

    @property
    def bytes(self) -> _Bytes:
        """The file exactly as HeyGen served it.

        An image of a history reads its file each time, so that thousands of images fit in memory.

        Raises:
            ImageUnavailable: It was not downloaded (`error` has the reason, if it was tried), or
                its file in the history is missing or was changed.
        """
        if self._data is not None:
            return self._data
        if self.file is not None:
            return self.file.read()
        raise self._missing()

    @property
    def pil(self) -> Image:
        """The picture as a new ``PIL.Image.Image``.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        return imaging.decode(self.bytes)

    @property
    def mime_type(self) -> str:
        """The MIME type, read from the file's own bytes, such as ``image/png``.

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
    def is_look(self) -> bool:
        """Whether it is a look of an avatar by itself, whose id is its key (v3)."""
        return self.api == "v3" and self.job_id is not None

    @property
    def alt(self) -> str:
        """The alt text for people who can't see the picture, made of the attributes."""
        about = self.attributes.describe() if self.attributes else "avatar photo"
        return f"Image {self.index + 1}: {about}"

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the picture to a file, with attributes, key and generation id embedded.

        ``AvatarAttributes.from_image`` reads the attributes back. The suffix chooses the format
        (.png, .jpg, .jpeg or .webp); without one of these, the picture keeps its own format. In a
        folder that is there it gets a name of its own. The file appears whole or not at all.

        Returns:
            The path that was written.

        Raises:
            ImageUnavailable: It was not downloaded.
            ConfigurationError: The suffix is that of another format.
            OSError: The file can't be written.
        """
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        target = Path(os.path.expanduser(path))  # noqa: PTH111 - `~nobody` raises nothing here
        if target.is_dir():
            name, data = self.as_file()
            imaging.write_whole(target / name, data)
            return target / name
        return imaging.save(self.bytes, path, self._metadata)

    def as_file(self, suffix: str = "") -> tuple[str, _Bytes]:
        """Return a file name and the bytes that `save` would write.

        Args:
            suffix: Chooses the format as in `save`; empty for the picture's own.

        Raises:
            ImageUnavailable: It was not downloaded.
            ConfigurationError: The suffix is not one of those.
        """
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        suffix, data = imaging.embed(self.bytes, suffix, self._metadata)
        name = self.attributes.name if self.attributes else "avatar"
        plain = "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")[:40]
        generation = (self.generation_id or "")[:8]
        parts = (plain or "avatar", generation, str(self.index + 1))
        return "-".join(part for part in parts if part) + suffix, data

    @property
    def picture(self) -> static_html.Picture:
        """The image in the form that ``static_html`` renders."""
        return static_html.Picture(self.key, self.alt, lambda: self.bytes)

    @property
    def _metadata(self) -> dict[str, Any]:
        ids: dict[str, Any] = {"key": self.key, "generation_id": self.generation_id}
        return ids | ({"attributes": self.attributes.to_dict()} if self.attributes else {})

    def at(self, index: int, generation_id: str | None) -> AvatarImage:
        """Return a copy at this position of a generation."""
        if (self.index, self.generation_id) == (index, generation_id):
            return self
        return replace(self, index=index, generation_id=generation_id)

    def with_mark(self, mark: Mark) -> AvatarImage:
        """Return a copy with this mark. Nothing is recorded: `History.mark` does that."""
        return self if self.mark == mark else replace(self, mark=mark)

    def with_data(self, data: _Bytes, mime_type: str, size: tuple[int, int]) -> AvatarImage:
        """Return a copy with its bytes in memory."""
        return replace(self, _data=data, file=None, _mime_type=mime_type, _size=size, error=None)

    def with_file(self, file: ImageFile, mime_type: str, size: tuple[int, int]) -> AvatarImage:
        """Return a copy whose bytes are read from a file when they are used."""
        return replace(self, _data=None, file=file, _mime_type=mime_type, _size=size, error=None)

    def _missing(self) -> ImageUnavailable:
        error = self.error or ImageUnavailable(
            f"Image {self.index + 1} was not downloaded.",
            "Call `await heygen.download(image)`.",
        )
        # Every access raises the same error, whose traceback would otherwise grow each time.
        return error.with_traceback(None)

    def _repr_html_(self) -> str:
        return static_html.render_picture(self.picture)


class Images(tuple[AvatarImage, ...]):
    """Several images, which a notebook shows as pictures."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return static_html.render_gallery("", (), "", [image.picture for image in self])


def checked_keys(keys: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Return keys of images that are there.

    Args:
        keys: What was asked for.
        known: The keys that there are.

    Raises:
        ConfigurationError: They are not a list, there are none, or some are unknown.
    """
    if isinstance(keys, str) or not isinstance(keys, Iterable):
        raise ConfigurationError(f"{keys!r} is not a list of image keys.", f"Use [{keys!r}].")
    wanted = tuple(keys)
    there = f"The keys here are {', '.join(known)}." if known else "There are no images here."
    if not wanted:
        raise ConfigurationError("No image was named.", there)
    unknown = [key for key in wanted if key not in known]
    if unknown:
        said = ", ".join(map(repr, unknown))
        raise ConfigurationError(f"There is no image with the key {said}.", there)
    return wanted
