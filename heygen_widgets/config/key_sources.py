"""Where the API key is found: the environment, Colab's secrets, and the system's keyring."""

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
