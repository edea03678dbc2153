"""What was pressed in the browser, by the names of `widgets.contract.EVENTS`."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from heygen_widgets.widgets import contract

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from heygen_widgets.widgets.studio.controller import Controller
    from heygen_widgets.widgets.studio.screen import Screen

_KNOWN = frozenset(entry.name for entry in contract.EVENTS)


class StudioEvents:
    """Passes events on to the controller; to be called on the notebook's loop.

    A message may come on another thread and another loop: see `runtime.notebook_loop`.

    Args:
        controller: What carries them out.
        screen: The widget; it is told that a press was heard.
    """

    def __init__(self, controller: Controller, screen: Screen) -> None:
        self._controller = controller
        self._screen = screen

    def carry_out(self, event: str, data: Any, buffers: Sequence[Any]) -> None:  # noqa: ANN401 - JSON
        """Carry out an event; one that the contract doesn't name is ignored."""
        if event not in _KNOWN:
            return
        try:
            getattr(self, f"_on_{event}")(data, *([buffers] if buffers else []))
        finally:
            # Also where nothing on the screen changes: the page must not take that for silence.
            self._screen.tell("heard", {"event": event})

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        self._controller.loop.start(work)

    def _on_generate(self, given: dict[str, Any] | None) -> None:
        self._press(given, self._controller.click)

    def _on_confirm(self, given: dict[str, Any]) -> None:
        self._press(given, self._controller.confirm)

    def _press(self, given: dict[str, Any] | None, carry_out: Any) -> None:  # noqa: ANN401 - a verb of the controller
        if self._controller.run.state.is_running:
            return
        self._controller.form.keep()
        self._controller.form.take(given or {})
        carry_out(str((given or {}).get("agreed", "")))

    def _on_go_on(self, given: dict[str, Any]) -> None:
        self._controller.go_on(dict(given.get("changes") or {}), given)

    def _on_decline(self, _: object) -> None:
        self._controller.decline()

    def _on_stop(self, _: object) -> None:
        self._controller.stop()

    def _on_resume(self, generation_id: str | None) -> None:
        self._controller.wait_on(generation_id or "")

    def _on_abandon(self, run_id: str) -> None:
        self._start(self._controller.abandon(run_id))

    def _on_forget(self, run_id: str) -> None:
        self._start(self._controller.forget(run_id))

    def _on_delete_run(self, run_id: str) -> None:
        self._start(self._controller.deletions.delete(self._controller.client, run_id))

    def _on_restore_run(self, run_id: str) -> None:
        self._start(self._controller.deletions.restore(self._controller.client, run_id))

    def _on_dismiss(self, _: object) -> None:
        self._screen.show(alert=None)

    def _on_close_notice(self, _: object) -> None:
        self._screen.show(notice="")

    def _on_use_api(self, api: str) -> None:
        self._controller.run.refuse_if_running()
        self._controller.choice.use_api(api)

    def _on_use_key(self, given: dict[str, Any]) -> None:
        self._controller.run.refuse_if_running()
        remember = bool(given.get("remember"))
        self._controller.choice.use_key(given["secret"], remember=remember)

    def _on_use_sandbox(self, _: object) -> None:
        self._controller.run.refuse_if_running()
        self._controller.choice.use_sandbox()

    def _on_list_faults(self, _: object) -> None:
        self._controller.choice.list_faults()

    def _on_rehearse(self, fault: str) -> None:
        self._controller.choice.rehearse(fault)

    def _on_add_reference(self, given: dict[str, Any], buffers: Sequence[Any] = ()) -> None:
        self._controller.form.add_references(str(given.get("name", "image")), buffers)

    def _on_remove_reference(self, place: int) -> None:
        self._controller.form.remove_reference(int(place))

    def _on_drop_file(self, given: dict[str, Any], buffers: Sequence[Any] = ()) -> None:
        for data in buffers[:1]:
            self._controller.form.fill_from_file(bytes(data), str(given.get("name", "The file")))

    def _on_shuffle(self, given: dict[str, Any] | None) -> None:
        self._controller.form.take(given or {})
        self._controller.form.shuffle()

    def _on_save_preset(self, given: dict[str, Any]) -> None:
        self._controller.form.take(given)
        self._controller.form.save_preset(str(given.get("name", "")))

    def _on_use_preset(self, name: str) -> None:
        self._controller.form.use_preset(name)

    def _on_delete_preset(self, name: str) -> None:
        self._controller.form.delete_preset(name)

    def _on_restore_preset(self, name: str) -> None:
        self._controller.form.restore_preset(name)

    def _on_reuse(self, run_id: str | None) -> None:
        self._start(self._controller.reuse(run_id or ""))

    def _on_list_runs(self, query: dict[str, Any] | None) -> None:
        self._start(self._controller.earlier.list(self._controller.client, query or {}))

    def _on_open_run(self, run_id: str) -> None:
        self._start(self._controller.open_run(run_id))

    def _on_enlarge(self, wanted: dict[str, Any]) -> None:
        self._start(self._controller.enlarge(*_texts(wanted, "run_id", "place", "view")))

    def _on_save(self, wanted: dict[str, Any]) -> None:
        run_id, view = _texts(wanted, "run_id", "view")
        places = [str(place) for place in wanted.get("places", ())]
        self._start(self._controller.save(run_id, places, view))

    def _on_mark(self, given: dict[str, Any]) -> None:
        run_id, place = _texts(given, "run_id", "place")
        self._start(self._controller.mark(run_id, place, given))

    def _on_create_avatar(self, keys: list[str]) -> None:
        self._controller.avatar.ask_create(map(str, keys))

    def _on_add_to_avatar(self, keys: list[str]) -> None:
        self._controller.avatar.ask_add(map(str, keys))

    def _on_keep_only_selected(self, keys: list[str]) -> None:
        self._controller.avatar.ask_keep(map(str, keys))

    def _on_open_sweep(self, given: dict[str, Any]) -> None:
        self._controller.form.take(given)
        self._controller.press_sweep(*_texts(given, "id", "view"))

    def _on_skip_sweep(self, _: object) -> None:
        self._start(self._controller.stopped.skip())

    def _on_snippet(self, wanted: dict[str, Any]) -> None:
        kind, view = _texts(wanted, "kind", "view")
        text = self._controller.snippet(kind)
        self._screen.tell("snippet", {"kind": kind, "text": text, "view": view})


def _texts(given: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(map(functools.partial(_text, given), names))


def _text(given: dict[str, Any], name: str) -> str:
    return str(given.get(name) or "")
