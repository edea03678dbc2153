from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox.portraits.draw_process import DrawProcess

ADA = AvatarAttributes(name="Ada", appearance="Grün, with a 'quote' and a\nnew line")
FUNCTIONS = """
import os

def draw(attributes, generation_id, index, form):
    if index > 3:
        raise IndexError(f"no picture {index}")
    return f"{attributes.appearance}|{generation_id}|{index}".encode() * 100_000

def whoami(attributes, generation_id, index, form):
    return str(os.getpid()).encode()
"""


@pytest.fixture
def make_process(tmp_path, monkeypatch):
    (tmp_path / "functions_for_tests.py").write_text(FUNCTIONS)
    monkeypatch.syspath_prepend(tmp_path)
    processes = []

    def make(name):
        processes.append(DrawProcess(f"functions_for_tests:{name}"))
        return processes[-1]

    yield make
    for process in processes:
        process.stop()


def test_a_picture_of_any_size_is_drawn(make_process):
    process = make_process("draw")
    picture = f"{ADA.appearance}|abc|2".encode() * 100_000
    assert process.draw(ADA, "abc", 2) == picture


def test_all_pictures_are_drawn_in_one_other_process(make_process):
    process = make_process("whoami")
    first, second = process.draw(ADA, "abc", 0), process.draw(ADA, "abc", 1)
    assert first == second
    assert int(first) != os.getpid()


def test_a_failed_drawing_raises_its_reason_and_the_next_one_succeeds(make_process):
    process = make_process("draw")
    with pytest.raises(RuntimeError, match="IndexError: no picture 4"):
        process.draw(ADA, "abc", 4)
    assert process.draw(ADA, "abc", 3)


def test_a_killed_process_is_replaced_by_the_next_call(make_process):
    process = make_process("whoami")
    first = int(process.draw(ADA, "abc", 0))
    os.kill(first, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="process that draws the portraits has ended"):
        process.draw(ADA, "abc", 0)
    assert int(process.draw(ADA, "abc", 0)) != first


def test_the_process_can_be_started_before_the_first_picture(make_process):
    process = make_process("whoami")
    process.start()
    started = process._process.pid
    process.start()
    assert int(process.draw(ADA, "abc", 0)) == started


def test_an_interrupt_does_not_end_the_process(make_process):
    process = make_process("whoami")
    first = process.draw(ADA, "abc", 0)
    os.kill(int(first), signal.SIGINT)
    assert process.draw(ADA, "abc", 0) == first


def test_a_stopped_process_has_ended_and_stopping_twice_does_no_harm(make_process):
    process = make_process("whoami")
    pid = int(process.draw(ADA, "abc", 0))
    process.stop()
    process.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_whose_output_is_closed_ends_without_an_error(make_process):
    make_process("draw")
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "heygen_widgets.sandbox.portraits.draw_process",
            "functions_for_tests:draw",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        process.stdout.close()
        process.stdin.write(json.dumps([ADA.to_dict(), "abc", 0, "PNG"]).encode() + b"\n")
        process.stdin.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


def test_a_missing_function_is_an_error(make_process, capfd):
    with pytest.raises(RuntimeError, match="process that draws the portraits has ended"):
        make_process("paint").draw(ADA, "abc", 0)
    assert "paint" in capfd.readouterr().err
