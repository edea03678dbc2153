"""Draws portraits in a process of its own, or in this one where none can be started.

Drawing one picture takes some 60 ms and holds Python's global lock for 10 ms and more at a time,
the first one for longer. In a thread it would block the event loop for as long, and with it the
notebook's kernel in which the sandbox runs.

What a host forbids is found out here and nowhere else: without processes a thread of this process
draws, without threads the event loop waits for each picture, and without both it draws.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pkgutil import resolve_name
from threading import Lock
from typing import IO, TYPE_CHECKING, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox.portraits.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from heygen_widgets.sandbox.portraits.picture_file import Form

Params = ParamSpec("Params")
Result = TypeVar("Result")

DRAW_PORTRAIT = "heygen_widgets.sandbox.portraits.portrait:draw_portrait"
REPLY_HEADER = struct.Struct(">?Q")
"""Before each reply: whether it is a picture (otherwise a traceback), and its size in bytes."""

PAUSE = 0.01
"""Seconds that the event loop has for others between two pictures, where it must draw itself."""

_REFUSALS = (OSError, RuntimeError, ImportError)
"""How hosts refuse to start a process. Most raise an OSError; audit hooks raise what they like."""


class DrawProcess:
    """A process that draws one picture at a time. It starts with the first one, or by `start`.

    Where no process can be started, this process draws.

    Args:
        function: The function that draws, as ``module:name``. It takes attributes, a generation
            id, an index, a format and, where a certain person is wanted, who it is; it returns
            bytes.
    """

    def __init__(self, function: str = DRAW_PORTRAIT) -> None:
        self._function = function
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(
        self,
        attributes: AvatarAttributes,
        generation_id: str,
        index: int,
        form: Form = "PNG",
        identity: Identity | None = None,
    ) -> bytes:
        """Return one of a generation's pictures. This blocks: call it by a `DrawQueue`.

        Args:
            attributes: Those of the picture.
            generation_id: Its generation.
            index: Its number in the generation, from 0.
            form: The format of the file.
            identity: Who it shows; None for anybody.

        Raises:
            RuntimeError: If the function failed, or the process has ended; the next call starts
                a new process.
        """
        known = [identity.to_json()] if identity else []
        request = json.dumps([attributes.to_dict(), generation_id, index, form, *known]).encode()
        with self._lock:
            if self._start():
                is_picture, reply = self._ask(request + b"\n")
            else:
                is_picture, reply = _reply(resolve_name(self._function), request)
        if not is_picture:
            raise RuntimeError(f"the portrait could not be drawn:\n{reply.decode()}")
        return reply

    def start(self) -> None:
        """Start the process ahead of the first picture, which then takes seconds less."""
        with self._lock:
            self._start()

    def stop(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._kill()

    def _start(self) -> subprocess.Popen[bytes] | None:
        """Return the process, or None if the host starts none."""
        # Asked anew for each picture: a host that has too many processes now may have fewer then.
        with suppress(*_REFUSALS):
            self._process = self._process or self._spawn()
        return self._process

    def _ask(self, request: bytes) -> tuple[bool, bytes]:
        assert self._process  # noqa: S101 - it was started
        requests, replies = _pipes(self._process)
        try:
            requests.write(request)
            requests.flush()
            is_picture, size = REPLY_HEADER.unpack(replies.read(REPLY_HEADER.size))
            return is_picture, replies.read(size)
        except (OSError, struct.error):
            self._kill()
            # Not drawn here instead: what has killed that process would kill a notebook's kernel.
            raise RuntimeError("the process that draws the portraits has ended") from None

    def _spawn(self) -> subprocess.Popen[bytes]:
        if not sys.executable:
            raise OSError("Python doesn't know its own program")
        atexit.unregister(self.stop)
        atexit.register(self.stop)
        # The process imports from the same places as this one, but not from its own folder (-P).
        path = os.pathsep.join(sys.path)
        return subprocess.Popen(  # noqa: S603 - this Python, with nothing from outside
            [sys.executable, "-P", "-m", __name__, self._function],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            # A kernel that shuts down waits until no process of its group is left, and counts those
            # that have ended as well.
            start_new_session=True,
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


class DrawQueue:
    """Runs one drawing after the other off the event loop: in a thread, if the host allows one."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="heygen-sandbox")
        self._has_threads = True
        # A lock belongs to one loop, and an app may serve several, one after the other.
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = (
            WeakKeyDictionary()
        )

    async def run(
        self, function: Callable[Params, Result], /, *args: Params.args, **kwargs: Params.kwargs
    ) -> Result:
        """Return what a function returns, without blocking the event loop for longer than it must.

        Where no thread can be started the function blocks the loop, which goes on with everything
        else for a moment before the next one.
        """
        work = partial(function, *args, **kwargs)
        future = self._submit(work)
        if future:
            return await asyncio.wrap_future(future)
        turn = self._turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        async with turn:
            await asyncio.sleep(PAUSE)
            return work()

    def start(self, function: Callable[[], None]) -> None:
        """Run a function in the background, or not at all where no thread can be started."""
        self._submit(function)

    def _submit(self, work: Callable[[], Result]) -> Future[Result] | None:
        """Hand work to the thread, or return None if the host starts none."""
        if not self._has_threads:
            return None
        try:
            return self._executor.submit(work)
        except RuntimeError:
            # Remembered: the executor keeps what it could not begin.
            self._has_threads = False
            return None


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin  # noqa: S101 - Popen was asked for it
    assert process.stdout  # noqa: S101 - likewise
    return process.stdin, process.stdout


def _reply(draw: Callable[..., bytes], request: bytes) -> tuple[bool, bytes]:
    """Return whether a picture could be drawn, and the picture or the traceback."""
    attributes, generation_id, index, form, *known = json.loads(request)
    try:
        identities = map(Identity.from_json, known)
        return True, draw(AvatarAttributes(**attributes), generation_id, index, form, *identities)
    except Exception:  # noqa: BLE001 - sent to the caller
        return False, traceback.format_exc().encode()


def _serve(draw: Callable[..., bytes]) -> None:
    """Answer requests from the standard input until it is closed."""
    for request in sys.stdin.buffer:
        is_picture, reply = _reply(draw, request)
        sys.stdout.buffer.write(REPLY_HEADER.pack(is_picture, len(reply)) + reply)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    # DiceBear's validator loads every checker of formats that is installed; one that JupyterLab
    # brings takes a second. No portrait has addresses to check.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # importing it fails
    # An interrupt is meant for the server or the notebook; this ends when its input is closed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _serve(resolve_name(sys.argv[1]))
    except BrokenPipeError:
        # Nobody reads the replies. An ordinary exit would flush once more, and print an error.
        os._exit(0)
