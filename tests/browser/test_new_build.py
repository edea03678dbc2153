"""Work on the front end: a new build of the module is drawn in what is open."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MODULE = """
import { h } from "vue";
export const Greeting = {
  render() { return h("button", { onClick: () => this.greet() }, `WORDS ${this.who}`); },
};
"""
WIDGET = """
from pathlib import Path
import ipyvuetify as v, traitlets
from heygen_widgets.widgets import bundle
bundle.MODULES["heygen-widgets"] = Path("module.mjs")
class Greeting(v.VuetifyTemplate):
    who = traitlets.Unicode("you").tag(sync=True)
    def __init__(self):
        self.template = bundle.template("Greeting")
        super().__init__()
    def vue_greet(self, _=None):
        self.who += "!"
greeting = Greeting()
greeting
"""


def build(lab, words):
    (lab.server.root / "module.mjs").write_text(MODULE.replace("WORDS", words))


def test_a_new_build_is_drawn_in_open_widgets_with_their_traits(lab):
    build(lab, "Hello")
    lab.open_notebook([WIDGET, "greeting", "bundle.watch();"])
    lab.run_all()
    lab.cell(0).get_by_role("button", name="Hello you").click()
    for index in (0, 1):
        expect(lab.cell(index).get_by_role("button", name="Hello you!")).to_be_visible()
    build(lab, "Good day,")
    for index in (0, 1):
        expect(lab.cell(index).get_by_role("button", name="Good day, you!")).to_be_visible()
    lab.cell(1).get_by_role("button").click()
    expect(lab.cell(0).get_by_role("button", name="Good day, you!!")).to_be_visible()
    assert lab.errors == []
