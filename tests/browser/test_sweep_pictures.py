"""The states of an experiment as pictures: `make screenshots` keeps them in docs/images."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.gallery import Gallery
from tests.support.browser.studio import RESULT

pytestmark = pytest.mark.browser

# As an account that pays, so that the words are those that a customer reads.
SWEEP = """from dataclasses import replace

from heygen_widgets import AvatarSweep, HeyGen, History
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.3, seed=7, api="v2"), history=History("history"))
sandbox, client._sandbox = client._sandbox, None
sweep = AvatarSweep(
    "a chef with {a white hat|a beard|glasses}",
    name="Lina",
    style=["Noir", "Pixar"],
    age=["Young Adult", "Senior"],
    client=client,
)
sweep"""
SOME_FAIL = """await sweep.run(budget=5.0, progress=False)
sandbox.faults = ["submit:rejected@0.5"]
await sweep.run(progress=False)
sandbox.faults = []"""
GOES_ON = """sandbox.scenario = replace(sandbox.scenario, duration=3600)
sweep.start(progress=False)
None"""
FINDINGS = """import random

chance = random.Random(7)
for result in sweep.results:
    for image in result.images:
        sweep.history.mark(result.generation.run_id, image.key, rating=chance.randint(1, 5))
for _ in range(40):
    pair = sweep.comparisons.next_pair()
    sweep.comparisons.choose(pair, chance.choice(["left", "left", "right", "tie"]))"""


@pytest.fixture
def gallery(lab):
    return Gallery(lab, [SWEEP])


def test_an_experiment_can_be_pictured_before_it_starts(gallery):
    sweep = gallery.studio
    expect(sweep.get_by_text("a chef with glasses").first).to_be_visible(timeout=RESULT)
    gallery.keep("sweep-plan")
    sweep.get_by_role("button", name=re.compile("^Start about")).click(timeout=RESULT)
    expect(sweep.get_by_text("This is above your limit")).to_be_visible(timeout=RESULT)
    gallery.keep("sweep-question")


def test_an_experiment_can_be_pictured_while_cells_fail_and_others_are_made(gallery):
    gallery.lab.add_and_run(SOME_FAIL)
    sweep = gallery.studio
    expect(sweep.get_by_role("button", name=re.compile("^Try .* again"))).to_be_visible(
        timeout=RESULT
    )
    gallery.keep("sweep-failed")
    gallery.lab.add_and_run(GOES_ON)
    expect(sweep.get_by_role("button", name="Stop waiting")).to_be_visible(timeout=RESULT)
    expect(sweep.get_by_text(re.compile(r"\d running"))).to_be_visible(timeout=RESULT)
    gallery.keep("sweep-running")
    gallery.lab.add_and_run("sweep.stop()")


def test_an_experiment_can_be_pictured_with_what_came_out(gallery):
    gallery.lab.add_and_run("await sweep.run(progress=False)")
    sweep = gallery.studio
    expect(sweep.locator("[data-cell] img")).to_have_count(6, timeout=RESULT)
    gallery.keep("sweep")
    sweep.get_by_role("button", name="Compare blind").click()
    expect(gallery.lab.page.get_by_role("dialog").locator("img")).to_have_count(2, timeout=RESULT)
    gallery.keep_window("sweep-blind")
    gallery.lab.page.keyboard.press("Escape")
    gallery.lab.add_and_run(FINDINGS)
    sweep.get_by_role("tab", name="What came out").click()
    expect(sweep.get_by_text(re.compile("in .* of cases")).first).to_be_visible(timeout=RESULT)
    gallery.keep("sweep-findings")
