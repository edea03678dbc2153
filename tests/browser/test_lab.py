"""The browser harness, on plain widgets."""

import sys

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BUTTON = """
import asyncio, ipywidgets
from IPython.display import display
clicks, tasks = [], []
label = ipywidgets.Label("waiting")
async def later():
    await asyncio.sleep(0)
    label.value = f"clicked {len(clicks)}"
def clicked(_):
    clicks.append(1)
    tasks.append(asyncio.get_running_loop().create_task(later()))
button = ipywidgets.Button(description="Go")
button.on_click(clicked)
display(button, label)
"""
TEMPLATE = """
import ipyvuetify as v, traitlets
class Greeting(v.VuetifyTemplate):
    template = traitlets.Unicode('''
      <template><v-btn color="primary" @click="greet(3)">Hello {{ who }}</v-btn></template>
    ''').tag(sync=True)
    who = traitlets.Unicode("you").tag(sync=True)
    def vue_greet(self, times):
        self.who = "you " * times
greeting = Greeting()
greeting
"""


def test_the_kernel_is_this_interpreters_and_has_no_key(lab):
    lab.open_notebook(["import os, sys; print(sys.executable)"])
    assert lab.run_cell(0) == f"{sys.executable}\n"
    assert lab.add_and_run("'HEYGEN_API_KEY' in os.environ") == "False"


def test_a_click_reaches_python_and_its_task_reaches_the_screen(lab):
    lab.open_notebook([BUTTON])
    lab.run_all()
    lab.cell(0).get_by_role("button", name="Go").click()
    expect(lab.cell(0).get_by_text("clicked 1")).to_be_visible()
    assert lab.add_and_run("len(clicks)") == "1"
    assert lab.errors == []


def test_a_reload_with_a_live_kernel_keeps_the_widget(lab):
    lab.open_notebook([BUTTON])
    lab.run_all()
    lab.save()
    lab.reload()
    lab.cell(0).get_by_role("button", name="Go").click()
    expect(lab.cell(0).get_by_text("clicked 1")).to_be_visible()


def test_a_notebook_reopened_without_its_kernel_has_its_outputs_and_another_kernel(lab):
    # Whether a saved widget is drawn again depends on JupyterLab's setting to save its state.
    lab.open_notebook(["marker = 1\nprint('text stays')"])
    lab.run_all()
    assert lab.save()["cells"][0]["outputs"]
    lab.reopen_without_kernel()
    assert "text stays" in lab.cell_output(0)
    assert lab.add_and_run("print('marker' in globals())").strip() == "False"


def test_an_error_is_output_too(lab):
    lab.open_notebook(["1 / 0"])
    assert "ZeroDivisionError: division by zero" in lab.run_cell(0)


def test_a_vuetify_template_renders_and_calls_back(lab):
    lab.open_notebook([TEMPLATE])
    lab.run_all()
    lab.cell(0).get_by_role("button", name="Hello you").click()
    expect(lab.cell(0).get_by_role("button", name="Hello you you you")).to_be_visible()
    assert lab.errors == []


def test_themes(lab):
    lab.open_notebook([TEMPLATE], theme="dark")
    lab.run_all()
    dark = lab.screenshot("dark").read_bytes()
    lab.set_theme("light")
    light = lab.screenshot("light").read_bytes()
    lab.set_theme("dark")
    assert lab.screenshot("dark-again").read_bytes() != light
    assert dark.startswith(b"\x89PNG")
