"""The studio with the keyboard alone, and keys that must not reach the notebook."""

import pytest
from playwright.sync_api import Locator, expect

from tests.support.browser.lab import ADD_CELL
from tests.support.browser.studio import (
    BUSY,
    FLOATING,
    RESULT,
    combobox,
    dialog,
    free_the_kernel,
    generate,
    generate_button,
    menu,
    open_studio,
    opened,
    said,
    segment,
    shown_keys,
    textbox,
)

pytestmark = pytest.mark.browser

IS_FOCUSED = "element => element === document.activeElement"
IS_WITHIN = "element => element.contains(document.activeElement)"
NAMELESS = """root => [...root.querySelectorAll('input, textarea, button, [role=combobox]')]
  .filter(element => element.tabIndex >= 0 && element.checkVisibility() && !element.ariaHidden)
  .filter(element => !element.ariaLabel && !element.labels?.length && !element.innerText.trim()
    && !element.getAttribute('aria-labelledby'))
  .map(element => element.outerHTML)"""
# Cut, delete, insert above and below, copy, paste, merge, change the kind of the cell, undo.
COMMANDS = ("x", "d", "d", "a", "b", "c", "v", "m", "y", "1", "z", "Shift+M", "Shift+L")
CELLS = """() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
  .map(cell => [cell.cell_type, cell.source])"""


def tab_to(target: Locator, at_most: int = 40, key: str = "Tab") -> None:
    """Press Tab until something has the focus."""
    for _ in range(at_most):
        if target.evaluate(IS_FOCUSED):
            return
        target.page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached with {key}")


@pytest.fixture(params=["lab", "notebook7"])
def host(request):
    return request.getfixturevalue(request.param)


def test_a_form_is_filled_and_generated_and_its_images_selected_and_copied(lab):
    studio = open_studio(lab)
    press = lab.page.keyboard.press
    textbox(studio, "Appearance").focus()
    tab_to(textbox(studio, "Name"))
    press("End")
    lab.page.keyboard.type(" Ada")
    tab_to(combobox(studio, "Age"))
    press("ArrowDown")
    opened(lab.page.get_by_role("listbox", name="Age"))
    for _ in range(8):
        if lab.page.get_by_role("option", name="Senior", exact=True).evaluate(IS_FOCUSED):
            break
        press("ArrowDown")
    press("Enter")
    expect(combobox(studio, "Age")).to_have_value("Senior")
    expect(lab.page.get_by_role("listbox", name="Age")).to_have_count(0)
    expect(combobox(studio, "Age")).to_be_focused()
    tab_to(segment(studio, "Horizontal"))
    press("Space")
    expect(segment(studio, "Horizontal")).to_have_attribute("aria-pressed", "true")
    tab_to(generate_button(studio))
    press("Enter")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    pick = studio.locator(".hgw-pick").first
    tab_to(pick)
    press("Enter")
    expect(pick).to_have_attribute("aria-pressed", "true")
    tab_to(studio.get_by_role("button", name="Copy the key of image 1"))
    press("Space")
    expect(said(lab)).to_have_text("Image key copied")
    copied = lab.page.evaluate("navigator.clipboard.readText()")
    script = "print(studio.selected_keys[0], studio.age, studio.orientation, studio.name)"
    made = lab.add_and_run(script).split(maxsplit=1)
    assert made[0] == copied == shown_keys(studio)[0]
    assert made[1].strip() == "Senior horizontal Iris Ada"


def test_control_enter_generates_with_what_is_being_typed(lab):
    studio = open_studio(lab, 0.5)
    textbox(studio, "Appearance").fill("A baker")
    lab.page.keyboard.press("Control+Enter")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    made = lab.add_and_run("print(studio.generation.attributes.appearance)")
    assert made.strip() == "A baker"


