"""JupyterLab in Chromium, with the package that is being measured in its kernels."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.children import PACKAGE_PATH, REPOSITORY
from tests.support.browser import chromium
from tests.support.browser.lab import Lab
from tests.support.browser.servers import LabServer

if TYPE_CHECKING:
    from collections.abc import Iterator


class BenchmarkLab(LabServer):
    """A JupyterLab whose kernels import the package that is being measured, and the benchmarks."""

    def _environment(self) -> dict[str, str]:
        paths = (PACKAGE_PATH["PYTHONPATH"], str(REPOSITORY))
        return super()._environment() | {"PYTHONPATH": os.pathsep.join(paths)}


@contextmanager
def open_lab() -> Iterator[Lab]:
    """Run JupyterLab, with a page of a browser that shows it."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        server = BenchmarkLab(home)
        stack.callback(server.stop)
        server.start()
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.ARGUMENTS
        )
        stack.callback(browser.close)
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, base_url=server.url)
        yield Lab(page, server, home)
