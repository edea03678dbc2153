"""Fixtures for tests in JupyterLab in Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.tools import browser

from .lab import Lab
from .server import LabServer

ARGUMENTS = [
    "--no-sandbox",  # root has no other way, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests last; once Playwright runs its loop, no async test can run its own."""
    slow = ("kernel", "browser")
    items.sort(key=lambda item: [bool(item.get_closest_marker(name)) for name in reversed(slow)])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": browser.find(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "viewport": {"width": 1400, "height": 1000},
        "permissions": ["clipboard-read", "clipboard-write"],
        "locale": "en-US",
    }


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One JupyterLab for all tests; each has its own notebook, kernel and browser context."""
    server = LabServer(tmp_path_factory.mktemp("lab"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


# In place of the plugin's own, which pytest 9 deprecates: it is a method with session scope.
@pytest.fixture(scope="session")
def base_url(lab_server: LabServer) -> str:
    return lab_server.url


@pytest.fixture
def lab(page: Page, lab_server: LabServer, tmp_path: Path) -> Iterator[Lab]:
    """JupyterLab with no notebook open yet: `lab.open_notebook([...])`."""
    screenshots = Path(os.environ.get("HEYGEN_WIDGETS_SCREENSHOTS") or tmp_path)
    lab = Lab(page, lab_server, screenshots)
    yield lab
    lab.close()
