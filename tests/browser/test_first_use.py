"""What somebody does first, in all three hosts; `make screenshots` keeps a picture of each step."""

import pytest
from playwright.sync_api import Locator, expect

from tests.support.browser.lab import Lab
from tests.support.browser.screen import Screen
from tests.support.browser.studio import (
    STUDIO,
    choose,
    combobox,
    dialog,
    find_studio,
    generate,
    generate_button,
    open_studio,
    said,
    textbox,
)

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1440, "height": 900}
DURATION = 0.5  # seconds for the sandbox's jobs


@pytest.fixture(params=["lab", "notebook7", "voila"])
def opened(request) -> tuple[str, Screen, Locator]:
    """A host's name, its page, and the studio on it."""
    host = request.getfixturevalue(request.param)
    page = request.getfixturevalue("page")
    page.set_viewport_size(LAPTOP)
    # As most people have it: what moves must not be in the way.
    page.emulate_media(reduced_motion="no-preference")
    if isinstance(host, Lab):
        return request.param, host, open_studio(host, DURATION)
    screen = host([STUDIO.format(duration=DURATION)])
    return request.param, screen, find_studio(screen)


def test_generate_favourite_compare_reuse_and_save(opened):
    host, screen, studio = opened

    def step(name: str, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        screen.page.mouse.move(0, 0)
        screen.keep(f"first-use-{host}-{name}")

    step("1-generate", generate_button(studio))
    generate(studio)
    studio.get_by_role("button", name="Image 2 is a favourite").click()
    expect(studio.get_by_role("button", name="Image 2 is a favourite")).to_have_attribute(
        "aria-pressed", "true"
    )
    step("2-favourite", studio.locator(".hgw-picture").nth(3))

    studio.locator(".hgw-pick").nth(0).click()
    studio.locator(".hgw-pick").nth(1).click()
    expect(studio.locator(".hgw-card--picked")).to_have_count(2)
    studio.get_by_role("button", name="Compare (0 of 4)").click()
    expect(dialog(screen).locator("img")).to_have_count(2)
    step("3-compare", dialog(screen).get_by_role("heading"))
    dialog(screen).get_by_role("button", name="Close").click()
    expect(dialog(screen)).to_have_count(0)

    choose(studio, "Style", "Noir")
    textbox(studio, "Appearance").fill("Somebody else")
    studio.get_by_role("button", name="Reuse settings").click()
    expect(combobox(studio, "Style")).to_have_value("Realistic")
    expect(textbox(studio, "Appearance")).to_have_value(
        "A violinist in a red dress, in the city at night"
    )
    step("4-reuse", studio.get_by_role("button", name="Reuse settings"))

    with screen.page.expect_download() as download:
        studio.get_by_role("button", name="Save 2").click()
    name = download.value.suggested_filename
    expect(said(screen)).to_have_text(f"Saved {name}")
    step("5-save", studio.get_by_role("button", name="Save 2"))
    assert screen.errors == []
