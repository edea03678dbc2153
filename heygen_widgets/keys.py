"""The API key: held so that it can't be shown by accident, and found where people put it."""

from __future__ import annotations

import os
import re

from heygen_widgets.errors import ConfigurationError

KEY_VARIABLE = "HEYGEN_API_KEY"
_HIDDEN = "***"
_VISIBLE_ASCII = re.compile(r"[!-~]+")


class ApiKey:
    """A HeyGen API key whose ``repr`` and ``str`` hide it.

    Raises:
        ConfigurationError: It is empty, or holds characters that no HTTP header can carry.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret.strip()
        if not _VISIBLE_ASCII.fullmatch(self._secret):
            raise ConfigurationError(
                "This can't be an API key: it is empty, or holds spaces or other characters that "
                "no key has.",
                "Copy it again from HeyGen's settings.",
            )

    def __repr__(self) -> str:
        return f"ApiKey({_HIDDEN!r})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        # Pickles and deep copies would carry the key into files.
        raise TypeError("An ApiKey can't be pickled.")

    def reveal(self) -> str:
        """Return the key itself, for the one header that needs it."""
        return self._secret

    def scrub(self, data: bytes) -> bytes:
        """Return ``data`` with the key masked, should a server echo it."""
        return data.replace(self._secret.encode(), _HIDDEN.encode())


def find_key() -> ApiKey | None:
    """Return the key in ``HEYGEN_API_KEY``; None if it is unset or blank."""
    secret = os.environ.get(KEY_VARIABLE, "").strip()
    return ApiKey(secret) if secret else None
