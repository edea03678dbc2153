"""The HTTP libraries' own logs, without the key: at DEBUG they repeat whatever a server answers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOGGERS = (
    "httpx",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)


class Discretion(logging.Filter):
    """Masks the key in what the HTTP libraries log, from `begin` to `end`.

    Args:
        scrub: Returns a text with the key masked.
    """

    def __init__(self, scrub: Callable[[str], str]) -> None:
        super().__init__()
        self._scrub = scrub

    def begin(self) -> None:
        """Look at every message from now on."""
        for name in LOGGERS:
            logging.getLogger(name).addFilter(self)

    def end(self) -> None:
        """Look at no more messages."""
        for name in LOGGERS:
            logging.getLogger(name).removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the key in a message; the arguments that it was made of go."""
        message = record.getMessage()
        masked = self._scrub(message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
