"""The studio's states as pictures: `make screenshots` keeps them in docs/images."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from .lab import ADD_CELL
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


RARE = """import time
from heygen_widgets import AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=1, seed=7, faults=["submit:drop-after"]))
client._sandbox = None
studio = AvatarStudio(client=client, name="Iris", appearance="A violinist in a red dress")"""
NOBODY = """studio.client = HeyGen("a-key", base_url="http://127.0.0.1:9", history=False)"""


@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 480)])
def test_the_rarer_states_can_be_pictured(lab, theme, width):
    lab.page.set_viewport_size({"width": width, "height": 1700})
    lab.open_notebook([RARE, "studio"], theme)
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    button = studio.get_by_role("button", name="Generate").first
    name = f"{{}}-{theme}-{width}".format

    expect(button).to_contain_text("credit")
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("It is not known whether HeyGen started")
    keep(lab, name("unknown"), studio)
    blocked = lab.start_cell(lab.page.evaluate(ADD_CELL, "time.sleep(12)"))
    button.click()
    expect(studio.get_by_text("The kernel hasn't answered")).to_be_visible(timeout=RESULT)
    keep(lab, name("no-kernel"), studio)
    lab.finish_cell(blocked)
    expect(studio.get_by_text("The kernel hasn't answered")).to_be_hidden(timeout=RESULT)
    lab.wait_until(lambda: lab.add_and_run("studio.is_running").strip() == "False", 60)
    lab.add_and_run(NOBODY)
    expect(button).to_contain_text("price not known yet", timeout=RESULT)
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("HeyGen can't be reached", timeout=RESULT)
    keep(lab, name("offline"), studio)


MONEY = """from heygen_widgets import AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=3, spread=1, seed=7, api="{api}"))
client._poll = PollPolicy(first=0.2, longest=0.4)
# As an account that pays, so that the words are those that a customer reads.
sandbox, client._sandbox = client._sandbox, None
studio = AvatarStudio(
    client=client,
    name="Iris",
    gender="Woman",
    age="Young Adult",
    appearance="A violinist in a red dress, long dark hair, smiling, in the city at night",
)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_it_costs_can_be_pictured(lab, theme):
    lab.page.set_viewport_size({"width": 1400, "height": 1700})
    lab.open_notebook([MONEY.format(api="v3"), "studio"], theme)
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    button = studio.get_by_role("button", name="Generate")
    expect(button).to_contain_text("about $5.28 · 4 looks")
    expect(studio.get_by_text("Balance $1,000.00")).to_be_visible()
    keep(lab, f"price-{theme}", studio)
    studio.get_by_label("How many images").select_option("8")
    button.click()
    expect(studio.get_by_role("alertdialog")).to_contain_text("your limit for one is $10.00")
    keep(lab, f"question-{theme}", studio)
    studio.get_by_role("button", name="Generate for about $10.56").click()
    expect(studio.locator(".hgw-picture img").first).to_be_visible(timeout=RESULT)
    keep(lab, f"looks-coming-{theme}", studio)
    expect(studio.locator(".hgw-picture img")).to_have_count(8, timeout=RESULT)
    studio.get_by_role("button", name="Use image 1 as a reference").click()
    lab.page.mouse.move(0, 0)
    keep(lab, f"looks-{theme}", studio)
    lab.add_and_run("sandbox.faults = ['poll:failed*1', 'image:404*1']; studio.count = 4")
    expect(button).to_contain_text("about $5.28")
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("A part of it is missing", timeout=RESULT)
    keep(lab, f"partial-{theme}", studio)


def test_the_end_of_v2_can_be_pictured(lab):
    lab.page.set_viewport_size({"width": 1400, "height": 1700})
    lab.open_notebook([MONEY.format(api="v2 with sunset"), "studio"])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    expect(studio.get_by_text("HeyGen announces a change")).to_be_visible()
    lab.add_and_run("sandbox.api = 'v3'")
    studio.get_by_role("button", name="Generate").click()
    expect(studio.get_by_role("alert")).to_contain_text("This version of HeyGen's API is gone")
    keep(lab, "retired-light", studio)
    studio.get_by_role("button", name="Use v3: about $5.28 · 4 looks").click()
    expect(studio.get_by_role("button", name="Generate")).to_contain_text("about $5.28 · 4 looks")
