"""What can be done with results: look closer, judge, save, compare, and go on from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.models.attributes import FIELDS, VOCABULARY, AvatarAttributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from heygen_widgets.presets import Presets
    from heygen_widgets.widgets.studio.controller import Engine


class Results:
    """The part of the studio that goes on from results: events of studio.vue.

    Not a widget of its own: each class of traits costs time when the package is imported.
    """

    _engine: Engine
    attributes: AvatarAttributes
    chosen: AvatarAttributes
    count: int
    locked: list[str]
    send: Callable[..., None]
    hold_sync: Callable[[], AbstractContextManager[None]]
    _set: Callable[..., None]
    question: dict[str, str] | None
    show: Callable[..., None]
    _take_form: Callable[[dict[str, Any]], None]
    _clicked_generate: Callable[[Callable[..., None], dict[str, Any]], None]
    _replaced: tuple[dict[str, str], dict[str, str]] | None = None

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser, once; it is no part of the widget's state."""
        self.send({"method": method, "args": list(values)}, buffers=list(buffers))

    @property
    def presets(self) -> Presets:
        """Named sets of attributes, kept on this machine for all notebooks."""
        from heygen_widgets.presets import Presets  # noqa: PLC0415 - not needed before it is asked for

        return Presets()

    def shuffle(self) -> None:
        """Choose other values for the attributes that are not in `locked`.

        Name and appearance always stay.
        """
        import random  # noqa: PLC0415 - likewise

        from heygen_widgets.models import shuffle  # noqa: PLC0415 - not needed before it is asked for

        chance = random.Random()  # noqa: S311 - nothing secret
        chosen = shuffle.shuffled(self.chosen, self.locked, chance)
        with self.hold_sync():
            for field in VOCABULARY:
                setattr(self, field, getattr(chosen, field))

    def vue_look(self, query: dict[str, Any]) -> None:
        """Earlier runs are wanted in the strip."""
        self._work(lambda: self._engine.album.look(self._engine.client, query))

    def vue_enlarge(self, wanted: dict[str, Any]) -> None:
        """A picture is wanted large."""
        place = str(wanted.get("run_id", "")), str(wanted.get("place", ""))
        self._work(lambda: self._engine.album.enlarge(self._engine.client, *place))

    def vue_save(self, wanted: dict[str, Any]) -> None:
        """Pictures are wanted as a file."""
        places = [str(place) for place in wanted.get("places", ())]
        run_id = str(wanted.get("run_id", ""))
        self._work(lambda: self._engine.album.save(self._engine.client, run_id, places))

    def vue_mark(self, given: dict[str, Any]) -> None:
        """A picture was made a favourite, rated, or noted about."""
        run_id, place = str(given.get("run_id", "")), str(given.get("place", ""))
        self._work(lambda: self._engine.mark(run_id or self._present_id(), place, given))

    def vue_open_run(self, run_id: str) -> None:
        """An earlier run is wanted in the grid."""
        self._work(lambda: self._engine.open_run(run_id))

    def vue_reuse(self, run_id: str = "") -> None:
        """The settings of a run are wanted in the form."""
        self._work(lambda: self._reuse(run_id))

    def vue_go_on(self, given: dict[str, Any]) -> None:
        """Again or Vary was pressed: the settings of the run that is shown, some changed."""
        self._engine.post(self._go_on, dict(given.get("changes") or {}), given)

    def vue_drop_file(self, given: dict[str, Any], buffers: list[Any] | None = None) -> None:
        """A saved picture was dropped on the studio: its settings are wanted in the form."""
        name = str(given.get("name", "The file"))
        for data in (buffers or [])[:1]:
            self._engine.post(self._fill_from_file, bytes(data), name)

    def vue_shuffle(self, given: dict[str, Any] | None = None) -> None:
        """Shuffle was pressed."""
        self._engine.post(self._take_form, given or {})
        self._engine.post(self.shuffle)

    def vue_recipe(self, kind: str) -> None:
        """The present run is wanted as Python or cURL."""
        self._engine.post(self._tell_recipe, kind)

    def vue_save_preset(self, given: dict[str, Any]) -> None:
        """The form is wanted as a preset."""
        self._engine.post(self._take_form, given)
        self._engine.post(self._save_preset, str(given.get("name", "")))

    def vue_use_preset(self, name: str) -> None:
        """A preset was chosen."""
        self._engine.post(lambda: self._fill(self.presets.get(name).to_dict()))

    def vue_delete_preset(self, name: str) -> None:
        """A preset is not wanted any more."""
        self._engine.post(self._delete_preset, name)

    async def _reuse(self, run_id: str) -> None:
        record = await self._engine.album.find(self._engine.client, run_id)
        if record.attributes:
            self.attributes = record.attributes

    def _go_on(self, changes: dict[str, Any], given: dict[str, Any]) -> None:
        record = self._engine.generation
        if record is None or record.attributes is None:
            raise ConfigurationError(
                "What this run was asked for is not known.", "Set the form and press Generate."
            )
        if self._engine.is_running:
            return
        self._take_form(given)
        before = self._filled_in()
        self.attributes = record.attributes.replace(**changes)
        self._clicked_generate(self._engine.click, {"agreed": given.get("agreed", "")})
        self._replaced = (before, self._filled_in()) if self.question else None

    def _decline(self) -> None:
        """Take the question away; the form is again as it was before Again or Vary filled it."""
        self.show(question=None)
        before, after = self._replaced or ({}, {})
        self._replaced = None
        if after == self._filled_in():
            with self.hold_sync():
                for field, value in before.items():
                    setattr(self, field, value)

    def _filled_in(self) -> dict[str, str]:
        return {field: getattr(self, field) for field in FIELDS}

    def _fill(self, values: dict[str, Any]) -> None:
        self.attributes = AvatarAttributes.from_dict(values)

    def _fill_from_file(self, data: bytes, name: str) -> None:
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        found = imaging.story_in(data, name).get("attributes")
        if not isinstance(found, dict):
            raise InvalidAttributes({name: "holds no attributes: it was not saved by this studio"})
        self._fill(found)

    def _tell_recipe(self, kind: str) -> None:
        self.tell("recipe", {"kind": kind, "text": self._recipe(kind)})

    def _recipe(self, kind: str) -> str:
        from heygen_widgets import snippets  # noqa: PLC0415 - not needed before it is asked for

        record = self._engine.generation
        attributes = (record and record.attributes) or self.attributes
        count = len(record.jobs) if record and len(record.jobs) > 1 else self.count
        refer = record.references if record else ()
        if kind == "curl":
            return self._engine.client.as_curl(attributes, refer, count)
        return snippets.as_python(attributes, count=count, references=refer)

    def _save_preset(self, name: str) -> None:
        self.presets.save(name.strip(), self.attributes)
        self._show_presets()

    def _delete_preset(self, name: str) -> None:
        self.presets.delete(name)
        self._show_presets()

    def _show_presets(self) -> None:
        try:
            self._set(preset_names=self.presets.names())
        except HeyGenError:
            # A damaged file is told to whoever saves or chooses one, not to everybody who opens.
            self._set(preset_names=[])

    def _present_id(self) -> str:
        record = self._engine.generation
        return str(record.run_id) if record else ""

    def _work(self, begin: Any) -> None:  # noqa: ANN401 - makes a coroutine, on the notebook's loop
        self._engine.post(lambda: self._engine.work(begin()))
