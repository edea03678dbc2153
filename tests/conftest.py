"""Fixtures for all tests: no variable or history of the user's; a sandbox on a port; kernels."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.support.kernel.kernel import Kernel
from tests.support.kernel.process import running_kernel

# Fixtures that several folders use.
pytest_plugins = [
    "tests.support.hypothesis_profile",
    "tests.support.image_bytes",
    "tests.support.quick_studio",
    "tests.support.scripted_heygen",
]

MOST_WORKERS = 4
# The files of browser tests that take the longest.
LONGEST = ("test_pictures", "test_many_runs")


def pytest_xdist_auto_num_workers() -> int:
    """Return what `-n auto` stands for: two processes a core, since most of the slow tests wait."""
    return min(2 * (os.cpu_count() or 1), MOST_WORKERS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in the order in which each worker runs them, whichever of them it gets.

    Kernels first: they wait more than they work, so they share the cores best. Browsers last: once
    Playwright runs its loop in a process, no async test can run its own there.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, int]:
    if item.get_closest_marker("browser"):
        # The longest begin first, so that no worker goes on alone for long.
        return 2, 0 if item.path.stem in LONGEST else 1
    return (0 if item.get_closest_marker("kernel") else 1), 0


@pytest.fixture(autouse=True)
def _no_heygen_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HEYGEN_")]:
        # The tests' own settings are the harness's, not the package's.
        if not name.startswith("HEYGEN_WIDGETS_"):
            monkeypatch.delenv(name)
    # Nothing is written into the developer's own history.
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path / "heygen_home"))


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test as a new process: a server of an earlier one may have had the same port."""
    known: dict[object, str] = {}
    monkeypatch.setattr("heygen_widgets.api.version_probe.KNOWN_VERSIONS", known)
    monkeypatch.setattr("heygen_widgets.api.connection.KNOWN_VERSIONS", known)
    monkeypatch.setattr("heygen_widgets.billing.account._LEDGERS", {})


@pytest.fixture
def sandbox_server() -> Iterator[Callable[..., str]]:
    """Start sandboxes that end with the test: `sandbox_server("--duration=1")` is an address."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(_serving(options))


@contextmanager
def _serving(options: tuple[str, ...]) -> Iterator[str]:
    command = [sys.executable, "-m", "heygen_widgets.sandbox", "--port=0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            for line in server.stdout:
                if found := re.search(r"http://\S+:\d+", line):
                    break
            else:
                raise RuntimeError("The sandbox did not start.")
            yield found[0]
        finally:
            # Not terminated: it would go on until its slowest request is answered.
            server.kill()
            server.stdout.close()


@pytest.fixture
def start_kernel(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Start kernels that end with the test: `start_kernel(HEYGEN_BASE_URL=…, …)`."""
    with ExitStack() as stack:

        def start(**environment: str) -> Kernel:
            home = tmp_path / f"kernel-{len(list(tmp_path.glob('kernel-*')))}"
            home.mkdir()
            return stack.enter_context(running_kernel(home, environment))

        yield start


@pytest.fixture
def kernel(start_kernel: Callable[..., Kernel]) -> Kernel:
    """A kernel with no HEYGEN_* variable, so in the sandbox."""
    return start_kernel()
