"""Whether the process that wrote a run is still running."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from heygen_widgets.history import writer_process
from heygen_widgets.history.writer_process import WriterProcess
from tests.history.processes import ELSEWHERE, GONE, REUSED, writer_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes can't be checked")


def test_this_process_is_alive():
    assert writer_process.is_alive(writer_process.current()) is True


def test_another_process_is_alive_until_it_is_killed_even_if_not_collected(process):
    other = writer_of(process)
    assert writer_process.is_alive(other) is True
    process.kill()
    deadline = time.monotonic() + 10
    while writer_process.is_alive(other) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert writer_process.is_alive(other) is False
    assert process.poll() in {None, -9}


@pytest.mark.parametrize(
    ("other", "alive"),
    [(GONE, False), (REUSED, False), (ELSEWHERE, None)],
    ids=["gone", "reused", "elsewhere"],
)
def test_a_gone_a_reused_and_a_foreign_process_are_told_apart(other, alive):
    assert writer_process.is_alive(other) is alive


def test_without_the_start_of_this_process_others_cannot_be_checked(monkeypatch):
    monkeypatch.setattr(writer_process, "_process", lambda _pid: WriterProcess("here", 1, ""))
    assert writer_process.is_alive(writer_process.current()) is True
    assert writer_process.is_alive(WriterProcess("here", 2, "")) is None


def test_without_proc_ps_says_when_a_process_started(process, monkeypatch):
    monkeypatch.setattr(writer_process, "_PROC", Path("/nowhere"))
    try:
        started = writer_process._started(process.pid)
    except FileNotFoundError:
        pytest.skip("needs ps")
    if not started:
        pytest.skip("needs ps")
    assert started == writer_process._started(process.pid)
    assert writer_process._started(GONE.pid) == ""
    assert writer_process._host()


def test_without_proc_and_ps_the_start_is_unknown(monkeypatch):
    monkeypatch.setattr(writer_process, "_PROC", Path("/nowhere"))
    monkeypatch.setenv("PATH", "")
    assert writer_process._started(os.getpid()) == ""


def test_a_forked_process_is_another_writer():
    assert writer_process._process(os.getpid()) != writer_process._process(os.getppid())
