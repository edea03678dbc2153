"""The studio's states as pictures: `make screenshots` keeps them in docs/images."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.gallery import Gallery
from tests.support.browser.lab import ADD_CELL, Lab
from tests.support.browser.studio import (
    LEFT_BEHIND,
    RESULT,
    choose,
    dialog,
    menu,
    open_menu,
)
from tests.support.kernel.process import kill

pytestmark = pytest.mark.browser

QUICKSTART = """from heygen_widgets import AvatarStudio, HeyGen, History
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=60, seed=7), history=History("{history}"))
studio = AvatarStudio(
    client=client,
    name="Iris",
    gender="Woman",
    age="Young Adult",
    appearance="A violinist in a red dress, long dark hair, smiling, in the city at night",
)"""
FINISH = """import dataclasses
sandbox = client._sandbox
sandbox.scenario = dataclasses.replace(sandbox.scenario, duration=0.5)"""
FAILURE = "studio.client.rehearse('submit:402')"

ELSEWHERE = """other = AvatarStudio(
    client=HeyGen.sandbox(Scenario(duration=600, seed=9), history=client.history),
    name="Cy",
    appearance="A diver on a beach",
)
task = other.start()"""

MENUS = ("Presets", "What Shuffle keeps", "Rehearse a failure", "Details", "Vary", "Copy as")
PEOPLE = (
    ("Bo", "Man", "Vintage", "A baker with a grey beard, in a kitchen"),
    ("Ada", "Woman", "Noir", "A detective in a grey coat, in the rain"),
    ("Cy", "Man", "Pixar", "A gardener with a straw hat, in a garden"),
    (
        *("Iris", "Woman", "Realistic"),
        "A violinist in a red dress, long dark hair, smiling, in the city at night",
    ),
)


def test_the_states_of_a_run_can_be_pictured(lab):
    gallery = Gallery(lab, [QUICKSTART.format(history="states"), "studio"])
    studio, button = gallery.studio, gallery.button
    expect(button).to_contain_text("free")
    gallery.keep("empty")
    button.click()
    expect(studio.get_by_role("status")).to_contain_text("working on it")
    gallery.keep("running")
    studio.get_by_role("button", name="Stop waiting").click()
    expect(studio.get_by_role("alert")).to_be_visible()
    gallery.keep("stopped")
    lab.add_and_run(FAILURE)
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit")
    gallery.keep("failed")
    studio.get_by_label("Name", exact=True).fill("")
    studio.get_by_label("Appearance").fill("x" * 1003)
    button.click()
    expect(studio.get_by_text("Must not be empty.")).to_be_visible()
    gallery.keep("problems")


def with_runs(lab: Lab, history: str) -> Gallery:
    """Open a studio and generate a picture of each person."""
    gallery = Gallery(lab, [QUICKSTART.format(history=history), FINISH, "studio"])
    studio = gallery.studio
    for name, gender, style, appearance in PEOPLE:
        studio.get_by_label("Name", exact=True).fill(name)
        choose(studio, "Gender", gender)
        choose(studio, "Style", style)
        studio.get_by_label("Appearance").fill(appearance)
        gallery.button.click()
        card = studio.locator(".hgw-run--present", has_text=name)
        lab.wait_until(lambda card=card: card.locator("img").count(), 60)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    return gallery


def test_results_and_all_runs_can_be_pictured(lab):
    gallery = with_runs(lab, "results")
    studio = gallery.studio
    studio.get_by_role("button", name="Image 2 is a favourite").click()
    present = studio.locator(".hgw-run--present")
    expect(present.get_by_role("img", name="With a favourite")).to_be_visible()
    studio.get_by_role("button", name="Select Image 2").click()
    gallery.keep("done")
    lab.add_and_run(FAILURE)
    gallery.button.click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit")
    gallery.keep("failed-after-success")
    lab.add_and_run("studio.client.rehearse()")
    studio.get_by_role("button", name="Close this message").click()
    studio.get_by_role("button", name="Favourites").click()
    expect(studio.locator(".hgw-run")).to_have_count(1)
    gallery.keep("favourites")
    studio.get_by_role("button", name="Favourites").click()
    studio.get_by_role("button", name="Filter").click()
    choose(studio.get_by_role("region", name="All runs"), "Style", "Vintage")
    expect(studio.locator(".hgw-run")).to_have_count(1)
    gallery.keep("filtered")


def test_menus_and_dialogs_can_be_pictured(lab):
    gallery = with_runs(lab, "opened")
    studio = gallery.studio
    for name in MENUS:
        button = studio.get_by_role("button", name=name, exact=True)
        open_menu(lab, button)
        gallery.keep(f"menu-{name.lower().replace(' ', '-')}")
        lab.page.keyboard.press("Escape")
        expect(menu(lab)).to_be_hidden()
    studio.get_by_role("button", name="Use my API key").click()
    expect(lab.page.get_by_role("dialog", name="HeyGen API key")).to_be_visible()
    gallery.keep_window("key")
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_be_hidden()
    studio.get_by_role("button", name="Look closer at image 2").click()
    expect(dialog(lab).locator("img")).to_have_count(1)
    dialog(lab).get_by_label("Note").fill("Her smile")
    gallery.keep_window("look-closer")
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_be_hidden()
    studio.get_by_role("button", name="Compare image 2").click()
    studio.locator(".hgw-run button", has_text="Ada").first.click()
    expect(studio.locator(".hgw-run--present", has_text="Ada")).to_be_visible()
    studio.get_by_role("button", name="Compare image 1").click()
    gallery.keep("to-compare")
    studio.get_by_role("button", name="Compare (2 of 4)").click()
    expect(dialog(lab).locator("img")).to_have_count(2)
    gallery.keep_window("compare")


RARE = """import pathlib, time
from heygen_widgets import AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=1, seed=7, faults=["submit:drop-after"]))
client._sandbox = None
studio = AvatarStudio(client=client, name="Iris", appearance="A violinist in a red dress")"""
BUSY = """while not pathlib.Path("go on").exists():
    time.sleep(0.1)"""
NOBODY = """studio.client = HeyGen("a-key", base_url="http://127.0.0.1:9", history=False)"""


def test_the_rarer_states_can_be_pictured(lab):
    gallery = Gallery(lab, [RARE, "studio"])
    studio, button = gallery.studio, gallery.button
    expect(button).to_contain_text("credit")
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("It is not known whether HeyGen started")
    gallery.keep("unknown")
    blocked = lab.start_cell(lab.page.evaluate(ADD_CELL, BUSY))
    button.click()
    expect(studio.get_by_text("The kernel hasn't answered")).to_be_visible(timeout=RESULT)
    gallery.keep("busy-kernel")
    (lab.server.root / "go on").touch()
    lab.finish_cell(blocked)
    expect(studio.get_by_text("The kernel hasn't answered")).to_be_hidden(timeout=RESULT)
    lab.wait_until(lambda: lab.add_and_run("studio.is_running").strip() == "False", 60)
    lab.add_and_run(NOBODY)
    expect(button).to_contain_text("price not known yet", timeout=RESULT)
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("HeyGen can't be reached", timeout=RESULT)
    gallery.keep("offline")
    kill(lab.kernel_process_id())
    lab.page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    expect(studio.get_by_text("The kernel of this studio has ended")).to_be_visible(timeout=RESULT)
    gallery.keep("kernel-ended")


def test_runs_that_are_not_finished_can_be_pictured(lab):
    gallery = Gallery(lab, [LEFT_BEHIND, "studio = AvatarStudio(client=client)", "studio"])
    expect(gallery.studio.get_by_text("2 runs are not finished")).to_be_visible()
    gallery.keep("not-finished")
    # A run that another studio waits for opens for reading.
    lab.add_and_run(ELSEWHERE)
    gallery.studio.locator(".hgw-run button", has_text="A diver").first.click()
    expect(gallery.studio.get_by_role("alert")).to_contain_text("under way elsewhere")
    expect(gallery.button).to_be_enabled()
    gallery.keep("elsewhere")


MONEY = """from heygen_widgets import AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=8, spread=1, seed=7, api="{api}"))
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


