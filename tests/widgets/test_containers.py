"""Studios inside of other widgets: their static copies stand beside the container."""

import ipyvuetify as v
import ipywidgets
import pytest

from heygen_widgets import AvatarStudio
from heygen_widgets.widgets import containers
from heygen_widgets.widgets.static_copy import StaticCopy

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def placed(monkeypatch):
    """The static copies that were displayed by themselves."""
    copies = []

    def place(copy):
        copies.append(copy)

    monkeypatch.setattr(StaticCopy, "place", place)
    return copies


def output_with(widget):
    data = {VIEW: {"model_id": widget.model_id}, "text/plain": "x"}
    return ipywidgets.Output(outputs=({"output_type": "display_data", "data": data},))


CONTAINERS = {
    "VBox": lambda studio: ipywidgets.VBox([ipywidgets.Label("x"), studio]),
    "Tab": lambda studio: ipywidgets.Tab([ipywidgets.HBox([ipywidgets.VBox([studio])])]),
    "Accordion": lambda studio: ipywidgets.Accordion([studio, studio]),
    "Output": output_with,
    "Col": lambda studio: v.Col(children=["text", v.Card(children=[studio])]),
    "slot": lambda studio: v.Menu(v_slots=[{"name": "activator", "children": studio}]),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_a_container_shows_the_static_copy_of_its_studio_once_and_no_words(placed, kind):
    studio = AvatarStudio()
    container = CONTAINERS[kind](studio)
    bundle = containers._bundle_of(container)
    assert placed == [studio.static_copy]
    assert bundle == {**container._repr_mimebundle_(), "text/plain": ""}


def test_two_studios_in_a_box_show_two_copies(placed):
    one, other = AvatarStudio(), AvatarStudio()
    containers._bundle_of(ipywidgets.HBox([one, ipywidgets.VBox([other])]))
    assert placed == [one.static_copy, other.static_copy]


@pytest.mark.parametrize(
    "make", [ipywidgets.IntSlider, ipywidgets.VBox, ipywidgets.Output, v.Btn, ipywidgets.Image]
)
def test_a_widget_without_a_studio_is_displayed_as_ever(placed, make):
    widget = make()
    assert containers._bundle_of(widget) == widget._repr_mimebundle_()
    assert placed == []


def test_a_widget_without_a_view_is_left_to_ipython(placed):
    widget = ipywidgets.DOMWidget()
    widget._repr_mimebundle_ = None  # as ipywidgets does
    assert containers._bundle_of(widget) is None
    assert placed == []
