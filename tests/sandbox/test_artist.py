from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from heygen_widgets.attributes import AvatarAttributes
from heygen_widgets.sandbox.portraits.draw_process import DrawProcess

ADA = AvatarAttributes(name="Ada", appearance="Grün, with a 'quote' and a\nnew line")
SKILL = """
import os

def draw(attributes, generation_id, index):
    if index > 3:
        raise IndexError(f"no picture {index}")
    return f"{attributes.appearance}|{generation_id}|{index}".encode() * 100_000

def whoami(attributes, generation_id, index):
    return str(os.getpid()).encode()
"""


@pytest.fixture
def hire(tmp_path, monkeypatch):
    (tmp_path / "skill_for_tests.py").write_text(SKILL)
    monkeypatch.syspath_prepend(tmp_path)
    hired = []

    def hire_for(name):
        hired.append(DrawProcess(f"skill_for_tests:{name}"))
        return hired[-1]

    yield hire_for
    for artist in hired:
        artist.stop()


def test_an_artist_draws_what_is_ordered_however_large(hire):
    artist = hire("draw")
    picture = f"{ADA.appearance}|abc|2".encode() * 100_000
    assert artist.draw(ADA, "abc", 2) == picture


def test_an_artist_is_one_other_process(hire):
    artist = hire("whoami")
    first, second = artist.draw(ADA, "abc", 0), artist.draw(ADA, "abc", 1)
    assert first == second
    assert int(first) != os.getpid()


def test_a_failed_drawing_says_why_and_spoils_no_other(hire):
    artist = hire("draw")
    with pytest.raises(RuntimeError, match="IndexError: no picture 4"):
        artist.draw(ADA, "abc", 4)
    assert artist.draw(ADA, "abc", 3)


def test_an_artist_that_was_killed_is_replaced_at_the_next_order(hire):
    artist = hire("whoami")
    first = int(artist.draw(ADA, "abc", 0))
    os.kill(first, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="process that draws the portraits has ended"):
        artist.draw(ADA, "abc", 0)
    assert int(artist.draw(ADA, "abc", 0)) != first


def test_an_artist_can_start_before_the_first_order(hire):
    artist = hire("whoami")
    artist.start()
    started = artist._process.pid
    artist.start()
    assert int(artist.draw(ADA, "abc", 0)) == started


def test_an_interrupt_does_not_stop_an_artist(hire):
    artist = hire("whoami")
    first = artist.draw(ADA, "abc", 0)
    os.kill(int(first), signal.SIGINT)
    assert artist.draw(ADA, "abc", 0) == first


def test_a_dismissed_artist_is_gone_and_dismissing_twice_does_no_harm(hire):
    artist = hire("whoami")
    process = int(artist.draw(ADA, "abc", 0))
    artist.stop()
    artist.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_an_artist_that_nobody_listens_to_any_more_leaves_in_silence(hire):
    hire("draw")
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "heygen_widgets.sandbox.portraits.draw_process",
            "skill_for_tests:draw",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        process.stdout.close()
        process.stdin.write(json.dumps([ADA.to_dict(), "abc", 0]).encode() + b"\n")
        process.stdin.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


def test_a_skill_that_is_missing_is_an_error_not_a_wait(hire, capfd):
    with pytest.raises(RuntimeError, match="process that draws the portraits has ended"):
        hire("paint").draw(ADA, "abc", 0)
    assert "paint" in capfd.readouterr().err
