"""What was pressed in the panel of an avatar, by the names of `panel_contract.EVENTS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.widgets.avatars import panel_contract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.widgets.studio.avatar.controller import AvatarController

_KNOWN = frozenset(entry.name for entry in panel_contract.EVENTS)


class PanelEvents:
    """Passes events on to the controller; to be called on the notebook's loop.

    Args:
        controller: What carries them out.
    """

    def __init__(self, controller: AvatarController) -> None:
        self._controller = controller

    def carry_out(self, event: str, data: Any, buffers: Sequence[Any]) -> None:  # noqa: ANN401 - JSON
        """Carry out an event; one that the contract doesn't name is ignored."""
        del buffers
        if event not in _KNOWN:
            return
        try:
            getattr(self, f"_on_{event}")(data)
        finally:
            # Also where nothing on the screen changes: the page must not take that for silence.
            self._controller.panel.tell("heard", {"event": event})

    def _on_create(self, given: dict[str, Any]) -> None:
        name, agreed = str(given.get("name") or ""), str(given.get("agreed") or "")
        self._controller.press_create(name, _texts(given.get("keys")), agreed)

    def _on_add(self, given: dict[str, Any]) -> None:
        group_id, agreed = str(given.get("group_id") or ""), str(given.get("agreed") or "")
        self._controller.press_add(group_id, _texts(given.get("keys")), agreed)

    def _on_train(self, agreed: str | None) -> None:
        self._controller.press_train(agreed or "")

    def _on_generate_looks(self, wanted: dict[str, Any]) -> None:
        self._controller.press_generate(wanted)

    def _on_add_pictures(self, keys: list[str] | None) -> None:
        self._controller.press_add_pictures(_texts(keys))

    def _on_load_groups(self, _: object) -> None:
        self._controller.loop.start(self._controller.load_groups())

    def _on_show_pictures(self, wanted: list[str] | None) -> None:
        self._controller.show_pictures(_texts(wanted))

    def _on_confirm(self, agreed: str | None) -> None:
        self._controller.confirm(agreed or "")

    def _on_decline(self, _: object) -> None:
        self._controller.decline()

    def _on_stop(self, _: object) -> None:
        self._controller.stop()

    def _on_resume(self, _: object) -> None:
        self._controller.resume()

    def _on_refresh(self, _: object) -> None:
        self._controller.loop.start(self._controller.read())

    def _on_use_in_video(self, given: dict[str, Any]) -> None:
        self._controller.use_in_video(str(given.get("id") or ""), str(given.get("view") or ""))

    def _on_dismiss(self, _: object) -> None:
        self._controller.panel.show(alert=None)

    def _on_close(self, _: object) -> None:
        self._controller.close()


def _texts(given: Any) -> list[str]:  # noqa: ANN401 - JSON
    return [str(each) for each in given or ()]
