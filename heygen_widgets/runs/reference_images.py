"""Read reference images, check them, and upload those that are not on the web."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.limits import MAX_REFERENCE_BYTES, MAX_REFERENCE_IMAGES
from heygen_widgets.models.references import Reference
from heygen_widgets.runtime import worker_threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def gather(
    images: Iterable[Any], avatar_id: str | None, upload: Callable[[bytes, str], Awaitable[str]]
) -> tuple[Reference, ...]:
    """Return references to images and to a look; images that are not on the web are uploaded.

    Args:
        images: As in `read`.
        avatar_id: As in `read`.
        upload: Takes bytes and a MIME type, and returns HeyGen's id of them.

    Raises:
        InvalidAttributes: As in `read`; nothing was uploaded.
    """
    return await (await read(images, avatar_id)).uploaded(upload)


async def read(images: Iterable[Any], avatar_id: str | None) -> References:
    """Return references that were read and checked, and are still to be uploaded.

    Args:
        images: Paths, bytes, PIL images, images of a generation, or https addresses.
        avatar_id: The look, if any.

    Raises:
        InvalidAttributes: There are too many, or one is no image.
    """
    numbered = enumerate(listed(images), start=1)
    found = [await worker_threads.decode(_read, number, image) for number, image in numbered]
    problems = {name: problem for name, problem in map(_problem, found) if problem}
    if len(found) > MAX_REFERENCE_IMAGES:
        problems["reference_images"] = (
            f"are {len(found)}; HeyGen takes at most {MAX_REFERENCE_IMAGES}"
        )
    if problems:
        raise InvalidAttributes(problems)
    look = (Reference("look", avatar_id.strip()),) if avatar_id and avatar_id.strip() else ()
    return References(look, tuple(found))


def listed(images: Iterable[Any]) -> tuple[Any, ...]:
    """Return images as a tuple.

    Raises:
        InvalidAttributes: It is a single image in place of a list.
    """
    is_single = isinstance(images, str | bytes | bytearray | memoryview | PathLike | Mapping)
    if is_single or not isinstance(images or (), Iterable):
        raise InvalidAttributes({"reference_images": "must be a list of images, not one of them"})
    return tuple(images or ())


@dataclass(frozen=True)
class References:
    """A look and images that were read.

    Attributes:
        look: The look, if any.
        images: The images.
    """

    look: tuple[Reference, ...]
    images: tuple[ReadImage, ...]

    async def uploaded(
        self, upload: Callable[[bytes, str], Awaitable[str]]
    ) -> tuple[Reference, ...]:
        """Upload the images that are not on the web, and return the references."""
        return self.look + tuple([await _referred(image, upload) for image in self.images])


@dataclass(frozen=True)
class ReadImage:
    """A reference image that was read: its address, its bytes and type, or its problem."""

    name: str
    address: str = ""
    data: bytes = b""
    mime_type: str = ""
    problem: str = ""


def _problem(image: ReadImage) -> tuple[str, str]:
    return image.name, image.problem


async def _referred(image: ReadImage, upload: Callable[[bytes, str], Awaitable[str]]) -> Reference:
    if image.address:
        return Reference("url", image.address)
    return Reference("asset", await upload(image.data, image.mime_type))


def _read(number: int, given: Any) -> ReadImage:  # noqa: ANN401 - checked here
    name = f"reference image {number}"
    if isinstance(given, str) and given.strip().lower().startswith(("https://", "http://")):
        secure = given.strip().lower().startswith("https://")
        problem = "" if secure else "must be an https address"
        return ReadImage(name, address=given.strip(), problem=problem)
    try:
        return _checked(name, _bytes_of(given))
    except Exception as error:  # noqa: BLE001 - files, Pillow and the caller's objects raise all sorts
        return ReadImage(name, problem=f"can't be read ({getattr(error, 'what', None) or error})")


def _bytes_of(given: Any) -> bytes:  # noqa: ANN401 - paths, bytes, PIL images, our images
    if isinstance(given, bytes | bytearray | memoryview):
        return bytes(given)
    if hasattr(given, "is_downloaded"):
        return bytes(given.bytes)
    if hasattr(given, "save") and hasattr(given, "mode"):
        return _png_of(given)
    return Path(given).expanduser().read_bytes()


def _checked(name: str, data: bytes) -> ReadImage:
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    data, mime_type = imaging.for_upload(data)
    if len(data) > MAX_REFERENCE_BYTES:
        return ReadImage(
            name, problem=f"has {len(data):,} bytes; HeyGen takes at most {MAX_REFERENCE_BYTES:,}"
        )
    return ReadImage(name, data=data, mime_type=mime_type)


def _png_of(picture: Any) -> bytes:  # noqa: ANN401 - a PIL image; Pillow isn't loaded here
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    return imaging.to_png(picture)
