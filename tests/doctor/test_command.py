"""The command as a person starts it, with each fault of an environment at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from heygen_widgets.__main__ import main

KEY = "sk-0123456789abcdef"
ALL = {
    "HEYGEN_SANDBOX": "perhaps",
    "HEYGEN_WIDGETS_HOME": "~no-such-user/heygen",
    "NO_PROXY": "localhost,[::1]",
    "SSL_CERT_FILE": "/gone",
    "HTTPS_PROXY": "htp://user:secret@proxy:3128",
    "ALL_PROXY": "socks5://user:secret@proxy:1080",
    "HEYGEN_API_KEY": KEY,
}


def test_where_nothing_is_wrong_it_returns_0(capsys):
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "**Nothing is wrong.**" in said
    assert "| Answered | v2 serves the key" in said


def test_it_names_each_fault_of_an_environment_at_once_and_returns_1(monkeypatch, capsys):
    for name, value in ALL.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "**6 things are wrong:**" in said
    faults = said[: said.index("| Versions |")]
    for name in ALL.keys() - {"HEYGEN_API_KEY"}:
        assert name in faults
    assert "secret" not in said
    assert KEY not in said


def test_it_asks_the_server_that_the_environment_names(monkeypatch, sandbox_server, capsys):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-tests")
    monkeypatch.setenv("HEYGEN_BASE_URL", sandbox_server("--api=v3"))
    assert main(["doctor"]) == 0
    assert "v3 serves the key, and tells the balance, in usd" in capsys.readouterr().out


def test_a_server_that_is_not_there_is_a_fault(monkeypatch, capsys):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-tests")
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://127.0.0.1:9")
    assert main(["doctor"]) == 1
    assert "ConnectionFailed: see above" in capsys.readouterr().out


def test_it_runs_where_a_loop_runs_already_as_in_a_notebook():
    code = """
import asyncio
from heygen_widgets.__main__ import main
async def cell():
    print(main(["doctor"]))
asyncio.run(cell())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "**Nothing is wrong.**" in done.stdout
    assert done.stdout.endswith("\n0\n")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user")
def test_a_home_of_another_user_is_named(tmp_path):
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    code = f"""
import os, sys
from heygen_widgets.__main__ import main
os.environ["HEYGEN_WIDGETS_HOME"] = {str(closed / "heygen")!r}
os.setuid(65534)
sys.exit(main(["doctor", "--offline"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Permission denied" in done.stdout.partition("| Versions |")[0], done.stderr
    assert done.returncode == 1
