"""The studio's states as pictures: `make screenshots` keeps them in docs/images."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from .test_studio import RESULT

pytestmark = pytest.mark.browser

# Larger files don't belong in git.
LIMIT = 300_000
QUALITIES = (90, 80, 65, 50)

QUICKSTART = """from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

studio = AvatarStudio(
    client=HeyGen.sandbox(Scenario(duration={duration}, seed=7)),
    name="Iris",
    gender="Woman",
    age="Young Adult",
    appearance="A violinist in a red dress, long dark hair, smiling, in the city at night",
)"""
FAILURE = """from heygen_widgets import InsufficientCredit
async def refuse(*_, **__):
    raise InsufficientCredit(
        "HeyGen answered: Insufficient credit. This operation requires 'api' credits.",
        status_code=402, code="insufficient_credit", request_id="0f3c5d1e",
    )
studio.client.generate = refuse"""


def keep(lab, name, studio):
    """Save a picture, as WebP and small enough for git."""
    png = lab.screenshot(name, studio)
    webp = png.with_suffix(".webp")
    with Image.open(png) as picture:
        for quality in QUALITIES:
            picture.save(webp, quality=quality, method=6)
            if webp.stat().st_size <= LIMIT:
                break
    png.unlink()
    assert webp.stat().st_size <= LIMIT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 700])
def test_every_state_can_be_pictured(lab, theme, width):
    lab.page.set_viewport_size({"width": width, "height": 1700})
    lab.open_notebook([QUICKSTART.format(duration=8), "studio"], theme)
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    button = studio.get_by_role("button", name="Generate")
    name = f"{{}}-{theme}-{width}".format

    keep(lab, name("empty"), studio)
    button.click()
    expect(studio.get_by_role("status")).to_contain_text("working on it")
    keep(lab, name("running"), studio)
    studio.get_by_role("button", name="Stop waiting").click()
    expect(studio.get_by_role("alert")).to_be_visible()
    keep(lab, name("stopped"), studio)
    studio.get_by_role("button", name="Resume").click()
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    studio.locator(".hgw-picture").nth(1).click()
    lab.page.mouse.move(0, 0)
    keep(lab, name("done"), studio)
    lab.add_and_run(FAILURE)
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit")
    keep(lab, name("failed"), studio)
    studio.get_by_label("Name", exact=True).fill("")
    studio.get_by_label("Appearance").fill("x" * 1003)
    button.click()
    expect(studio.locator(".hgw-problem", has_text="Must not be empty.")).to_be_visible()
    keep(lab, name("problems"), studio)
