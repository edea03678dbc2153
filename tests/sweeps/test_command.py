import io
import signal
import subprocess
import sys

import pytest

from heygen_widgets import History
from heygen_widgets.__main__ import main

PLAN = 'appearance = "a chef with {a hat|a beard}"\nstyle = ["Noir", "Pixar"]\n'


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return str(path)


@pytest.fixture
def at_port(sandbox_server, monkeypatch):
    """A sandbox on a port in place of HeyGen."""

    def start(*options):
        monkeypatch.setenv("HEYGEN_API_KEY", "key-of-tests")
        monkeypatch.setenv("HEYGEN_BASE_URL", sandbox_server(*options))

    return start


def test_it_makes_what_the_plan_says_and_saves_it(plan, at_port, tmp_path, capsys):
    at_port("--duration=0")
    saved = tmp_path / "out.csv"
    assert main(["sweep", plan, "--budget=10", f"--save={saved}", "--no-bar"]) == 0
    assert len(saved.read_text("utf-8-sig").splitlines()) == 17
    said = capsys.readouterr().err
    assert "4 of 4 cells done" in said
    assert f"Saved {saved}" in said


def test_started_again_it_goes_on_and_pays_for_nothing_twice(plan, at_port, capsys):
    at_port("--duration=0")
    assert main(["sweep", plan, "--budget=2"]) == 1
    assert "2 cells are left" in capsys.readouterr().err
    assert main(["sweep", plan, "--budget=4"]) == 0
    assert "Going on with" in capsys.readouterr().err
    assert main(["sweep", plan, "--budget=4"]) == 0
    assert len(History()) == 4


def test_a_quote_sends_nothing(plan, at_port, capsys):
    at_port()
    assert main(["sweep", plan, "--quote"]) == 1
    assert "4 credits, about $4.00 (1 credit a cell)" in capsys.readouterr().err
    assert len(History()) == 0


def test_without_a_budget_nothing_is_sent(plan, at_port, capsys, monkeypatch):
    at_port()
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["sweep", plan]) == 2
    assert "Nothing was sent. Give it a --budget" in capsys.readouterr().err


def test_what_is_wrong_is_said_in_one_line(plan, capsys):
    assert main(["sweep", f"{plan}.not", "--sandbox"]) == 2
    assert "can't be read" in capsys.readouterr().err
    assert main(["sweep", plan, "--sandbox", "--save=out.gif"]) == 2
    assert "out.gif" in capsys.readouterr().err


def test_it_says_that_the_sandbox_bills_nothing(plan, capsys):
    assert main(["sweep", plan, "--sandbox", "--quote"]) == 1
    assert "nothing is billed" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_asked_to_end_it_says_what_is_in_flight(plan, at_port):
    at_port("--duration=60")
    command = [sys.executable, "-m", "heygen_widgets", "sweep", plan, "--budget=10"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if "running" in line:
                break
        while not list(History().unfinished()) and not any(run.id for run in History()):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        said = process.stderr.read()
        assert process.wait() == 1
    assert "HeyGen goes on working on" in said
    assert [run.status for run in History()].count("stopped") == len(History())
