"""An experiment in JupyterLab, by mouse, by keyboard, and scanned by axe-core."""

import re

import pytest
from playwright.sync_api import expect

from tests.support import sweep_example
from tests.support.browser.experiment import check_example
from tests.support.browser.studio import (
    RESULT,
    dialog,
    menu,
    open_list,
    opened,
    reopened,
    violations,
)

pytestmark = pytest.mark.browser

SWEEP = """from heygen_widgets import AvatarSweep, HeyGen, History
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.5), history=History("history"))
sweep = AvatarSweep(
    "a chef with {{hat: a beret|glasses}}", client=client, style=["Noir", "Pixar"]{more}
)
sweep"""
EMPTY = """from heygen_widgets import AvatarSweep, HeyGen, History

sweep = AvatarSweep(client=HeyGen.sandbox(history=History("history")))
sweep"""
AMOUNTS = """from IPython.display import Markdown, display
from heygen_widgets.sweeps.progress import Progress

display(Progress(cells=1, spent=1.0, budget=2.0, is_sandbox=True), Markdown("$x^2$"))"""
IS_NO_WIDER = "card => card.scrollWidth <= card.clientWidth"
NAME = "Prompt experiment"


def open_sweep(lab, source="", theme="light", width=1400):
    lab.page.set_viewport_size({"width": width, "height": 1400})
    lab.open_notebook([source or SWEEP.format(more="")], theme=theme)
    lab.run_all()
    sweep = lab.cell(0).get_by_role("region", name=NAME)
    expect(sweep).to_be_visible(timeout=RESULT)
    return sweep


def start(sweep):
    sweep.get_by_role("button", name=re.compile("^Start")).click(timeout=RESULT)


def made(lab, **options):
    sweep = open_sweep(lab, **options)
    start(sweep)
    expect(sweep.get_by_text("4 of 4 cells done")).to_be_visible(timeout=RESULT)
    expect(sweep.locator("[data-cell] img")).to_have_count(4, timeout=RESULT)
    return sweep


def cell(sweep, words):
    return sweep.get_by_role("button", name=re.compile(f"^{words}"))


