"""A notebook that is opened again on another day: the pictures stand where the widget was."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.studio import DEAD

pytestmark = pytest.mark.browser

BEGIN = """
import ipyvuetify as v
import ipywidgets
from IPython.display import display
from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.2))
studio = AvatarStudio(client=client, appearance="A baker")
"""
SHOWN = {
    "alone": "studio",
    "in a box": "ipywidgets.VBox([ipywidgets.HBox([studio])])",
    "in a tab": "ipywidgets.Tab([studio], titles=['Studio'])",
    "in a column": "v.Col(children=[v.Card(children=[studio])])",
    "in a box with a line below": "display(ipywidgets.VBox([studio]))\nprint('below')",
    "in an output": "out = ipywidgets.Output()\ndisplay(out)\nwith out:\n    display(studio)",
    "in an output that is shown later": (
        "out = ipywidgets.Output()\nwith out:\n    display(studio)\nout"
    ),
}
GENERATE = "generation = await studio.generate()"


@pytest.fixture(autouse=True)
def _as_people_have_it(lab_server):
    """JupyterLab saves no state of widgets, unless somebody asks it to."""
    lab_server.set_saving_of_state(False)
    yield
    lab_server.set_saving_of_state(True)


@pytest.mark.parametrize("way", SHOWN)
def test_the_pictures_stand_in_place_of_the_widget_without_its_error(lab, way):
    lab.open_notebook([BEGIN + SHOWN[way], GENERATE])
    lab.run_all()
    copy = lab.page.locator(".hgw-static")
    # While the widget lives, it shows them itself.
    expect(copy.locator("img")).to_have_count(4)
    expect(copy).to_be_hidden()
    lab.save()
    lab.reopen_without_kernel()
    shown = lab.cell(0)
    expect(shown.locator(".hgw-static img").first).to_be_visible()
    expect(shown.locator(".hgw-static img")).to_have_count(4)
    expect(shown.get_by_text(DEAD)).to_have_count(1)
    expect(shown.get_by_text(DEAD)).to_be_hidden()


def test_a_studio_that_made_nothing_says_that_it_is_gone(lab):
    lab.open_notebook([f"{BEGIN}studio"])
    lab.run_all()
    lab.save()
    lab.reopen_without_kernel()
    expect(lab.cell(0).get_by_text(DEAD)).to_be_visible()
