"""What `server` needs of HTTP, forms and PNG, from Python's own library."""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import sys
import threading
import zlib
from contextlib import suppress
from email.message import Message
from email.parser import BytesHeaderParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


class HangUp(Exception):
    """Close the connection, say nothing."""


class Listener(ThreadingHTTPServer):
    """Asks `answer` for the status, headers and body.

    It gets the method, (path, query by name), the headers and the parsed body.
    """

    daemon_threads = False  # so that stopping waits for them
    request_queue_size = 128

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self._connections = answer, set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def start(self):
        self._thread.start()
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self):
        self.shutdown()
        self._thread.join()
        for connection in self._connections.copy():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request, client_address):
        self._connections.add(request)
        super().process_request(request, client_address)

    def close_request(self, request):
        super().close_request(request)
        self._connections.discard(request)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):  # a client may leave at any time
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        if "Transfer-Encoding" in self.headers:
            self.send_error(411)
            return
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length)
        if len(raw) < length:
            # The client has ended in the middle of a request, which is none then (RFC 9112, 8).
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        path, _, query = self.path.partition("?")
        address, body = (path, dict(parse_qsl(query))), parsed(headers, raw)
        try:
            status, headers, content = self.server.answer(self.command, address, headers, body)
        except HangUp:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def log_message(self, *_):
        pass


def parsed(headers, raw):
    """Return a form as {name: (content type, content)}, what JSON holds, or the bytes."""
    about = Message()
    about["Content-Type"] = headers.get("content-type", "")
    if boundary := about.get_boundary():
        form = {}
        for part in (b"\r\n" + raw).split(b"\r\n--" + boundary.encode())[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            lines = BytesHeaderParser().parsebytes(head.lstrip())
            name = lines.get_param("name", header="content-disposition")
            form[name] = (lines["Content-Type"], content)
        return form
    with suppress(ValueError):
        return json.loads(raw)
    return raw


def png(seed, width, height):
    """Return a picture of one colour, which is `seed`'s."""
    row = b"\0" + hashlib.sha256(seed.encode()).digest()[:3] * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = {b"IHDR": header, b"IDAT": zlib.compress(row * height, 1), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )
