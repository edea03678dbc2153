"""What was pressed in an experiment, by the names of `sweep_contract.EVENTS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.widgets.sweep import sweep_contract

if TYPE_CHECKING:
    from heygen_widgets.widgets.sweep.sweep_controller import SweepController
    from heygen_widgets.widgets.sweep.sweep_screen import SweepScreen

_KNOWN = frozenset(entry.name for entry in sweep_contract.EVENTS)


class SweepEvents:
    """Passes events on to the controller; to be called on the notebook's loop.

    Args:
        controller: What carries them out.
        screen: The widget; it is told that a press was heard.
    """

    def __init__(self, controller: SweepController, screen: SweepScreen) -> None:
        self._controller = controller
        self._cells = controller.cells
        self._findings = controller.findings
        self._screen = screen

    def carry_out(self, event: str, data: Any) -> None:  # noqa: ANN401 - JSON
        """Carry out an event; one that the table doesn't name is ignored."""
        if event not in _KNOWN:
            return
        try:
            getattr(self, f"_on_{event}")(data)
        finally:
            # Also where nothing on the screen changes: the page must not take that for silence.
            self._screen.tell("heard", {"event": event})

    def _start(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        self._controller.loop.start(work)

    def _on_plan(self, form: dict[str, Any]) -> None:
        self._controller.take_form(form)

    def _on_start(self, given: dict[str, Any]) -> None:
        if given.get("setup"):
            self._controller.take_form(given["setup"])
        self._screen.budget = given.get("budget")
        self._controller.click(str(given.get("agreed", "")))

    def _on_confirm(self, token: str) -> None:
        self._controller.confirm(token)

    def _on_decline(self, _: object) -> None:
        self._controller.decline()

    def _on_make_unknown(self, _: object) -> None:
        self._controller.ask_about_unknown()

    def _on_pause(self, _: object) -> None:
        self._controller.pause()

    def _on_go_on(self, _: object) -> None:
        self._controller.go_on()

    def _on_stop(self, _: object) -> None:
        self._controller.stop()

    def _on_renew(self, _: object) -> None:
        self._controller.renew()

    def _on_load_sweep(self, sweep_id: str) -> None:
        self._start(self._controller.load(sweep_id))

    def _on_show_cells(self, query: dict[str, Any]) -> None:
        positions = [int(position) for position in query["positions"]]
        is_whole, view = bool(query.get("is_whole")), str(query.get("view", ""))
        self._start(self._cells.show(positions, view, is_whole=is_whole))

    def _on_enlarge(self, wanted: dict[str, Any]) -> None:
        self._start(self._cells.enlarge(*_texts(wanted, "run_id", "place", "view")))

    def _on_save(self, wanted: dict[str, Any]) -> None:
        run_id, view = _texts(wanted, "run_id", "view")
        self._start(self._cells.save_images(run_id, list(map(str, wanted["places"])), view))

    def _on_save_as(self, wanted: dict[str, Any]) -> None:
        self._start(self._findings.save_as(*_texts(wanted, "form", "rows", "columns", "view")))

    def _on_mark(self, mark: dict[str, Any]) -> None:
        run_id, place = _texts(mark, "run_id", "place")
        self._start(self._controller.mark(run_id, place, mark))

    def _on_show_pair(self, wanted: dict[str, Any]) -> None:
        self._start(self._findings.show_pair(*_texts(wanted, "view")))

    def _on_choose(self, given: dict[str, Any]) -> None:
        self._start(self._findings.choose(*_texts(given, "token", "outcome", "view")))

    def _on_undo_choice(self, wanted: dict[str, Any]) -> None:
        self._start(self._findings.undo_choice(*_texts(wanted, "view")))

    def _on_summarise(self, _: object) -> None:
        self._start(self._findings.summarise())

    def _on_snippet(self, wanted: dict[str, Any]) -> None:
        said = {"kind": "python", "text": self._controller.snippet(), "view": wanted.get("view")}
        self._screen.tell("snippet", said)

    def _on_close_sweep(self, _: object) -> None:
        self._controller.close()

    def _on_dismiss(self, _: object) -> None:
        self._screen.show(alert=None)

    def _on_close_notice(self, _: object) -> None:
        self._screen.show(notice="")

    def _on_use_key(self, given: dict[str, Any]) -> None:
        self._controller.choose_key(str(given["secret"]), remember=bool(given.get("remember")))

    def _on_use_sandbox(self, _: object) -> None:
        self._controller.choose_sandbox()


def _texts(given: dict[str, Any], *names: str) -> list[str]:
    return [str(given.get(name) or "") for name in names]
