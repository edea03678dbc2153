from __future__ import annotations

import subprocess
import sys

import pytest

from heygen_widgets.runtime.file_lock import FileLock, locked


def test_an_error_in_the_block_releases_the_lock(tmp_path):
    lock = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError), locked(lock):
        _ = 1 / 0
    with locked(lock):
        assert lock.read_bytes() == b""


def test_a_lock_that_somebody_holds_is_not_taken_until_it_is_given_back(tmp_path):
    one, two = (FileLock(tmp_path / "locks" / "a") for _ in range(2))
    assert one.take()
    assert not two.take()
    one.release()
    assert two.take()
    two.release()
    two.release()


def test_a_lock_ends_with_its_process(tmp_path):
    lock = tmp_path / "a"
    script = (
        "import pathlib, sys\n"
        "from heygen_widgets.runtime.file_lock import FileLock\n"
        "print(FileLock(pathlib.Path(sys.argv[1])).take(), flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"True"
        assert not FileLock(lock).take()
        process.kill()
        process.wait()
    again = FileLock(lock)
    assert again.take()
    again.release()
