"""The first example of an experiment on a page."""

import re

from playwright.sync_api import Locator, expect

from tests.support import sweep_example as example
from tests.support.browser.lab import Lab
from tests.support.browser.studio import RESULT

PATIENCE = 240  # seconds for the cell that makes the pictures, on a busy machine


def experiments(where: Locator) -> Locator:
    """Return the experiments that are displayed somewhere."""
    return where.get_by_role("region", name="Prompt experiment", exact=True)


def check_example(lab: Lab, address: str) -> None:
    """Run the example in JupyterLab or Notebook 7, and see what it shows."""
    lab.page.set_viewport_size({"width": 1400, "height": 1400})
    lab.open_notebook(example.notebook_cells(address))
    lab.run_all(PATIENCE)
    assert f"[{example.ROWS} rows x " in lab.cell_output(example.FOUND)
    for index in (example.SHOWN, example.SHOWN_AGAIN):
        expect_example(experiments(lab.cell(index)))
    assert lab.errors == []


def expect_example(sweep: Locator) -> None:
    """Expect what the example made, with the cells that the budget was too small for."""
    done = f"{example.MADE} of {example.CELLS} cells done"
    expect(sweep.get_by_text(done, exact=True)).to_be_visible(timeout=RESULT)
    # Pictures travel when their cell comes into sight.
    sweep.locator("[data-cell]").first.scroll_into_view_if_needed()
    expect(sweep.locator("[data-cell] img").first).to_be_visible(timeout=RESULT)
    expect(sweep.get_by_role("button", name=re.compile("^Go on"))).to_be_visible()
