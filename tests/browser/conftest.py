"""Fixtures for tests in Chromium: in JupyterLab, in Notebook 7 and in Voilà."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from heygen_widgets.runtime.file_lock import locked
from tests.support.browser import chromium
from tests.support.browser.lab import Lab
from tests.support.browser.screen import Screen
from tests.support.browser.servers import LabServer, NotebookServer, VoilaServer

# Milliseconds: several browsers and kernels share the machine's cores.
expect.set_options(timeout=30_000)


# How many browsers draw at once: with more, a click takes half a second, and no run ends earlier.
AT_ONCE = (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _few_at_once(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let workers that are more than `AT_ONCE` take turns."""
    number = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    folder = tmp_path_factory.getbasetemp().parent
    with locked(folder / f"browser-{number % AT_ONCE}.lock"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    program = {"executable_path": chromium.find(), "args": chromium.ARGUMENTS}
    return {**browser_type_launch_args, **program}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "viewport": {"width": 1400, "height": 1000},
        "permissions": ["clipboard-read", "clipboard-write"],
        "locale": "en-US",
        # A run that is waited for would take half a core: no graphics card draws what moves. Tests
        # that are about what moves ask for it by `page.emulate_media`.
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def kept_context(
    playwright: Playwright,
    browser_type_launch_args: dict,
    browser_context_args: dict,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BrowserContext]:
    """A browser with a profile on disk, so that compiled scripts serve the next test as well."""
    profile = tmp_path_factory.mktemp("profile")
    options = {**browser_type_launch_args, **browser_context_args}
    with playwright.chromium.launch_persistent_context(profile, **options) as context:
        yield context


# In place of the plugin's own, which begins with an empty cache.
@pytest.fixture
def context(kept_context: BrowserContext) -> Iterator[BrowserContext]:
    """The worker's browser, in which no page is open but the empty one that keeps it running."""
    yield kept_context
    for page in kept_context.pages[1:]:
        page.close()
    kept_context.clear_cookies()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """One JupyterLab for all tests; each has its own notebook, kernel and page."""
    server = LabServer(tmp_path_factory.mktemp("lab"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookServer]:
    """One Notebook 7 for all tests, likewise."""
    server = NotebookServer(tmp_path_factory.mktemp("notebook"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


# In place of the plugin's own, which pytest 9 deprecates: it is a method with session scope.
@pytest.fixture(scope="session")
def base_url() -> str:
    """None: each page object knows its server."""
    return ""


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where pictures are kept."""
    return Path(os.environ.get("HEYGEN_WIDGETS_SCREENSHOTS") or tmp_path)


@pytest.fixture
def lab(page: Page, lab_server: LabServer, screenshots: Path) -> Iterator[Lab]:
    """JupyterLab with no notebook open yet: `lab.open_notebook([...])`."""
    lab = Lab(page, lab_server, screenshots)
    yield lab
    lab.close()


@pytest.fixture
def lab_with_clock(
    browser: Browser, browser_context_args: dict, lab_server: LabServer, screenshots: Path
) -> Iterator[Lab]:
    """JupyterLab in a context of its own: a clock that is put into one stays in it for good."""
    with browser.new_context(**browser_context_args) as context:
        page = context.new_page()
        page.clock.install()
        lab = Lab(page, lab_server, screenshots)
        yield lab
        lab.close()


@pytest.fixture
def notebook7(page: Page, notebook_server: NotebookServer, screenshots: Path) -> Iterator[Lab]:
    """Notebook 7 with no notebook open yet; it is JupyterLab's application, drawn otherwise."""
    notebook = Lab(page, notebook_server, screenshots)
    yield notebook
    notebook.close()


# Milliseconds: Voilà runs the whole notebook before its page is complete.
RUN = 300_000
# Voilà's page takes this from a CDN; no test reaches out.
ELSEWHERE = "**/@fortawesome/**"


@pytest.fixture
def voila(page: Page, screenshots: Path, tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    """Open a notebook in a Voilà of its own: `voila([...], theme="dark")`."""
    with ExitStack() as stack:

        def open_dashboard(cells: list[str], theme: str = "light") -> Screen:
            server = VoilaServer(tmp_path / "voila", cells, theme)
            stack.callback(server.stop)
            server.start()
            stack.callback(page.close)
            page.route(ELSEWHERE, lambda route: route.fulfill(content_type="text/css"))
            screen = Screen(page, screenshots)
            page.goto(server.url, timeout=RUN)
            return screen

        yield open_dashboard