def test_dialogs_keep_the_focus_and_give_it_back(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    openers = {
        "Use my API key": "HeyGen API key",
        "Look closer at image 2": "Image 2 of 4",
    }
    for name, title in openers.items():
        opener = studio.get_by_role("button", name=name)
        opener.focus()
        lab.page.keyboard.press("Enter")
        expect(dialog(lab).get_by_role("heading")).to_contain_text(title)
        lab.wait_until(lambda: dialog(lab).evaluate(IS_WITHIN))
        stops = set()
        for key in ["Tab"] * 15 + ["Shift+Tab"] * 15:
            lab.page.keyboard.press(key)
            assert dialog(lab).evaluate(IS_WITHIN), key
            stops.add(lab.page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
        assert len(stops) > 3
        lab.page.keyboard.press("Escape")
        expect(dialog(lab)).to_have_count(0)
        expect(opener).to_be_focused()
    assert lab.errors == []


def test_the_comparison_gives_the_focus_back(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    for number in (1, 2):
        studio.get_by_role("button", name=f"Compare image {number}").press("Enter")
    opener = studio.get_by_role("button", name="Compare (2 of 4)")
    opener.press("Enter")
    expect(dialog(lab).locator("img")).to_have_count(2)
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_have_count(0)
    expect(studio.get_by_role("button", name="Compare (0 of 4)")).to_be_focused()


def test_menus_are_gone_through_with_arrows_and_left_with_escape(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    copy = studio.get_by_role("button", name="Copy as")
    copy.focus()
    lab.page.keyboard.press("Enter")
    opened(menu(lab))
    lab.page.keyboard.press("ArrowDown")
    lab.wait_until(lambda: menu(lab).evaluate(IS_WITHIN))
    tab_to(menu(lab).locator(".v-list-item").nth(1), 3, "ArrowDown")
    lab.page.keyboard.press("Enter")
    expect(said(lab)).to_have_text("Copied as cURL")
    expect(menu(lab)).to_have_count(0)
    for name in (
        "Copy as",
        "Presets",
        "Vary",
        "What Shuffle keeps",
        "Rehearse a failure",
        "Details",
    ):
        button = studio.get_by_role("button", name=name)
        button.focus()
        lab.page.keyboard.press("Enter")
        opened(menu(lab))
        if name == "Presets":
            expect(menu(lab).get_by_role("textbox")).to_be_focused()
        lab.page.keyboard.press("Escape")
        expect(menu(lab)).to_have_count(0)
        expect(button).to_be_focused()
    assert lab.errors == []


def test_a_preset_is_saved_and_used_with_the_keyboard(lab):
    studio = open_studio(lab)
    presets = studio.get_by_role("button", name="Presets")
    presets.focus()
    lab.page.keyboard.press("Enter")
    tab_to(textbox(opened(menu(lab)), "Name of the preset"), 5)
    lab.page.keyboard.type("By keys")
    lab.page.keyboard.press("Enter")
    expect(menu(lab).get_by_text("By keys", exact=True)).to_be_visible()
    lab.page.keyboard.press("Escape")
    lab.add_and_run("studio.style = 'Noir'")
    expect(combobox(studio, "Style")).to_have_value("Noir")
    presets.focus()
    lab.page.keyboard.press("Enter")
    tab_to(opened(menu(lab)).locator(".v-list-item", has_text="By keys"), 10, "ArrowDown")
    lab.page.keyboard.press("Enter")
    expect(combobox(studio, "Style")).to_have_value("Realistic")
    expect(presets).to_be_focused()


def test_stars_are_given_with_the_arrow_keys_while_the_kernel_is_busy(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    blocked = lab.start_cell(lab.page.evaluate(ADD_CELL, BUSY))
    card = studio.locator(".hgw-card").first
    card.get_by_role("button", name="Image 1 is a favourite").focus()
    tab_to(card.get_by_role("button", name="Rate Image 1: 1 of 5"), 3)
    for stars in (1, 2, 3, 4):
        lab.page.keyboard.press("ArrowRight")
        # At once: the kernel can't have heard of it.
        expect(card.locator(".mdi-star")).to_have_count(stars)
    lab.page.keyboard.press("ArrowLeft")
    expect(card.locator(".mdi-star")).to_have_count(3)
    free_the_kernel(lab)
    lab.finish_cell(blocked)
    rating = "print(studio.generation.images[0].mark.rating)"
    lab.wait_until(lambda: lab.add_and_run(rating).strip() == "3")
    expect(card.locator(".mdi-star")).to_have_count(3)


def test_escape_answers_a_question_with_no(lab):
    studio = open_studio(lab)
    lab.add_and_run(
        "studio.click_limit = 0; studio.client._sandbox, sandbox = None, studio.client._sandbox"
    )
    generate_button(studio).click()
    question = studio.get_by_role("alertdialog")
    expect(question).to_be_focused()
    lab.page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    assert lab.add_and_run("print(studio.status)").strip() == "idle"


def test_every_control_has_a_name_and_says_whether_it_is_pressed(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    studio.get_by_role("button", name="Filter").click()
    studio.get_by_role("button", name="Spending limits").click()
    assert studio.evaluate(NAMELESS) == []
    for label in ("Age", "Gender", "Ethnicity", "Style", "Images"):
        expect(combobox(studio.locator(".hgw-settings"), label)).to_be_visible()
    for label, words in {"Orientation": 3, "Pose": 3}.items():
        group = studio.get_by_role("group", name=label)
        buttons = group.get_by_role("button")
        expect(buttons).to_have_count(words)
        pressed = buttons.evaluate_all("all => all.map(one => one.ariaPressed)")
        assert sorted(pressed) == ["false", "false", "true"]
    studio.get_by_role("button", name="Look closer at image 1").click()
    expect(dialog(lab).locator("img")).to_be_visible()
    assert lab.page.locator(FLOATING).evaluate(NAMELESS) == []


def test_no_key_on_any_kind_of_control_is_a_command_of_the_notebook(host):
    studio = open_studio(host, 0.5)
    generate(studio)
    studio.get_by_role("button", name="Spending limits").click()
    controls = {
        "button": studio.get_by_role("button", name="Shuffle", exact=True),
        "icon button": studio.get_by_role("button", name="What Shuffle keeps"),
        "textarea": textbox(studio, "Appearance"),
        "text field": textbox(studio, "Name"),
        "combobox": combobox(studio, "Age"),
        "segment": segment(studio, "Square"),
        "generate": generate_button(studio),
        "expansion panel": studio.get_by_role("button", name="Spending limits"),
        "number field": studio.get_by_label("Per click, in US$"),
        "picture": studio.locator(".hgw-pick").first,
        "over the picture": studio.get_by_role("button", name="Look closer at image 1"),
        "copy": studio.get_by_role("button", name="Copy the key of image 1"),
        "heart": studio.get_by_role("button", name="Image 1 is a favourite"),
        "rating": studio.get_by_role("button", name="Rate Image 1: 1 of 5"),
        "run": studio.locator(".hgw-run").first.get_by_role("button").first,
        # Last: what is typed there filters the runs.
        "search field": studio.get_by_role("searchbox", name="Search all runs"),
    }
    before = host.page.evaluate(CELLS)
    for kind, control in controls.items():
        control.focus()
        for key in COMMANDS:
            host.page.keyboard.press(key)
        assert host.page.evaluate(CELLS) == before, kind
        expect(control).to_be_focused()
    opener = studio.get_by_role("button", name="Use my API key")
    opener.click()
    for control in (
        textbox(dialog(host), "API key"),
        dialog(host).get_by_role("button", name="Cancel"),
    ):
        control.focus()
        for key in COMMANDS:
            host.page.keyboard.press(key)
        assert host.page.evaluate(CELLS) == before
    host.page.keyboard.press("Escape")
    expect(dialog(host)).to_have_count(0)
