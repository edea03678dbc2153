"""One page in Chromium: what went wrong on it, pictures of it, and waiting for it."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page

POLL = 50  # milliseconds between two looks at a condition


class Screen:
    """What the page objects of all hosts have in common.

    Attributes: `page` (Playwright's) and `errors`: what the page wrote to its console as an error
    or did not catch.
    """

    def __init__(self, page: Page, screenshots: Path) -> None:
        self.page = page
        self.errors: list[str] = []
        self._screenshots = screenshots
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def screenshot(self, name: str, target: Locator | None = None) -> Path:
        """Save a picture of the page, or of one part, once two in a row are the same."""
        path = self._screenshots / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pictures = [b""]

        def is_still() -> bool:
            pictures.append((target or self.page).screenshot(animations="disabled"))
            return pictures[-1] == pictures[-2]

        self.wait_until(is_still, 20)
        path.write_bytes(pictures[-1])
        return path

    def wait_until(self, predicate: Callable[[], object], timeout: float = 10) -> None:
        """Wait for anything that Playwright has no expectation for, a file for example."""
        deadline = time.monotonic() + timeout
        while not predicate():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not true within {timeout:g} s: {predicate}")
            self.page.wait_for_timeout(POLL)  # the page goes on meanwhile, unlike in a sleep

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} [{message.location.get('url', '')}]")
