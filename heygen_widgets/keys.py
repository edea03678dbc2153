"""The API key: held so that it can't be shown by accident, and found where people put it."""

from __future__ import annotations

import os
import re

from heygen_widgets.errors import ConfigurationError

KEY_VARIABLE = "HEYGEN_API_KEY"
_HIDDEN = "***"
_VISIBLE_ASCII = re.compile(r"[!-~]+")
# Shorter ones are no HeyGen keys but words (`sandbox`), and replies may hold words.
_SHORTEST_SCRUBBED = 12


class ApiKey:
    """A HeyGen API key whose ``repr`` and ``str`` hide it.

    Raises:
        ConfigurationError: It is empty, or holds characters that no HTTP header can carry.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret.strip()
        del secret  # a traceback may show local variables
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
        if len(self._secret) < _SHORTEST_SCRUBBED:
            return data
        return re.sub("".join(map(_as_in_json, self._secret)).encode(), _HIDDEN.encode(), data)


def _as_in_json(character: str) -> str:
    """Return a pattern for a character as itself or in any way that JSON may escape it."""
    return rf"(?:\\?{re.escape(character)}|(?i:\\u{ord(character):04x}))"


def find_key() -> ApiKey | None:
    """Return the key in ``HEYGEN_API_KEY``; None if it is unset or blank."""
    is_set = bool(os.environ.get(KEY_VARIABLE, "").strip())
    return ApiKey(os.environ[KEY_VARIABLE]) if is_set else None
