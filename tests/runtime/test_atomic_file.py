from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys

import pytest

from heygen_widgets.runtime.atomic_file import replacing


@pytest.fixture
def target(tmp_path):
    return tmp_path / "target.json"


def names(folder):
    return {path.name for path in folder.iterdir()}


def write_half(target, error):
    with replacing(target, target.parent) as stream:
        stream.write(b"half")
        raise error


def test_the_file_contains_what_was_written(target):
    with replacing(target, target.parent) as stream:
        stream.write(b"one ")
        stream.write(b"two")
    assert target.read_bytes() == b"one two"
    assert names(target.parent) == {"target.json"}


def test_the_target_does_not_exist_before_the_block_ends(target):
    with replacing(target, target.parent) as stream:
        stream.write(b"half")
        stream.flush()
        assert not target.exists()
    assert target.exists()


def test_the_old_file_is_replaced_as_a_whole(target):
    target.write_bytes(b"a longer old content")
    with replacing(target, target.parent) as stream:
        stream.write(b"new")
        assert target.read_bytes() == b"a longer old content"
    assert target.read_bytes() == b"new"


def test_the_content_is_first_written_into_the_given_folder(target):
    folder = target.parent / "partial"
    folder.mkdir()
    with replacing(target, folder) as stream:
        stream.write(b"content")
        [partial] = names(folder)
        assert partial.startswith("target-")
        assert partial.endswith(".part")
        assert names(target.parent) == {"partial"}
    assert names(folder) == set()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("old", [None, b"old"])
def test_an_error_in_the_block_leaves_the_old_file_and_no_other(target, error, old):
    if old is not None:
        target.write_bytes(old)
    before = names(target.parent)
    with pytest.raises(error, match="stop"):
        write_half(target, error("stop"))
    assert names(target.parent) == before
    assert old is None or target.read_bytes() == old


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(target, monkeypatch, call):
    target.write_bytes(b"old")

    def refuse(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, refuse)
    with (
        pytest.raises(OSError, match="No space left on device"),
        replacing(target, target.parent) as stream,
    ):
        stream.write(b"new")
    assert names(target.parent) == {"target.json"}
    assert target.read_bytes() == b"old"


def test_a_missing_folder_is_an_os_error(target):
    missing = target.parent / "missing"
    with pytest.raises(FileNotFoundError), replacing(target, missing):
        pass
    with pytest.raises(FileNotFoundError), replacing(missing / "file", target.parent):
        pass
    assert names(target.parent) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_the_owner_can_read_the_file_even_if_others_could_read_the_old_one(target):
    target.write_bytes(b"old")
    target.chmod(0o644)
    with replacing(target, target.parent) as stream:
        stream.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


KILLED = """
import os, signal, sys
from pathlib import Path
from heygen_widgets.runtime.atomic_file import replacing
target = Path(sys.argv[1])
with replacing(target, target.parent) as stream:
    stream.write(b"half")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_while_writing_leaves_the_old_file(target):
    target.write_bytes(b"old")
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", KILLED, str(target)]
    killed = subprocess.run(command, check=False, timeout=60, env=environment)
    assert killed.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"
