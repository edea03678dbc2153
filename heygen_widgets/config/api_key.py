"""The API key, held so that it can't be shown by accident."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from hashlib import blake2b

from heygen_widgets.errors import ConfigurationError

KEY_VARIABLE = "HEYGEN_API_KEY"
_HIDDEN = "***"
_VISIBLE_ASCII = re.compile(r"[!-~]+")
# Shorter ones are no HeyGen keys but words (`sandbox`), and replies may hold words.
_SHORTEST_SCRUBBED = 12
_BASE64_OF_URLS = str.maketrans("+/", "-_")


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

    @property
    def fingerprint(self) -> str:
        """A short digest that tells accounts apart; the key can't be had back from it."""
        return blake2b(self._secret.encode(), digest_size=8, person=b"heygen-widgets").hexdigest()

    def scrub(self, data: bytes) -> bytes:
        """Return ``data`` with the key masked, should a server echo it."""
        if len(self._secret) < _SHORTEST_SCRUBBED:
            return data
        return re.sub(_spellings(self._secret), _HIDDEN.encode(), data)

    def scrub_text(self, text: str) -> str:
        """Return ``text`` with the key masked."""
        data = text.encode("utf-8", "surrogatepass")
        return self.scrub(data).decode("utf-8", "surrogatepass")


def _spellings(secret: str) -> bytes:
    """Return a pattern for a secret as itself or as JSON, URLs, HTML, base64 or hex have it."""
    raw = secret.encode()
    encoded = [_in_base64(raw, shift) for shift in range(3)]
    encoded += [text.translate(_BASE64_OF_URLS) for text in encoded]
    ways = ["".join(map(_escaped, secret)), f"(?i:{raw.hex()})", *map(re.escape, encoded)]
    return "|".join(ways).encode()


def _escaped(character: str) -> str:
    """Return a pattern for a character as itself or in any way that it may be escaped."""
    # JSON in JSON doubles each backslash; without a limit, a reply of backslashes would take long.
    itself, code = re.escape(character), ord(character)
    in_html = re.escape(html.escape(character))
    numbers = rf"\\{{1,8}}u{code:04x}|%{code:02x}|&#{code};|&#x{code:x};"
    return rf"(?:\\{{0,8}}{itself}|{in_html}|(?i:{numbers}))"


def _in_base64(raw: bytes, shift: int) -> str:
    """Return what stays the same in base64 whatever stands around, so many bytes in."""
    text = b64encode(bytes(shift) + raw + bytes(3)).decode()
    return text[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
