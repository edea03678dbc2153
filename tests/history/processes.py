"""Processes that wrote a run, in states in which they can't be checked or are gone."""

from __future__ import annotations

from dataclasses import replace

from heygen_widgets.history import writer_process

GONE = replace(writer_process.current(), pid=2**22 + 1)
REUSED = replace(writer_process.current(), started="long ago")
ELSEWHERE = replace(writer_process.current(), host="another machine")


def writer_of(process):
    """Return a running process as the history knows it."""
    started = writer_process._started(process.pid)
    return replace(writer_process.current(), pid=process.pid, started=started)
