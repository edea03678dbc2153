"""The API key: held so that it can't be shown by accident, and found where people put it."""

from __future__ import annotations

import html
import importlib
import importlib.util
import os
import re
import sys
from base64 import b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.places import home

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

KEY_VARIABLE = "HEYGEN_API_KEY"
_HIDDEN = "***"
_SERVICE = "heygen_widgets"
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


def find_key() -> ApiKey | None:
    """Return the key that the user has set up; None if there is none.

    Looked for in ``HEYGEN_API_KEY``, in Colab's secrets under the same name, and in the system's
    keyring if `remember_key` put one there.

    Raises:
        ConfigurationError: What was found can't be a key.
    """
    for source in (_in_environment, _in_colab, _in_keyring):
        found = source()
        if found:
            return found
    return None


def can_remember() -> bool:
    """Return whether the `keyring` package is installed."""
    return importlib.util.find_spec("keyring") is not None


def remember_key(key: ApiKey) -> None:
    """Put a key into the system's keyring, for `find_key` from now on.

    Raises:
        ConfigurationError: There is no keyring, or it refused.
    """
    try:
        _keyring().set_password(_SERVICE, KEY_VARIABLE, key.reveal())
        _marker().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _marker().touch()
    except Exception as error:  # noqa: BLE001 - each keyring raises errors of its own
        raise _keyring_failed(error) from None


def forget_key() -> None:
    """Take the key out of the system's keyring, if it is there.

    Raises:
        ConfigurationError: There is no keyring, or it refused.
    """
    if not _marker().exists():
        return
    try:
        _keyring().delete_password(_SERVICE, KEY_VARIABLE)
    except Exception as error:  # noqa: BLE001 - each keyring raises errors of its own
        raise _keyring_failed(error) from None
    _marker().unlink()


def _in_environment() -> ApiKey | None:
    is_set = bool(os.environ.get(KEY_VARIABLE, "").strip())
    return ApiKey(os.environ[KEY_VARIABLE]) if is_set else None


def _in_colab() -> ApiKey | None:
    # Colab loads its module into every kernel; anywhere else nothing is imported or asked.
    if "google.colab" not in sys.modules:
        return None
    try:
        from google.colab import userdata  # noqa: PLC0415 - exists in Colab alone

        return ApiKey(userdata.get(KEY_VARIABLE))
    except Exception:  # noqa: BLE001 - no such secret, or no access: Colab has classes of its own
        return None


def _in_keyring() -> ApiKey | None:
    # Some keyrings ask for a password or hang without a desktop: only who asked to remember waits.
    if not _marker().exists() or not can_remember():
        return None
    try:
        return ApiKey(_keyring().get_password(_SERVICE, KEY_VARIABLE))
    except Exception:  # noqa: BLE001 - a locked or broken keyring is as good as none
        return None


def _keyring() -> ModuleType:
    if not can_remember():
        raise ModuleNotFoundError("the package `keyring` is not installed")
    return importlib.import_module("keyring")


def _keyring_failed(error: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"The keyring could not be used ({type(error).__name__}).",
        "Install the package `keyring`, or set HEYGEN_API_KEY instead.",
    )


def _marker() -> Path:
    return home() / "key-is-in-keyring"
