"""`AvatarPanel`: the avatar that was made of a studio's pictures, below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipyvuetify.VuetifyTemplate import VuetifyTemplate
from traitlets import Bool, Dict, Int, List, Unicode, default, validate

from heygen_widgets.models.limits import COUNT, MAX_COUNT
from heygen_widgets.widgets import bundle
from heygen_widgets.widgets.avatars import contract, panel_contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class AvatarPanel(VuetifyTemplate):
    """What the browser shows of an avatar: declarations, and no behaviour."""

    count = Int(COUNT, min=1, max=MAX_COUNT).tag(sync=True)
    """How many new looks to make."""

    constants = Dict(read_only=True).tag(sync=True)
    step = Unicode("", read_only=True).tag(sync=True)
    suggested_name = Unicode("", read_only=True).tag(sync=True)
    picture_rows = List(Dict(), read_only=True).tag(sync=True)
    prices = Dict(read_only=True).tag(sync=True)
    offer = Dict(read_only=True).tag(sync=True)
    group_rows = List(Dict(), read_only=True).tag(sync=True)
    has_more = Bool(read_only=True).tag(sync=True)
    loading = Unicode("", read_only=True).tag(sync=True)
    group = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    look_rows = List(Dict(), read_only=True).tag(sync=True)
    making = Dict(dict(contract.NOTHING_MADE), read_only=True).tag(sync=True)
    training = Dict(dict(contract.NOTHING_MADE), read_only=True).tag(sync=True)
    question = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    deletion = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    alert = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)

    def __init__(self) -> None:
        self._carry_out: Callable[[str, Any, Sequence[Any]], object] | None = None
        self.template = bundle.template("Panel", bundle.AVATARS)
        super().__init__()

    @default("constants")
    def _all_constants(self) -> dict[str, Any]:
        return contract.constants()

    @validate("events")
    def _events_of_the_contract(self, _: object) -> list[str]:
        # ipyvue lists the methods named `vue_…`; ours are named in one table.
        return [entry.name for entry in panel_contract.EVENTS]

    def _handle_event(self, _: object, content: dict[str, Any], buffers: list[Any]) -> None:
        # In place of ipyvue's, which looks for methods named `vue_…`.
        if self._carry_out:
            self._carry_out(str(content.get("event", "")), content.get("data"), buffers)

    def on_press(self, carry_out: Callable[[str, Any, Sequence[Any]], object]) -> None:
        """Call this with each event of `panel_contract.EVENTS`, its payload and its buffers."""
        self._carry_out = carry_out

    def show(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        """Set traits that the browser shows, in one message."""
        with self.hold_sync():
            for name, value in values.items():
                self.set_trait(name, value)

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser, once; it is no part of the widget's state."""
        self.send({"method": method, "args": list(values)}, buffers=list(buffers))
