"""The widgets in the other hosts that draw them, in Chromium: Notebook 7 and Voilà."""

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Locator, expect

from tests.support import sweep_example
from tests.support.browser.experiment import check_example, expect_example, experiments
from tests.support.browser.screen import Screen
from tests.support.browser.studio import (
    RESULT,
    STUDIO,
    find_studio,
    generate,
    generate_button,
    open_studio,
    rehearse,
    shown_keys,
    violations,
)

pytestmark = pytest.mark.browser

DURATION = 0.5  # seconds for the sandbox's jobs
DARK, LIGHT = 80, 200  # brightness, of 255


def brightness(screen: Screen, name: str, target: Locator | None = None) -> float:
    """Return the brightness of most of the page, or of one part."""
    with Image.open(screen.screenshot(name, target)) as picture:
        return ImageStat.Stat(picture.convert("L")).median[0]


def see_a_failure(screen: Screen, studio: Locator) -> None:
    """Let the sandbox say that there is no credit, and see it said."""
    rehearse(screen, studio, "submit:402")
    generate_button(studio).click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit", timeout=RESULT)


def test_notebook_7_shows_four_images_and_shows_them_again_after_a_reload(notebook7):
    studio = open_studio(notebook7, DURATION)
    generate(studio)
    assert brightness(notebook7, "notebook-7") > LIGHT
    keys = notebook7.add_and_run("print(*studio.image_keys)").split()
    assert len(set(keys)) == 4
    assert keys == shown_keys(studio)
    notebook7.save()

    notebook7.reload()
    studio = notebook7.cell(0).locator(".hgw")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    assert shown_keys(studio) == keys
    assert notebook7.errors == []


def test_notebook_7_shows_a_failure_in_the_dark(notebook7):
    studio = open_studio(notebook7, DURATION, "dark")
    see_a_failure(notebook7, studio)
    assert brightness(notebook7, "notebook-7-dark", studio) < DARK
    assert violations(notebook7) == []
    assert notebook7.errors == []


def test_voila_shows_four_images_and_begins_anew_after_a_reload(voila):
    screen = voila([STUDIO.format(duration=DURATION)])
    studio = find_studio(screen)
    generate(studio)
    assert brightness(screen, "voila") > LIGHT
    keys = shown_keys(studio)
    assert len(set(filter(None, keys))) == 4

    screen.page.reload()
    studio = find_studio(screen)
    expect(studio.locator(".hgw-picture img")).to_have_count(0)
    generate(studio)
    assert len(set(filter(None, shown_keys(studio)))) == 4
    assert screen.errors == []


def test_voila_shows_a_failure_in_the_dark(voila):
    screen = voila([STUDIO.format(duration=DURATION)], theme="dark")
    studio = find_studio(screen)
    see_a_failure(screen, studio)
    assert brightness(screen, "voila-dark", studio) < DARK
    assert violations(screen) == []
    assert screen.errors == []


def test_notebook_7_runs_the_example_of_an_experiment(notebook7, sandbox_server):
    check_example(notebook7, sandbox_server(*sweep_example.SERVER))


def test_voila_shows_the_example_of_an_experiment(voila, sandbox_server):
    screen = voila(sweep_example.notebook_cells(sandbox_server(*sweep_example.SERVER)))
    shown = experiments(screen.page.locator("body"))
    expect(shown).to_have_count(2, timeout=2 * RESULT)
    for sweep in shown.all():
        expect_example(sweep)
    assert screen.errors == []
