"""The kernel of a studio ends: the page says so, and what it has stays of use."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.lab import Lab
from tests.support.browser.studio import (
    RESULT,
    STUDIO,
    dialog,
    generate,
    generate_button,
    open_studio,
    ready,
    shown_keys,
    textbox,
)
from tests.support.kernel.process import kill

pytestmark = pytest.mark.browser

GONE = "The kernel of this studio has ended"
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"


def restart(lab):
    lab.page.evaluate(f"{KERNEL}.restart().then(() => null)")


def close_lab_message(lab):
    """Close JupyterLab's own message that the kernel has died."""
    lab.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    expect(lab.page.locator(".jp-Dialog")).to_have_count(0)


def test_a_kernel_that_dies_is_told_unasked_and_its_pictures_stay_of_use(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    keys = shown_keys(studio)
    kill(lab.kernel_process_id())
    expect(studio.get_by_text(GONE)).to_be_visible()
    close_lab_message(lab)
    expect(generate_button(studio)).to_be_disabled()
    assert shown_keys(studio) == keys
    studio.get_by_role("button", name="Copy the key of image 2").click()
    assert lab.page.evaluate("navigator.clipboard.readText()") == keys[1]
    studio.get_by_role("button", name="Look closer at image 2").click()
    image = dialog(lab).locator("img")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") > 100
    expect(dialog(lab).get_by_role("button", name="Save picture")).to_be_disabled()
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_have_count(0)
    # What can only fail is not offered.
    for name in ("Again", "Save all", "Presets", "Use my API key"):
        expect(studio.get_by_role("button", name=name)).to_be_disabled()


def test_a_kernel_that_dies_in_the_middle_of_a_run_leaves_nothing_that_looks_busy(lab):
    studio = open_studio(lab, 60)
    generate_button(studio).click()
    expect(studio.get_by_role("timer")).to_be_visible()
    expect(studio.locator(".hgw-picture .v-skeleton-loader")).to_have_count(4)
    kill(lab.kernel_process_id())
    expect(studio.get_by_text(GONE)).to_be_visible()
    close_lab_message(lab)
    expect(studio.get_by_text("HeyGen goes on with what it has accepted")).to_be_visible()
    expect(studio.get_by_role("timer")).to_have_count(0)
    expect(studio.get_by_label("Waiting for the images")).to_have_count(0)
    expect(studio.locator(".v-skeleton-loader:not(.v-skeleton-loader--boilerplate)")).to_have_count(
        0
    )
    expect(studio.get_by_role("button", name="Stop waiting")).to_have_count(0)


def test_a_restarted_kernel_is_told_and_a_new_studio_lists_the_runs(lab):
    studio = open_studio(lab, 0.5)
    textbox(studio, "Appearance").fill("A cooper from Cognac")
    generate(studio)
    restart(lab)
    expect(studio.get_by_text(GONE)).to_be_visible()
    lab.run_cell(0)
    studio = ready(lab.cell(0).locator(".hgw"))
    expect(studio.get_by_text(GONE)).to_have_count(0)
    expect(studio.locator(".hgw-run").first).to_contain_text("cooper")
    generate(studio)


def test_a_run_of_another_kernel_opens_for_reading_and_locks_nothing(lab, context, screenshots):
    elsewhere = Lab(context.new_page(), lab.server, screenshots)
    elsewhere.open_notebook([STUDIO.format(duration=60)], name="elsewhere")
    elsewhere.run_cell(0)
    other = ready(elsewhere.cell(0).locator(".hgw"))
    textbox(other, "Appearance").fill("A diver from Dieppe")
    generate_button(other).click()
    expect(other.get_by_role("timer")).to_be_visible(timeout=RESULT)

    studio = open_studio(lab, 0.5)
    studio.get_by_role("searchbox", name="Search all runs").fill("dieppe")
    run = studio.locator(".hgw-run")
    expect(run).to_have_count(1)
    run.get_by_role("button").first.click()
    alert = studio.get_by_role("alert")
    expect(alert).to_contain_text("This run is under way elsewhere")
    expect(generate_button(studio)).to_be_enabled()
    expect(studio.get_by_role("button", name="Stop waiting")).to_have_count(0)
    alert.get_by_role("button", name="Wait for it").click()
    expect(studio.get_by_role("timer")).to_be_visible()
    studio.get_by_role("button", name="Stop waiting").click()
    expect(alert).to_contain_text("This run is under way elsewhere")
    generate(studio)
    # The other kernel goes on as if nothing had been.
    expect(other.get_by_role("button", name="Stop waiting")).to_be_visible()
    elsewhere.page.close()
