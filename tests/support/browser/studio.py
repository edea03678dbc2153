"""The studio on a page: opened, used and scanned."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.support.browser.lab import Lab
from tests.support.browser.screen import Screen

STUDIO = """from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

studio = AvatarStudio(
    client=HeyGen.sandbox(Scenario(duration={duration})),
    name="Iris",
    gender="Woman",
    appearance="A violinist in a red dress, in the city at night",
)
studio"""
LEFT_BEHIND = """import asyncio
from heygen_widgets import AvatarStudio, HeyGen, HeyGenError
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=2))
before = AvatarStudio(client=client, name="Iris", appearance="A violinist")
task = before.start()
while not before.generation_id:
    await asyncio.sleep(0.05)
before.stop()
await task
client.rehearse("submit:drop-after")
try:
    await before.generate()
except HeyGenError:
    client.rehearse()"""
PRICED = re.compile(r"^Generate (free|about \$[\d.]+|\d+ credit)")
RESULT = 60_000  # milliseconds until images are drawn on a busy machine


def open_studio(lab: Lab, duration: float = 1, theme: str = "light", *more: str) -> Locator:
    """Open a notebook with a studio in its first cell, and return the studio."""
    lab.open_notebook([STUDIO.format(duration=duration), *more], theme)
    lab.run_cell(0)
    studio = lab.cell(0).locator(".hgw")
    expect(studio).to_be_visible()
    # A click before the price is there is asked about.
    expect(studio.get_by_role("button", name="Generate")).to_contain_text("free")
    return studio


def find_studio(screen: Screen) -> Locator:
    """Return the studio of a dashboard, once it says what a click costs."""
    studio = screen.page.locator(".hgw")
    button = studio.get_by_role("button", name="Generate")
    expect(button).to_contain_text("free", timeout=RESULT)
    return studio


def generate(studio: Locator) -> None:
    """Press Generate, once it has its price, and wait until four images have arrived."""
    expect(studio.get_by_role("button", name=PRICED)).to_be_visible()
    keys = studio.locator(".hgw-caption code")
    before = keys.all_inner_texts()
    studio.get_by_role("button", name="Generate").click()
    if before:
        # Those of the run before stay until the kernel has heard of the click.
        expect(keys.first).not_to_have_text(before[0], timeout=RESULT)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)


def violations(screen: Screen) -> list:
    """Return all that axe-core finds in the studio, however slight."""
    found = Axe().run(screen.page, context={"include": [[".hgw"]]}).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
