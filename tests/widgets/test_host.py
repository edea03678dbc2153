"""What the studio does where it can't be all that it is in JupyterLab: simulated hosts."""

import sys
from types import ModuleType

import pytest

from heygen_widgets import AvatarStudio
from heygen_widgets.widgets import host
from heygen_widgets.widgets.static_copy import StaticCopy


@pytest.fixture(autouse=True)
def _no_host(monkeypatch):
    for variable in ("VSCODE_PID", "VSCODE_CWD"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)


@pytest.fixture
def colab(monkeypatch):
    """A kernel of Colab's; returns what was enabled."""
    enabled = []
    output = ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: enabled.append(True)
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    return enabled


class Shell:
    """An IPython that displays into a list."""

    kernel = object()

    def __init__(self, monkeypatch) -> None:
        self.shown = []
        monkeypatch.setattr("IPython.get_ipython", lambda: self)
        monkeypatch.setattr("IPython.display.display", self.display)

    def display(self, what, **_options):
        self.shown.append(what)
        return self

    def update(self, what, **_options):
        self.shown.append(what)

    @property
    def html(self):
        """What stands below the widget now."""
        return self.shown[-1].get("text/html")


def test_jupyterlab_needs_no_words(monkeypatch):
    shell = Shell(monkeypatch)
    StaticCopy("t").show({"text/plain": "studio"})
    assert host.name() == ""
    assert shell.shown == [{"text/plain": ""}, {"text/html": "", "text/plain": "studio"}]


@pytest.mark.parametrize("variable", ["VSCODE_PID", "VSCODE_CWD"])
def test_in_vs_code_it_says_that_python_does_the_same(monkeypatch, variable):
    monkeypatch.setenv(variable, "1")
    shell = Shell(monkeypatch)
    StaticCopy("t").show({"text/plain": "studio"})
    assert "VS Code" in shell.html
    assert "await studio.generate()" in shell.html


def test_in_colab_custom_widgets_are_enabled_and_the_limit_is_told(monkeypatch, colab):
    shell = Shell(monkeypatch)
    StaticCopy("t").show({"text/plain": "studio"})
    assert colab == [True]
    assert "Colab" in shell.html


def test_a_colab_that_refuses_breaks_nothing(monkeypatch, colab):
    del colab
    monkeypatch.delattr(sys.modules["google.colab.output"], "enable_custom_widget_manager")
    shell = Shell(monkeypatch)
    StaticCopy("t").show({"text/plain": "studio"})
    assert "Colab" in shell.html


async def test_the_pictures_stand_in_the_html_below_whatever_the_host_draws(
    monkeypatch, service, studio_of
):
    monkeypatch.setenv("VSCODE_PID", "1")
    shell = Shell(monkeypatch)
    studio = studio_of(service)
    studio._ipython_display_()
    generation = await studio.generate()
    assert "<img" in shell.html
    for key in generation.image_keys:
        assert key in shell.html


def test_the_plain_text_of_a_studio_is_one_useful_line():
    studio = AvatarStudio(appearance="A baker")
    assert repr(studio) == "<AvatarStudio idle on <HeyGen auto at sandbox>: no run>"
