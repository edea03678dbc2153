"""Fixtures for kernels of several versions, and the table of what became of each click."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.kernel.interpreters import running_kernel
from tests.support.kernel.kernel import Kernel

# `make matrix` says where its environments are, one folder for each version of ipykernel.
ENVIRONMENTS = Path(os.environ.get("HEYGEN_WIDGETS_MATRIX") or os.devnull).absolute()

# What needs them is no part of `make test`.
collect_ignore = [] if ENVIRONMENTS.is_dir() else ["test_kernels.py"]


@pytest.fixture
def start_kernel(tmp_path: Path) -> Iterator[Callable[[str], Kernel]]:
    """Start the kernel of an environment; it ends with the test: `start_kernel("7.0.1")`."""
    with ExitStack() as stack:

        def start(version: str) -> Kernel:
            python = ENVIRONMENTS / version / "bin" / "python"
            return stack.enter_context(running_kernel(python, tmp_path, version))

        yield start


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what `test_kernels` recorded, a row for each kernel and way of its messages."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for result in ("passed", "failed"):
        for report in terminalreporter.getreports(result):
            found = dict(report.user_properties)
            if report.when == "call" and "kernel" in found:
                row = rows.setdefault((found["kernel"], found["way"]), {})
                row[found["state"]] = found.get("outcome", "FAILED")
    if rows:
        states = list(dict.fromkeys(state for row in rows.values() for state in row))
        terminalreporter.section("when a click was heard, and when four images were there")
        lines = [(*key, *(row.get(at, "") for at in states)) for key, row in sorted(rows.items())]
        for line in (("ipykernel", "messages", *states), *lines):
            terminalreporter.write_line("".join(word.ljust(24) for word in line).rstrip())
