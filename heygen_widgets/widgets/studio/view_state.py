"""The studio's face: what studio.vue shows, and what it calls when something is pressed."""

from __future__ import annotations

import functools
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from traitlets import Bool, Bytes, Dict, Float, Int, List, Unicode

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.attributes import FIELDS, MAX_APPEARANCE, Orientation
from heygen_widgets.widgets.attribute_form import AttributeForm
from heygen_widgets.widgets.studio.events import Results
from heygen_widgets.widgets.template import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.runs.options import Options

log = logging.getLogger("heygen_widgets")

_TEMPLATE = Path(__file__).with_name("studio.vue")
_ON_SCREEN = {
    *(set(FIELDS) - {"style"}),
    *("avatar_style", "count", "avatar_id", "locked", "click_limit", "session_limit"),
}


class NamedImage(bytes):
    """The bytes of an image that came with a file name."""

    name: str

    def __new__(cls, data: bytes, name: str) -> Self:
        """Put the name to the bytes."""
        image = super().__new__(cls, data)
        image.name = name
        return image


class StudioFace(Results, AttributeForm):
    """What a person sees and presses; `AvatarStudio` is what Python sees."""

    _references: list[Any]

    locked = List(Unicode()).tag(sync=True)
    """The attributes that `shuffle` leaves alone, by name."""
    preset_names = List(Unicode(), read_only=True).tag(sync=True)

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - the form checks them
        self.template = shared(_TEMPLATE)
        super().__init__(**attributes)

    backend = Dict(read_only=True).tag(sync=True)
    can_remember = Bool(read_only=True).tag(sync=True)
    unfinished = List(Dict(), read_only=True).tag(sync=True)
    unknown = List(Dict(), read_only=True).tag(sync=True)
    recording_problem = Unicode("", read_only=True).tag(sync=True)
    key_problem = Unicode("", read_only=True).tag(sync=True)
    alert = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    status_line = Unicode("", read_only=True).tag(sync=True)
    started_at = Float(0.0, read_only=True).tag(sync=True)
    elapsed = Float(0.0, read_only=True).tag(sync=True)
    room = Int(MAX_APPEARANCE, read_only=True).tag(sync=True)
    run_id = Unicode("", read_only=True).tag(sync=True)
    still_token = Unicode("", read_only=True).tag(sync=True)
    served = Unicode("", read_only=True).tag(sync=True)
    shown_orientation = Unicode(Orientation.SQUARE.value, read_only=True).tag(sync=True)
    figures = List(Dict(), read_only=True).tag(sync=True)
    expected = Int(4, read_only=True).tag(sync=True)
    offer = Dict(read_only=True).tag(sync=True)
    question = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    notice = Unicode("", read_only=True).tag(sync=True)
    reference_names = List(Unicode(), read_only=True).tag(sync=True)
    # One for each image, so that none is sent twice.
    preview_0 = Bytes(read_only=True).tag(sync=True)
    preview_1 = Bytes(read_only=True).tag(sync=True)
    preview_2 = Bytes(read_only=True).tag(sync=True)
    preview_3 = Bytes(read_only=True).tag(sync=True)
    preview_4 = Bytes(read_only=True).tag(sync=True)
    preview_5 = Bytes(read_only=True).tag(sync=True)
    preview_6 = Bytes(read_only=True).tag(sync=True)
    preview_7 = Bytes(read_only=True).tag(sync=True)

    def vue_generate(self, given: dict[str, Any] | None = None) -> None:
        """Generate was pressed; it says which price it showed, and what the form showed."""
        self._engine.post(self._clicked_generate, self._engine.click, given or {})

    def vue_confirm(self, given: dict[str, Any]) -> None:
        """A price that was asked about was agreed to."""
        self._engine.post(self._clicked_generate, self._engine.confirm, given)

    def vue_decline(self, _: object = None) -> None:
        """A price that was asked about was not agreed to."""
        self._engine.post(self._decline)

    def vue_use_api(self, api: str) -> None:
        """Another version of HeyGen's API was chosen, at the price that was shown with it."""
        self._engine.when_idle(self._engine.counter.use_api, api)

    def vue_close_notice(self, _: object = None) -> None:
        """The notice that this version of the API will go was read."""
        self._engine.post(functools.partial(self.show, notice=""))

    def vue_add_reference(self, given: dict[str, Any], buffers: list[Any] | None = None) -> None:
        """An image to look like was chosen from the computer."""
        for data in buffers or ():
            self._references.append(NamedImage(bytes(data), str(given.get("name", "image"))))
        self._engine.post(self._show_references)

    def vue_remove_reference(self, place: int) -> None:
        """An image to look like was taken out again."""
        del self._references[int(place) : int(place) + 1]
        self._engine.post(self._show_references)

    def vue_stop(self, _: object = None) -> None:
        """Stop waiting was pressed."""
        self._engine.post(self.stop)

    def vue_resume(self, generation_id: str = "") -> None:
        """Resume was pressed, for the present generation or one that was left unfinished."""
        self._engine.post(self._clicked_resume, generation_id)

    def vue_forget(self, run_id: str) -> None:
        """A run of unknown outcome was taken off the list."""
        self._engine.post(self._engine.counter.forget, run_id)

    def vue_list_faults(self, _: object = None) -> None:
        """The kinds of failure that can be rehearsed are wanted."""
        self._engine.post(self._engine.counter.list_faults)

    def vue_rehearse(self, fault: str) -> None:
        """A failure to rehearse in the sandbox was chosen; empty for none."""
        self._engine.post(self._engine.counter.rehearse, fault)

    def vue_use_key(self, given: dict[str, Any]) -> None:
        """A key was given. It travels as an event, so no state and no notebook holds it."""
        remember = bool(given.get("remember"))
        use_key = functools.partial(self._engine.counter.use_key, given["secret"])
        self._engine.when_idle(functools.partial(use_key, remember=remember))

    def vue_use_sandbox(self, _: object = None) -> None:
        """The sandbox was chosen."""
        self._engine.when_idle(self._engine.counter.use_sandbox)

    def vue_dismiss(self, _: object = None) -> None:
        """The notice was closed."""
        self._engine.post(functools.partial(self.show, alert=None))

    def _checked(self) -> AvatarAttributes:
        """Return the attributes, or show what is wrong with them."""
        try:
            return self.attributes
        except InvalidAttributes as error:
            self.show_problems(error)
            self._set(alert=None, question=None)
            raise

    def _terms(self) -> Options:
        return {"reference_images": self.reference_images, "avatar_id": self.avatar_id or None}

    def _show_references(self) -> None:
        self.show(reference_names=[_name_of(image) for image in self._references])

    def _take_form(self, given: dict[str, Any]) -> None:
        """Take the form as it was on screen when a button was pressed.

        The front end sends changes of state one at a time, and events at once: without this a click
        would be carried out, and paid for, without what was typed or chosen just before it.
        """
        with self.hold_sync():
            for trait, value in (given.get("form") or {}).items():
                if trait in _ON_SCREEN:
                    setattr(self, trait, value)

    def _clicked_generate(self, go: Callable[..., None], given: dict[str, Any]) -> None:
        if self.is_running:
            return
        self._replaced = None
        self._take_form(given)
        try:
            go(self._checked(), str(given.get("agreed", "")), self._terms())
        except InvalidAttributes:
            log.debug("The form is not ready; its fields say why.")

    def _clicked_resume(self, generation_id: str) -> None:
        present = self.generation
        wanted = generation_id or self.generation_id or (present and present.run_id)
        if not self.is_running and wanted:
            self._engine.resume(wanted)


def _name_of(image: Any) -> str:  # noqa: ANN401 - whatever HeyGen.generate takes
    if isinstance(image, bytes) and not isinstance(image, NamedImage):
        return "image"
    return str(getattr(image, "name", None) or getattr(image, "key", None) or image)[:80]
