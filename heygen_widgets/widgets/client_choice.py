"""Who serves a studio: HeyGen with a key, the sandbox, or another version of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.client import HeyGen
from heygen_widgets.config import key_sources
from heygen_widgets.config.api_key import ApiKey
from heygen_widgets.errors import HeyGenError
from heygen_widgets.widgets.runs import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.widgets.screen import Shows


class ClientChoice:
    """Makes the client that was chosen in the browser.

    Args:
        client: The client to begin with.
        screen: The widget.
        on_change: Called after another client was taken.

    Attributes:
        client: What the next run uses.
    """

    def __init__(self, client: HeyGen, screen: Shows, on_change: Callable[[], object]) -> None:
        self.client = client
        self._screen = screen
        self._on_change = on_change

    def use(self, client: HeyGen) -> None:
        """Take another client."""
        self.client = client
        self._on_change()

    def use_key(self, secret: str, *, remember: bool = False) -> None:
        """Take HeyGen with this key, or show what is wrong with it."""
        try:
            key = ApiKey(secret)
            self.use(HeyGen(secret, history=self.client.history or False))
            if remember:
                key_sources.remember_key(key)
        except HeyGenError as error:
            self._screen.show(key_problem=str(error))

    def use_sandbox(self) -> None:
        """Take a new sandbox, and forget a remembered key."""
        self.use(HeyGen.sandbox(history=self.client.history or False))
        try:
            key_sources.forget_key()
        except HeyGenError as error:
            self._screen.show(key_problem=str(error))

    def use_api(self, api: str) -> None:
        """Take another version of the API: only ever by somebody's choice."""
        self.use(self.client.with_api(api))

    def list_faults(self) -> None:
        """Tell the browser which failures the sandbox can rehearse."""
        if self.client.is_sandbox:
            self._screen.tell("faults", messages.faults(self.client))

    def rehearse(self, fault: str) -> None:
        """Make the sandbox fail in one way; an empty word ends it."""
        self.client.rehearse(*([fault] if fault else []))
        self._screen.show(backend=self.backend())

    def backend(self) -> dict[str, Any]:
        """Return what the browser shows of the client."""
        return messages.backend(self.client)
