"""Draws portraits in a process of its own.

Rasterising holds Python's global lock for a quarter of a second a picture, so a thread would
stop the event loop for as long, and with it the notebook's kernel that the sandbox lives in.
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

from heygen_widgets.attributes import AvatarAttributes

if TYPE_CHECKING:
    from collections.abc import Callable

PORTRAITS = "heygen_widgets.sandbox.portraits.portrait:draw_portrait"
ANSWER = struct.Struct(">?Q")
"""Before each answer: whether it is a picture (else it says what went wrong), and its size."""


class Artist:
    """Somebody who draws on order, one picture at a time, and starts work at the first order.

    Args:
        skill: The function that draws, as ``module:name``. It takes attributes, a generation id
            and an index, and returns bytes.
    """

    def __init__(self, skill: str = PORTRAITS) -> None:
        self._skill = skill
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, attributes: AvatarAttributes, generation_id: str, index: int) -> bytes:
        """Return one of a generation's pictures. Blocks: call it in a thread.

        Raises:
            RuntimeError: The drawing failed, or its process was ended from outside; the next
                order starts a new one.
        """
        order = json.dumps([attributes.to_dict(), generation_id, index]).encode() + b"\n"
        with self._turn:
            try:
                good, answer = self._ask(order)
            except (OSError, struct.error):
                self._end()
                raise RuntimeError("the process that draws the portraits has ended") from None
        if not good:
            raise RuntimeError(f"the portrait could not be drawn:\n{answer.decode()}")
        return answer

    def get_ready(self) -> None:
        """Start work before the first order, which then takes seconds less."""
        # What can't start says so at the first order.
        with self._turn, suppress(OSError):
            self._process = self._process or self._start()

    def dismiss(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            self._end()

    def _ask(self, order: bytes) -> tuple[bool, bytes]:
        process = self._process = self._process or self._start()
        orders, answers = _pipes(process)
        orders.write(order)
        orders.flush()
        good, size = ANSWER.unpack(answers.read(ANSWER.size))
        return good, answers.read(size)

    def _start(self) -> subprocess.Popen[bytes]:
        atexit.unregister(self.dismiss)
        atexit.register(self.dismiss)
        # The same modules as here, wherever they come from, and no others (-P).
        path = os.pathsep.join(sys.path)
        return subprocess.Popen(  # noqa: S603 - this Python, with nothing from outside
            [sys.executable, "-P", "-m", __name__, self._skill],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in _pipes(process):
                # What a dead process has not read can't be written any more.
                with suppress(OSError):
                    pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin  # noqa: S101 - Popen was asked for it
    assert process.stdout  # noqa: S101 - likewise
    return process.stdin, process.stdout


def _work(draw: Callable[[AvatarAttributes, str, int], bytes]) -> None:
    """Draw what is ordered until nobody is left to order."""
    for order in sys.stdin.buffer:
        attributes, generation_id, index = json.loads(order)
        try:
            good, answer = True, draw(AvatarAttributes(**attributes), generation_id, index)
        except Exception:  # noqa: BLE001 - told to who ordered
            good, answer = False, traceback.format_exc().encode()
        sys.stdout.buffer.write(ANSWER.pack(good, len(answer)) + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    # An interrupt is meant for the server or the notebook; the end of the orders ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _work(resolve_name(sys.argv[1]))
    except BrokenPipeError:
        # Nobody is left to answer. An ordinary exit would try once more, and complain.
        os._exit(0)
