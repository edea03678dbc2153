"""What the parts behind a studio know of it: Protocols, from the widest to the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from heygen_widgets.widgets.screen import Shows

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from heygen_widgets.errors import InvalidAttributes
    from heygen_widgets.models.attributes import AvatarAttributes


class RunScreen(Protocol):
    """What shows a run, and says how long to wait for it."""

    timeout: float | None
    count: int

    def show(self, **values: Any) -> None:  # noqa: ANN401 - traits of all types
        """Set traits that the browser shows, in one message."""

    def show_problems(self, error: InvalidAttributes) -> None:
        """Show each problem at its field."""


class Screen(Shows, RunScreen, Protocol):
    """A studio: a form to read and to fill, and a screen to show things on."""

    click_limit: float | None
    session_limit: float | None
    avatar_id: str
    locked: list[str]
    reference_images: Any
    selected_keys: Any

    @property
    def attributes(self) -> AvatarAttributes:
        """The form, checked; raises `InvalidAttributes`."""

    @attributes.setter
    def attributes(self, attributes: AvatarAttributes) -> None: ...

    @property
    def chosen(self) -> AvatarAttributes:
        """The attributes that are chosen from lists, with any name and appearance."""

    def hold_sync(self) -> AbstractContextManager[None]:
        """Send the traits that are set in the block as one message."""
