"""The run that makes new looks, as a panel shows it: a screen for `CurrentRun`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.models.limits import COUNT
from heygen_widgets.widgets.avatars.contract import Making

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.errors import InvalidAttributes


class LookRunScreen:
    """Shows where the run of new looks stands, and what happened; the avatar shows its pictures.

    Args:
        show: Shows traits of the panel.
        on_show: Called after each change.
        arrived: Returns how many pictures the run has by now.

    Attributes:
        timeout: Seconds to wait for a run; None waits for ever.
        count: How many new looks are made.
        group_id: The group that new looks are made of.
    """

    def __init__(
        self,
        show: Callable[..., object],
        on_show: Callable[[], object],
        arrived: Callable[[], int],
    ) -> None:
        self.timeout: float | None = None
        self.count = COUNT
        self.group_id = ""
        self._show = show
        self._on_show = on_show
        self._arrived = arrived
        self._values: dict[str, Any] = {"run": {}, "status_line": "", "started_at": 0.0}

    def show(self, **values: Any) -> None:  # noqa: ANN401 - traits of all types
        """Take the traits of a studio's run; show what the panel has a place for."""
        self._values |= values
        run = self._values["run"]
        is_waiting = bool(run.get("is_waiting"))
        making = Making(
            group_id=self.group_id,
            line=self._values["status_line"],
            is_waiting=is_waiting,
            can_stop=bool(run.get("can_stop")),
            started_at=self._values["started_at"],
            usual=[*self._values.get("usual", ())],
            awaited=max(0, self.count - self._arrived()) if is_waiting else 0,
        )
        said = {"alert": values["alert"]} if "alert" in values else {}
        self._show(making=dict(making), **said)
        self._on_show()

    def show_problems(self, error: InvalidAttributes) -> None:
        """Show nothing: the alert says what is wrong."""
