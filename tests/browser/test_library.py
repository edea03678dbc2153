"""The account's avatars and looks in JupyterLab, by mouse, by keyboard, and scanned by axe-core."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.studio import RESULT, dialog, menu, reopened, violations

pytestmark = pytest.mark.browser

LIBRARY = """from heygen_widgets import AvatarLibrary, HeyGen
from heygen_widgets.sandbox import Scenario

scenario = Scenario(duration=0.5, api="{api}", look_pending=0, training=0)
client = HeyGen.sandbox(scenario, history=False)
generation = await client.generate("A violinist in a red dress", name="Lina")
group = await client.create_group("Lina", generation.images[0])
if group.api == "v2":
    await client.train(group)
library = AvatarLibrary(client)
library"""
EMPTY = """from heygen_widgets import AvatarLibrary, HeyGen

library = AvatarLibrary(HeyGen.sandbox(history=False))
library"""
IS_NO_WIDER = "card => card.scrollWidth <= card.clientWidth"
NAME = "Avatar library"


def open_library(lab, api="v3", theme="light", width=1400):
    lab.page.set_viewport_size({"width": width, "height": 1400})
    lab.open_notebook([LIBRARY.format(api=api)], theme=theme)
    lab.run_all()
    library = lab.cell(0).get_by_role("region", name=NAME)
    expect(cards(library, "Avatars").first).to_be_visible(timeout=RESULT)
    return library


def cards(library, kind):
    return library.get_by_role("list", name=kind, exact=True).get_by_role("listitem")


def open_first(library):
    cards(library, "Avatars").first.get_by_role("button").first.click()
    expect(cards(library, "Looks").first.get_by_role("img")).to_be_visible(timeout=RESULT)


def look_menu(library):
    library.get_by_role("button", name=re.compile("^More about look")).first.click()
    return menu(library)


@pytest.mark.parametrize(("api", "looks"), [("v2", 5), ("v3", 5)])
def test_new_looks_of_an_avatar_are_made_by_mouse(lab, api, looks):
    library = open_library(lab, api)
    open_first(library)
    library.get_by_label("New look").fill("in a green coat, on a bridge")
    library.get_by_role("button", name=re.compile("^Generate free")).click()
    expect(cards(library, "Looks")).to_have_count(looks, timeout=RESULT)
    for card in cards(library, "Looks").all():
        expect(card.get_by_role("img")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("len(library.generation.images)") == "4"


def test_pictures_of_v2_become_looks_by_a_press(lab):
    library = open_library(lab, "v2")
    open_first(library)
    library.get_by_label("New look").fill("in a green coat")
    library.get_by_label("New look").press("Control+Enter")
    add = library.get_by_role("button", name="Add 4 pictures to this avatar")
    add.click(timeout=RESULT)
    expect(add).to_have_count(0, timeout=RESULT)
    assert lab.add_and_run("len(library.looks)") == "5"


def test_the_request_of_a_video_is_copied_and_nothing_is_sent(lab):
    library = open_library(lab)
    open_first(library)
    look_menu(library).get_by_text("Use in a video").click()
    dialog(library).get_by_role("button", name="Copy the request").click()
    expect(dialog(library).get_by_role("button", name="Copied")).to_be_visible()
    copied = lab.page.evaluate("navigator.clipboard.readText()")
    assert "https://api.heygen.com/v3/videos" in copied
    assert lab.add_and_run("library.looks[0].id").strip("'") in copied


def test_a_studio_for_pictures_like_a_look_opens_below(lab):
    library = open_library(lab)
    open_first(library)
    look_menu(library).get_by_text("Look like this").click()
    studio = library.get_by_role("region", name="Avatar studio")
    expect(studio.get_by_role("button", name="Shuffle", exact=True)).to_be_visible(timeout=RESULT)
    expect(library.get_by_role("heading", name="More like this look")).to_be_in_viewport()
    assert lab.add_and_run("library.studio.avatar_id == library.looks[0].id") == "True"


def test_what_goes_is_named_before_it_is_deleted(lab):
    library = open_library(lab, "v2")
    library.get_by_role("button", name="Select Lina").click()
    library.get_by_role("button", name="Delete 1 avatar").click()
    question = lab.page.get_by_role("alertdialog")
    expect(question.get_by_role("list")).to_contain_text("its look Lina")
    expect(question.get_by_role("button", name="Keep")).to_be_focused()
    question.get_by_role("button", name="Delete 1 avatar with 1 look").click()
    expect(library.get_by_text("No avatars yet")).to_be_visible(timeout=RESULT)


def test_an_avatar_is_found_and_opened_by_keyboard_alone(lab):
    library = open_library(lab)
    library.get_by_role("textbox", name="Search by name or id").focus()
    lab.page.keyboard.type("lin")
    lab.page.keyboard.press("Tab")
    for _ in range(3):
        if (
            cards(library, "Avatars")
            .first.get_by_role("button")
            .first.evaluate("button => button === document.activeElement")
        ):
            break
        lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Enter")
    heading = library.get_by_role("heading", level=3)
    expect(heading).to_be_focused(timeout=RESULT)


def test_a_dialog_is_left_with_escape_and_gives_the_focus_back(lab):
    library = open_library(lab)
    open_first(library)
    more = library.get_by_role("button", name=re.compile("^More about look")).first
    more.focus()
    lab.page.keyboard.press("Enter")
    menu(library).get_by_text("Rename").click()
    expect(dialog(library).get_by_label("Name")).to_be_focused()
    lab.page.keyboard.press("Escape")
    expect(dialog(library)).to_have_count(0)


@pytest.mark.parametrize(("theme", "width"), [("light", 480), ("dark", 1800)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_cell(lab, theme, width):
    library = open_library(lab, theme=theme, width=width)
    expect(library.locator("img").first).to_be_visible(timeout=RESULT)
    assert violations(lab) == []
    open_first(library)
    assert violations(lab) == []
    assert library.evaluate(IS_NO_WIDER)
    look_menu(library).get_by_text("Use in a video").click()
    expect(dialog(library).get_by_role("button", name="Copy the request")).to_be_visible()
    assert violations(lab) == []


def test_a_notebook_that_is_read_with_no_kernel_shows_the_avatars(lab):
    library = open_library(lab, "v2")
    expect(library.locator("img").first).to_be_visible(timeout=RESULT)
    lab.wait_until(lambda: "data:image/webp" in str(lab.outputs(0)))
    # The state of widgets is saved too, so that this one comes back; without its pictures.
    still = reopened(lab, "The kernel of this library has ended")
    expect(still.locator("strong", has_text=NAME)).to_be_visible()
    expect(still.locator("figure img")).to_be_visible()


def test_an_empty_account_says_where_avatars_come_from(lab):
    lab.open_notebook([EMPTY])
    lab.run_all()
    library = lab.cell(0).get_by_role("region", name=NAME)
    expect(library.get_by_text("No avatars yet")).to_be_visible(timeout=RESULT)
    assert violations(lab) == []
