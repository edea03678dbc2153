"""Images as the browser gets them: small copies, captions, and the space that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets import imaging
from heygen_widgets.attributes import Orientation
from heygen_widgets.errors import ImageUnavailable

if TYPE_CHECKING:
    from heygen_widgets.records import AvatarImage, Generation


def outputs(record: Generation, copies: list[bytes] | None) -> dict[str, Any]:
    """Return a record's pictures as the values of the widget's traits; no copies, no figures."""
    values: dict[str, Any] = {
        "previews": copies or [],
        "figures": [figure(image) for image in record.images if copies is not None],
    }
    known = shape(record)
    return values | {"shown_orientation": known} if known else values


def shape(record: Generation) -> str:
    """Return the orientation of the pictures: as asked for, else as they came; empty if unknown."""
    if record.attributes:
        return record.attributes.orientation.value
    sizes = [image.size for image in record.images if image.is_downloaded]
    if not sizes:
        return ""
    width, height = sizes[0]
    if width == height:
        return Orientation.SQUARE.value
    return (Orientation.HORIZONTAL if width > height else Orientation.VERTICAL).value


def figure(image: AvatarImage) -> dict[str, Any]:
    """Return what stands around an image: its key, its alt text, and why it is missing."""
    return {
        "key": image.key,
        "alt": image.alt,
        "error": str(image.error) if image.error else "",
    }


def previews(images: tuple[AvatarImage, ...]) -> list[bytes]:
    """Return a small copy of each image; empty bytes where it can't be had."""
    return [_preview(image) for image in images]


def _preview(image: AvatarImage) -> bytes:
    try:
        return imaging.preview(image.bytes)
    except ImageUnavailable:
        return b""
