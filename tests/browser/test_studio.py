"""The studio as a person uses it, in JupyterLab in Chromium."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.support.browser.studio import (
    LEFT_BEHIND,
    RESULT,
    STUDIO,
    generate,
    open_studio,
    violations,
)

pytestmark = pytest.mark.browser

# Seconds for which the sandbox works where a test looks at it meanwhile, on a busy machine.
LONG_ENOUGH = 8

TOO_WIDE = """root => [...root.querySelectorAll('*')].filter(element => {
    const [box, whole] = [element.getBoundingClientRect(), root.getBoundingClientRect()];
    return element.checkVisibility() && (box.right > whole.right + 1 || box.left < whole.left - 1);
  }).map(element => element.className)"""


def test_a_click_shows_four_images_and_the_next_cell_has_their_keys(lab):
    studio = open_studio(lab)
    generate(studio)
    images = studio.locator(".hgw-picture img")
    for index in range(4):
        lab.wait_until(lambda i=index: images.nth(i).evaluate("image => image.naturalWidth") > 0)
        colours = images.nth(index).evaluate(
            """image => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [24, 24];
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0, 24, 24);
              const pixels = new Uint32Array(context.getImageData(0, 0, 24, 24).data.buffer);
              return new Set(pixels).size;
            }"""
        )
        assert colours > 50
        assert "violinist in a red dress" in images.nth(index).get_attribute("alt")
    keys = lab.add_and_run("print(*studio.image_keys)").split()
    assert keys == studio.locator(".hgw-caption code").all_inner_texts()
    assert len(set(keys)) == 4
    assert lab.errors == []


def test_what_is_typed_and_chosen_is_what_is_generated(lab):
    studio = open_studio(lab)
    studio.get_by_label("Name", exact=True).fill("Bo")
    studio.get_by_label("Age", exact=True).select_option("Senior")
    studio.get_by_label("Style", exact=True).select_option("Noir")
    studio.get_by_label("Vertical").check()
    studio.get_by_label("Close-up").check()
    studio.get_by_label("Appearance").fill("A baker")
    # At once, before the pause after which typing is sent.
    generate(studio)
    made = lab.add_and_run("print(studio.generation.attributes.to_dict())")
    for word in ("'Bo'", "'Senior'", "'Noir'", "'vertical'", "'close_up'", "'A baker'"):
        assert word in made


def test_python_fills_the_form(lab):
    studio = open_studio(lab)
    lab.add_and_run("studio.name = 'Cy'; studio.style = 'Pixar'; studio.pose = 'full_body'")
    expect(studio.get_by_label("Name", exact=True)).to_have_value("Cy")
    expect(studio.get_by_label("Style", exact=True)).to_have_value("Pixar")
    expect(studio.get_by_label("Full body")).to_be_checked()


def test_the_counter_counts_as_heygen_does(lab):
    studio = open_studio(lab)
    studio.get_by_label("Appearance").fill("👩‍🎨" + "a" * 999)
    # The emoji is three code points.
    expect(studio.locator(".hgw-counter")).to_have_text("1002 / 1000")
    expect(studio.locator(".hgw-under .hgw-problem")).to_have_text("2 characters too many.")


def test_an_unready_form_shows_its_problems_at_the_fields(lab):
    studio = open_studio(lab)
    studio.get_by_label("Name", exact=True).fill("")
    studio.get_by_label("Appearance").fill("")
    studio.get_by_role("button", name="Generate").click()
    expect(studio.locator(".hgw-problem", has_text="Must not be empty.")).to_have_count(2)
    expect(studio.get_by_label("Name", exact=True)).to_have_attribute("aria-invalid", "true")
    assert lab.add_and_run("print(studio.status)").strip() == "idle"


def test_stop_waiting_keeps_the_id_and_resume_brings_the_images(lab):
    studio = open_studio(lab, LONG_ENOUGH)
    studio.get_by_role("button", name="Generate").click()
    expect(studio.get_by_role("status")).to_contain_text("working on it")
    studio.get_by_role("button", name="Stop waiting").click()
    expect(studio.get_by_role("alert")).to_contain_text("You stopped waiting")
    expect(studio.locator(".hgw-id")).to_have_text(re.compile("[0-9a-f]{32}"))
    studio.get_by_role("button", name="Resume").click()
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)


def test_the_clock_ticks_in_the_browser_while_the_kernel_says_nothing(lab):
    studio = open_studio(lab, duration=60)
    studio.get_by_role("button", name="Generate").click()
    expect(studio.get_by_role("timer")).to_have_text(re.compile(r"^([2-9]|\d\d) s$"))
    studio.get_by_role("button", name="Stop waiting").click()


def test_a_wrong_key_is_an_error_on_screen_and_in_no_file(lab, sandbox_server):
    address = sandbox_server("--api-key=the-right-one")
    lab.open_notebook([f"%env HEYGEN_BASE_URL={address}", STUDIO.format(duration=1)])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    studio.get_by_role("button", name="Use my API key").click()
    studio.get_by_label("HeyGen API key").fill("the-wrong-one")
    studio.get_by_role("button", name="Use key").click()
    expect(studio.locator(".hgw-chip")).to_contain_text("HeyGen · 127.0.0.1")
    expect(studio.locator(".hgw-go")).to_contain_text("price not known yet")
    studio.get_by_role("button", name="Generate").click()
    alert = studio.get_by_role("alert")
    expect(alert).to_contain_text("HeyGen refused the API key", timeout=RESULT)
    expect(alert).to_contain_text("HTTP 401 · unauthorized · request")
    saved = lab.save()
    assert "HeyGen refused the API key" in str(saved["metadata"]["widgets"])
    assert "the-wrong-one" not in str(saved)
    assert "the-wrong-one" not in lab.page.content()
    assert "the-wrong-one" not in lab.server.log


def test_it_works_with_the_keyboard_alone(lab):
    studio = open_studio(lab)
    press = lab.page.keyboard.press

    def tab_to(target: Locator, at_most: int = 20) -> None:
        for _ in range(at_most):
            if target.evaluate("element => element === document.activeElement"):
                return
            press("Tab")
        raise AssertionError(f"{target} is not reached with Tab")

    studio.get_by_label("Name", exact=True).focus()
    lab.page.keyboard.type(" Ada")
    tab_to(studio.get_by_label("Age", exact=True))
    lab.page.keyboard.type("Sen")
    tab_to(studio.get_by_role("radio", name="Square"))
    press("ArrowRight")  # Horizontal
    tab_to(studio.get_by_label("Appearance"))
    press("Control+Enter")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    tab_to(studio.get_by_role("button", name="Select Image 1"), 30)
    press("Enter")
    expect(studio.get_by_role("button", name="Select Image 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    tab_to(studio.get_by_role("button", name="Look closer at image 1"))
    press("Enter")
    expect(studio.get_by_role("dialog")).to_be_visible()
    press("Escape")
    tab_to(studio.get_by_role("button", name="Copy the key of image 1"))
    press("Space")
    copied = lab.page.evaluate("navigator.clipboard.readText()")
    script = "print(studio.selected_keys[0], studio.age, studio.orientation, studio.name)"
    said = lab.add_and_run(script).split(maxsplit=1)
    assert said[0] == copied
    assert said[1].strip() == "Senior horizontal Iris Ada"


def test_keys_pressed_on_a_control_stay_out_of_the_notebooks_commands(lab):
    studio = open_studio(lab)
    for control in ("select", "input[type=radio]", "button", "textarea"):
        target = studio.locator(f"{control}:visible").first
        target.focus()
        # Cut, delete, insert above and below, undo: commands of the notebook.
        for key in ("x", "d", "d", "a", "b", "z", "ArrowDown", "ArrowUp"):
            lab.page.keyboard.press(key)
        expect(target).to_be_focused()
    assert len(lab.save()["cells"]) == 1


def test_selection_goes_both_ways(lab):
    studio = open_studio(lab)
    generate(studio)
    studio.locator(".hgw-picture").nth(2).click()
    assert lab.add_and_run("print(studio.selected_keys == studio.image_keys[2:3])") == "True\n"
    lab.add_and_run("studio.selected_keys = studio.image_keys[:1]")
    picked = studio.locator(".hgw-picture--picked")
    expect(picked).to_have_count(1)
    expect(studio.locator(".hgw-picture").nth(0)).to_have_attribute("aria-pressed", "true")


def test_a_reload_with_a_live_kernel_brings_the_images_back(lab):
    studio = open_studio(lab)
    generate(studio)
    lab.save()
    lab.reload()
    expect(lab.cell(0).locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)


def test_what_was_left_behind_is_offered_on_screen_and_resumed(lab):
    lab.open_notebook([LEFT_BEHIND, "studio = AvatarStudio(client=client)\nstudio"])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    expect(studio.locator(".hgw-left summary")).to_have_text("2 runs are unsettled")
    expect(studio.locator(".hgw-left")).to_contain_text("HeyGen may have made and billed it")
    assert violations(lab) == []
    studio.get_by_role("button", name="Forget").click()
    expect(studio.locator(".hgw-left summary")).to_have_text("One run is unsettled")
    studio.get_by_role("button", name="Resume").click()
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    expect(studio.locator(".hgw-left")).to_have_count(0)
    assert "Iris" in lab.add_and_run("print(studio.generation.attributes.name)")


def test_a_failure_is_rehearsed_on_screen(lab):
    studio = open_studio(lab)
    studio.get_by_text("Rehearse a failure").click()
    studio.get_by_label("The sandbox fails like this").select_option("submit:402")
    studio.get_by_role("button", name="Generate").click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit", timeout=RESULT)
    expect(studio.get_by_role("alert")).to_contain_text("Nothing is billed.")
    expect(studio.get_by_role("alert")).to_be_in_viewport()
    assert violations(lab) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_accessibility_violation_in_any_state(lab, theme):
    studio = open_studio(lab, LONG_ENOUGH, theme)

    def scan(state: str) -> None:
        assert violations(lab) == [], state

    scan("empty")
    studio.get_by_role("button", name="Use my API key").click()
    scan("key")
    studio.get_by_role("button", name="Use my API key").click()
    studio.get_by_role("button", name="Generate").click()
    expect(studio.get_by_role("status")).to_contain_text("working on it")
    scan("running")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    studio.locator(".hgw-picture").nth(1).click()
    scan("done")
    studio.get_by_role("button", name="Filter").click()
    for menu in ("Presets", "Vary", "Copy as"):
        studio.locator("summary", has_text=menu).click()
        scan(menu)
        studio.locator("summary", has_text=menu).click()
    studio.get_by_role("button", name="Look closer at image 1").click()
    expect(studio.get_by_role("dialog").locator("img")).to_have_count(1)
    scan("lightbox")
    lab.page.keyboard.press("Escape")
    studio.get_by_role("button", name="Compare image 1").click()
    studio.get_by_role("button", name="Compare image 2").click()
    studio.get_by_role("button", name="Compare (2 of 2)").click()
    expect(studio.get_by_role("dialog").locator("img")).to_have_count(2)
    scan("compare")
    lab.page.keyboard.press("Escape")
    studio.get_by_label("Name", exact=True).fill("")
    studio.get_by_role("button", name="Generate").click()
    expect(studio.locator(".hgw-problem", has_text="Must not be empty.")).to_be_visible()
    scan("problems")


@pytest.mark.parametrize("width", [480, 700, 1400])
def test_nothing_is_wider_than_its_cell(lab, width):
    lab.page.set_viewport_size({"width": width, "height": 1000})
    studio = open_studio(lab)
    generate(studio)
    assert studio.evaluate(TOO_WIDE) == []
    for menu in ("Presets", "Vary", "Copy as"):
        summary = studio.locator("summary", has_text=menu)
        summary.click()
        expect(summary.locator("xpath=../div")).to_be_visible()
        assert studio.evaluate(TOO_WIDE) == [], menu
        lab.page.keyboard.press("Escape")


def test_nothing_jumps_when_the_images_arrive(lab):
    studio = open_studio(lab, LONG_ENOUGH)
    studio.get_by_role("button", name="Generate").click()
    expect(studio.locator(".hgw-place--busy")).to_have_count(4)
    # What is above the list of earlier runs, which may grow by this one.
    part = studio.locator(".hgw-body")
    box = part.bounding_box()
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    assert part.bounding_box() == box