def test_what_it_costs_can_be_pictured(lab):
    gallery = Gallery(lab, [MONEY.format(api="v3"), "studio"])
    studio, button = gallery.studio, gallery.button
    expect(button).to_contain_text("about $4.00 · 4 looks")
    expect(studio.get_by_text("Balance $1,000.00")).to_be_visible()
    gallery.keep("price")
    lab.add_and_run("studio.click_limit = 7")
    choose(studio, "Images", "8")
    button.click()
    expect(studio.get_by_role("alertdialog")).to_contain_text(
        "your limit for one generation is $7.00"
    )
    gallery.keep("question")
    studio.get_by_role("button", name="Generate for about $8.00").click()
    expect(studio.locator(".hgw-picture img").first).to_be_visible(timeout=RESULT)
    gallery.keep("looks-coming")
    expect(studio.locator(".hgw-picture img")).to_have_count(8, timeout=RESULT)
    studio.get_by_role("button", name="Use image 1 as a reference").click()
    gallery.keep("looks")
    lab.add_and_run("sandbox.faults = ['poll:failed*1', 'image:404*1']; studio.count = 4")
    expect(button).to_contain_text("about $4.00")
    button.click()
    expect(studio.get_by_role("alert")).to_contain_text("Some images are missing", timeout=RESULT)
    gallery.keep("partial")


def test_the_end_of_v2_can_be_pictured(lab):
    gallery = Gallery(lab, [MONEY.format(api="v2 with sunset"), "studio"])
    studio = gallery.studio
    expect(studio.get_by_text("HeyGen announces a change")).to_be_visible()
    lab.add_and_run("sandbox.api = 'v3'")
    gallery.button.click()
    expect(studio.get_by_role("alert")).to_contain_text("This version of HeyGen's API is gone")
    gallery.keep("retired")
    studio.get_by_role("button", name="Use v3: about $4.00 · 4 looks").click()
    expect(studio.get_by_role("button", name="Generate")).to_contain_text("about $4.00 · 4 looks")
