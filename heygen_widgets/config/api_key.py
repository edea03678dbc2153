"""`ApiKey`: the key, wrapped so that nothing shows it by accident."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from hashlib import blake2b

from heygen_widgets.errors import ConfigurationError

KEY_VARIABLE = "HEYGEN_API_KEY"

AccountId = tuple[str, str]
"""Base URL of an API and fingerprint of a key: what tells accounts apart."""

_HIDDEN = "***"
_VISIBLE_ASCII = re.compile(r"[!-~]+")
# A shorter key is not HeyGen's but a word (`sandbox`), and replies may contain that word.
_MIN_SCRUBBED = 12
_BASE64_TO_URLSAFE = str.maketrans("+/", "-_")


class ApiKey:
    """A HeyGen API key whose ``repr`` and ``str`` hide it.

    Raises:
        ConfigurationError: The key is empty, or contains characters that an HTTP header can't have.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret.strip()
        del secret  # a traceback may show local variables
        if not _VISIBLE_ASCII.fullmatch(self._secret):
            raise ConfigurationError(
                "This can't be an API key: it is empty, or contains spaces or other characters "
                "that no key has.",
                "Copy it again from HeyGen's settings.",
            )

    def __repr__(self) -> str:
        return f"ApiKey({_HIDDEN!r})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        # A pickle could write the key into a file; deep copies use the same method.
        raise TypeError("An ApiKey can't be pickled.")

    def reveal(self) -> str:
        """Return the key itself, for the request header that needs it."""
        return self._secret

    @property
    def fingerprint(self) -> str:
        """A short digest that identifies the account; the key can't be computed from it."""
        return blake2b(self._secret.encode(), digest_size=8, person=b"heygen-widgets").hexdigest()

    def scrub(self, data: bytes) -> bytes:
        """Return ``data`` with the key masked, in case a server repeats it."""
        if len(self._secret) < _MIN_SCRUBBED:
            return data
        return re.sub(_pattern_for(self._secret), _HIDDEN.encode(), data)

    def scrub_text(self, text: str) -> str:
        """Return ``text`` with the key masked."""
        data = text.encode("utf-8", "surrogatepass")
        return self.scrub(data).decode("utf-8", "surrogatepass")


def _pattern_for(secret: str) -> bytes:
    """Return a pattern for a secret, plain or encoded as JSON, URL, HTML, base64 or hex."""
    raw = secret.encode()
    encoded = [_in_base64(raw, shift) for shift in range(3)]
    encoded += [text.translate(_BASE64_TO_URLSAFE) for text in encoded]
    patterns = ["".join(map(_escaped, secret)), f"(?i:{raw.hex()})", *map(re.escape, encoded)]
    return "|".join(patterns).encode()


def _escaped(character: str) -> str:
    """Return a pattern for a character, plain or escaped."""
    # JSON inside JSON doubles each backslash. The limit of 8 keeps a reply of backslashes fast.
    plain, code = re.escape(character), ord(character)
    in_html = re.escape(html.escape(character))
    numbers = rf"\\{{1,8}}u{code:04x}|%{code:02x}|&#{code};|&#x{code:x};"
    return rf"(?:\\{{0,8}}{plain}|{in_html}|(?i:{numbers}))"


def _in_base64(raw: bytes, shift: int) -> str:
    """Return the base64 digits that only depend on ``raw``, if ``shift`` bytes come before it."""
    text = b64encode(bytes(shift) + raw + bytes(3)).decode()
    return text[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
