"""Small copies of images, each made once: for the screen, the notebook file and thumbnails.

The latest copies stay in memory, by the digest of their image. So whoever needs one gets it,
whether the image comes from memory, from a history's file, or from another client.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future
from contextlib import suppress

SIDE = 640
"""The longer side of a small copy, in pixels."""
LIMIT = 32_000
"""The size of a small copy, in bytes, that its quality is lowered for."""
KEPT = 64
"""How many copies stay in memory: some 2 MB."""

_Copies = dict[tuple[int, bytes], Future[bytes]]
_COPIES: _Copies = {}


def small_copy(data: bytes) -> bytes:
    """Return the small copy of an image, as WebP; another thread's call for it makes no second one.

    Making it takes CPU time: on an event loop, call it by `worker_threads.decode`.

    Args:
        data: The image, as it came.

    Raises:
        ImageUnavailable: The bytes are not an image.
    """
    key = _key(data)
    made: Future[bytes] = Future()
    # One step, so that of two threads one finds the other's.
    known = _COPIES.setdefault(key, made)
    if known is made:
        _make(key, made, data)
    return known.result()


def known_copy(data: bytes) -> bytes:
    """Return the small copy of an image if it is in memory; empty bytes if it isn't."""
    known = _COPIES.get(_key(data))
    return known.result() if known and known.done() and not known.exception() else b""


def _make(key: tuple[int, bytes], made: Future[bytes], data: bytes) -> None:
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    try:
        made.set_result(imaging.preview(data, side=SIDE, limit=LIMIT))
    except BaseException as error:
        _COPIES.pop(key, None)
        made.set_exception(error)
        raise
    for old in [*_COPIES][:-KEPT]:
        with suppress(KeyError):
            # Whoever waits for it has it in hand.
            del _COPIES[old]


def _key(data: bytes) -> tuple[int, bytes]:
    # A forked process has none of its parent's threads, which may be at work on a copy.
    return os.getpid(), hashlib.sha256(data).digest()
