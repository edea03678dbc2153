"""Going on from results, on screen: look closer, judge, compare, save, vary, find again."""

import io
import json
import re
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import expect

from heygen_widgets import AvatarAttributes
from tests.support.browser.studio import RESULT, generate, open_studio

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(lab):
    lab.page.set_viewport_size({"width": 1400, "height": 1500})
    studio = open_studio(lab, duration=0.5)
    generate(studio)
    return studio


def said(studio):
    """What was said of the last press, where a person sees it."""
    return studio.locator(".hgw-state .hgw-said")


def python(lab, code):
    return lab.add_and_run(f"print({code})").strip()


def test_a_favourite_a_rating_and_a_note_are_kept_in_the_history(lab, studio):
    studio.get_by_role("button", name="Image 2 is a favourite").click()
    expect(studio.get_by_role("button", name="Image 2 is a favourite")).to_have_attribute(
        "aria-pressed", "true"
    )
    card = studio.locator(".hgw-card--present")
    expect(card.locator(".hgw-card-heart")).to_be_visible()
    expect(card.locator("img")).to_be_visible()
    studio.get_by_role("button", name="Look closer at image 2").click()
    dialog = studio.get_by_role("dialog")
    expect(dialog.get_by_text("Image 2 of 4")).to_be_visible()
    dialog.get_by_role("button", name="4 of 5").click()
    dialog.get_by_label("Note").fill("Her smile")
    dialog.get_by_label("Note").press("Tab")
    lab.screenshot("lightbox-light")
    lab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(studio.locator(".hgw-stars")).to_have_text("★★★★")
    mark = "History().get(studio.generation_id).images[1].mark"
    lab.add_and_run("from heygen_widgets import History")
    lab.wait_until(lambda: "Her smile" in python(lab, mark))
    assert python(lab, mark) == "Mark(favourite=True, rating=4, note='Her smile')"


def test_a_half_typed_note_survives_news_from_the_kernel_and_closing_keeps_it(lab, studio):
    studio.get_by_role("button", name="Look closer at image 1").click()
    note = studio.get_by_role("dialog").get_by_label("Note")
    note.fill("Her smile")
    lab.add_and_run("studio.locked = ['style']")
    expect(studio.locator(".hgw-lock[aria-pressed=true]")).to_have_count(1)
    expect(note).to_have_value("Her smile")
    lab.page.keyboard.press("Escape")
    lab.wait_until(lambda: python(lab, "studio.generation.images[0].mark.note") == "Her smile")


def test_a_half_typed_limit_survives_news_from_the_kernel(lab, studio):
    studio.get_by_text("Spending limits").click()
    limit = studio.get_by_label("Per click, in US$")
    expect(limit).to_have_value("10")
    limit.fill("25")
    lab.add_and_run("studio.locked = ['style']")
    expect(studio.locator(".hgw-lock[aria-pressed=true]")).to_have_count(1)
    expect(limit).to_have_value("25")
    limit.press("Tab")
    lab.wait_until(lambda: python(lab, "studio.click_limit") == "25.0")
    # Without leaving the field.
    limit.fill("0.5")
    limit.press("Control+Enter")
    expect(studio.get_by_role("alertdialog")).to_contain_text("$0.50")
    studio.get_by_role("button", name="Don't").click()
    limit.fill("")
    limit.press("Tab")
    lab.wait_until(lambda: python(lab, "studio.click_limit") == "None")
    lab.add_and_run("studio.click_limit = 3")
    expect(limit).to_have_value("3")


def test_the_lightbox_goes_through_the_images_with_the_arrow_keys(studio, lab):
    studio.get_by_role("button", name="Look closer at image 1").click()
    dialog = studio.get_by_role("dialog")
    for shown in ("Image 1 of 4", "Image 2 of 4", "Image 3 of 4"):
        expect(dialog.get_by_text(shown)).to_be_visible()
        expect(dialog.locator("img")).to_have_count(1)
        lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("ArrowLeft")
    lab.page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_text("Image 2 of 4")).to_be_visible()
    picture = dialog.locator(".hgw-large-picture")
    dialog.get_by_role("button", name="Zoom in").click()
    expect(dialog.get_by_role("button", name="Zoom out")).to_be_visible()
    box, image = picture.bounding_box(), dialog.locator("img").bounding_box()
    assert image["width"] > 2 * box["width"]
    # The arrows turn the page; with Shift they go over the picture.
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(dialog.get_by_text("Image 2 of 4")).to_be_visible()
    lab.wait_until(lambda: dialog.locator("img").bounding_box()["x"] < image["x"])
    # The whole frame is filled.
    moved = dialog.locator("img").bounding_box()
    assert moved["x"] <= box["x"]
    assert moved["x"] + moved["width"] >= box["x"] + box["width"]
    lab.page.mouse.move(box["x"] + 20, box["y"] + 20)
    for _ in range(12):
        lab.page.mouse.wheel(0, 400)
    expect(dialog.get_by_role("button", name="Zoom in")).to_be_visible()
    # A click beside the picture's window closes it.
    lab.page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()


