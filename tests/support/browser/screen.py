"""One page in Chromium: what went wrong on it, pictures of it, and waiting for it."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import ConsoleMessage, Error, Locator, Page

# Larger pictures don't belong in git.
LIMIT = 300_000
QUALITIES = (90, 80, 65, 50)
POLL = 50  # milliseconds between two looks at a condition
# What hosts do wrong by themselves, whether or not there is a widget on the page.
OF_THE_HOST = (
    # Notebook 7.6 hears of a changed setting before it has those of its shortcuts.
    re.compile(r"reading 'schema'.*/static/notebook/notebook_core\.", re.DOTALL),
    # Voilà refuses what its page says when it goes: end the kernel (voila-dashboards/voila#1458).
    re.compile(r"403 \(Forbidden\).*/voila/api/shutdown/"),
)


class Screen:
    """What the page objects of all hosts have in common.

    Attributes: `page` (Playwright's) and `errors`: what the page wrote to its console as an error
    or did not catch, less what its host does wrong by itself.
    """

    def __init__(self, page: Page, screenshots: Path) -> None:
        self.page = page
        self.errors: list[str] = []
        self.folder = screenshots
        page.on("console", self._note)
        page.on("pageerror", self._note_uncaught)

    def screenshot(self, name: str, target: Locator | None = None) -> Path:
        """Save a picture of the page, or of one part, once two in a row are the same.

        Clocks may go on meanwhile: on a busy machine, each picture shows another second.
        """
        path = self.folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        clocks = self.page.get_by_role("timer")
        pictures = [b""]

        def is_still() -> bool:
            mask = clocks.all()
            pictures.append((target or self.page).screenshot(animations="disabled", mask=mask))
            return pictures[-1] == pictures[-2]

        self.wait_until(is_still, 60)
        if clocks.count():
            pictures.append((target or self.page).screenshot(animations="disabled"))
        path.write_bytes(pictures[-1])
        return path

    def keep(self, name: str, target: Locator | None = None) -> None:
        """Save a picture as WebP, small enough for git."""
        png = self.screenshot(name, target)
        webp = png.with_suffix(".webp")
        with Image.open(png) as picture:
            for quality in QUALITIES:
                # A slower method saves 3 % of the bytes in three times the time.
                picture.save(webp, quality=quality, method=2)
                if webp.stat().st_size <= LIMIT:
                    break
        png.unlink()
        assert webp.stat().st_size <= LIMIT

    def wait_until(self, predicate: Callable[[], object], timeout: float = 30) -> None:
        """Wait for anything that Playwright has no expectation for, a file for example."""
        deadline = time.monotonic() + timeout
        while not predicate():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not true within {timeout:g} s: {predicate}")
            self.page.wait_for_timeout(POLL)  # the page goes on meanwhile, unlike in a sleep

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._add(f"{message.text} [{message.location.get('url', '')}]")

    def _note_uncaught(self, error: Error) -> None:
        self._add(error.stack or str(error))

    def _add(self, error: str) -> None:
        if not any(known.search(error) for known in OF_THE_HOST):
            self.errors.append(error)
