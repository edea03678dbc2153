"""The sources of the API key: the environment, Colab's secrets and the system's keyring."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from typing import TYPE_CHECKING

from heygen_widgets.config.api_key import KEY_VARIABLE, ApiKey
from heygen_widgets.config.paths import home
from heygen_widgets.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

_SERVICE = "heygen_widgets"


def find_key() -> ApiKey | None:
    """Return the key that the user has set up; None if there is none.

    The sources, in order: ``HEYGEN_API_KEY``, Colab's secret of the same name, and the system's
    keyring if `remember_key` has saved a key there.

    Raises:
        ConfigurationError: ``HEYGEN_API_KEY`` is not a valid key.
    """
    found = found_key()
    return found[0] if found else None


def found_key() -> tuple[ApiKey, str] | None:
    """Return the key that `find_key` returns, and where it is from, in words.

    Raises:
        ConfigurationError: As in `find_key`.
    """
    for words, source in _SOURCES.items():
        if key := source():
            return key, words
    return None


def is_lost_in_keyring() -> bool:
    """Return whether `remember_key` has saved a key, and the keyring doesn't give it."""
    return _has_marker() and _in_keyring() is None


def can_remember() -> bool:
    """Return whether the `keyring` package is installed."""
    return importlib.util.find_spec("keyring") is not None


def remember_key(key: ApiKey) -> None:
    """Save a key in the system's keyring, where `find_key` finds it from now on.

    Raises:
        ConfigurationError: There is no keyring, or it raised an error.
    """
    try:
        _keyring().set_password(_SERVICE, KEY_VARIABLE, key.reveal())
        _marker().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _marker().touch()
    except Exception as error:  # noqa: BLE001 - each keyring raises errors of its own
        raise _keyring_failed(error) from None


def forget_key() -> None:
    """Delete the key from the system's keyring, if `remember_key` has saved one.

    Raises:
        ConfigurationError: There is no keyring, or it raised an error.
    """
    if not _has_marker():
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
    # Colab loads this module into every kernel; other hosts don't have it.
    if "google.colab" not in sys.modules:
        return None
    try:
        from google.colab import userdata  # noqa: PLC0415 - exists only in Colab

        return ApiKey(userdata.get(KEY_VARIABLE))
    except Exception:  # noqa: BLE001 - no such secret, or no access; the classes are Colab's
        return None


def _in_keyring() -> ApiKey | None:
    # Some keyrings ask for a password or hang without a desktop: use one only if the user chose it.
    if not _has_marker() or not can_remember():
        return None
    try:
        return ApiKey(_keyring().get_password(_SERVICE, KEY_VARIABLE))
    except Exception:  # noqa: BLE001 - a locked or broken keyring counts as empty
        return None


_SOURCES = {
    f"the variable {KEY_VARIABLE}": _in_environment,
    f"Colab's secret {KEY_VARIABLE}": _in_colab,
    "the system's keyring": _in_keyring,
}
"""Where a key may be from, in words, and what looks there; the first that has one counts."""


def _has_marker() -> bool:
    try:
        return _marker().exists()
    except (OSError, RuntimeError):  # a folder that can't be searched, or no home at all
        return False


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
    """Return the empty file whose existence says that the keyring has a key."""
    return home() / "key-is-in-keyring"
