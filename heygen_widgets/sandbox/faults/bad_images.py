"""Images that a client must survive: too large, in another format, or no images at all."""

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
PADDING_COUNT = 51


class OversizedImage(StreamingResponse):
    """An image followed by more than 50 MB of zeros, which decoders accept.

    Args:
        response: The response that contains the image.
    """

    def __init__(self, response: Response) -> None:
        picture = bytes(response.body)
        size = len(picture) + PADDING_COUNT * len(PADDING)
        headers = {"Content-Length": str(size)}
        super().__init__(_padded(picture), headers=headers, media_type="image/png")


async def _padded(picture: bytes) -> AsyncIterator[bytes]:
    yield picture
    for _ in range(PADDING_COUNT):
        yield PADDING


def in_other_format(picture: bytes) -> bytes:
    """Return the same picture as JPEG or, if it is none, as WebP; its bytes decide which."""
    # Only this fault decodes an image here: portraits are drawn in a process of their own.
    from PIL import Image  # noqa: PLC0415 - loaded only when needed

    buffer = BytesIO()
    image = Image.open(BytesIO(picture))
    others = [form for form in ("JPEG", "WEBP") if form != image.format]
    image.convert("RGB").save(buffer, others[zlib.crc32(picture) % len(others)])
    return buffer.getvalue()


@cache
def decompression_bomb() -> bytes:
    """Return a valid PNG of a few kilobytes and 100 million white pixels."""
    row = b"\0" + b"\xff" * (BOMB_SIDE // 8)
    header = struct.pack(">IIBBBBB", BOMB_SIDE, BOMB_SIDE, 1, 0, 0, 0, 0)
    pixels = zlib.compress(row * BOMB_SIDE)
    return PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def random_bytes() -> bytes:
    """Return random bytes that begin like a PNG."""
    return PNG + random.Random(0).randbytes(50_000)  # noqa: S311 - nothing secret


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
