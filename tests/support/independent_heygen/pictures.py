"""The pictures that the server draws or was given, and the links to them."""

from __future__ import annotations

import io
import time
import uuid
from contextlib import suppress

from PIL import Image, UnidentifiedImageError

from tests.support.independent_heygen.listener import png

SIZES = {"square": (1024, 1024), "horizontal": (1376, 768), "vertical": (768, 1376)}
ODD_SIZES = {"square": (500, 500), "horizontal": (641, 359), "vertical": (359, 641)}
STARTS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF": "application/pdf"}
EVERYBODYS = "image/public/original"
"""The picture of all public looks."""

LOST = b"<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
EXPIRED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>"
)


class Pictures:
    """Files by their path; those of looks are shown only to who has a signed link.

    A file is its type and its bytes, or the seed and size of what is drawn when it is asked for.
    """

    def __init__(self, server):
        self._server = server
        self._files = {EVERYBODYS: ("image/png", (EVERYBODYS, *SIZES["square"]))}
        self._private, self._oldest = set(), 0

    def draw(self, path, shape):
        """Put a picture of this shape there."""
        size = (ODD_SIZES if self._server.quirks else SIZES)[shape]
        self._files[path] = ("image/jpeg" if self._server.quirks else "image/png", (path, *size))

    def keep(self, path, kind, content):
        self._files[path] = (kind, content)

    def copy(self, source):
        """Return the path of a look's own copy of that file."""
        path = new_path()
        kind, content = self._files[source]
        if self._server.webp_previews:
            file = io.BytesIO()
            Image.open(io.BytesIO(drawn(content))).convert("RGB").save(file, "WEBP")
            kind, content = "image/webp", file.getvalue()
        self._files[path] = (kind, content)
        self._private.add(path)
        return path

    def size(self, path):
        _, content = self._files[path]
        return size_of(content) if isinstance(content, bytes) else content[1:]

    def link(self, path):
        """Return a link that is good for a while."""
        expires = int(time.time() + self._server.link_seconds)
        signature = f"{self._oldest}-{uuid.uuid4().hex}"
        return f"{self._server.url}/{path}?Expires={expires}&Signature={signature}&Key-Pair-Id=K1"

    def expire(self):
        """Let all links that were given so far be too old."""
        self._oldest += 1

    def at(self, url):
        """Return the type and content of a file of ours by its address, or nothing."""
        path = url.removeprefix(f"{self._server.url}/").partition("?")[0]
        kind, content = self._files.get(path, (None, None))
        return kind, content and drawn(content)

    def serve(self, path, query):
        if path not in self._files:
            return 404, "text/html", LOST
        if path in self._private and not self._is_good(query):
            return 403, "application/xml", EXPIRED
        kind, content = self._files[path]
        return 200, kind, drawn(content)

    def _is_good(self, query):
        batch = query.get("Signature", "").partition("-")[0]
        fresh = float(query.get("Expires", 0)) > time.time()
        return fresh and batch.isdigit() and int(batch) >= self._oldest


def drawn(content):
    """Return the bytes of a file."""
    return content if isinstance(content, bytes) else png(*content)


def new_path():
    return f"image/{uuid.uuid4().hex}/original"


def kind_of(content):
    """Return the real type of a file, whatever was said of it."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in STARTS.items() if content.startswith(start)), None)


def size_of(content):
    """Return width and height, of what can be read."""
    with suppress(UnidentifiedImageError, OSError):
        return Image.open(io.BytesIO(content)).size
    return None
