"""What a client is told: by arguments, else by the environment. Empty variables count as unset."""

from __future__ import annotations

import os

from heygen_widgets.config.api_key import KEY_VARIABLE, ApiKey
from heygen_widgets.config.key_sources import find_key
from heygen_widgets.config.urls import HEYGEN_URL, check_base_url
from heygen_widgets.errors import ConfigurationError

_APIS = ("auto", "v2", "v3")


def wants_sandbox() -> bool:
    """Return whether ``HEYGEN_SANDBOX`` is set (to anything but 0), or there is no key."""
    return _variable("HEYGEN_SANDBOX") not in {"", "0"} or find_key() is None


def choose_key(given: str | None) -> ApiKey:
    """Return the key: the argument, else the one that the user has set up.

    Raises:
        ConfigurationError: There is none, or it can't be one.
    """
    try:
        found = ApiKey(given) if given and given.strip() else find_key()
    finally:
        del given  # a traceback may show local variables
    if found is None:
        raise ConfigurationError(
            "There is no HeyGen API key.",
            f"Set {KEY_VARIABLE}, pass api_key=..., or use HeyGen.sandbox(), which needs none.",
        )
    return found


def choose_base_url(given: str | None) -> str:
    """Return the API's address: the argument, ``HEYGEN_BASE_URL``, or HeyGen's.

    Raises:
        ConfigurationError: It would send the key unencrypted, or is no address.
    """
    return check_base_url(given or _variable("HEYGEN_BASE_URL") or HEYGEN_URL)


def choose_api(api: str) -> str:
    """Return the version of HeyGen's API: the argument, where it is auto ``HEYGEN_API``, or auto.

    Raises:
        ConfigurationError: This release doesn't speak it.
    """
    if api == "auto":
        api = _variable("HEYGEN_API") or api
    if api not in _APIS:
        raise ConfigurationError(
            f"{api!r} is not a version of HeyGen's API that this release speaks.",
            f"Choose one of {', '.join(_APIS)}.",
        )
    return api


def sandbox_api() -> str:
    """Return what the sandbox serves: ``HEYGEN_SANDBOX`` may name ``v2``, ``v3`` or ``both``."""
    wanted = _variable("HEYGEN_SANDBOX")
    return wanted if wanted in {"v2", "v3"} else "both"


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()
