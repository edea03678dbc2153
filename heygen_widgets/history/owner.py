"""Which process writes a run, and whether it is still there to go on with it."""

from __future__ import annotations

import functools
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 300.0
"""Seconds after which an intent counts as given up where its process can't be looked at."""

_PROC = Path("/proc")


@dataclass(frozen=True)
class Owner:
    """The process that wrote a row.

    Attributes:
        host: Where its process id means something.
        pid: Its process id.
        started: When it started, in the system's own terms: process ids are used again.
    """

    host: str
    pid: int
    started: str


def current() -> Owner:
    """Return this process."""
    return _owner(os.getpid())


def is_alive(owner: Owner) -> bool | None:
    """Return whether the process is still there; None if that can't be told from here."""
    own = current()
    if owner == own:
        return True
    if owner.host != own.host or not own.started:
        return None
    return _started(owner.pid) == owner.started


@functools.cache
def _owner(pid: int) -> Owner:
    # By process id: a forked process is another one.
    return Owner(_host(), pid, _started(pid))


def _host() -> str:
    """Return what tells this machine, since it was booted, and this container from others.

    A hub may give every server of a user the same host name and the same few process ids.
    """
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        space = str((_PROC / "self/ns/pid").readlink())
    except OSError:
        return platform.node()
    return f"{platform.node()} {boot} {space}"


def _started(pid: int) -> str:
    """Return the start of a running process; empty if there is none, or on Windows."""
    if sys.platform == "win32":
        # There even asking by a signal would end it.
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
    # the start in ticks since boot. A zombie was killed and is not yet collected.
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
