"""Draws portraits in a process of its own.

Rasterising one picture holds Python's global lock for a quarter of a second. In a thread it would
block the event loop for as long, and with it the notebook's kernel in which the sandbox runs.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import traceback
from contextlib import suppress
from pkgutil import resolve_name
from threading import Lock
from typing import IO, TYPE_CHECKING

from heygen_widgets.models.attributes import AvatarAttributes

if TYPE_CHECKING:
    from collections.abc import Callable

DRAW_PORTRAIT = "heygen_widgets.sandbox.portraits.portrait:draw_portrait"
REPLY_HEADER = struct.Struct(">?Q")
"""Before each reply: whether it is a picture (otherwise a traceback), and its size in bytes."""


class DrawProcess:
    """A process that draws one picture at a time. It starts with the first one, or by `start`.

    Args:
        function: The function that draws, as ``module:name``. It takes attributes, a generation
            id and an index, and returns bytes.
    """

    def __init__(self, function: str = DRAW_PORTRAIT) -> None:
        self._function = function
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, attributes: AvatarAttributes, generation_id: str, index: int) -> bytes:
        """Return one of a generation's pictures. This blocks: call it in a thread.

        Raises:
            RuntimeError: If the function failed, or the process has ended; the next call starts
                a new process.
        """
        request = json.dumps([attributes.to_dict(), generation_id, index]).encode() + b"\n"
        with self._lock:
            try:
                is_picture, reply = self._send(request)
            except (OSError, struct.error):
                self._kill()
                raise RuntimeError("the process that draws the portraits has ended") from None
        if not is_picture:
            raise RuntimeError(f"the portrait could not be drawn:\n{reply.decode()}")
        return reply

    def start(self) -> None:
        """Start the process ahead of the first picture, which then takes seconds less."""
        # If the process can't be started, the first call of `draw` reports it.
        with self._lock, suppress(OSError):
            self._process = self._process or self._spawn()

    def stop(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._kill()

    def _send(self, request: bytes) -> tuple[bool, bytes]:
        process = self._process = self._process or self._spawn()
        requests, replies = _pipes(process)
        requests.write(request)
        requests.flush()
        is_picture, size = REPLY_HEADER.unpack(replies.read(REPLY_HEADER.size))
        return is_picture, replies.read(size)

    def _spawn(self) -> subprocess.Popen[bytes]:
        atexit.unregister(self.stop)
        atexit.register(self.stop)
        # The process imports from the same places as this one, but not from its own folder (-P).
        path = os.pathsep.join(sys.path)
        return subprocess.Popen(  # noqa: S603 - this Python, with nothing from outside
            [sys.executable, "-P", "-m", __name__, self._function],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in _pipes(process):
                # Closing flushes, which fails if the process did not read everything.
                with suppress(OSError):
                    pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin  # noqa: S101 - Popen was asked for it
    assert process.stdout  # noqa: S101 - likewise
    return process.stdin, process.stdout


def _serve(draw: Callable[[AvatarAttributes, str, int], bytes]) -> None:
    """Answer requests from the standard input until it is closed."""
    for request in sys.stdin.buffer:
        attributes, generation_id, index = json.loads(request)
        try:
            is_picture, reply = True, draw(AvatarAttributes(**attributes), generation_id, index)
        except Exception:  # noqa: BLE001 - sent to the caller
            is_picture, reply = False, traceback.format_exc().encode()
        sys.stdout.buffer.write(REPLY_HEADER.pack(is_picture, len(reply)) + reply)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    # An interrupt is meant for the server or the notebook; this ends when its input is closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _serve(resolve_name(sys.argv[1]))
    except BrokenPipeError:
        # Nobody reads the replies. An ordinary exit would flush once more, and print an error.
        os._exit(0)
