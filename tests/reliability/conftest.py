"""Fixtures of the reliability tests: quick servers."""

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

SCRIPT = Path(__file__).parents[1] / "support" / "sandbox" / "quick_sandbox.py"


class Quick:
    """A sandbox behind a port that draws nothing."""

    def __init__(self, address):
        self.address = address

    def jobs(self):
        """Return the ids of the jobs it has made, by the names that were asked for, in order."""
        return [tuple(job) for job in httpx.get(f"{self.address}/jobs").json()]


@pytest.fixture
def quick_sandbox():
    """Starts sandboxes that end with the test: `quick_sandbox(duration, key)`."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(_quick(options))


@contextmanager
def _quick(options):
    command = [sys.executable, str(SCRIPT), *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield Quick(server.stdout.readline().strip())
        finally:
            server.terminate()
            server.stdout.close()
