"""The studio in the other two hosts that draw it: Notebook 7 and Voilà, in Chromium."""

import pytest
from playwright.sync_api import expect

from .test_studio import RESULT, STUDIO, generate, open_studio

pytestmark = pytest.mark.browser


def test_v(voila):
    screen = voila([STUDIO.format(duration=0.5)])
    studio = screen.page.locator(".hgw")
    expect(studio.get_by_role("button", name="Generate")).to_contain_text("credit", timeout=RESULT)
    generate(studio)
    screen.screenshot("voila")
    print(screen.errors)


def test_n(notebook7):
    studio = open_studio(notebook7, 0.5, "dark")
    generate(studio)
    notebook7.screenshot("notebook7")
    print(notebook7.errors)
