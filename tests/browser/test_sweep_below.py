"""A sweep below a studio in JupyterLab: by mouse, by keyboard, and scanned by axe-core."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.studio import RESULT, violations

pytestmark = pytest.mark.browser

STUDIO = """import tempfile
from heygen_widgets import AvatarStudio, HeyGen, History
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.5), history=History(tempfile.mkdtemp()))
studio = AvatarStudio("a chef", name="Iris", style="Noir", client=client)
studio"""
STOPPED = """import tempfile
from heygen_widgets import AvatarStudio, AvatarSweep, HeyGen, History
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.5), history=History(tempfile.mkdtemp()))
before = AvatarSweep("a chef", style=["Noir", "Pixar"], repeats=2, client=client)
await before.run(budget=1.0)
studio = AvatarStudio("a chef", client=client)
studio"""
ASK = "Sweep from these settings"
LINE = "A sweep of 4 cells stopped at 1; 3 are left, free in the sandbox."
IS_NO_WIDER = "card => card.scrollWidth <= card.clientWidth"


def open_studio(lab, source=STUDIO, theme="light", width=1400):
    lab.page.set_viewport_size({"width": width, "height": 1400})
    lab.open_notebook([source], theme=theme)
    lab.run_all()
    studio = lab.cell(0).get_by_role("region", name="Avatar studio")
    expect(studio).to_be_visible(timeout=RESULT)
    return studio


def below(studio):
    return studio.get_by_role("region", name="Prompt experiment")


def open_below(studio):
    studio.get_by_role("button", name=ASK).click()
    expect(below(studio)).to_be_focused(timeout=RESULT)
    return below(studio)


def test_it_opens_with_the_settings_is_set_up_made_and_closed_by_mouse(lab):
    studio = open_studio(lab)
    sweep = open_below(studio)
    expect(sweep).to_be_in_viewport()
    expect(sweep.get_by_label("Appearance")).to_have_value("a chef")
    sweep.get_by_label("Appearance").fill("a chef with {a beret|glasses}")
    expect(sweep.get_by_text("a chef with glasses").first).to_be_visible(timeout=RESULT)
    sweep.get_by_role("button", name=re.compile("^Start")).click(timeout=RESULT)
    expect(sweep.get_by_text("2 of 2 cells done")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("len(studio.sweep.results), studio.status") == "(2, 'idle')"
    sweep.get_by_role("button", name="Close the experiment").click()
    expect(below(studio)).to_have_count(0, timeout=RESULT)
    expect(studio.get_by_role("button", name=ASK)).to_be_focused()
    assert lab.add_and_run("studio.sweep") == ""


def test_ctrl_enter_in_it_starts_the_sweep_and_not_the_studio(lab):
    studio = open_studio(lab)
    studio.get_by_role("button", name=ASK).focus()
    lab.page.keyboard.press("Enter")
    sweep = below(studio)
    expect(sweep).to_be_focused(timeout=RESULT)
    # From the card itself nothing starts, in the notebook neither.
    lab.page.keyboard.press("Control+Enter")
    expect(sweep.get_by_role("button", name=re.compile("^Start free"))).to_be_enabled(
        timeout=RESULT
    )
    prompt = sweep.get_by_label("Appearance")
    while not prompt.evaluate("field => field === document.activeElement"):
        lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Control+Enter")
    expect(sweep.get_by_text("1 of 1 cell done")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("len(client.history), studio.generation") == "(1, None)"


def test_one_that_stopped_is_offered_and_opened_and_pays_only_on_start(lab):
    studio = open_studio(lab, STOPPED)
    expect(studio.get_by_text(LINE)).to_be_visible(timeout=RESULT)
    studio.get_by_role("button", name="Open", exact=True).click()
    sweep = below(studio)
    expect(sweep).to_be_focused(timeout=RESULT)
    expect(studio.get_by_text(LINE)).to_have_count(0, timeout=RESULT)
    assert lab.add_and_run("len(client.history)") == "1"
    sweep.get_by_role("button", name=re.compile("^(Start|Go on)")).click(timeout=RESULT)
    expect(sweep.get_by_text("4 of 4 cells done")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("len(client.history)") == "4"


def test_not_now_takes_the_offer_away(lab):
    studio = open_studio(lab, STOPPED)
    studio.get_by_role("button", name="Not now").click(timeout=RESULT)
    expect(studio.get_by_text(LINE)).to_have_count(0, timeout=RESULT)
    assert lab.add_and_run("studio.sweep, studio.stopped_sweep") == "(None, None)"


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 480), ("dark", 480), ("light", 1800), ("dark", 1800)]
)
def test_axe_finds_nothing_and_it_fits_its_cell(lab, theme, width):
    studio = open_studio(lab, STOPPED, theme, width)
    expect(studio.get_by_text(LINE)).to_be_visible(timeout=RESULT)
    assert violations(lab) == []
    sweep = open_below(studio)
    expect(sweep.get_by_role("button", name=re.compile("^Start free"))).to_be_enabled(
        timeout=RESULT
    )
    assert violations(lab) == []
    assert studio.evaluate(IS_NO_WIDER)
    assert sweep.evaluate(IS_NO_WIDER)
