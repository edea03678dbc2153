"""Pictures of a widget's states, light and dark, as wide and as narrow as people have it."""

import os

from playwright.sync_api import Locator, expect

from tests.support.browser.lab import Lab
from tests.support.browser.studio import violations

THEMES = ("light", "dark")
WIDTHS = (480, 1400, 1800)  # of the browser's window, in pixels
# A picture takes a second of the processor: where none is kept, one shows that the state can be
# pictured. Each theme is scanned all the same.
WITHOUT_KEEPING = {"light": (), "dark": WIDTHS[:1]}
HEIGHT = 3600
WINDOW = 1000  # the height of a window with a dialog in it


class Gallery:
    """Pictures one widget as it stands, in every theme and width.

    Args:
        lab: JupyterLab.
        cells: The notebook; the last cell shows the widget.
    """

    def __init__(self, lab: Lab, cells: list[str]) -> None:
        self.lab = lab
        self.theme = "light"
        lab.page.set_viewport_size({"width": 1400, "height": HEIGHT})
        lab.open_notebook(cells)
        lab.run_all()
        self.studio = lab.cell(len(cells) - 1).locator(".hgw").first
        self.button = self.studio.get_by_role("button", name="Generate").first
        expect(self.studio).to_be_visible()

    def keep(self, state: str, target: Locator | None = None) -> None:
        """Picture the widget, or a part of the page, as it is now; and scan it with axe-core."""
        self._keep(state, HEIGHT, target or self.studio)

    def keep_window(self, state: str) -> None:
        """Picture the whole window: a dialog stands in its middle."""
        self._keep(state, WINDOW, None)

    def _keep(self, state: str, height: int, target: Locator | None) -> None:
        self.lab.page.mouse.move(0, 0)
        for theme in (self.theme, *(set(THEMES) - {self.theme})):
            # JupyterLab takes a second to change it: the next state begins with this one's last.
            if theme != self.theme:
                self.lab.set_theme(theme)
                self.theme = theme
            assert violations(self.lab) == [], f"{state} in the {theme} theme"
            is_kept = bool(os.environ.get("HEYGEN_WIDGETS_SCREENSHOTS"))
            for width in WIDTHS if is_kept else WITHOUT_KEEPING[theme]:
                self.lab.page.set_viewport_size({"width": width, "height": height})
                self.lab.keep(f"{state}-{theme}-{width}", target)
        self.lab.page.set_viewport_size({"width": 1400, "height": HEIGHT})
