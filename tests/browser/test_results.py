"""Going on from results, on screen: look closer, judge, compare, save, vary, find again."""

import io
import json
import re
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import expect

from heygen_widgets import AvatarAttributes
from tests.support.browser.studio import (
    await_images,
    choose,
    combobox,
    dialog,
    drop,
    generate,
    menu,
    open_menu,
    open_studio,
    said,
    textbox,
    undo,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(lab):
    lab.page.set_viewport_size({"width": 1400, "height": 1500})
    studio = open_studio(lab, duration=0.5)
    generate(studio)
    return studio


def python(lab, code):
    return lab.add_and_run(f"print({code})").strip()


def compare_button(studio, count):
    return studio.get_by_role("button", name=f"Compare ({count} of 4)", exact=True)


def look_closer(lab, studio, number):
    studio.get_by_role("button", name=f"Look closer at image {number}").click()
    expect(dialog(lab).get_by_role("heading")).to_contain_text(f"Image {number} of 4")
    # Vuetify moves the focus in a step of its own; a key pressed before goes to the notebook.
    expect(dialog(lab).locator(":focus")).to_have_count(1)
    return dialog(lab)


def test_a_favourite_a_rating_and_a_note_are_kept_in_the_history(lab, studio):
    heart = studio.get_by_role("button", name="Image 2 is a favourite")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    run = studio.locator(".hgw-run--present")
    expect(run.get_by_label("With a favourite")).to_be_visible()
    expect(run.locator("img")).to_be_visible()
    large = look_closer(lab, studio, 2)
    large.get_by_role("button", name="Rate Image 2: 4 of 5").click()
    textbox(large, "Note").fill("Her smile")
    textbox(large, "Note").press("Tab")
    lab.page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    card = studio.locator(".hgw-card").nth(1)
    expect(card.locator(".mdi-star")).to_have_count(4)
    expect(card.get_by_label("Note: Her smile")).to_be_visible()
    mark = "History().get(studio.generation_id).images[1].mark"
    lab.add_and_run("from heygen_widgets import History")
    lab.wait_until(lambda: "Her smile" in python(lab, mark))
    assert python(lab, mark) == "Mark(favourite=True, rating=4, note='Her smile')"


def test_stars_are_given_on_the_card_and_taken_back(lab, studio):
    card = studio.locator(".hgw-card").nth(0)
    rating = "studio.generation.images[0].mark.rating"
    card.get_by_role("button", name="Rate Image 1: 3 of 5").click()
    expect(card.locator(".mdi-star")).to_have_count(3)
    lab.wait_until(lambda: python(lab, rating) == "3")
    card.get_by_role("button", name="Rate Image 1: 3 of 5").click()
    expect(card.locator(".mdi-star")).to_have_count(0)
    lab.wait_until(lambda: python(lab, rating) == "None")


def test_a_half_typed_note_survives_news_from_the_kernel_and_closing_keeps_it(lab, studio):
    note = textbox(look_closer(lab, studio, 1), "Note")
    note.fill("Her smile")
    lab.add_and_run("studio.locked = ['style']")
    expect(studio.locator(".mdi-lock-outline")).to_have_count(1)
    expect(note).to_have_value("Her smile")
    lab.page.keyboard.press("Escape")
    lab.wait_until(lambda: python(lab, "studio.generation.images[0].mark.note") == "Her smile")


def test_limits_are_typed_and_hold_at_the_next_press(lab, studio):
    studio.get_by_role("button", name="Spending limits").click()
    limit = studio.get_by_label("Per click, in US$")
    expect(limit).to_have_value("10")
    limit.fill("25")
    limit.press("Tab")
    lab.wait_until(lambda: python(lab, "studio.click_limit") == "25.0")
    # Without leaving the field.
    limit.fill("0.5")
    limit.press("Control+Enter")
    question = studio.get_by_role("alertdialog")
    expect(question).to_contain_text("$0.50")
    expect(question).to_be_focused()
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_have_count(0)
    limit.fill("")
    limit.press("Tab")
    lab.wait_until(lambda: python(lab, "studio.click_limit") == "None")
    lab.add_and_run("studio.click_limit = 3")
    expect(limit).to_have_value("3")


def test_the_closer_look_goes_through_the_images_with_the_arrow_keys(studio, lab):
    large = look_closer(lab, studio, 1)
    title = large.get_by_role("heading")
    for shown in ("Image 1 of 4", "Image 2 of 4", "Image 3 of 4"):
        expect(title).to_contain_text(shown)
        expect(large.locator("img")).to_have_count(1)
        lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("ArrowLeft")
    lab.page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("Image 2 of 4")
    picture = large.locator(".hgw-zoom")
    large.get_by_role("button", name="Zoom in").click()
    expect(large.get_by_role("button", name="Zoom out")).to_be_visible()
    box, image = picture.bounding_box(), large.locator("img").bounding_box()
    assert image["width"] > 2 * box["width"]
    # The arrows turn the page; with Shift they go over the picture.
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(title).to_contain_text("Image 2 of 4")
    lab.wait_until(lambda: large.locator("img").bounding_box()["x"] < image["x"])
    # The whole frame is filled.
    moved = large.locator("img").bounding_box()
    assert moved["x"] <= box["x"]
    assert moved["x"] + moved["width"] >= box["x"] + box["width"]
    lab.page.mouse.move(box["x"] + 20, box["y"] + 20)
    for _ in range(12):
        lab.page.mouse.wheel(0, 400)
    expect(large.get_by_role("button", name="Zoom in")).to_be_visible()
    # A click beside the dialog closes it.
    lab.page.mouse.click(5, 5)
    expect(large).to_have_count(0)


def test_images_stand_side_by_side_also_of_two_runs(lab, studio):
    studio.get_by_role("button", name="Compare image 1").click()
    choose(studio, "Style", "Noir")
    generate(studio)
    studio.get_by_role("button", name="Compare image 3").click()
    compare_button(studio, 2).click()
    beside = dialog(lab)
    expect(beside.locator("img")).to_have_count(2)
    expect(beside.locator("[data-differs]").first).to_have_text("Realistic")
    expect(beside.locator("[data-differs]")).to_have_count(2)
    beside.get_by_role("button", name="Zoom in").first.click()
    expect(beside.get_by_role("button", name="Zoom out")).to_have_count(2)
    styles = beside.locator("img").evaluate_all("all => all.map(image => image.style.cssText)")
    assert styles[0] == styles[1]
    lab.page.keyboard.press("Escape")
    expect(compare_button(studio, 0)).to_be_visible()


def test_selected_images_are_compared(lab, studio):
    studio.locator(".hgw-pick").nth(0).click()
    compare_button(studio, 0).click()
    expect(said(lab)).to_have_text("Select two to four pictures to compare")
    studio.locator(".hgw-pick").nth(2).click()
    expect(studio.locator(".hgw-card--picked")).to_have_count(2)
    compare_button(studio, 0).click()
    expect(dialog(lab).locator("strong")).to_contain_text(["Image 1 of 4", "Image 3 of 4"])


def test_one_that_is_chosen_stands_beside_one_that_is_selected(lab, studio):
    studio.locator(".hgw-pick").nth(1).click()
    studio.get_by_role("button", name="Compare image 4").click()
    compare_button(studio, 1).click()
    expect(dialog(lab).locator("strong")).to_contain_text(["Image 4 of 4", "Image 2 of 4"])


def test_two_that_are_chosen_are_compared_whatever_is_selected(lab, studio):
    studio.locator(".hgw-pick").nth(1).click()
    for number in (1, 3):
        studio.get_by_role("button", name=f"Compare image {number}").click()
    compare_button(studio, 2).click()
    expect(dialog(lab).locator("strong")).to_have_count(2)
    expect(dialog(lab).locator("strong")).to_contain_text(["Image 1 of 4", "Image 3 of 4"])


def test_four_images_are_compared_and_judged_and_one_of_them_is_kept(lab, studio):
    for number in (1, 2, 3, 4):
        studio.get_by_role("button", name=f"Compare image {number}").click()
    compare_button(studio, 4).click()
    beside = dialog(lab)
    expect(beside.locator("img")).to_have_count(4)
    expect(beside.get_by_role("heading", name="Compare 4 pictures")).to_be_visible()
    beside.get_by_role("button", name=re.compile("Image 2 of 4 .* is a favourite")).click()
    beside.get_by_role("button", name=re.compile("Rate Image 4 of 4 .*: 5 of 5")).click()
    beside.get_by_role("button", name=re.compile("Keep this one: Image 3 of 4")).click()
    expect(beside).to_have_count(0)
    expect(said(lab)).to_have_text("Kept image 3: it is a favourite now")
    for number in (2, 3):
        heart = studio.get_by_role("button", name=f"Image {number} is a favourite")
        expect(heart).to_have_attribute("aria-pressed", "true")
    expect(studio.locator(".hgw-card").nth(3).locator(".mdi-star")).to_have_count(5)
    expect(studio.locator(".hgw-card--picked")).to_have_count(1)
    kept = "studio.selected_keys == studio.image_keys[2:3]"
    lab.wait_until(lambda: python(lab, kept) == "True")
    marks = "[image.mark.favourite for image in studio.generation.images]"
    assert python(lab, marks) == "[False, True, True, False]"
    expect(compare_button(studio, 0)).to_be_visible()


def test_choosing_pictures_to_compare_moves_nothing(studio):
    picture = studio.locator(".hgw-picture").first
    before = picture.bounding_box()
    studio.get_by_role("button", name="Compare image 1").click()
    studio.get_by_role("button", name="Compare image 2").click()
    expect(compare_button(studio, 2)).to_be_visible()
    assert picture.bounding_box() == before


def test_a_saved_file_brings_its_settings_back_when_it_is_dropped(lab, studio, tmp_path):
    with lab.page.expect_download() as download:
        studio.get_by_role("button", name="Save image 1").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    asked = AvatarAttributes.from_image(path)
    assert asked.name == "Iris"
    textbox(studio, "Name").fill("Somebody else")
    choose(studio, "Style", "Noir")
    drop(studio, path.read_bytes(), path.name)
    expect(textbox(studio, "Name")).to_have_value("Iris")
    expect(combobox(studio, "Style")).to_have_value("Realistic")


def test_all_images_are_saved_as_one_zip(lab, studio):
    with lab.page.expect_download() as download:
        studio.get_by_role("button", name="Save all").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    names = archive.namelist()
    assert len(names) == 4
    for name in names:
        Image.open(io.BytesIO(archive.read(name))).load()


def test_vary_changes_one_attribute_and_leaves_the_others(lab, studio):
    before = json.loads(python(lab, "__import__('json').dumps(studio.attributes.to_dict())"))
    textbox(studio, "Name").fill("Not this one")
    vary = open_menu(lab, studio.get_by_role("button", name="Vary"))
    choose(vary, "Change only", "Style")
    choose(vary, "to", "Noir")
    await_images(studio, vary.get_by_role("button", name=re.compile("^Generate ·")).click)
    after = json.loads(python(lab, "__import__('json').dumps(studio.attributes.to_dict())"))
    assert after == before | {"style": "Noir"}


def test_again_makes_four_others_of_the_same_with_the_settings_of_the_run(lab, studio):
    textbox(studio, "Name").fill("Not this one")
    choose(studio, "Style", "Noir")
    await_images(studio, studio.get_by_role("button", name="Again").click)
    made = "studio.generation.attributes.name, studio.generation.attributes.style"
    assert python(lab, made) == "Iris Realistic"


def test_pictures_made_with_other_settings_than_the_form_has_say_so(lab, studio):
    note = studio.get_by_text("Made with other settings than the form has")
    expect(note).to_have_count(0)
    choose(studio, "Style", "Noir")
    expect(note).to_be_visible()
    studio.get_by_role("button", name="Reuse settings").click()
    expect(said(lab)).to_have_text("Settings filled in")
    expect(combobox(studio, "Style")).to_have_value("Realistic")
    expect(note).to_have_count(0)


def test_an_earlier_run_is_found_shown_and_reused(lab, studio):
    # The history is that of all tests in this browser: these two have words of their own.
    textbox(studio, "Appearance").fill("A zither player from Quedlinburg")
    generate(studio)
    textbox(studio, "Appearance").fill("A baker from Quedlinburg")
    choose(studio, "Style", "Vintage")
    generate(studio)
    runs = studio.locator(".hgw-run")
    search = studio.get_by_role("searchbox", name="Search all runs")
    search.fill("quedlinburg")
    expect(runs).to_have_count(2)
    search.fill("quedlinburg zither")
    expect(runs).to_have_count(1)
    runs.first.get_by_role("button").first.click()
    lab.wait_until(lambda: "zither" in python(lab, "studio.generation.attributes.appearance"))
    expect(studio.locator(".hgw-picture img")).to_have_count(4)
    expect(runs.first.get_by_role("button").first).to_have_attribute("aria-current", "true")
    studio.get_by_role("button", name="Reuse settings").click()
    expect(textbox(studio, "Appearance")).to_have_value(re.compile("zither"))
    search.fill("quedlinburg")
    studio.get_by_role("button", name="Filter").click()
    filters = studio.locator(".hgw-filters")
    choose(filters, "Style", "Vintage")
    expect(runs).to_have_count(1)
    expect(runs.first).to_contain_text("baker")
    open_menu(lab, studio.get_by_role("button", name="More about Iris: A baker"))
    menu(lab).get_by_text("Use these settings").click()
    expect(textbox(studio, "Appearance")).to_have_value("A baker from Quedlinburg")
    expect(said(lab)).to_have_text("Settings filled in")
    studio.get_by_role("button", name="Favourites").click()
    expect(studio.get_by_text("No run matches.")).to_be_visible()


def test_favourites_are_shown_as_pictures(lab, studio):
    # The history is that of all tests in this browser.
    textbox(studio, "Appearance").fill("A chess player from Ystad")
    generate(studio)
    studio.get_by_role("button", name="Image 1 is a favourite").click()
    expect(studio.locator(".hgw-run--present").get_by_label("With a favourite")).to_be_visible()
    small = studio.locator(".hgw-run--present .v-avatar").bounding_box()
    studio.get_by_role("searchbox", name="Search all runs").fill("ystad")
    studio.get_by_role("button", name="Favourites").click()
    expect(studio.locator(".hgw-run")).to_have_count(1)
    picture = studio.locator(".hgw-run .v-avatar")
    expect(picture.locator("img")).to_be_visible()
    # It grows to its size.
    lab.wait_until(lambda: picture.bounding_box()["width"] > 1.5 * small["width"])


def test_a_run_is_deleted_and_the_deletion_undone(lab, studio):
    textbox(studio, "Appearance").fill("A potter from Sancerre")
    generate(studio)
    studio.get_by_role("searchbox", name="Search all runs").fill("sancerre")
    run = studio.locator(".hgw-run")
    expect(run).to_have_count(1)
    expect(run).to_contain_text("potter")

    def delete() -> None:
        open_menu(lab, run.get_by_role("button", name="More about"))
        menu(lab).get_by_text("Delete this run").click()
        expect(said(lab)).to_contain_text("Deleted: Iris: A potter")
        expect(run).to_have_count(0)

    delete()
    undo(lab)
    expect(run).to_have_count(1)
    lab.add_and_run("from heygen_widgets import History")
    left = "History().search('sancerre').total"
    assert python(lab, left) == "1"
    delete()
    # For good, once it can't be undone any more.
    lab.wait_until(lambda: python(lab, left) == "0")
    expect(run).to_have_count(0)


def test_shuffle_leaves_alone_what_is_kept_and_can_be_undone(lab, studio):
    kept = open_menu(lab, studio.get_by_role("button", name="What Shuffle keeps"))
    kept.get_by_label("Style").check()
    lab.page.keyboard.press("Escape")
    choose(studio, "Age", "Senior")
    studio.get_by_role("button", name="Shuffle", exact=True).click()
    expect(said(lab)).to_have_text("Shuffled")
    expect(combobox(studio, "Age")).not_to_have_value("Senior")
    expect(combobox(studio, "Style")).to_have_value("Realistic")
    assert python(lab, "studio.locked") == "['style']"
    undo(lab)
    expect(combobox(studio, "Age")).to_have_value("Senior")
    expect(combobox(studio, "Gender")).to_have_value("Woman")


def test_a_preset_is_saved_used_and_deleted_and_the_deletion_undone(lab, studio):
    presets = studio.get_by_role("button", name="Presets")
    open_menu(lab, presets)
    textbox(menu(lab), "Name of the preset").fill("Violin")
    menu(lab).get_by_role("button", name="Save", exact=True).click()
    entry = menu(lab).get_by_text("Violin", exact=True)
    expect(entry).to_be_visible()
    expect(said(lab)).to_have_text("Preset Violin saved")
    lab.page.keyboard.press("Escape")
    expect(entry).to_have_count(0)
    expect(presets).to_be_focused()
    choose(studio, "Style", "Noir")
    open_menu(lab, presets)
    entry.click()
    expect(combobox(studio, "Style")).to_have_value("Realistic")
    expect(entry).to_have_count(0)
    open_menu(lab, presets)
    menu(lab).get_by_role("button", name="Delete the preset Violin").click()
    expect(entry).to_have_count(0)
    expect(said(lab)).to_have_text("Preset Violin deleted")
    undo(lab)
    open_menu(lab, presets)
    expect(entry).to_be_visible()
    menu(lab).get_by_role("button", name="Delete the preset Violin").click()
    expect(entry).to_have_count(0)


def test_a_run_is_copied_as_python_and_as_curl_without_the_key(lab, studio):
    clipboard = "navigator.clipboard.readText()"
    copy = studio.get_by_role("button", name="Copy as")
    open_menu(lab, copy).get_by_text("Copy as Python").click()
    expect(said(lab)).to_have_text("Copied as Python")
    assert "AvatarAttributes(" in lab.page.evaluate(clipboard)
    open_menu(lab, copy).get_by_text("Copy as cURL").click()
    expect(said(lab)).to_have_text("Copied as cURL")
    assert "$HEYGEN_API_KEY" in lab.page.evaluate(clipboard)


def test_ids_and_price_of_a_run_stand_behind_details(lab, studio):
    details = open_menu(lab, studio.get_by_role("button", name="Details"))
    for fact in ("Generation id", "Run id", "Served by", "Begun", "Took"):
        expect(details.get_by_text(fact, exact=True)).to_be_visible()
    details.get_by_role("button", name="Copy: Generation id").click()
    copied = lab.page.evaluate("navigator.clipboard.readText()")
    assert copied == python(lab, "studio.generation_id")


@pytest.mark.usefixtures("studio")
def test_the_still_is_hidden_while_the_widget_lives_and_there_without_a_kernel(lab):
    still = lab.page.locator(".hgw-static")
    expect(still.locator("img")).to_have_count(4)
    expect(still).to_be_hidden()
    keys = python(lab, "*studio.image_keys").split()
    lab.save()
    lab.reopen_without_kernel()
    expect(still.locator("img")).to_have_count(4)
    expect(still).to_be_visible()
    for key in keys:
        expect(still).to_contain_text(key)
