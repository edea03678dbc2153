"""Decode, shrink and save images, and embed metadata in the files.

With `contact_sheet`, the only module that loads Pillow. Everything here is CPU work: on an event
loop, call it by `worker_threads.decode`.
"""

from __future__ import annotations

import io
import json
import os
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps, PngImagePlugin, UnidentifiedImageError

from heygen_widgets.errors import ConfigurationError, ImageUnavailable
from heygen_widgets.runtime.atomic_file import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

MAX_PIXELS = 50_000_000
"""Images with more pixels are refused: a small file can decompress to gigabytes."""

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
# A name that ends so asks for a format that can't be had; any other ending is part of the name.
_OTHER_FORMATS = frozenset({".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".svg", ".pdf"})
_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
_READABLE = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF")
_UPLOADED = frozenset({"image/png", "image/jpeg"})
_PNG_MODES = frozenset({"1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"})
_TEXT_KEY = "heygen_widgets"
_EXIF_IFD, _USER_COMMENT, _ORIENTATION = 0x8769, 0x9286, 0x0112
# Exif 2.3, 4.6.5: a user comment begins with eight bytes that name its character code.
_ASCII_CODE = b"ASCII\0\0\0"
# A JPEG's Exif segment holds at most 65,533 bytes, headers included.
_MAX_JPEG_METADATA = 65_000
# All threads share the warning filters, and callers may decode in their own threads.
_WARNINGS = threading.Lock()
# The qualities of a WebP, and how small it is at each at best, compared with the first (measured
# on portraits with more and more noise).
_PREVIEW_QUALITIES = {82: 1.0, 74: 0.58, 64: 0.43, 52: 0.33, 40: 0.23, 25: 0.15, 12: 0.1}
# Higher ones take two and a half times as long for 4 % fewer bytes.
_PREVIEW_METHOD = 2


def inspect(data: bytes) -> tuple[str, tuple[int, int]]:
    """Decode an image completely; return its MIME type, and its width and height in pixels.

    Raises:
        ImageUnavailable: The bytes are not an image, are cut off, or have too many pixels.
    """
    image = decode(data)
    return Image.MIME.get(str(image.format), "application/octet-stream"), image.size


def decode(data: bytes) -> Image.Image:
    """Return the decoded image, turned as its Exif tag says; of an animation, the first frame.

    Raises:
        ImageUnavailable: The bytes are not an image, are cut off, or have too many pixels.
    """
    return _load(io.BytesIO(data), "The file")


def is_turned(data: bytes) -> bool:
    """Return whether an Exif tag says that the pixels are to be turned, which some viewers ignore.

    Raises:
        ImageUnavailable: The bytes are not an image.
    """
    return _orientation(_opened(io.BytesIO(data), "The file")) != 1


def upright(image: Image.Image) -> Image.Image:
    """Return an image with its pixels turned as its Exif tag says, and without the tag."""
    if _orientation(image) == 1:
        return image
    turned = ImageOps.exif_transpose(image)
    turned.format = image.format
    return turned


def for_upload(data: bytes) -> tuple[bytes, str]:
    """Return an image as HeyGen takes it, and its MIME type: a PNG or a JPEG, and upright.

    HeyGen takes no WebP, which its own previews are (source: its reference of "Upload Asset"). What
    is a PNG or a JPEG already is returned as it is.

    Raises:
        ImageUnavailable: The bytes are not an image, are cut off, or have too many pixels.
    """
    mime_type, _ = inspect(data)
    if mime_type in _UPLOADED and not is_turned(data):
        return data, mime_type
    return to_png(decode(data)), "image/png"


def to_png(image: Image.Image) -> bytes:
    """Return an image as an upright PNG."""
    turned = upright(image)
    usable = turned if turned.mode in {"L", "RGB", "RGBA"} else turned.convert("RGB")
    buffer = io.BytesIO()
    usable.save(buffer, "PNG")
    return buffer.getvalue()


def preview(data: bytes, *, side: int = 640, limit: int = 40_000) -> bytes:
    """Return a WebP copy that fits in ``side`` x ``side`` pixels and about ``limit`` bytes.

    Each try has a lower quality, until the copy fits; the last one is returned even if it doesn't.
    The size of the first one tells which qualities need no try.

    Raises:
        ImageUnavailable: The bytes are not an image.
    """
    image = decode(data).convert("RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    first = copy = _webp(image, max(_PREVIEW_QUALITIES))
    lowest = min(_PREVIEW_QUALITIES)
    for quality, size in _PREVIEW_QUALITIES.items():
        if len(copy) <= limit:
            break
        if len(first) * size <= limit or quality == lowest:
            copy = _webp(image, quality)
    return copy


def _webp(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=_PREVIEW_METHOD)
    return buffer.getvalue()


def save(data: bytes, path: str | PathLike[str], metadata: Mapping[str, Any]) -> Path:
    """Write the image to ``path`` with ``metadata`` embedded as JSON.

    A PNG has it in a text chunk, JPEG and WebP in the Exif user comment. The suffix of ``path``
    (.png, .jpg, .jpeg or .webp) chooses the format; with no such suffix, the image keeps its own
    format and gets its suffix. The file appears whole or not at all.

    Returns:
        The path that was written.

    Raises:
        ConfigurationError: The suffix is that of another format, or the metadata is too long for a
            JPEG.
        ImageUnavailable: The bytes are not an image.
        OSError: The file can't be written.
    """
    target = Path(os.path.expanduser(path))  # noqa: PTH111 - `~nobody` raises nothing here
    ending = target.suffix.lower()
    chosen = target.suffix if ending in _FORMATS or ending in _OTHER_FORMATS else ""
    suffix, encoded = embed(data, chosen, metadata)
    if not chosen:
        target = target.parent / f"{target.name}{suffix}"
    write_whole(target, encoded)
    return target


def write_whole(target: Path, data: bytes) -> None:
    """Write a file of the user's: whole, or what was there before stays.

    Raises:
        OSError: It can't be written.
    """
    # A link stays a link: what it leads to is replaced.
    real = target.resolve()
    with replacing(real, real.parent, is_private=False) as stream:
        stream.write(data)


def embed(data: bytes, suffix: str, metadata: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return the suffix and the bytes of an image file with ``metadata`` embedded.

    Args:
        data: The image.
        suffix: Chooses the format; empty for the image's own.
        metadata: What to embed, as JSON.

    Raises:
        ConfigurationError, ImageUnavailable: As in `save`.
    """
    image = decode(data)
    source = str(image.format)
    suffix = suffix or _SUFFIXES.get(source, ".png")
    form = _FORMATS.get(suffix.lower())
    if form is None:
        raise ConfigurationError(
            f"Can't save an image as *{suffix}.", "Use .png, .jpg, .jpeg or .webp."
        )
    # A JPEG that was turned has other pixels, so its own quantisation is of no use.
    keep = form == source and (form != "JPEG" or hasattr(image, "quantization"))
    return suffix, _encode(image, form, json.dumps(metadata), keep=keep)


def read_embedded(path: str | PathLike[str]) -> dict[str, Any]:
    """Return the metadata that `save` embedded in an image file; empty if there is none.

    Raises:
        ImageUnavailable: The file can't be read as an image.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ImageUnavailable(f"Can't read {path}: {error.strerror}.", "") from None
    return metadata_in(data, str(path))


def metadata_in(data: bytes, name: str) -> dict[str, Any]:
    """Return the metadata that is embedded in the bytes of an image; empty if there is none.

    Args:
        data: The file's bytes.
        name: The file's name in error messages.

    Raises:
        ImageUnavailable: The bytes can't be read as an image.
    """
    image = _load(io.BytesIO(data), name)
    text = image.info.get(_TEXT_KEY) or _user_comment(image)
    try:
        metadata = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


def _load(file: io.BytesIO, name: str) -> Image.Image:
    return upright(_opened(file, name))


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - as in `_opened`
        return 1
    return found if found in range(2, 9) else 1


def _opened(file: io.BytesIO, name: str) -> Image.Image:
    try:
        with _WARNINGS, warnings.catch_warnings():
            # Pillow warns of a large image; the check below refuses it.
            warnings.simplefilter("ignore")
            image = Image.open(file, formats=_READABLE)
        is_safe = image.width * image.height <= MAX_PIXELS
        if is_safe:
            image.load()
    except UnidentifiedImageError:
        raise ImageUnavailable(f"{name} is not an image.") from None
    except Image.DecompressionBombError:
        raise ImageUnavailable(f"{name} has too many pixels to open safely.") from None
    except Exception as error:  # noqa: BLE001 - Pillow raises many types for damaged files
        raise ImageUnavailable(f"{name} is damaged or cut off ({error}).") from None
    if not is_safe:
        raise ImageUnavailable(
            f"{name} has {image.width} x {image.height} pixels, too many to open safely."
        )
    return image


def _encode(image: Image.Image, form: str, metadata: str, *, keep: bool) -> bytes:
    buffer = io.BytesIO()
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt(_TEXT_KEY, metadata)
        picture = image if image.mode in _PNG_MODES else image.convert("RGB")
        picture.save(buffer, form, pnginfo=info)
        return buffer.getvalue()
    if form == "JPEG" and len(metadata) > _MAX_JPEG_METADATA:
        raise ConfigurationError("The attributes are too long for a JPEG.", "Use .png or .webp.")
    exif = Image.Exif()
    exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = _ASCII_CODE + metadata.encode("ascii")
    # "keep" uses the JPEG's own quantisation, so that saving it again loses no quality.
    quality: Any = "keep" if keep and form == "JPEG" else 95
    picture = image if keep else image.convert("RGB")
    picture.save(buffer, form, quality=quality, exif=exif)
    return buffer.getvalue()


def _user_comment(image: Image.Image) -> str:
    try:
        comment = image.getexif().get_ifd(_EXIF_IFD).get(_USER_COMMENT, b"")
    except Exception:  # noqa: BLE001 - as in `_opened`
        return ""
    if isinstance(comment, bytes):
        comment = comment.removeprefix(_ASCII_CODE).decode("ascii", "replace")
    return str(comment)