def test_two_images_stand_side_by_side_also_of_two_runs(lab, studio):
    studio.get_by_role("button", name="Compare image 1").click()
    studio.get_by_label("Style", exact=True).select_option("Noir")
    generate(studio)
    studio.get_by_role("button", name="Compare image 3").click()
    studio.get_by_role("button", name="Compare (2 of 2)").click()
    dialog = studio.get_by_role("dialog")
    expect(dialog.locator("img")).to_have_count(2)
    expect(dialog.locator(".hgw-differs").first).to_have_text("Realistic")
    lab.screenshot("compare-light")
    dialog.get_by_role("button", name="Zoom in").first.click()
    expect(dialog.get_by_role("button", name="Zoom out")).to_have_count(2)
    styles = dialog.locator("img").evaluate_all("all => all.map(image => image.style.cssText)")
    assert styles[0] == styles[1]
    lab.page.keyboard.press("Escape")
    expect(studio.get_by_role("button", name="Compare (0 of 2)")).to_be_visible()


def test_two_selected_images_are_compared(studio):
    compare = studio.get_by_role("button", name="Compare (0 of 2)")
    studio.locator(".hgw-picture").nth(0).click()
    compare.click()
    expect(said(studio)).to_have_text("Select two pictures to compare")
    studio.locator(".hgw-picture").nth(2).click()
    expect(studio.locator(".hgw-picture--picked")).to_have_count(2)
    compare.click()
    dialog = studio.get_by_role("dialog")
    expect(dialog.get_by_text("Image 1 of 4")).to_be_visible()
    expect(dialog.get_by_text("Image 3 of 4")).to_be_visible()


def test_choosing_pictures_to_compare_moves_nothing(studio):
    picture = studio.locator(".hgw-picture").first
    before = picture.bounding_box()
    studio.get_by_role("button", name="Compare image 1").click()
    studio.get_by_role("button", name="Compare image 2").click()
    expect(studio.get_by_role("button", name="Compare (2 of 2)")).to_be_visible()
    assert picture.bounding_box() == before


def test_a_saved_file_brings_its_settings_back_when_it_is_dropped(lab, studio, tmp_path):
    with lab.page.expect_download() as download:
        studio.get_by_role("button", name="Save image 1").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    asked = AvatarAttributes.from_image(path)
    assert asked.name == "Iris"
    studio.get_by_label("Name", exact=True).fill("Somebody else")
    studio.get_by_label("Style", exact=True).select_option("Noir")
    data = lab.page.evaluate_handle(
        """bytes => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], 'iris.png', {type: 'image/png'}));
          return transfer;
        }""",
        list(path.read_bytes()),
    )
    studio.dispatch_event("drop", {"dataTransfer": data})
    expect(studio.get_by_label("Name", exact=True)).to_have_value("Iris")
    expect(studio.get_by_label("Style", exact=True)).to_have_value("Realistic")


def test_all_images_are_saved_as_one_zip(lab, studio):
    with lab.page.expect_download() as download:
        studio.get_by_role("button", name="Save all").click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    names = archive.namelist()
    assert len(names) == 4
    for name in names:
        Image.open(io.BytesIO(archive.read(name))).load()


@pytest.mark.usefixtures("studio")
def test_the_view_that_asked_for_a_file_gets_it_and_the_other_one_does_not(lab):
    # A second view of the same studio, on the same page.
    lab.add_and_run("studio")
    views = lab.page.locator(".hgw")
    expect(views).to_have_count(2)
    expect(views.nth(1).locator(".hgw-picture img")).to_have_count(4)
    files = []
    lab.page.on("download", lambda download: files.append(download.suggested_filename))
    for view in (views.nth(0), views.nth(1)):
        with lab.page.expect_download():
            view.get_by_role("button", name="Save all").click()
        expect(view.locator(".hgw-state .hgw-said")).to_contain_text("Saved")
    assert len(files) == 2


def test_vary_changes_one_attribute_and_leaves_the_others(lab, studio):
    before = json.loads(python(lab, "__import__('json').dumps(studio.attributes.to_dict())"))
    studio.get_by_label("Name", exact=True).fill("Not this one")
    studio.locator("summary", has_text="Vary").click()
    studio.get_by_label("Change only").select_option("style")
    studio.get_by_label("to", exact=True).select_option("Noir")
    studio.get_by_role("button", name=re.compile("^Generate ·")).click()
    lab.wait_until(lambda: python(lab, "studio.generation.attributes.style") == "Noir", 60)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    after = json.loads(python(lab, "__import__('json').dumps(studio.attributes.to_dict())"))
    assert after == before | {"style": "Noir"}


