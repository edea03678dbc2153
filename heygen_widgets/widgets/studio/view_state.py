"""The traits of a studio that the browser shows; `widgets.contract` says what each of them is."""

from __future__ import annotations

from typing import Any

from ipywidgets import Widget, widget_serialization
from traitlets import Bool, Bytes, Dict, Float, Instance, Int, List, Unicode, validate

from heygen_widgets.models.attributes import MAX_APPEARANCE, Orientation
from heygen_widgets.widgets import bundle, contract
from heygen_widgets.widgets.attribute_form import AttributeForm


class StudioViewState(AttributeForm):
    """What the browser shows of a studio: declarations, and no behaviour."""

    locked = List(Unicode()).tag(sync=True)
    """The attributes that `shuffle` leaves alone, by name."""

    preset_names = List(Unicode(), read_only=True).tag(sync=True)
    reference_names = List(Unicode(), read_only=True).tag(sync=True)
    backend = Dict(read_only=True).tag(sync=True)
    can_remember = Bool(read_only=True).tag(sync=True)
    key_problem = Unicode("", read_only=True).tag(sync=True)
    offer = Dict(read_only=True).tag(sync=True)
    room = Int(MAX_APPEARANCE, read_only=True).tag(sync=True)
    question = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    run = Dict(read_only=True).tag(sync=True)
    status_line = Unicode("", read_only=True).tag(sync=True)
    alert = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    notice = Unicode("", read_only=True).tag(sync=True)
    recording_problem = Unicode("", read_only=True).tag(sync=True)
    run_id = Unicode("", read_only=True).tag(sync=True)
    served = Unicode("", read_only=True).tag(sync=True)
    asked = Dict(read_only=True).tag(sync=True)
    usual = List(Float(), read_only=True).tag(sync=True)
    started_at = Float(0.0, read_only=True).tag(sync=True)
    elapsed = Float(0.0, read_only=True).tag(sync=True)
    expected = Int(4, read_only=True).tag(sync=True)
    shown_orientation = Unicode(Orientation.SQUARE.value, read_only=True).tag(sync=True)
    figures = List(Dict(), read_only=True).tag(sync=True)
    figures_run_id = Unicode("", read_only=True).tag(sync=True)
    unfinished = List(Dict(), read_only=True).tag(sync=True)
    unknown = List(Dict(), read_only=True).tag(sync=True)
    next_step = Unicode("", read_only=True).tag(sync=True)
    avatar_panel = Instance(
        Widget, allow_none=True, default_value=None, read_only=True, args=None
    ).tag(sync=True, **widget_serialization)
    stopped_sweep = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    sweep_widget = Instance(
        Widget, allow_none=True, default_value=None, read_only=True, args=None
    ).tag(sync=True, **widget_serialization)
    static_token = Unicode("", read_only=True).tag(sync=True)
    # One for each image, so that none is sent twice.
    preview_0 = Bytes(read_only=True).tag(sync=True)
    preview_1 = Bytes(read_only=True).tag(sync=True)
    preview_2 = Bytes(read_only=True).tag(sync=True)
    preview_3 = Bytes(read_only=True).tag(sync=True)
    preview_4 = Bytes(read_only=True).tag(sync=True)
    preview_5 = Bytes(read_only=True).tag(sync=True)
    preview_6 = Bytes(read_only=True).tag(sync=True)
    preview_7 = Bytes(read_only=True).tag(sync=True)

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - the form checks them
        self.template = bundle.template("Studio")
        super().__init__(**attributes)

    @validate("events")
    def _events_of_the_contract(self, _: object) -> list[str]:
        # ipyvue lists the methods named `vue_…`; ours are named in one table.
        return [entry.name for entry in contract.EVENTS]
