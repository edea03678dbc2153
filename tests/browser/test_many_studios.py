"""Several studios, and several views of one, on one page: each is on its own."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.studio import (
    STUDIO,
    choose,
    combobox,
    dialog,
    generate,
    menu,
    open_menu,
    open_studio,
    ready,
    segment,
    shown_keys,
    textbox,
)

pytestmark = pytest.mark.browser

OTHER = """other = AvatarStudio(client=studio.client, name="Bo", appearance="A baker")
other"""
SHARED_IDS = """() => {
  const ids = [...document.querySelectorAll('.hgw [id], .v-overlay-container [id]')].map(e => e.id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""
ASTRAY = """root => ['for', 'aria-labelledby', 'aria-describedby'].flatMap(name =>
  [...root.querySelectorAll(`[${name}]`)].flatMap(element =>
    element.getAttribute(name).split(' ')
      .map(id => document.getElementById(id))
      .filter(target => target && !root.contains(target) && !target.closest('.v-overlay-container'))
      .map(() => element.outerHTML)))"""


@pytest.fixture
def two(lab):
    """Two studios on one page."""
    lab.page.set_viewport_size({"width": 1400, "height": 2400})
    lab.open_notebook([STUDIO.format(duration=0.5), OTHER])
    lab.run_all()
    return [ready(lab.cell(index).locator(".hgw")) for index in (0, 1)]


@pytest.fixture
def views(lab):
    """Two views of one studio on one page."""
    lab.page.set_viewport_size({"width": 1400, "height": 2400})
    lab.open_notebook([STUDIO.format(duration=0.5), "studio"])
    lab.run_all()
    return [ready(lab.cell(index).locator(".hgw")) for index in (0, 1)]


@pytest.mark.parametrize("both", ["two", "views"])
def test_no_element_has_an_id_of_another_one(request, lab, both):
    studios = request.getfixturevalue(both)
    for studio in studios:
        studio.get_by_role("button", name="Spending limits").click()
        studio.get_by_role("button", name="Filter").click()
    assert lab.page.evaluate(SHARED_IDS) == []
    for studio in studios:
        assert studio.evaluate(ASTRAY) == []


@pytest.mark.parametrize("label", ["Name", "Appearance"])
def test_a_press_on_a_label_leads_to_the_field_of_the_same_studio(lab, two, label):
    first, second = two
    before = textbox(first, label).input_value()
    box = second.locator("label[for]", has_text=label).first.bounding_box()
    lab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(textbox(second, label)).to_be_focused()
    lab.page.keyboard.press("End")
    lab.page.keyboard.type(" the second")
    expect(textbox(second, label)).to_have_value(
        ["Bo the second", "A baker the second"][label != "Name"]
    )
    expect(textbox(first, label)).to_have_value(before)
    read = f"print(studio.{label.lower()}, other.{label.lower()}, sep='|')"
    lab.wait_until(lambda: "the second" in lab.add_and_run(read))
    assert lab.add_and_run(read).split("|")[0] == before


def test_what_is_chosen_and_generated_in_one_studio_leaves_the_other_alone(lab, two):
    first, second = two
    choose(second, "Style", "Noir")
    segment(second, "Vertical").click()
    expect(combobox(first, "Style")).to_have_value("Realistic")
    expect(segment(first, "Square")).to_have_attribute("aria-pressed", "true")
    generate(second)
    expect(first.locator(".hgw-picture img")).to_have_count(0)
    generate(first)
    assert set(shown_keys(first)).isdisjoint(shown_keys(second))
    made = "print(studio.generation.attributes.style, other.generation.attributes.style)"
    assert lab.add_and_run(made).strip() == "Realistic Noir"


def test_both_studios_list_the_runs_of_both(two):
    first, second = two
    generate(second)
    for studio in two:
        expect(studio.locator(".hgw-run").first).to_contain_text("Bo: A baker")
    expect(first.locator(".hgw-run--present")).to_have_count(0)


@pytest.mark.parametrize("pressed", [0, 1])
def test_a_menu_and_a_dialog_open_in_the_view_that_was_pressed(lab, views, pressed):
    view, other = views[pressed], views[1 - pressed]
    button = view.get_by_role("button", name="Presets")
    box = open_menu(lab, button)
    assert lab.page.locator(".v-menu.v-overlay--active").count() == 1
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(other.get_by_role("button", name="Presets")).to_have_attribute("aria-expanded", "false")
    below = box.bounding_box()["y"] - button.bounding_box()["y"]
    assert 0 < below < 100
    lab.page.keyboard.press("Escape")
    expect(menu(lab)).to_have_count(0)
    expect(button).to_be_focused()
    view.get_by_role("button", name="Use my API key").click()
    expect(dialog(lab)).to_have_count(1)
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_have_count(0)


def test_both_views_show_the_same_form_and_pictures(views):
    first, second = views
    choose(second, "Style", "Noir")
    textbox(second, "Name").fill("Bo")
    expect(combobox(first, "Style")).to_have_value("Noir")
    expect(textbox(first, "Name")).to_have_value("Bo")
    generate(first)
    expect(second.locator(".hgw-picture img")).to_have_count(4)
    assert shown_keys(second) == shown_keys(first)


def test_the_view_that_asked_for_a_file_gets_it_and_the_other_one_does_not(lab, views):
    generate(views[0])
    expect(views[1].locator(".hgw-picture img")).to_have_count(4)
    files = []
    lab.page.on("download", lambda download: files.append(download.suggested_filename))
    notices = lab.page.locator(".hgw-notice.v-overlay--active")
    for view in views:
        with lab.page.expect_download():
            view.get_by_role("button", name="Save all").click()
        expect(notices).to_have_count(1)
        expect(notices).to_contain_text("Saved")
        expect(notices).to_have_count(0)
    assert len(files) == 2


def test_a_closer_look_opens_in_the_view_that_was_pressed_alone(lab, views):
    generate(views[0])
    views[1].get_by_role("button", name="Look closer at image 3").click()
    expect(dialog(lab)).to_have_count(1)
    expect(dialog(lab).get_by_role("heading")).to_contain_text("Image 3 of 4")
    lab.page.keyboard.press("Escape")
    expect(views[1].get_by_role("button", name="Look closer at image 3")).to_be_focused()


def test_a_studio_in_another_output_of_the_same_kernel_shows_what_goes_on(lab):
    studio = open_studio(lab, 60)
    studio.get_by_role("button", name="Generate").first.click()
    expect(studio.get_by_role("timer")).to_be_visible()
    lab.add_and_run("studio")
    second = lab.cell(1).locator(".hgw")
    expect(second.get_by_role("timer")).to_be_visible()
    second.get_by_role("button", name="Stop waiting").click()
    for view in (studio, second):
        expect(view.get_by_role("alert")).to_contain_text("You stopped waiting")
