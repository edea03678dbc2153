"""The code in docs/ runs: Python page by page, in the sandbox; commands are understood."""

import asyncio
import contextlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from heygen_widgets import __main__ as package
from heygen_widgets.api.job_times import JobTimes
from heygen_widgets.sandbox import __main__ as sandbox
from tests.support import generated_reference

ROOT = Path(__file__).parents[1]
PAGES = {path.relative_to(ROOT): path.read_text("utf-8") for path in ROOT.glob("docs/**/*.md")}
WITH_PYTHON = sorted(path for path, text in PAGES.items() if "```python\n" in text)
SANDBOX = Path(__file__).parent / "support" / "sandbox" / "quick_sandbox.py"

NO_CALLS = ([], ["--help"], *([name] for name in generated_reference.subcommands()))
"""Names of programs and commands, and what ends as it is read."""


@pytest.fixture(scope="module")
def address():
    """Serve a sandbox that takes no time and draws nothing, to all pages."""
    command = [sys.executable, str(SANDBOX), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
            server.stdout.close()


@pytest.fixture
def shell(monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", os.fspath(tmp_path / "ipython"))
    # What a page saves must not land in the checkout.
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    quiet = {"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}
    shell = InteractiveShell(config=Config(quiet))
    yield shell
    shell.restore_sys_module_state()


async def run(shell, block):
    if "run_blocking" in block:  # a plain script: it has its own loop
        await asyncio.to_thread(exec, block, dict(shell.user_ns))
        return
    cell = shell.transform_cell(block)
    done = await shell.run_cell_async(block, transformed_cell=cell)
    done.raise_error()


@pytest.mark.parametrize("path", WITH_PYTHON, ids=str)
async def test_every_block_of_python_runs_in_order(path, shell, address, monkeypatch):
    # With a key, so that a page runs as it does for a customer: `HeyGen()` finds it.
    monkeypatch.setenv("HEYGEN_BASE_URL", address)
    monkeypatch.setenv("HEYGEN_API_KEY", "a-key-of-a-customer")
    # It is quick, so that nothing is asked for as seldom as of HeyGen.
    monkeypatch.setattr("heygen_widgets.api.job_times.LOCAL_TIMES", JobTimes(0.3, 0.5))
    for block in re.findall(r"```python\n(.*?)```", PAGES[path], re.DOTALL):
        await run(shell, block)


def commands():
    """Yield each command of ours that a page names, without comments."""
    for page, text in [
        *PAGES.items(),
        (Path("README.md"), (ROOT / "README.md").read_text("utf-8")),
    ]:
        for command in re.findall(r"python -m heygen_widgets(?:\.sandbox)?(?=[\s`])[^`\n]*", text):
            yield page, shlex.split(command, comments=True)


def test_every_command_is_one_that_its_program_takes():
    found = list(commands())
    assert len(found) > 10
    wrong = []
    for page, (_, _, program, *arguments) in found:
        parser = (sandbox if program.endswith(".sandbox") else package).make_parser()
        if arguments in NO_CALLS:
            continue
        with contextlib.redirect_stderr(None):
            try:
                parser.parse_args([argument.rstrip(".,:;") for argument in arguments])
            except SystemExit:
                wrong.append((page, arguments))
    assert wrong == []
