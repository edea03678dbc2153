"""`KeyFilter`: masks the key in the logs of httpx and httpcore.

At DEBUG level they log the answers of a server, which may repeat the key.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOGGERS = (
    "httpx",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)
"""The loggers of the HTTP libraries; a filter doesn't apply to child loggers."""


class KeyFilter(logging.Filter):
    """Masks the key in the messages of `LOGGERS`, from `attach` to `detach`.

    Args:
        scrub: Returns a text with the key masked.
    """

    def __init__(self, scrub: Callable[[str], str]) -> None:
        super().__init__()
        self._scrub = scrub

    def attach(self) -> None:
        """Start to filter."""
        for name in LOGGERS:
            logging.getLogger(name).addFilter(self)

    def detach(self) -> None:
        """Stop filtering."""
        for name in LOGGERS:
            logging.getLogger(name).removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the key in a message, and drop the arguments if they contain it."""
        message = record.getMessage()
        masked = self._scrub(message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
