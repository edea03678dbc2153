"""The process that writes a run, and whether it is still running."""

from __future__ import annotations

import functools
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LONGEST_SUBMIT = 300.0
"""Seconds after which a submit has no answer any more, where its process can't be checked."""

_PROC = Path("/proc")


@dataclass(frozen=True)
class WriterProcess:
    """The process that wrote a row.

    Attributes:
        host: The machine and container in which the process id is valid.
        pid: Its process id.
        started: When it started, as the system writes it: process ids are used again.
    """

    host: str
    pid: int
    started: str


def current() -> WriterProcess:
    """Return this process."""
    return _process(os.getpid())


def is_alive(process: WriterProcess) -> bool | None:
    """Return whether a process is still running; None if that can't be checked from here."""
    own = current()
    if process == own:
        return True
    if process.host != own.host or not own.started:
        return None
    return _started(process.pid) == process.started


@functools.cache
def _process(pid: int) -> WriterProcess:
    # Cached by process id, because a forked process is another one.
    return WriterProcess(_host(), pid, _started(pid))


def _host() -> str:
    """Return what tells this machine, since it was booted, and this container from others.

    A hub may give every server of a user the same host name and the same few process ids.
    """
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = str((_PROC / "self/ns/pid").readlink())
    except OSError:
        return platform.node()
    return f"{platform.node()} {boot} {namespace}"


def _started(pid: int) -> str:
    """Return the start of a running process; empty if there is none, or on Windows."""
    if sys.platform == "win32":
        # On Windows, os.kill ends a process even with signal 0.
        return ""
    if (_PROC / "self/stat").exists():
        return _started_by_proc(pid)
    return _started_by_ps(pid)


def _started_by_proc(pid: int) -> str:
    try:
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return ""
    # proc(5): the name, in brackets, may hold anything; the state follows it, and 19 fields later
    # the start in ticks since boot. A zombie has ended, but its parent has not collected it yet.
    state, *others = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else others[18]


def _started_by_ps(pid: int) -> str:
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    try:
        done = subprocess.run(  # noqa: S603 - a number is all that varies
            command, capture_output=True, text=True, check=False, timeout=5, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