def test_a_sweep_is_set_up_priced_and_made_by_mouse(lab):
    sweep = open_sweep(lab, EMPTY)
    sweep.get_by_label("Appearance").fill("a chef with {a beret|glasses}")
    styles = open_list(sweep, "Style")
    for style in ("Pixar", "Noir"):
        lab.page.get_by_role("option", name=style, exact=True).click()
    lab.page.keyboard.press("Escape")
    expect(styles).to_be_hidden()
    expect(sweep.get_by_text("6 · 24 images")).to_be_visible(timeout=RESULT)
    start(sweep)
    expect(sweep.get_by_text("6 of 6 cells done")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("len(sweep.results)") == "6"


def test_the_keyboard_walks_through_the_cells_rates_and_looks_closely(lab):
    sweep = made(lab)
    cell(sweep, "style: Noir, hat: a beret").focus()
    lab.page.keyboard.press("ArrowDown")
    expect(cell(sweep, "style: Pixar, hat: a beret")).to_be_focused()
    lab.page.keyboard.press("4")
    lab.page.keyboard.press("f")
    expect(cell(sweep, "style: Pixar, hat: a beret, Done, favourite, 4 of 5")).to_be_visible()
    lab.page.keyboard.press("Enter")
    expect(dialog(sweep).get_by_role("button", name="Zoom in")).to_be_visible(timeout=RESULT)
    lab.page.keyboard.press("Escape")
    expect(cell(sweep, "style: Pixar, hat: a beret")).to_be_focused()
    assert lab.add_and_run("sweep.results[2].best.mark.rating") == "4"


def test_pictures_are_compared_blind_by_the_arrow_keys(lab):
    sweep = made(lab)
    sweep.get_by_role("button", name="Compare blind").click()
    for number in range(1, 4):
        left = dialog(sweep).get_by_role("button", name="Choose: The picture on the left")
        expect(left).to_be_focused(timeout=RESULT)
        lab.page.keyboard.press("ArrowLeft")
        words = f"{number} comparison{'s' if number > 1 else ''}"
        expect(dialog(sweep).get_by_text(words, exact=True)).to_be_visible(timeout=RESULT)
    assert violations(lab) == []
    lab.page.keyboard.press("Backspace")
    expect(dialog(sweep).get_by_text("2 comparisons", exact=True)).to_be_visible(timeout=RESULT)
    lab.page.keyboard.press("Escape")
    sweep.get_by_role("tab", name="What came out").click()
    expect(sweep.get_by_role("table").first).to_contain_text("Noir", timeout=RESULT)
    assert lab.add_and_run("len(sweep.comparisons.choices)") == "2"


def test_the_whole_is_saved_as_a_file(lab):
    sweep = made(lab)
    sweep.get_by_role("button", name="Save", exact=True).click()
    with lab.page.expect_download() as download:
        menu(sweep).get_by_text("Table (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize(("theme", "width"), [("light", 480), ("dark", 1800)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_cell(lab, theme, width):
    sweep = open_sweep(lab, theme=theme, width=width)
    expect(sweep.get_by_text("a chef with glasses").first).to_be_visible(timeout=RESULT)
    assert violations(lab) == []
    assert sweep.evaluate(IS_NO_WIDER)
    start(sweep)
    expect(sweep.locator("[data-cell] img")).to_have_count(4, timeout=RESULT)
    assert violations(lab) == []
    assert sweep.evaluate(IS_NO_WIDER)
    sweep.get_by_role("tab", name="What came out").click()
    expect(sweep.get_by_role("table").first).to_contain_text("Noir", timeout=RESULT)
    assert violations(lab) == []
    assert sweep.evaluate(IS_NO_WIDER)


def test_a_notebook_that_is_read_with_no_kernel_shows_the_matrix(lab):
    made(lab)
    lab.wait_until(lambda: "data:image/webp" in str(lab.outputs(0)))
    # The state of widgets is saved too, so that this one comes back; without its pictures.
    still = reopened(lab, "The kernel of this experiment has ended")
    expect(still.get_by_text("Prompt experiment")).to_be_visible()
    expect(still.locator("table img")).to_have_count(4)
    expect(still.locator("table img").first).to_be_visible()


def test_the_example_runs_as_written_and_again_after_it_was_loaded(lab, sandbox_server):
    check_example(lab, sandbox_server(*sweep_example.SERVER))


def test_an_experiment_needs_the_keyboard_alone(lab):
    sweep = open_sweep(lab, EMPTY)
    keyboard = lab.page.keyboard
    sweep.get_by_label("Appearance").focus()
    keyboard.type("a chef with {a beret|glasses}")
    keyboard.press("Tab")
    keyboard.press("Tab")  # past Add alternatives, to the ages
    keyboard.press("ArrowDown")
    ages = opened(lab.page.get_by_role("listbox", name="Age"))
    expect(ages.get_by_role("option", name="Unspecified")).to_be_focused()
    for age in ("Young Adult", "Early Middle Age"):
        keyboard.press("ArrowDown")
        expect(ages.get_by_role("option", name=age)).to_be_focused()
        keyboard.press("Enter")
        expect(ages.get_by_role("option", name=age)).to_have_attribute("aria-selected", "true")
    keyboard.press("Escape")
    expect(sweep.get_by_text(re.compile("^4 = "))).to_be_visible(timeout=RESULT)
    expect(sweep.get_by_role("button", name=re.compile("^Start free"))).to_be_enabled()
    keyboard.press("Control+Enter")
    expect(sweep.get_by_text("4 of 4 cells done")).to_be_visible(timeout=RESULT)
    sweep.get_by_role("tab", name="Pictures").focus()
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(sweep.get_by_role("table").first).to_contain_text("Young Adult", timeout=RESULT)
    keyboard.press("Tab")
    assert lab.add_and_run("sweep.progress.is_complete") == "True"


def test_amounts_in_dollars_are_no_formulas(lab):
    lab.open_notebook([AMOUNTS])
    lab.run_all()
    expect(lab.cell(0).locator("mjx-container").first).to_be_attached(timeout=RESULT)
    expect(lab.cell(0)).to_contain_text("it would be $1.00 of $2.00 at HeyGen")
