"""The studio from a prompt to a favourite, as the README shows it: `make moving-picture`."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.support.browser.film import MOST_FRAMES, Film
from tests.support.browser.studio import (
    PRICED,
    RESULT,
    generate_button,
    open_list,
    ready,
    textbox,
)

pytestmark = pytest.mark.browser

CELL = """from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=4, spread=0.6, seed=7, api="v3"))
studio = AvatarStudio(client=client, name="Iris", gender="Woman")
studio"""
PROMPT = "A violinist in a red dress, long dark hair, in the city at night"
WINDOW = {"width": 1300, "height": 1500}  # so high that nothing scrolls
HEIGHT = 1000  # of the studio with four pictures, in pixels
WIDTH = 800  # of the moving picture


def test_the_way_from_a_prompt_to_a_favourite_is_a_moving_picture(lab):
    lab.page.set_viewport_size(WINDOW)
    lab.open_notebook([CELL])
    lab.run_cell(0)
    studio = ready(lab.cell(0).locator(".hgw"))
    film = Film(lab, studio, height=HEIGHT, width=WIDTH)
    film.frame(900)

    appearance = textbox(studio, "Appearance")
    words = PROMPT.split(" ")
    for end in range(2, len(words) + 1, 2):
        appearance.fill(" ".join(words[:end]))
        film.frame(180)
    film.frame(600)
    choices = open_list(studio, "Style")
    film.frame(700)
    film.press(choices.get_by_role("option", name="Pixar", exact=True))
    expect(choices).to_be_hidden()
    expect(studio.get_by_role("button", name=PRICED)).to_be_visible(timeout=RESULT)
    film.press(generate_button(studio))

    pictures = studio.locator(".hgw-picture img")
    film.follow(lambda: pictures.count() == 4)
    expect(generate_button(studio)).to_be_visible(timeout=RESULT)
    film.frame(1800)
    heart = studio.get_by_role("button", name="Image 2 is a favourite")
    film.press(heart)
    expect(heart).to_have_attribute("aria-pressed", "true")
    film.frame(1200)
    film.press(studio.locator(".hgw-pick").nth(1))
    expect(studio.locator(".hgw-card--picked")).to_have_count(1)
    film.frame(2500)
    film.keep("studio")

    with Image.open(lab.folder / "studio.webp") as kept:
        assert 12 < kept.n_frames <= MOST_FRAMES
    assert lab.errors == []
