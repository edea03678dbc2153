from __future__ import annotations

import subprocess
import sys

import pytest

from heygen_widgets.history import History, writer_process
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import ADA, HERE, NOON


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "history")


@pytest.fixture
def record(history):
    """Records a run, by default of one account: `record("success", id="g")`."""

    def make(status="in_progress", *, backend=HERE["backend"], account="a1", **fields):
        fields = {"attributes": ADA, "submitted_at": NOON} | fields
        generation = Generation(status=GenerationStatus(status), **fields)
        return history.record(generation, backend=backend, account=account)

    return make


@pytest.fixture
def asked(record):
    """Records runs with other attributes than Ada's: `asked("g", name="Bo")`."""

    def make(id, **changes):  # noqa: A002
        return record("success", id=id, attributes=ADA.replace(**changes))

    return make


def skip_without_processes():
    if sys.platform == "win32":
        pytest.skip("processes can't be checked")


@pytest.fixture
def process():
    """Another process, which is running."""
    skip_without_processes()
    command = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        yield other
        other.kill()


@pytest.fixture
def written_by(monkeypatch):
    """Calls `write` as if another process did."""
    skip_without_processes()

    def become(other, write):
        with monkeypatch.context() as patch:
            patch.setattr(writer_process, "_process", lambda _pid: other)
            write()

    return become
