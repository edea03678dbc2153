"""What was pressed in a library, by the names of `library_contract.EVENTS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.widgets.library import library_contract

if TYPE_CHECKING:
    from heygen_widgets.widgets.library.library_controller import LibraryController
    from heygen_widgets.widgets.library.library_screen import LibraryScreen

_KNOWN = frozenset(entry.name for entry in library_contract.EVENTS)


class LibraryEvents:
    """Passes events on to the controller; to be called on the notebook's loop.

    Args:
        controller: What carries them out.
        screen: The widget; it is told that a press was heard.
    """

    def __init__(self, controller: LibraryController, screen: LibraryScreen) -> None:
        self._controller = controller
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

    def _on_refresh(self, _: object) -> None:
        self._controller.refresh()

    def _on_load_more(self, _: object) -> None:
        self._controller.load_more()

    def _on_open_group(self, group_id: str) -> None:
        self._controller.open(group_id)

    def _on_show_pictures(self, wanted: list[str]) -> None:
        self._controller.show_pictures(list(map(str, wanted)))

    def _on_rename(self, given: dict[str, Any]) -> None:
        self._controller.rename(str(given["id"]), str(given["name"]))

    def _on_delete(self, ids: list[str]) -> None:
        self._controller.ask_to_delete(list(map(str, ids)))

    def _on_confirm(self, token: str) -> None:
        self._controller.confirm(token)

    def _on_decline(self, _: object) -> None:
        self._controller.decline()

    def _on_train(self, agreed: str) -> None:
        self._controller.press_train(str(agreed))

    def _on_generate_looks(self, given: dict[str, Any]) -> None:
        self._controller.click(given)

    def _on_add_pictures(self, keys: list[str]) -> None:
        self._controller.add_pictures(list(map(str, keys)))

    def _on_stop(self, _: object) -> None:
        self._controller.stop()

    def _on_resume(self, run_id: str | None) -> None:
        self._controller.resume(run_id or "")

    def _on_look_like(self, look_id: str) -> None:
        self._controller.look_like(look_id)

    def _on_use_in_video(self, wanted: dict[str, Any]) -> None:
        self._controller.tell_video(str(wanted["id"]), str(wanted.get("view", "")))

    def _on_dismiss(self, _: object) -> None:
        self._screen.show(alert=None)

    def _on_close_notice(self, _: object) -> None:
        self._screen.show(notice="")

    def _on_use_key(self, given: dict[str, Any]) -> None:
        self._controller.choose_key(str(given["secret"]), remember=bool(given.get("remember")))

    def _on_use_sandbox(self, _: object) -> None:
        self._controller.choose_sandbox()
