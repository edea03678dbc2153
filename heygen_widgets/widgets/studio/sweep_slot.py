"""`SweepSlot`: the place below a studio where a sweep stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.limits import CLICK_LIMIT
from heygen_widgets.runs.arguments import DEFAULT_NAME
from heygen_widgets.widgets.runs import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.studio.screen import Screen
    from heygen_widgets.widgets.sweep.sweep import AvatarSweep

_NO_LOOKS = messages.alert_of(
    "info",
    "Reference images and looks are left out",
    "A sweep makes its pictures from words alone: those of the studio are not sent with it.",
)


class SweepSlot:
    """Opens a sweep below a studio, one at a time, and takes it away again.

    Args:
        screen: The studio's widget.
        static_copy: Its copy in the notebook file, in which the sweep stands as well.
        client: Returns who serves the studio now.
        on_change: Called after a sweep was opened or closed.

    Attributes:
        widget: The sweep; None while there is none.
    """

    def __init__(
        self,
        screen: Screen,
        static_copy: StaticCopy,
        *,
        client: Callable[[], HeyGen],
        on_change: Callable[[], object],
    ) -> None:
        self.widget: AvatarSweep | None = None
        self._screen = screen
        self._static_copy = static_copy
        self._client = client
        self._on_change = on_change

    @property
    def shown_id(self) -> str:
        """The id of the sweep; empty while there is none."""
        return self.widget.sweep_id if self.widget else ""

    def begin(self, attributes: AvatarAttributes, *, has_looks: bool, view: str) -> AvatarSweep:
        """Open a new sweep in which nothing varies yet.

        Args:
            attributes: What it begins with.
            has_looks: Whether the studio has reference images or a look, which no sweep takes.
            view: The view that has asked for it; empty for none.

        Raises:
            ConfigurationError: The present one is being carried out, or there is no history.
        """
        from heygen_widgets.widgets.sweep.sweep import AvatarSweep  # noqa: PLC0415 - on first use

        self._refuse_if_running()
        base = attributes.to_dict()
        # Braces of a studio's text are braces; in a sweep they would be alternatives.
        base["appearance"] = base["appearance"].replace("{", "{{").replace("}", "}}")
        if base["name"] == DEFAULT_NAME:
            del base["name"]
        widget = AvatarSweep(
            base, client=self._client(), count=self._screen.count, limit=self._limit()
        )
        if has_looks:
            widget.show(alert=_NO_LOOKS)
        return self._put(widget, view)

    def load(self, sweep_id: str, view: str) -> AvatarSweep:
        """Open a sweep of the history. Nothing of it is made until Start is pressed.

        Args:
            sweep_id: Its id.
            view: As in `begin`.

        Raises:
            NotFound: The history holds no such sweep.
            ConfigurationError: As in `begin`; or another host serves it.
        """
        from heygen_widgets.widgets.sweep.sweep import AvatarSweep  # noqa: PLC0415 - on first use

        self._refuse_if_running()
        widget = AvatarSweep.load(sweep_id, client=self._client())
        widget.limit = self._limit()
        return self._put(widget, view)

    def close(self) -> None:
        """Take the sweep away; the history keeps what is made of it.

        Raises:
            ConfigurationError: It is being carried out: it would go on, and pay, unseen.
        """
        self._refuse_if_running()
        before, self.widget = self.widget, None
        self._screen.show(sweep_widget=None)
        if before:
            before.static_copy.leave()
            before.close()
            self._on_change()

    def client_changed(self) -> None:
        """Let another client serve the sweep, unless it is begun: its cells stay where they are."""
        if self.widget and not self.widget.is_begun:
            self.widget.client = self._client()

    def start_copy(self) -> None:
        """Start to write the sweep into the studio's static copy, once that is displayed."""
        if self.widget:
            self.widget.start_copy()

    def _put(self, widget: AvatarSweep, view: str) -> AvatarSweep:
        before, self.widget = self.widget, widget
        widget.stand_below(self._static_copy, self.close, view)
        self._screen.show(sweep_widget=widget)
        if before:
            before.static_copy.leave()
            before.close()
        self._on_change()
        return widget

    def _refuse_if_running(self) -> None:
        if self.widget and self.widget.is_running:
            raise ConfigurationError(
                "The sweep below is being carried out.",
                "Wait for it, or press Stop waiting there first.",
            )

    def _limit(self) -> float:
        """Return what a start may cost without being asked about: the studio's limits hold."""
        click, session = self._screen.click_limit, self._screen.session_limit
        left = None if session is None else max(0.0, session - self._client().spent.usd)
        # A sweep is many clicks: who wants no limit for one has not agreed to all of them.
        return min(limit for limit in (click, left, CLICK_LIMIT) if limit is not None)