def test_again_makes_four_others_of_the_same(lab, studio):
    first = python(lab, "studio.generation_id")
    studio.get_by_role("button", name="Again").click()
    lab.wait_until(lambda: python(lab, "studio.generation_id") not in ("", first), 60)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)


def test_an_earlier_run_is_found_shown_and_reused(lab, studio):
    # The history is that of all tests in this browser: these two have words of their own.
    studio.get_by_label("Appearance").fill("A zither player from Quedlinburg")
    again = studio.get_by_role("button", name="Generate", exact=False).first
    again.click()
    lab.wait_until(lambda: "zither" in python(lab, "studio.generation.attributes.appearance"), 60)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    studio.get_by_label("Appearance").fill("A baker from Quedlinburg")
    studio.get_by_label("Style", exact=True).select_option("Vintage")
    again.click()
    lab.wait_until(lambda: "baker" in python(lab, "studio.generation.attributes.appearance"), 60)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    cards = studio.locator(".hgw-card")
    studio.get_by_label("Search all runs").fill("quedlinburg")
    expect(cards).to_have_count(2)
    studio.get_by_label("Search all runs").fill("quedlinburg zither")
    expect(cards).to_have_count(1)
    cards.first.click()
    lab.wait_until(lambda: "zither" in python(lab, "studio.generation.attributes.appearance"))
    expect(studio.locator(".hgw-picture img")).to_have_count(4)
    studio.get_by_role("button", name="Reuse settings", exact=True).click()
    expect(studio.get_by_label("Appearance")).to_have_value(re.compile("zither"))
    studio.get_by_label("Search all runs").fill("quedlinburg")
    studio.get_by_role("button", name="Filter").click()
    studio.get_by_label("Any style").select_option("Vintage")
    expect(cards).to_have_count(1)
    expect(cards.first).to_contain_text("baker")
    studio.get_by_role("button", name="Reuse the settings of Iris: A baker").click()
    expect(studio.get_by_label("Appearance")).to_have_value("A baker from Quedlinburg")
    studio.get_by_role("button", name="Favourites").click()
    expect(studio.get_by_text("No run matches.")).to_be_visible()


def test_shuffle_leaves_alone_what_is_locked(lab, studio):
    studio.get_by_role("button", name="Keep Style when shuffling").click()
    studio.get_by_role("button", name="Shuffle").click()
    expect(studio.get_by_label("Age", exact=True)).not_to_have_value("Young Adult")
    expect(studio.get_by_label("Style", exact=True)).to_have_value("Realistic")
    assert python(lab, "studio.locked") == "['style']"


def test_a_preset_is_saved_and_used(studio):
    studio.locator("summary", has_text="Presets").click()
    studio.get_by_label("Name of the preset").fill("Violin")
    studio.get_by_role("button", name="Save", exact=True).click()
    expect(studio.get_by_role("button", name="Violin", exact=True)).to_be_visible()
    expect(said(studio)).to_have_text("Preset kept")
    studio.get_by_label("Style", exact=True).focus()
    expect(studio.get_by_role("button", name="Violin", exact=True)).to_be_hidden()
    studio.get_by_label("Style", exact=True).select_option("Noir")
    studio.locator("summary", has_text="Presets").click()
    studio.get_by_role("button", name="Violin", exact=True).click()
    expect(studio.get_by_label("Style", exact=True)).to_have_value("Realistic")
    expect(studio.locator("summary", has_text="Presets")).to_be_focused()
    studio.locator("summary", has_text="Presets").click()
    studio.get_by_role("button", name="Delete the preset Violin").click()
    expect(studio.get_by_role("button", name="Violin", exact=True)).to_have_count(0)


def test_a_run_is_copied_as_python_and_as_curl_without_the_key(lab, studio):
    clipboard = "navigator.clipboard.readText()"
    studio.get_by_label("Copy this run").click()
    studio.get_by_role("button", name="Copy as Python").click()
    expect(said(studio)).to_have_text("Copied as Python")
    assert "AvatarAttributes(" in lab.page.evaluate(clipboard)
    studio.get_by_label("Copy this run").click()
    studio.get_by_role("button", name="Copy as cURL").click()
    expect(said(studio)).to_have_text("Copied as cURL")
    assert "$HEYGEN_API_KEY" in lab.page.evaluate(clipboard)


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
