"""Pictures that are not what they seem: too large, too deep, of another kind, or none."""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PNG = b"\x89PNG\r\n\x1a\n"
BOMB_SIDE = 10_000
PADDING = bytes(1_000_000)
PADDINGS = 51


class Oversized(StreamingResponse):
    """A picture with more than 50 MB of zeros behind it: decoders would take it.

    Args:
        good: The answer that holds the picture.
    """

    def __init__(self, good: Response) -> None:
        picture = bytes(good.body)
        size = len(picture) + PADDINGS * len(PADDING)
        headers = {"Content-Length": str(size)}
        super().__init__(_padded(picture), headers=headers, media_type="image/png")


async def _padded(picture: bytes) -> AsyncIterator[bytes]:
    yield picture
    for _ in range(PADDINGS):
        yield PADDING


def in_another_format(picture: bytes) -> bytes:
    """Return the same picture as JPEG or WebP; which one follows from its bytes."""
    # The only faulty picture that needs a decoder; the sandbox's artists have their own process.
    from PIL import Image  # noqa: PLC0415 - not before it is needed

    buffer = BytesIO()
    form = ("JPEG", "WEBP")[zlib.crc32(picture) % 2]
    Image.open(BytesIO(picture)).convert("RGB").save(buffer, form)
    return buffer.getvalue()


@cache
def bomb() -> bytes:
    """Return a valid PNG of a few kilobytes and 100 million white pixels."""
    row = b"\0" + b"\xff" * (BOMB_SIDE // 8)
    header = struct.pack(">IIBBBBB", BOMB_SIDE, BOMB_SIDE, 1, 0, 0, 0, 0)
    pixels = zlib.compress(row * BOMB_SIDE)
    return PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def garbage() -> bytes:
    """Return noise that begins like a PNG."""
    return PNG + random.Random(0).randbytes(50_000)  # noqa: S311 - nothing secret


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
